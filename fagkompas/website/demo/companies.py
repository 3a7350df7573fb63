"""Twelve companies that do not exist, and the people one talks to there. CVR numbers begin with 0000, which no firm's does."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fagkompas.accounts.models import Unit
from fagkompas.companies.actions.contacts import ContactFacts, add_contact
from fagkompas.companies.actions.record import CompanyFacts, close_company, create_company
from fagkompas.companies.models import CONFIRMED_FOR_YEARS, Company
from fagkompas.toolkit.days import years_from

DOMAIN: Final = "demofirma.example"
CLOSED: Final = "Demo Lampebutik"
NOT_CONFIRMED: Final = "Aksel Demo"
"""Nobody has said for more than two years that he is still the one to talk to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One company, with whom one talks to there."""

    facts: CompanyFacts
    contacts: tuple[ContactFacts, ...] = ()


def _facts(
    number: int, name: str, industry: str, address: str, *, protected: bool | None, firm: int = 0
) -> CompanyFacts:
    return CompanyFacts(
        name=name,
        cvr=f"0000{firm or number:04d}",
        p_number=f"000000{number:04d}",
        industry=industry,
        address=address,
        phone=f"00 00 00 {number:02d}",
        is_advertising_protected=protected,
    )


def _contact(name: str, title: str, *, decides: bool = False, note: str = "") -> ContactFacts:
    address = f"{name.split()[0].lower()}@{DOMAIN}"
    return ContactFacts(
        name=name, title=title, phone="00 00 00 00", email=address, note=note, is_decision_maker=decides
    )


COMPANIES: Final = (
    Shown(
        facts=_facts(1, "Demo Bageri Nord", "Bagerier", "Demogade 1, 0000 Demoby", protected=False),
        contacts=(_contact("Bodil Demo", "Indehaver", decides=True, note="Træffes bedst efter klokken 10."),),
    ),
    Shown(
        facts=_facts(2, "Demo Bageri Havnen", "Bagerier", "Demokaj 4, 0000 Demoby", protected=False, firm=1),
        contacts=(_contact("Bent Demo", "Butikschef"),),
    ),
    Shown(
        facts=_facts(3, "Demo Lager og Pak", "Lager og transport", "Demovej 12, 0000 Demoby", protected=True),
        contacts=(
            _contact("Lars Demo", "Lagerchef", decides=True, note="Vil gerne have en mail først."),
            _contact("Lis Demo", "Teamleder på aftenholdet"),
        ),
    ),
    Shown(
        facts=_facts(4, "Demo Rengøring", "Rengøring", "Demostræde 7, 0000 Demoby", protected=False),
        contacts=(_contact("Rikke Demo", "Driftsleder", decides=True),),
    ),
    Shown(
        facts=_facts(5, "Demo Plejehjem Solsiden", "Sundhed og omsorg", "Demoallé 20, 0000 Demoby", protected=False),
        contacts=(
            _contact("Pia Demo", "Afdelingsleder", decides=True),
            _contact("Palle Demo", "Køkkenleder"),
        ),
    ),
    Shown(
        facts=_facts(6, "Demo Supermarked", "Detailhandel", "Demotorv 2, 0000 Demoby", protected=None),
        contacts=(_contact("Sonja Demo", "Souschef"),),
    ),
    Shown(
        facts=_facts(7, "Demo Kantine", "Restauration", "Demogade 33, 0000 Demoby", protected=False),
        contacts=(_contact("Karin Demo", "Køkkenchef", decides=True, note="Ring ikke mellem 11 og 13."),),
    ),
    Shown(
        facts=_facts(8, "Demo Tømrer og Snedker", "Bygge og anlæg", "Demovænge 5, 0000 Demoby", protected=True),
        contacts=(_contact("Tom Demo", "Mester", decides=True),),
    ),
    Shown(
        facts=_facts(9, "Demo Gartneri", "Gartnerier", "Demomarken 9, 0000 Demoby", protected=None),
    ),
    Shown(
        facts=_facts(10, "Demo Regnskab", "Kontor og regnskab", "Demogade 15, 0000 Demoby", protected=True),
        contacts=(_contact("Rita Demo", "Partner", decides=True),),
    ),
    Shown(
        facts=_facts(11, "Demo Autoværksted", "Autoværksteder", "Demovej 48, 0000 Demoby", protected=False),
        contacts=(_contact("Aksel Demo", "Værkfører"),),
    ),
    Shown(
        facts=_facts(12, CLOSED, "Detailhandel", "Demogade 8, 0000 Demoby", protected=False),
        contacts=(_contact("Lone Demo", "Tidligere indehaver", decides=True),),
    ),
)


def build_companies(*, root: Unit, today: date) -> dict[str, Company]:
    """All of them, by name; one closed a while ago, and one firm has two places."""
    made = {}
    for shown in COMPANIES:
        company = create_company(root=root, facts=shown.facts, by=None, is_another_place=True, is_demo=True)
        for contact in shown.contacts:
            long_ago = years_from(today, -CONFIRMED_FOR_YEARS) - timedelta(days=30)
            on = long_ago if contact.name == NOT_CONFIRMED else today
            add_contact(company=company, facts=contact, by=None, confirmed_on=on)
        made[company.name] = company
    made[CLOSED] = close_company(company=made[CLOSED], on=today - timedelta(days=40), today=today, by=None)
    return made
