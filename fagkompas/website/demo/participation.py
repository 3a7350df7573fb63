"""What people of the demo wish for and have learned: a wish, a course elsewhere, and a diploma whose limit comes near."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.models import Offering, Session
from fagkompas.learning.actions.participation import Learned, register_learned, wish, years_after
from fagkompas.website.demo.people import TEAMS
from fagkompas.website.demo.timing import noon

WISHED = "den-svaere-besked"
MODULES = ("diplom-arbejdsmarked", "diplom-ret-og-skoen")
YEARS_AGO = 6
LEFT = timedelta(days=200)


def build_participation(*, people: Mapping[str, Employee], root: Unit, today: date) -> None:
    """Of the first team, the second to fourth person by name in the list."""
    _manager, first, second, third = TEAMS[0].names[:4]
    own = {one.example.code: one for one in Offering.objects.filter(root=root).select_related("example") if one.example}
    now = noon(today - timedelta(days=3))
    session = Session.objects.of_root(root.pk).still_to_come(today).filter(offering=own[WISHED]).first()
    for name in (first, second):
        wish(
            person=people[name],
            offering=own[WISHED],
            session=session,
            sentence="Jeg har mange samtaler, hvor borgeren får et afslag.",
            now=now,
        )
    register_learned(
        person=people[first],
        learned=Learned(
            title="Tolk i samtalen",
            completed_on=today - timedelta(days=90),
            hours=Decimal(6),
            certificate="Kursusbevis",
        ),
        now=now,
    )
    begun = years_after(today, -YEARS_AGO) + LEFT
    for place, code in enumerate(MODULES):
        module = own[code]
        register_learned(
            person=people[third],
            learned=Learned(
                title=module.title_da,
                completed_on=begun + timedelta(days=180 * place),
                hours=module.hours,
                ects=module.ects,
                certificate="Eksamensbevis",
                accredited=True,
                module=module,
            ),
            now=now,
        )
