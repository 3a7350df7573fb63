"""What every page of the shell needs."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.citizens.permissions import works_with_citizens
from fagkompas.companies.permissions import reads_companies
from fagkompas.matching.permissions import matches
from fagkompas.toolkit.pages import Link
from fagkompas.website.administration import places_for


def shell(request: HttpRequest) -> dict[str, object]:
    """The signed-in person, what the place calls itself, the navigation, the other language, and whether this is a demo."""
    person = getattr(request, "user", None)
    me = person if isinstance(person, Employee) else None
    return {
        "is_demo": settings.ENVIRONMENT.demo,
        "me": me,
        "organisation": settings.ENVIRONMENT.unit_name,
        "main_navigation": main_navigation(request, me) if me else [],
        "other_language": ("en", "English") if (get_language() or "da") == "da" else ("da", "Dansk"),
        "design_system_texts": design_system_texts(),
    }


def main_navigation(request: HttpRequest, person: Employee) -> list[Link]:
    """What the person uses, in the order of the day; the current part is marked."""
    links = [
        (_("Today"), "home", ""),
        (_("Competencies"), "assessments:overview", "kompetencer"),
        (_("Learning"), "learning:overview", "laering"),
        (_("Methods"), "methods:list", "metoder"),
    ]
    if works_with_citizens(person):
        links.append((_("Citizens"), "citizens:list", "borgere"))
    if reads_companies(person):
        links.append((_("Companies"), "companies:list", "virksomheder"))
    if matches(person):
        links.append((_("Match"), "matching:orders", "match"))
    if places_for(person):
        links.append((_("Administration"), "administration", "styring"))
    first = request.path.strip("/").split("/")[0].replace("samtaler", "borgere")
    return [Link(label=label, url=reverse(name), is_current=part == first) for label, name, part in links]


def design_system_texts() -> dict[str, str]:
    """Words that the design system's scripts show, in the page's language."""
    return {
        "more": _("More"),
        "one_left": _("You have {value} character left"),
        "many_left": _("You have {value} characters left"),
        "one_too_many": _("{value} character too many"),
        "many_too_many": _("{value} characters too many"),
    }
