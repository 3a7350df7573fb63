"""Companies, the people one talks to there, and files of companies being read."""

from datetime import date
from typing import ClassVar, Final
from uuid import uuid4

from django.core.validators import RegexValidator
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Unit
from fagkompas.toolkit.days import years_from
from fagkompas.toolkit.kept_files import FOR_AN_HOUR, KeptRead
from fagkompas.toolkit.privacy import Privacy, none, personal
from fagkompas.toolkit.spelling import spelled

TO_WORK_TOGETHER: Final = "to work together with the company"
CONTACTS_KEPT_YEARS: Final = 1
"""How long the contacts of a company that has closed are kept, in case it opens again."""

CONFIRMED_FOR_YEARS: Final = 2
"""After so long somebody is asked whether a contact is one still."""

COMPANIES_KEPT_YEARS: Final = 5
"""How long a company that has closed is kept; longer only while something is written about it elsewhere."""

WHILE_COMPANY: Final = (
    "while the company is there, and five years after it has closed; then deleted when no placement and no "
    "conversation is kept"
)

WHILE_CONTACT: Final = (
    "while the person is the company's contact, and a year after the company has closed, then deleted"
)


class CompanyQuerySet(models.QuerySet["Company"]):
    """Questions about many companies."""

    def of_root(self, root_id: int) -> "CompanyQuerySet":
        """Those that one municipality works with."""
        return self.filter(root_id=root_id)

    def open(self) -> "CompanyQuerySet":
        """Those that have not closed."""
        return self.filter(closed_on__isnull=True)

    def not_merged(self) -> "CompanyQuerySet":
        """Without those that have gone into another."""
        return self.filter(merged_into__isnull=True)

    def found_by(self, words: str) -> "CompanyQuerySet":
        """Those with every word in name or address, in large or small letters, or whose CVR or P-number begins with it.

        A number may be written with spaces, as the CVR register shows it.
        """
        found, together = self, "".join(words.split())
        for word in [together] if together.isdecimal() else words.split():
            one = spelled("name", "icontains", word) | spelled("address", "icontains", word)
            if word.isdecimal():
                one |= models.Q(cvr__startswith=word) | models.Q(p_number__startswith=word)
            found = found.filter(one)
        return found

    def past_keeping(self, today: date) -> "CompanyQuerySet":
        """Those that closed too long ago, and that nothing belongs to but what goes with them."""
        found = self.filter(closed_on__lt=years_from(today, -COMPANIES_KEPT_YEARS))
        for relation in Company._meta.get_fields(include_hidden=True):  # noqa: SLF001  # Django's own name for it
            if not isinstance(relation, models.ManyToOneRel):
                continue
            if relation.related_model._meta.app_label != Company._meta.app_label:  # noqa: SLF001  # Django's own name for it
                rows = relation.field.model._default_manager.order_by()  # noqa: SLF001  # Django's own name for it
                found = found.exclude(models.Exists(rows.filter(**{relation.field.name: models.OuterRef("pk")})))
        return found

    def called(self, words: str) -> "CompanyQuerySet":
        """Those with exactly this name, in large or small letters, or this CVR or P-number, also with spaces in it."""
        name, digits = " ".join(words.split()), "".join(words.split())
        if not name:
            return self.none()
        return self.filter(spelled("name", "iexact", name) | models.Q(cvr=digits) | models.Q(p_number=digits))

    def same_firm(self, company: "Company") -> "CompanyQuerySet":
        """Other places of the firm, by its CVR number; none where it is not known."""
        return self.of_root(company.root_id).not_merged().filter(cvr=company.cvr).exclude(cvr="").exclude(pk=company.pk)


def rank(words: str) -> models.Case:
    """How well a company's name answers to what is looked for: 0 is called so, 3 has it in its address or number only."""
    name = " ".join(words.split())
    return models.Case(
        models.When(spelled("name", "iexact", name), then=0),
        models.When(spelled("name", "istartswith", name), then=1),
        models.When(spelled("name", "icontains", name), then=2),
        default=3,
        output_field=models.PositiveSmallIntegerField(),
    )


class Company(models.Model):
    """One place of work; a firm of one person is that person.

    `merged_into` is the one that it was merged with: this one is closed, and its address leads there.
    `is_advertising_protected` is as the CVR register had it on the day it was looked up; None before.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none()
        for name in (
            *("id", "uuid", "root", "is_advertising_protected", "advertising_looked_up_on"),
            *("closed_on", "merged_into", "is_demo", "created_at", "revision"),
        )
    } | {
        name: personal("to work together with the company, which may be one person's", WHILE_COMPANY)
        for name in ("cvr", "p_number", "name", "industry", "address", "phone")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    root = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    cvr = models.CharField(_("CVR number"), max_length=8, blank=True, validators=[RegexValidator("^[0-9]{8}$")])
    p_number = models.CharField(_("P-number"), max_length=10, blank=True, validators=[RegexValidator("^[0-9]{10}$")])
    name = models.CharField(_("name"), max_length=200)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_advertising_protected = models.BooleanField(_("protected against advertising"), null=True)
    advertising_looked_up_on = models.DateField(_("looked up"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged_from"
    )
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

    @property
    def is_closed(self) -> bool:
        """Whether the place of work is no more."""
        return self.closed_on is not None

    @property
    def dialled(self) -> str:
        """Its number as a telephone takes it."""
        return dialled(self.phone)


class CompanyContactQuerySet(models.QuerySet["CompanyContact"]):
    """Questions about many contacts."""

    def not_confirmed_lately(self, today: date) -> "CompanyContactQuerySet":
        """Those of open companies whom nobody has written about or confirmed for a long time: perhaps they are contacts no more."""
        return self.filter(company__closed_on__isnull=True, confirmed_on__lt=years_from(today, -CONFIRMED_FOR_YEARS))

    def past_keeping(self, today: date) -> "CompanyContactQuerySet":
        """Those of companies that closed too long ago."""
        return self.filter(company__closed_on__lt=years_from(today, -CONTACTS_KEPT_YEARS))


class CompanyContact(models.Model):
    """Somebody one talks to in a company. `note` is what is good to know before one calls.

    `confirmed_on` is the day on which somebody last wrote about the person, or said that all is still so.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {name: none() for name in ("id", "uuid", "company", "revision")} | {
        name: personal(TO_WORK_TOGETHER, WHILE_CONTACT)
        for name in ("name", "title", "phone", "email", "note", "is_decision_maker", "confirmed_on")
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("title"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    note = models.CharField(max_length=300, blank=True)
    is_decision_maker = models.BooleanField(_("decides on hiring"), default=False)
    confirmed_on = models.DateField(default=localdate)
    revision = models.PositiveIntegerField(default=0)

    objects = CompanyContactQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(name=""), name="contact_has_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_old(self) -> bool:
        """Whether it is long since anybody said that the person is a contact."""
        return self.confirmed_on < years_from(localdate(), -CONFIRMED_FOR_YEARS)

    @property
    def dialled(self) -> str:
        """The person's number as a telephone takes it."""
        return dialled(self.phone)


def dialled(phone: str) -> str:
    """A number as a telephone takes it: "+45 12 34 56 78" is "+4512345678"."""
    return "".join(letter for letter in phone if letter.isdecimal() or letter == "+")


class CompanyImport(KeptRead):
    """A file of companies that was read and is shown before anything is saved; it lives for an hour."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        name: none() for name in ("id", "uuid", "content", "problems", "read_at")
    } | {"author": personal("who read the file", FOR_AN_HOUR)}
