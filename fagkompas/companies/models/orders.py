"""What a company looks for: a job order with its tasks, and the log of what came of it.

JobOrder ──> OrderTask          a task with its minutes a week and what it takes
         └─> Mediation          somebody was referred, met, was hired or not; by whom and when
"""

from datetime import date
from typing import ClassVar, Final
from uuid import uuid4

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.companies.models.circle import OURS
from fagkompas.companies.models.record import TO_WORK_TOGETHER, WHILE_COMPANY, Company, CompanyContact
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.privacy import Privacy, none, personal

LONGEST_ORDER_TITLE: Final = 200
LONGEST_ORDER_LINE: Final = 200
LONGEST_HEADING: Final = 120
LONGEST_ADVERT: Final = 6000
LONGEST_MEDIATION_NOTE: Final = 300
MOST_POSITIONS: Final = 500


class OrderKind(models.TextChoices):
    """A position as companies ask for it, or a few hours of it."""

    ORDINARY = "ordinary", _("Ordinary job order")
    FEW_HOURS = "few_hours", _("Job of few hours")


class OrderState(models.TextChoices):
    """Being written, looked for, filled, or given up."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    FILLED = "filled", _("Position filled")
    CLOSED = "closed", _("Closed without hiring")


class Paper(models.TextChoices):
    """What one must have in hand; the list that an order and a citizen both choose from."""

    LICENCE_B = "licence_b", _("Driving licence, car (B)")
    LICENCE_BE = "licence_be", _("Driving licence, car with trailer (B/E)")
    LICENCE_C = "licence_c", _("Driving licence, lorry (C)")
    LICENCE_CE = "licence_ce", _("Driving licence, lorry with trailer (C/E)")
    LICENCE_D = "licence_d", _("Driving licence, bus (D)")
    EU_DRIVER = "eu_driver", _("EU qualification certificate for drivers")
    ADR = "adr", _("ADR certificate, dangerous goods")
    FORKLIFT_A = "forklift_a", _("Forklift certificate A (stacker)")
    FORKLIFT_B = "forklift_b", _("Forklift certificate B (counterbalance truck)")
    CRANE = "crane", _("Crane certificate")
    TELEHANDLER = "telehandler", _("Telescopic handler certificate")
    LIFT = "lift", _("Lift course")
    SCAFFOLD = "scaffold", _("Scaffolding certificate")
    WELDING = "welding", _("Welding certificate")
    HOT_WORK = "hot_work", _("Certificate for hot work")
    ROAD_MARKING = "road_marking", _("Road as a workplace")
    EPOXY = "epoxy", _("Certificate for epoxy and isocyanates")
    FOOD_HYGIENE = "food_hygiene", _("Certificate of food hygiene")
    FIRST_AID = "first_aid", _("First-aid certificate")
    GUARD = "guard", _("Approval as a security guard")
    CHILD_RECORD = "child_record", _("Certificate for work with children")
    CRIMINAL_RECORD = "criminal_record", _("Criminal record certificate without remarks")
    AUTHORISATION = "authorisation", _("Authorisation in health care")
    OWN_CAR = "own_car", _("Own car that can be used at work")


class ApplyWay(models.TextChoices):
    """How one applies."""

    DIGITAL = "digital", _("Apply on the web or by e-mail")
    IN_PERSON = "in_person", _("Apply in person")
    IN_WRITING = "in_writing", _("Apply by letter")
    BY_TELEPHONE = "by_telephone", _("Apply by telephone")


class Recipient(models.TextChoices):
    """Who receives the applications."""

    COMPANY = "company", _("The company")
    MUNICIPALITY = "municipality", _("The municipality")


class MediationStep(models.TextChoices):
    """What happened between the order and somebody who may fill it."""

    REFERRED = "referred", _("Referred to the company")
    MET = "met", _("Met the company")
    HIRED = "hired", _("Hired")
    CITIZEN_NO = "citizen_no", _("The citizen said no")
    COMPANY_NO = "company_no", _("The company said no")
    NOTE = "note", _("Note")


class JobOrderQuerySet(models.QuerySet["JobOrder"]):
    """Questions about many orders."""

    def of_root(self, root_id: int) -> "JobOrderQuerySet":
        """Those of one municipality's companies."""
        return self.filter(company__root_id=root_id)

    def open(self) -> "JobOrderQuerySet":
        """Those that are looked for, at companies that have not closed."""
        return self.filter(state=OrderState.OPEN, company__closed_on__isnull=True)


