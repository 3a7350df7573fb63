"""What is wrong in a form, in our own words: every kind of control and every problem of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import import_string

from fagkompas.accounts.models import Unit
from fagkompas.toolkit.form_errors import DJANGOS, KRONER, PERCENT
from fagkompas.toolkit.forms import DayField, Form, RowChoice
from fagkompas.toolkit.picking import PickerField


class Typed(Form):
    """A control of every kind that the product has."""

    units: ClassVar = {"share": PERCENT, "price": KRONER}

    title = forms.CharField(label="Titel", max_length=10, required=False)
    needed = forms.CharField(label="Navn", initial="x")
    mail = forms.EmailField(label="E-mail", required=False)
    code = forms.SlugField(label="Kode", required=False, min_length=3)
    number = forms.UUIDField(label="Nummer", required=False)
    page = forms.URLField(label="Side", required=False, assume_scheme="https")
    share = forms.DecimalField(
        label="Andel", min_value=0, max_value=100, decimal_places=1, max_digits=4, required=False
    )
    price = forms.IntegerField(label="Pris", max_value=5000, min_value=10, required=False)
    hours = forms.DecimalField(label="Timer", max_digits=5, decimal_places=1, required=False)
    people = forms.IntegerField(label="Pladser", required=False)
    day = DayField(label="Senest", required=False)
    at = forms.TimeField(label="Fra", required=False)
    kind = forms.ChoiceField(label="Form", choices=[("a", "A")], required=False)
    way = forms.ChoiceField(label="Måde", choices=[("a", "A")], required=False, widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(label="Dele", choices=[("a", "A")], required=False)
    sure = forms.BooleanField(label="Jeg er sikker", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


def told(name: str, text: str, *, required: bool = False, language: str = "da") -> list[str]:
    """What the form says of one control."""
    with translation.override(language):
        form = Typed({"needed": "x", name: text})
        form.fields[name].required = required
        return [str(one) for one in form.errors.get(name, [])]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("share", "101", "Skriv højst 100 % under »Andel«."),
        ("share", "100000", "Skriv højst 100 % under »Andel«."),
        ("share", "-1", "Skriv mindst 0 % under »Andel«."),
        ("share", "mange", "Skriv et antal procent under »Andel«, fx 80."),
        ("share", "1.55", "Skriv højst 1 decimal under »Andel«."),
        ("price", "5001", "Skriv højst 5.000 kr. under »Pris«."),
        ("price", "9", "Skriv mindst 10 kr. under »Pris«."),
        ("price", "1,5", "Skriv en pris i hele kroner under »Pris«, fx 1200."),
        ("hours", "100000", "Skriv højst 9.999,9 under »Timer«."),
        ("hours", "NaN", "Skriv et tal under »Timer«, fx 7,5."),
        ("people", "1,5", "Skriv et helt tal under »Pladser«, fx 12."),
        ("day", "snart", "Skriv en dato under »Senest«, fx 21-11-2026."),
        ("at", "tidligt", "Skriv et klokkeslæt under »Fra«, fx 9.30."),
        ("kind", "b", "Vælg fra listen under »Form«."),
        ("way", "b", "Vælg én under »Måde«."),
        ("parts", "b", "Vælg fra listen under »Dele«."),
        ("title", "x" * 12, "Der er plads til 10 tegn i »Titel«, og her er 12. Gør teksten kortere."),
        ("title", "a\0b", "Der er et tegn i »Titel«, som ikke kan bruges. Skriv det igen."),
        ("mail", "bo", "Skriv en e-mailadresse under »E-mail«, fx navn@kommune.dk."),
        (
            "code",
            "a b c",
            "Det, der står under »Kode«, kan ikke bruges, som det er skrevet. Skriv det på en anden måde.",
        ),
        ("code", "ab", "Der skal stå mindst 3 tegn i »Kode«, og her er 2. Skriv noget mere."),
        (
            "number",
            "x",
            "Det, der står under »Nummer«, kan ikke bruges, som det er skrevet. Skriv det på en anden måde.",
        ),
        ("page", "x y", "Det, der står under »Side«, kan ikke bruges, som det er skrevet. Skriv det på en anden måde."),
        ("revision", "x", "Siden har mistet noget, den skulle have husket. Hent den igen."),
    ],
)
def test_what_is_wrong_names_the_control_and_the_rule_once(name: str, text: str, says: str) -> None:
    assert told(name, text) == [says]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("needed", "Udfyld »Navn«."),
        ("people", "Skriv et helt tal under »Pladser«, fx 12."),
        ("price", "Skriv en pris i hele kroner under »Pris«, fx 1200."),
        ("day", "Vælg en dag under »Senest«."),
        ("kind", "Vælg fra listen under »Form«."),
        ("sure", "Sæt først flueben ved »Jeg er sikker«."),
    ],
)
def test_what_is_missing_is_asked_for_by_name(name: str, says: str) -> None:
    assert told(name, "", required=True) == [says]


def test_in_english_too() -> None:
    assert told("share", "101", language="en") == ["Write at most 100% under “Andel”."]
    assert told("price", "5001", language="en") == ["Write at most DKK 5,000 under “Pris”."]


def sent(*files: SimpleUploadedFile) -> MultiValueDict[str, UploadedFile[bytes]]:
    """Files as a browser sends them."""
    return MultiValueDict({"file": list(files)}) if files else MultiValueDict()


def test_a_file_is_asked_for_and_may_not_be_empty() -> None:
    class Upload(Form):
        file = forms.FileField(label="Fil", max_length=8)

    with translation.override("da"):
        assert Upload({}, sent()).errors["file"] == ["Vælg en fil først."]
        empty = SimpleUploadedFile("a.csv", b"")
        assert Upload({}, sent(empty)).errors["file"] == ["Filen er tom. Vælg en fil med indhold."]
        long = SimpleUploadedFile("lang-lang.csv", b"x")
        assert Upload({}, sent(long)).errors["file"] == ["Filens navn er længere end 8 tegn. Giv den et kortere."]


def test_what_a_control_or_a_form_says_itself_stays() -> None:
    class Own(Form):
        title = forms.CharField(label="Titel", error_messages={"required": "Giv det et navn."})
        unit = RowChoice(label="Enhed", queryset=Unit.objects.none())
        day = DayField(label="Dag")

        def clean_day(self) -> date:
            raise forms.ValidationError("Dagen er gået.", code="required")

    with translation.override("da"):
        errors = Own({"title": "", "unit": "nord", "day": "2026-11-21"}).errors
    assert errors["title"] == ["Giv det et navn."]
    assert errors["unit"] == ["Vælg en fra listen."]
    assert errors["day"] == ["Dagen er gået."]


def test_the_summary_names_the_block_and_no_label_twice() -> None:
    class Blocks(Form):
        first = forms.DecimalField(label="Andel", max_value=100)
        second = forms.CharField(label="Hvorfor", error_messages={"required": "Giv en grund."})

        def block_of(self, name: str) -> str:
            return "Netværk"

    with translation.override("da"):
        drawn = Template("{% error_summary form %}").render(Context({"form": Blocks({"first": "101"})}))
    assert ">Netværk: Skriv højst 100 under »Andel«.<" in drawn
    assert ">Netværk, Hvorfor: Giv en grund.<" in drawn


def test_the_unit_stands_beside_the_control() -> None:
    with translation.override("da"):
        drawn = Template("{% field form.price %}").render(Context({"form": Typed()}))
    assert '<div class="form-input-suffix" aria-hidden="true">kr.</div>' in drawn


# All forms of the product


def below(kind: type[forms.Form]) -> Iterator[type[forms.Form]]:
    """Every class made from it."""
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def test_every_form_of_the_product_speaks_our_words() -> None:
    import fagkompas.website.urls  # noqa: F401  # loads every form

    ours = [one for one in below(forms.Form) if one.__module__.startswith("fagkompas.") and one is not Form]
    assert len(ours) > 100
    assert [one.__qualname__ for one in ours if not issubclass(one, Form)] == []


def problems_of(field: Any) -> set[str]:
    """The codes of Django's own words that a control can say."""
    own = {code for code, words in field.error_messages.items() if id(words) in DJANGOS}
    return own | {one.code for one in field.validators if isinstance(getattr(one, "code", None), str)}


def test_every_kind_of_control_in_the_product_has_words_of_ours() -> None:
    import fagkompas.website.urls  # noqa: F401  # loads every form

    kinds = {
        type(field)
        for one in below(Form)
        if one.__module__.startswith("fagkompas.")
        for field in one.base_fields.values()
    }
    worded = (
        forms.CharField, forms.IntegerField, forms.DecimalField, forms.DateField, forms.TimeField, forms.BooleanField,
        forms.ChoiceField, forms.ModelChoiceField, forms.FileField, PickerField,
    )  # fmt: skip
    assert [kind for kind in kinds if not issubclass(kind, worded)] == []
    texts = {code for kind in kinds if issubclass(kind, forms.CharField) for code in problems_of(kind(label="x"))}
    assert texts <= {"required", "invalid", "max_length", "null_characters_not_allowed"}


def test_signing_in_says_it_too(client: Client, db: None) -> None:
    for name in (*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()):
        assert issubclass(import_string(name), Form)
    page = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()
    assert "Udfyld »" in page
    assert "påkrævet" not in page
