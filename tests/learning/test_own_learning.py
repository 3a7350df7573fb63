"""Own learning: what suits, wishes, what was learned, and how far programmes are."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import RoundState
from fagkompas.audit.models import Event
from fagkompas.catalogue.facts import LiftFacts
from fagkompas.catalogue.models import Offering, Session, SessionState
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions.participation import retention, take_back, wish, years_after
from fagkompas.learning.models import EndedBy, Participation, ParticipationState, ResourcePerson, Source
from fagkompas.learning.own_learning import programmes_of, record_of, suggestions_for
from fagkompas.toolkit.workbooks import open_workbook
from tests.assessments.rounds import make_round, participant_of
from tests.assessments.units import rate, rated_round
from tests.catalogue.making import make_offering, make_programme, make_session, today
from tests.frameworks.making import shipped_version
from tests.learning.participation import make_learned, make_wish
from tests.people import People
from tests.today import learning_items

ClientFor = Callable[[Employee], Client]
MINE = "/laering/mit/"


@pytest.fixture
def bo_s(people: People, client_for: ClientFor) -> Client:
    people.bo.language = "en"
    people.bo.save(update_fields=["language"])
    return client_for(people.bo)


def refused(call: Callable[[], object]) -> list[str]:
    with pytest.raises(BadInput) as error:
        call()
    return [problem.message_code for problem in error.value.problems]


# Suggestions


def law_course(people: People, **changes: object) -> Offering:
    lifts = (LiftFacts(code="LM-G1", lift=Decimal(1), up_to=3),)
    return make_offering(people, root=None, lifts=lifts, **changes)


def weak_in_law(people: People) -> None:
    rated_round(people.north, {people.bo: {"LM": 1}})


def test_without_a_profile_the_page_says_where_to_look(people: People, bo_s: Client) -> None:
    assert suggestions_for(people.bo, today()) is None
    assert "When you have a competence profile" in bo_s.get(MINE).content.decode()


def test_an_offering_is_suggested_where_the_person_is_below_what_it_lifts_to(people: People, bo_s: Client) -> None:
    weak_in_law(people)
    session = make_session(people, law_course(people))
    suggested = suggestions_for(people.bo, today())
    assert suggested is not None
    law = next(one for one in suggested.fields if one.field == "LM")
    assert [(one.offering, one.helps, one.next_session) for one in law.offerings] == [(session.offering, 1, session)]
    assert law.forms
    page = bo_s.get(MINE).content.decode()
    assert "It lifts 1 competency where you have room to grow." in page
    assert f"/laering/mit/oensk/{session.offering.uuid}/" in page


def test_a_profile_that_the_catalogue_lifts_goes_before_a_newer_one_that_it_does_not(people: People) -> None:
    law_course(people)
    weak_in_law(people)
    newer = make_round(
        people.north,
        framework="roller-kar",
        state=RoundState.CLOSED,
        name="Roller",
        opens_on=timezone.localdate() + timedelta(days=1),
    )
    rate(newer, {})
    suggested = suggestions_for(people.bo, today())
    assert suggested is not None
    assert suggested.read.participant.round.name == "Efterår 2026"
    Offering.objects.all().delete()
    unanswered = suggestions_for(people.bo, today())
    assert unanswered is not None
    assert unanswered.read.participant.round.name == "Roller"


def test_why_forms_suit_a_dimension_is_said_once(people: People, bo_s: Client) -> None:
    rated_round(people.north, {people.bo: {"LM": 1}})
    page = bo_s.get(MINE).content.decode()
    assert page.count("Forms that suit the practical dimension:") == 3
    assert page.count("close to the work itself") == 1
    assert page.count("The name of a form leads to how it is done.") == 1


def test_what_lifts_no_further_than_the_person_stands_is_not_suggested(people: People) -> None:
    rated_round(people.north, {people.bo: {"LM": 1}})
    make_offering(people, lifts=(LiftFacts(code="LM-G1", lift=Decimal(1), up_to=1),))
    suggested = suggestions_for(people.bo, today())
    assert suggested is not None
    assert not next(one for one in suggested.fields if one.field == "LM").offerings


def test_what_asks_for_something_else_first_is_suggested_after_that(people: People) -> None:
    weak_in_law(people)
    first = make_offering(people, title_da="Først", lifts=())
    then = law_course(people)
    then.prerequisites.add(first)
    suggested = suggestions_for(people.bo, today())
    assert suggested is not None
    assert not next(one for one in suggested.fields if one.field == "LM").offerings
    make_learned(people.bo, module=first)
    again = suggestions_for(people.bo, today())
    assert again is not None
    assert [one.offering for one in next(one for one in again.fields if one.field == "LM").offerings] == [then]


def test_what_is_under_way_is_not_suggested_again(people: People) -> None:
    weak_in_law(people)
    session = make_session(people, law_course(people))
    participation = make_wish(people.bo, session)
    suggested = suggestions_for(people.bo, today())
    assert suggested is not None
    assert not next(one for one in suggested.fields if one.field == "LM").offerings
    take_back(participation=participation, because="Ikke nu.", now=timezone.now())
    again = suggestions_for(people.bo, today())
    assert again is not None
    assert next(one for one in again.fields if one.field == "LM").offerings


def test_a_form_that_suits_goes_before_one_that_does_not(people: People) -> None:
    weak_in_law(people)
    for dimension in ("practical", "reflexive", "relational"):
        law_course(people, title_da=dimension, title_en=dimension, dimensions=(dimension,))
    suggested = suggestions_for(people.bo, today())
    assert suggested is not None
    law = next(one for one in suggested.fields if one.field == "LM")
    assert [one.suits for one in law.offerings] == [True, False, False]


def test_colleagues_to_learn_from_are_those_who_said_yes(people: People, bo_s: Client) -> None:
    weak_in_law(people)
    framework = shipped_version().framework
    for person, said_yes in ((people.carla, today()), (people.freja, None), (people.bo, today())):
        ResourcePerson.objects.create(
            employee=person, framework=framework, field="LM", said_yes_on=said_yes, until=today()
        )
    suggested = suggestions_for(people.bo, today())
    assert suggested is not None
    law = next(one for one in suggested.fields if one.field == "LM")
    assert [one.capacity.resource.employee for one in law.people] == [people.carla]
    assert "Carla" in bo_s.get(MINE).content.decode()


def test_who_must_rate_first_sees_the_profile_of_before(people: People) -> None:
    before = rated_round(people.north, {people.bo: {"LM": 1}}, name="Før")
    before.opens_on, before.closes_on = today() - timedelta(days=90), today() - timedelta(days=60)
    before.save()
    now = rated_round(people.north, name="Nu")
    now.state = RoundState.OPEN
    now.save()
    participant_of(now, people.bo)
    now.participants.filter(employee=people.bo).update(self_submitted_at=None)
    suggested = suggestions_for(people.bo, today())
    assert suggested is not None
    assert suggested.read.participant.round == before


def test_the_queries_stay_as_many_as_the_catalogue_grows(people: People, bo_s: Client) -> None:
    weak_in_law(people)
    make_session(people, law_course(people))
    make_learned(people.bo)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert bo_s.get(MINE).status_code == 200
        return len(captured)

    bo_s.get(MINE)
    few = queries()
    for number in range(4):
        make_session(people, law_course(people, title_da=f"Lov {number}", title_en=f"Law {number}"))
        make_learned(people.bo, title=f"Kursus {number}")
        make_wish(people.bo, make_session(people, make_offering(people, title_da=f"Andet {number}")))
    assert queries() == few


# Wishes


def test_a_wish_is_kept_with_its_sentence_and_the_facts_of_the_offering(people: People, bo_s: Client) -> None:
    session = make_session(people)
    url = f"/laering/mit/oensk/{session.offering.uuid}/"
    assert bo_s.get(url).status_code == 200
    response = bo_s.post(url, {"session": session.uuid, "sentence": "Jeg vil skrive bedre."})
    assert response.status_code == 302
    kept = Participation.objects.get()
    assert (kept.employee, kept.session, kept.state) == (people.bo, session, ParticipationState.WISHED)
    assert (kept.wish, kept.hours, kept.internal) == ("Jeg vil skrive bedre.", Decimal(7), False)
    event = Event.objects.get(action="learning.participation.wished")
    assert event.subject_id == people.bo.pk
    assert "Lov" in bo_s.get(MINE).content.decode() or "Law" in bo_s.get(MINE).content.decode()
    assert "Wished" in bo_s.get(f"{url}felt/").content.decode()


def test_a_wish_needs_no_session(people: People, bo_s: Client) -> None:
    offering = make_offering(people)
    assert "Wish for it" in bo_s.get(f"/laering/mit/oensk/{offering.uuid}/felt/").content.decode()
    assert bo_s.post(f"/laering/mit/oensk/{offering.uuid}/", {}).status_code == 302
    assert Participation.objects.get().session is None


def test_the_same_is_wished_once(people: People) -> None:
    session = make_session(people)
    make_wish(people.bo, session)
    assert refused(lambda: make_wish(people.bo, session)) == ["wished_already"]


def test_a_wish_is_refused_with_every_reason(people: People, bo_s: Client) -> None:
    session, other = make_session(people), make_session(people, make_offering(people, title_da="Andet"))

    def wished(of: Session, sentence: str = "") -> Callable[[], object]:
        return lambda: wish(
            person=people.bo, offering=session.offering, session=of, sentence=sentence, now=timezone.now()
        )

    assert refused(wished(other)) == ["session_of_another"]
    assert refused(wished(session, "Se 010190-1234")) == ["cpr_number"]
    assert refused(wished(session, "x" * 501)) == ["text_too_long"]
    Session.objects.filter(pk=session.pk).update(enrol_by=today() - timedelta(days=1))
    session.refresh_from_db()
    assert refused(wished(session)) == ["enrolment_is_over"]
    url = f"/laering/mit/oensk/{session.offering.uuid}/"
    assert bo_s.post(url, {"session": session.uuid}).status_code == 422
    assert bo_s.post(url, {"session": "nonsense"}).status_code == 422
    shown = bo_s.post(url, {"sentence": "Se 010190-1234"})
    assert shown.status_code == 422
    assert "CPR" in shown.content.decode()
    assert not Participation.objects.exists()


def test_a_cancelled_session_cannot_be_chosen(people: People, bo_s: Client) -> None:
    session = make_session(people)
    Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED, cancelled_by="provider")
    assert str(session.uuid) not in bo_s.get(f"/laering/mit/oensk/{session.offering.uuid}/").content.decode()


def test_taking_back_needs_a_reason_and_stands(people: People, bo_s: Client) -> None:
    participation = make_wish(people.bo, make_session(people))
    url = f"/laering/mit/{participation.uuid}/fortryd/"
    assert "Give the seat back" not in bo_s.get(url).content.decode()
    Participation.objects.filter(pk=participation.pk).update(state=ParticipationState.APPROVED)
    assert "Give the seat back" in bo_s.get(url).content.decode()
    assert bo_s.post(url, {"because": ""}).status_code == 422
    assert bo_s.post(url, {"because": "Jeg skal på orlov."}).status_code == 302
    participation.refresh_from_db()
    assert (participation.state, participation.ended_by) == (ParticipationState.CANCELLED, EndedBy.PERSON)
    assert participation.ended_because == "Jeg skal på orlov."
    assert participation.deletes_on == years_after(today(), 5)
    assert "Jeg skal på orlov." in bo_s.get(MINE).content.decode()
    assert bo_s.post(url, {"because": "Igen."}).status_code == 422
    assert not learning_items(people.bo, today())


# What was learned


def test_something_learned_elsewhere_stands_in_the_record(people: People, bo_s: Client) -> None:
    assert bo_s.get(f"{MINE}registrer/").status_code == 200
    data = {
        "title": "Motiverende samtale",
        "completed_on": today().isoformat(),
        "hours": "14.5",
        "ects": "5",
        "certificate": "Bevis 17",
        "accredited": "on",
    }
    assert bo_s.post(f"{MINE}registrer/", data).status_code == 302
    record = record_of(people.bo)
    assert [(one.title, one.state) for one in record.completed] == [("Motiverende samtale", ParticipationState.PASSED)]
    assert (record.hours, record.ects) == (Decimal("14.5"), Decimal(5))
    one = record.completed[0]
    assert (one.accredited, one.internal, one.certificate) == (True, False, "Bevis 17")
    assert "Bevis 17" in bo_s.get(MINE).content.decode()


def test_the_record_has_the_columns_that_something_is_written_in(people: People, bo_s: Client) -> None:
    def columns() -> list[str]:
        head = bo_s.get(MINE).content.decode().partition("What you have learned</h2>")[2].partition("</thead>")[0]
        return re.findall(r"<th[^>]*>([^<]+)</th>", head)

    learned = make_learned(people.bo, ects=Decimal(0))
    assert columns() == ["What", "Completed", "Hours", "Change"]
    Participation.objects.filter(pk=learned.pk).update(ects=5, certificate="Bevis 17", source=Source.CATALOGUE)
    assert columns() == ["What", "Completed", "Hours", "ECTS", "Certificate"]


def test_without_a_certificate_it_is_attended_and_gives_no_points(people: People) -> None:
    make_learned(people.bo, ects=Decimal(5))
    record = record_of(people.bo)
    assert record.completed[0].state == ParticipationState.ATTENDED
    assert record.ects == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "Om 010190-1234"),
        ("title", "x" * 201),
        ("completed_on", ""),
        ("completed_on", "i går"),
        ("completed_on", "2999-01-01"),
        ("hours", "-1"),
        ("hours", "mange"),
        ("ects", "-5"),
        ("ects", "1000"),
        ("certificate", "010190-1234"),
        ("module", "nonsense"),
    ],
)
def test_what_is_wrong_stands_at_its_field(people: People, bo_s: Client, field: str, value: str) -> None:
    data = {"title": "Tegnsprog", "completed_on": today().isoformat(), field: value}
    response = bo_s.post(f"{MINE}registrer/", data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Participation.objects.exists()


def test_all_that_is_wrong_is_told_at_once(people: People, bo_s: Client) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    response = bo_s.post(f"{MINE}registrer/", {"title": "", "completed_on": tomorrow, "hours": "mange"})
    assert set(response.context["form"].errors) == {"title", "completed_on", "hours"}


def test_only_what_one_registered_is_taken_out(people: People, bo_s: Client) -> None:
    own = make_learned(people.bo)
    assert bo_s.post(f"{MINE}{own.uuid}/fjern/").status_code == 302
    assert not Participation.objects.filter(pk=own.pk).exists()
    assert Event.objects.filter(action="learning.participation.removed", subject_id=people.bo.pk).exists()
    wished = make_wish(people.bo, make_session(people))
    bo_s.post(f"{MINE}{wished.uuid}/fjern/")
    assert Participation.objects.filter(pk=wished.pk).exists()


def test_the_record_is_taken_out_as_files(people: People, bo_s: Client) -> None:
    make_learned(people.bo, title="=Tegnsprog", certificate="Bevis 17", ects=Decimal(5))
    response = bo_s.get(f"{MINE}oversigt.xlsx")
    with open_workbook(BytesIO(response.content), name="laering.xlsx") as workbook:
        rows = [row.cells for row in workbook.sheets[0].rows()]
    assert rows[0][0] == "What"
    assert rows[1][:2] == ("=Tegnsprog", "Passed")
    assert rows[1][3:6] == (12, 5, "Bevis 17")
    assert bo_s.get(f"{MINE}oversigt.docx").status_code == 404
    assert bo_s.get(f"{MINE}oversigt.pdf").content.startswith(b"%PDF")


# Programmes


def module_of(people: People, title: str = "Modul 1", ects: int = 10) -> Offering:
    programme = make_programme(people) if not Offering.objects.filter(programme__isnull=False).exists() else None
    code = programme.code if programme else Offering.objects.filter(programme__isnull=False)[0].programme.code  # type: ignore[union-attr]
    return make_offering(people, title_da=title, title_en=title, programme=code, ects=Decimal(ects))


def begun(people: People, on: date, ects: int = 10) -> None:
    make_learned(
        people.bo,
        module=module_of(people, f"Modul {on} {ects}", ects),
        completed_on=on,
        certificate="Bevis",
        ects=Decimal(ects),
    )


def test_a_registered_module_takes_what_is_left_empty_from_the_module(people: People, bo_s: Client) -> None:
    module = module_of(people, ects=5)
    sent = {"module": str(module.uuid), "completed_on": str(today() - timedelta(days=9)), "certificate": "Bevis"}
    assert bo_s.post(f"{MINE}registrer/", sent | {"hours": "3.5"}).status_code == 302
    (one,) = record_of(people.bo).completed
    assert (one.hours, one.ects, one.accredited) == (Decimal("3.5"), Decimal(5), module.accredited)


@pytest.mark.parametrize(
    ("days_to_limit", "close", "over"), [(366, False, False), (365, True, False), (0, True, False), (-1, False, True)]
)
def test_a_programme_warns_from_a_year_before_its_limit(
    people: People, bo_s: Client, days_to_limit: int, close: bool, over: bool
) -> None:
    first = years_after(today(), -6) + timedelta(days=days_to_limit)
    limit = years_after(first, 6)
    begun(people, first)
    on = limit - timedelta(days=days_to_limit)
    (progress,) = programmes_of(record_of(people.bo), on)
    assert (progress.begun, progress.limit) == (first, limit)
    assert (progress.ects, progress.missing) == (Decimal(10), Decimal(50))
    assert (progress.is_close(on), progress.is_over(on)) == (close, over)
    items = [item for item in learning_items(people.bo, on) if item.due == limit]
    assert len(items) == close
    assert "10 of 60 ECTS points" in bo_s.get(MINE).content.decode()


def test_the_limit_stands_on_top_with_the_modules_that_are_left_and_the_manager_sees_it(
    people: People, bo_s: Client, client_for: ClientFor
) -> None:
    begun(people, years_after(today(), -6) + timedelta(days=100))
    left = module_of(people, "Modul 2")
    page = bo_s.get(MINE).content.decode()
    assert page.index("Less than a year is left") < page.index("<h2>What suits you")
    assert f"{MINE}oensk/{left.uuid}/" in page
    (item,) = [one for one in learning_items(people.alma, today()) if "uddannelser" in one.url]
    assert "1 person har under et år tilbage." in item.why_now
    listed = client_for(people.alma).get(item.url).content.decode()
    assert "Bo" in listed
    assert "50 af 60" in listed
    assert Event.objects.filter(action="learning.participation.read", subject_id=people.bo.pk).count() == 1
    assert not [one for one in learning_items(people.bo, today()) if "uddannelser/" in one.url]


def test_modules_of_a_begun_programme_come_first_then_forms_that_suit(people: People, bo_s: Client) -> None:
    weak_in_law(people)
    lifts = (LiftFacts(code="LM-G1", lift=Decimal(1), up_to=3),)
    course = make_offering(people, title_da="Kursus", lifts=lifts)
    beside = make_offering(people, title_da="Ved siden af", form="side-by-side-training", lifts=lifts)
    begun(people, years_after(today(), -1))
    code = Offering.objects.filter(programme__isnull=False)[0].programme.code  # type: ignore[union-attr]
    module = make_offering(people, title_da="Modul 9", programme=code, ects=Decimal(10), lifts=lifts)
    record = record_of(people.bo)
    found = suggestions_for(people.bo, today(), programmes_of(record, today()))
    assert found is not None
    law = next(one for one in found.fields if one.field == "LM")
    assert [one.offering for one in law.offerings] == [module, beside, course]
    page = " ".join(bo_s.get(MINE).content.decode().split())
    assert "Forms that suit the practical dimension:" in page
    assert "which you have begun." in page
    assert "one of the forms above." in page
    assert "No session is planned now. Wish for it all the same" in page


def test_a_finished_programme_asks_for_nothing(people: People) -> None:
    begun(people, years_after(today(), -6) + timedelta(days=30), ects=10)
    begun(people, today() - timedelta(days=30), ects=50)
    (progress,) = programmes_of(record_of(people.bo), today())
    assert progress.is_finished
    assert not progress.is_close(today())
    assert not learning_items(people.bo, today())


def test_a_module_only_wished_for_begins_nothing(people: People) -> None:
    make_wish(people.bo, make_session(people, module_of(people)))
    assert programmes_of(record_of(people.bo), today()) == ()


def test_a_leap_day_is_the_28th_in_other_years() -> None:
    assert years_after(date(2024, 2, 29), 6) == date(2030, 2, 28)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


# Keeping


def test_what_would_be_deleted_at_once_is_not_registered(people: People, bo_s: Client) -> None:
    oldest = years_after(today(), -5)
    make_learned(people.bo, completed_on=oldest)
    assert refused(lambda: make_learned(people.bo, completed_on=oldest - timedelta(days=1))) == ["learned_too_long_ago"]
    sent = {"title": "Tegnsprog", "completed_on": "1950-01-01"}
    page = bo_s.post(f"{MINE}registrer/", sent)
    assert page.status_code == 422
    assert "The record goes back 5 years" in page.content.decode()
    make_learned(people.bo, completed_on=years_after(today(), -7), module=module_of(people))


def test_what_ended_goes_after_five_years_and_modules_after_their_limit(people: People) -> None:
    make_learned(people.bo, completed_on=date(2022, 1, 10))
    begun(people, date(2022, 1, 10))
    (line,) = retention(today=date(2027, 1, 10), dry_run=False)
    assert line.rows == 0
    assert retention(today=date(2027, 1, 11), dry_run=True)[0].rows == 1
    assert Participation.objects.count() == 2
    assert retention(today=date(2027, 1, 11), dry_run=False)[0].rows == 1
    assert Participation.objects.get().offering is not None
    assert retention(today=date(2029, 1, 11), dry_run=False)[0].rows == 1


def test_an_open_round_without_results_is_no_profile(people: People) -> None:
    make_round(people.north)
    assert suggestions_for(people.bo, today()) is None
