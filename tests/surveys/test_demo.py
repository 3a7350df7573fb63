"""The demo's surveys: one closed with figures to see, one open that asks the head; nobody made up has a name."""

import random

from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.surveys.counting import results_in
from fagkompas.surveys.models import Invitation, Survey, SurveyState
from fagkompas.website.demo.people import CONSULTANT, HEAD
from fagkompas.website.demo.surveys import MADE_UP_LEADERS, build_surveys
from tests.people import People, make_employee
from tests.today import survey_items


def test_the_demo_holds_what_it_promises(people: People) -> None:
    head, today = make_employee(HEAD, people.testkommune), timezone.localdate()
    before = Employee.objects.count()
    build_surveys(
        people={CONSULTANT: people.dorte, HEAD: head},
        department=people.testkommune,
        managers=[people.alma, people.bo, people.erik],
        chance=random.Random(1),  # noqa: S311  # a demo, not a secret
        today=today,
    )
    closed, opened = Survey.objects.order_by("opens_on")
    assert (closed.state, opened.state) == (SurveyState.CLOSED, SurveyState.OPEN)
    assert closed.name.endswith("(demo)")
    results = results_in(closed)
    assert results.respondents == 3 + MADE_UP_LEADERS
    assert not any(result.is_hidden for result in results.questions)
    assert Employee.objects.count() == before
    assert not Invitation.objects.filter(survey=closed).exists()
    assert [item.what for item in survey_items(head, today)] == [opened.name]