class JobOrder(models.Model):
    """An order in its seven sections: the company, the work, conditions, employment, how to apply, how many, who may see it.

    Minutes are a week's. `professional` and `personal` are lines, what matters most first; `conditions` and `times` are values of
    `engine.matching.order`, `papers` of `Paper`, `apply_ways` of `ApplyWay`. `unit` is the consultant's on the day it was taken.
    `of_position` is what it was made of, and `frees` what colleagues get time for where somebody comes for a few hours.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            *("id", "uuid", "company", "kind", "state", "of_position", "occupation", "unit", "papers"),
            *("least_minutes", "most_minutes", "times", "postcode", "conditions", "starts_on", "ends_on"),
            *("apply_ways", "apply_until", "positions", "is_on_jobnet", "recipient", "is_cv_searched"),
            *("created_at", "opened_on", "ended_on", "revision"),
        )
    } | {
        **{
            name: personal(TO_WORK_TOGETHER, WHILE_COMPANY)
            for name in (
                *("title", "contact", "professional", "personal", "frees", "travel", "about_employment"),
                *("advert_heading", "advert_text", "ended_why"),
            )
        },
        "consultant": personal(OURS, WHILE_COMPANY),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="orders")
    kind = models.CharField(max_length=10, choices=OrderKind.choices, default=OrderKind.ORDINARY)
    state = models.CharField(max_length=8, choices=OrderState.choices, default=OrderState.DRAFT)
    consultant = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    contact = models.ForeignKey(CompanyContact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    of_position = models.ForeignKey(
        "companies.Position", on_delete=models.SET_NULL, null=True, blank=True, related_name="orders"
    )

    title = models.CharField(max_length=LONGEST_ORDER_TITLE)
    occupation = models.ForeignKey(Occupation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    professional = models.JSONField(default=list, blank=True)
    personal = models.JSONField(default=list, blank=True)
    papers = models.JSONField(default=list, blank=True)
    frees = models.CharField(max_length=LONGEST_ORDER_LINE, blank=True)

    least_minutes = models.PositiveIntegerField(null=True, blank=True)
    most_minutes = models.PositiveIntegerField(null=True, blank=True)
    times = models.JSONField(default=list, blank=True)
    postcode = models.CharField(max_length=4, blank=True, validators=[RegexValidator("^[0-9]{4}$")])
    travel = models.CharField(max_length=LONGEST_ORDER_LINE, blank=True)
    conditions = models.JSONField(default=list, blank=True)

    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    about_employment = models.CharField(max_length=LONGEST_ORDER_LINE, blank=True)

    apply_ways = models.JSONField(default=list, blank=True)
    apply_until = models.DateField(null=True, blank=True)

    positions = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])

    is_on_jobnet = models.BooleanField(default=False)
    recipient = models.CharField(max_length=12, choices=Recipient.choices, default=Recipient.COMPANY)
    is_cv_searched = models.BooleanField(default=True)

    advert_heading = models.CharField(max_length=LONGEST_HEADING, blank=True)
    advert_text = models.TextField(blank=True, max_length=LONGEST_ADVERT)

    created_at = models.DateTimeField()
    opened_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=LONGEST_ORDER_LINE, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = JobOrderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "company"], name="job_order_open")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(title=""), name="job_order_has_title"),
            models.CheckConstraint(condition=models.Q(kind__in=OrderKind.values), name="job_order_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=OrderState.values), name="job_order_state_known"),
            models.CheckConstraint(
                condition=models.Q(positions__range=(1, MOST_POSITIONS)), name="job_order_positions"
            ),
            models.CheckConstraint(
                condition=models.Q(least_minutes__isnull=True)
                | models.Q(most_minutes__isnull=True)
                | models.Q(least_minutes__lte=models.F("most_minutes")),
                name="job_order_least_before_most",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="job_order_starts_before_it_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(state=OrderState.DRAFT) | models.Q(opened_on__isnull=False),
                name="job_order_opened_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[OrderState.DRAFT, OrderState.OPEN]) | models.Q(ended_on__isnull=False),
                name="job_order_ended_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether somebody is looked for now."""
        return self.state == OrderState.OPEN

    def days(self, today: date, hired_on: date | None) -> int | None:
        """From the day it was opened to the first who was hired, or until it ended or today; None for a draft."""
        if self.opened_on is None:
            return None
        return ((hired_on or self.ended_on or today) - self.opened_on).days


class OrderTask(models.Model):
    """A task of an order; `competencies` are what it takes, in words, `is_absolute` when one must have them from the first day.

    `is_movable`: colleagues in the company could take it.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "order", "minutes", "is_absolute", "is_movable", "place")
    } | {name: personal(TO_WORK_TOGETHER, WHILE_COMPANY) for name in ("name", "competencies")}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    order = models.ForeignKey(JobOrder, on_delete=models.CASCADE, related_name="tasks")
    name = models.CharField(max_length=LONGEST_ORDER_LINE)
    minutes = models.PositiveIntegerField(default=0)
    competencies = models.JSONField(default=list, blank=True)
    is_absolute = models.BooleanField(default=False)
    is_movable = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(name=""), name="job_order_task_has_name")]

    def __str__(self) -> str:
        return self.name


class Mediation(models.Model):
    """A line of an order's log. It names nobody: who it was is known where people are matched, and goes with their case."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "order", "step", "on", "at")} | {
        "note": personal(TO_WORK_TOGETHER, WHILE_COMPANY),
        "by": personal(OURS, WHILE_COMPANY),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    order = models.ForeignKey(JobOrder, on_delete=models.CASCADE, related_name="mediation")
    step = models.CharField(max_length=12, choices=MediationStep.choices)
    on = models.DateField()
    note = models.CharField(max_length=LONGEST_MEDIATION_NOTE, blank=True)
    by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(step__in=MediationStep.values), name="mediation_step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.step}"
