"""Who needs: companies and the people one talks to there.

A company is a production unit: the place where the work is. Its CVR number is of the whole firm, its P-number of the place.
"""

from typing import ClassVar
from uuid import uuid4

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Unit
from fagkompas.toolkit.privacy import Privacy, none, personal

TO_WORK_TOGETHER = "to work together with the company"
WHILE_CONTACT = "while the person is the company's contact, then deleted"


class CompanyQuerySet(models.QuerySet["Company"]):
    """Questions about many companies."""

    def of_root(self, root_id: int) -> "CompanyQuerySet":
        """Those that one municipality works with."""
        return self.filter(root_id=root_id)

    def open(self) -> "CompanyQuerySet":
        """Those that have not closed."""
        return self.filter(closed_on__isnull=True)


class Company(models.Model):
    """One place of work. `is_advertising_protected` as the company has had it noted in the CVR register."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            "id",
            "uuid",
            "root",
            "cvr",
            "p_number",
            "name",
            "industry",
            "address",
            "phone",
            "is_advertising_protected",
            "closed_on",
            "is_demo",
            "created_at",
            "revision",
        )
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    cvr = models.CharField(_("CVR number"), max_length=8, blank=True, validators=[RegexValidator("^[0-9]{8}$")])
    p_number = models.CharField(_("P-number"), max_length=10, blank=True, validators=[RegexValidator("^[0-9]{10}$")])
    name = models.CharField(_("name"), max_length=200)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_advertising_protected = models.BooleanField(_("protected against advertising"), default=False)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        indexes: ClassVar = [models.Index(fields=["root", "name"], name="company_list")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["root", "p_number"], condition=~models.Q(p_number=""), name="company_p_number_unique_in_root"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="company_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CompanyContact(models.Model):
    """Somebody one talks to in a company."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "company", "revision")} | {
        name: personal(TO_WORK_TOGETHER, WHILE_CONTACT)
        for name in ("name", "title", "phone", "email", "is_decision_maker")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("title"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_decision_maker = models.BooleanField(_("decides on hiring"), default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(name=""), name="contact_has_name")]

    def __str__(self) -> str:
        return self.name
