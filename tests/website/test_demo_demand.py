"""The demo's figures of demand: every title and group of the file is known, and all of it says that it is invented."""

from datetime import date

import pytest
import yaml
from django.utils import timezone

from fagkompas.occupations.actions.examples import load_examples
from fagkompas.occupations.demand_reading import asked_for
from fagkompas.occupations.models import Balance, Occupation, Vacancies
from fagkompas.website.demo.demand import FILE, MONTHS, build_demand
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("today", [date(2026, 1, 4), date(2026, 11, 24)])
def test_every_line_of_the_file_is_read(people: People, today: date) -> None:
    load_examples(now=timezone.now())
    build_demand(administrator=people.ida, today=today)
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert Balance.objects.count() == len(data["balance"]) * len(data["regions"])
    assert Vacancies.objects.count() == len(data["vacancies"]) * MONTHS
    assert {*Balance.objects.values_list("source", flat=True)} == {"Eksempel, opdigtede tal"}
    assert {*Vacancies.objects.values_list("source", flat=True)} == {"Eksempel, opdigtede tal"}
    assert max(Vacancies.objects.values_list("month", flat=True)) < today.replace(day=1)
    titles = Occupation.objects.filter(title_da__in=[title for title, *_said in data["balance"]])
    known = asked_for(list(titles))
    assert len(known) == len(data["balance"])
    assert all(one.balance for one in known.values())
