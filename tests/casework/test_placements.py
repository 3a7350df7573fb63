"""Placements: minutes that are never lost, follow-ups that two may write, what is ready to be paid, and what a company sees."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.audit.models import Event
from fagkompas.casework.actions import placements
from fagkompas.casework.figures.placements import task_figure
from fagkompas.casework.models import Placement, PlacementTask, TaskRating
from fagkompas.casework.placement_reading import read_placement
from fagkompas.casework.wording.placements import difference_in_words, readiness_in_words
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.actions.agreements import FollowUp, follow_up
from fagkompas.conversations.models import Agreement, AgreementState, Conversation
from fagkompas.engine import progression as engine
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import TracesFound
from tests.casework.work import make_placement, make_task, say
from tests.citizens.making import make_citizen, make_consent
from tests.companies.making import make_company
from tests.conversations.test_pages import shown as sent
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]


@pytest.fixture
def citizen(people: People) -> Citizen:
    """Erik's, in Nord."""
    return make_citizen(people)


@pytest.fixture
def placement(people: People, citizen: Citizen) -> Placement:
    """In a company, towards ten paid hours a week."""
    return make_placement(citizen, make_company(people))


def codes(refused: pytest.ExceptionInfo[BadInput]) -> dict[str, str]:
    """What was refused, by the name of the control without its task."""
    return {(one.place.column or "").partition("-")[0]: one.message_code for one in refused.value.problems}


def address(name: str, of: Placement | PlacementTask) -> str:
    """Of a page about a placement or a task."""
    if isinstance(of, PlacementTask):
        return reverse(f"casework:{name}", args=[of.placement.citizen.uuid, of.placement.uuid, of.uuid])
    return reverse(f"casework:{name}", args=[of.citizen.uuid, of.uuid])


def typed(task: PlacementTask, **said: object) -> dict[str, str]:
    """What the follow-up's page sends of a task."""
    return {f"{name}-{task.uuid}": str(value) for name, value in said.items()}


# Tasks and their minutes


@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), max_size=6),
)
def test_paid_and_training_are_always_all_of_it(pairs: list[tuple[int, int]]) -> None:
    """The columns that a task is written with."""
    for minutes, paid in pairs:
        task = placements.GivenTask(name="x", minutes=minutes, paid_minutes=paid, learning_goal="", ready_by=None)
        split = (task.columns["paid_minutes"], task.columns["training_minutes"])
        assert sum(part for part in split if isinstance(part, int)) == minutes


def test_more_cannot_be_paid_than_there_is(placement: Placement, erik: Employee) -> None:
    with pytest.raises(BadInput) as refused:
        make_task(placement, minutes=100, paid=101)
    assert codes(refused) == {"paid_minutes": "more_paid_than_there_is"}


def test_a_divided_task_says_what_is_learnt_and_by_when(placement: Placement) -> None:
    with pytest.raises(BadInput) as refused:
        make_task(placement, minutes=100, paid=40)
    assert codes(refused) == {"learning_goal": "split_without_goal", "ready_by": "split_without_day"}
    divided = make_task(
        placement, minutes=100, paid=40, learning_goal="Bestiller varer alene", ready_by=timezone.localdate()
    )
    assert (divided.paid_minutes, divided.training_minutes) == (40, 60)


def test_health_in_what_the_company_reads_is_told(placement: Placement) -> None:
    with pytest.raises(TracesFound):
        make_task(placement, learning_goal="Kan passe kassen trods diagnosen")
    assert not PlacementTask.objects.exists()


def test_a_follow_up_conserves_minutes(placement: Placement) -> None:
    task = make_task(placement, minutes=300, learning_goal="Bestille varer alene", ready_by=placement.from_on)
    say(task, paid_minutes=120)
    task.refresh_from_db()
    assert (task.paid_minutes, task.training_minutes) == (120, 180)
    say(task, minutes=200)
    task.refresh_from_db()
    assert (task.paid_minutes, task.training_minutes) == (120, 80)
    with pytest.raises(BadInput) as refused:
        say(task, minutes=100)
    assert codes(refused) == {"paid": "more_paid_than_there_is"}


def test_another_municipalitys_company_and_a_closed_one_are_refused(people: People, citizen: Citizen) -> None:
    with pytest.raises(BadInput) as refused:
        make_placement(citizen, make_company(people, root=people.andenkommune))
    assert codes(refused) == {"company": "company_unknown"}
    with pytest.raises(BadInput) as refused:
        make_placement(citizen, make_company(people, closed_on=timezone.localdate()))
    assert codes(refused) == {"company": "company_closed"}


def test_days_in_an_impossible_order_are_refused(people: People, citizen: Citizen) -> None:
    today = timezone.localdate()
    with pytest.raises(BadInput) as refused:
        make_placement(citizen, make_company(people), from_on=today, to_on=today - timedelta(days=1))
    assert codes(refused) == {"to_on": "ends_before_it_begins"}


def test_everything_that_is_wrong_with_a_placement_is_told_at_once(
    citizen: Citizen, client_for: As, erik: Employee
) -> None:
    url = reverse("casework:placement_new", args=[citizen.uuid])
    typed = {
        "kind": "placement",
        "from_on": "2026-12-10",
        "to_on": "2026-12-01",
        "expected_hours": "200",
        "company": "",
    }
    form = client_for(erik).post(url, typed).context["form"]
    assert set(form.errors) == {"company", "to_on", "expected_hours"}


# Follow-ups


def test_two_follow_ups_at_the_yardstick_make_it_ready(placement: Placement) -> None:
    task, today = make_task(placement), timezone.localdate()
    say(task, on=today - timedelta(weeks=4), employer=7, citizen=5, new_hire=7)
    read = read_placement(placement, today)
    assert (read.progress.ready, read.tasks[0].readiness.why) == (0, engine.Why.ONCE)
    say(task, employer=8, citizen=5)
    read = read_placement(placement, today)
    assert (read.progress.ready, read.progress.missing) == (300, 600)
    assert read.tasks[0].is_ready
    assert "7 og 8" in read.tasks[0].why
    assert "300 minutter" in read.tasks[0].why


def test_every_reason_and_difference_is_said(placement: Placement) -> None:
    """Each of the engine's reasons has a sentence of its own."""
    today = timezone.localdate()

    def why(minutes: int, *ratings: engine.Rating) -> str:
        task = engine.Task(key="a", name="a", paid_minutes=0, training_minutes=minutes, ratings=ratings)
        return readiness_in_words(engine.readiness(task, today))

    def rated(days: int, **places: int) -> engine.Rating:
        return engine.Rating(on=today - timedelta(days=days), **places)

    said = {
        why(0),
        why(60),
        why(60, rated(1, employer=3)),
        why(60, rated(1, employer=3, new_hire=6)),
        why(60, rated(1, employer=6, new_hire=6)),
        why(60, rated(2, employer=6, new_hire=6), rated(1, employer=7)),
    }
    assert len(said) == 6
    points = {value: engine.Point(on=today, value=value) for value in (3, 4, 6)}
    assert difference_in_words(None) == ""
    assert difference_in_words(engine.Difference(employer=points[3], citizen=points[4])) == ""
    higher = difference_in_words(engine.Difference(employer=points[6], citizen=points[4]))
    lower = difference_in_words(engine.Difference(employer=points[4], citizen=points[6]))
    assert higher.startswith("Arbejdsgiveren")
    assert lower.startswith("Borgeren")


def test_what_is_agreed_goes_into_the_plan_once(placement: Placement) -> None:
    task, day = make_task(placement), timezone.localdate() + timedelta(days=14)
    say(task, employer=5, agreement="Fylde to hylder alene", agreement_by=day)
    say(task, employer=6, agreement="Fylde to hylder alene", agreement_by=day)
    say(task, employer=6)
    agreement, rating = Agreement.objects.get(), TaskRating.objects.get()
    assert (agreement.what, agreement.due_on) == ("Hylder: Fylde to hylder alene", day)
    assert (rating.employer, rating.agreement, rating.next_step) == (
        6,
        "Fylde to hylder alene",
        "Fylde to hylder alene",
    )
    placement.refresh_from_db()
    assert placement.followed_up_on == timezone.localdate()


def test_what_is_in_the_plan_is_changed_there_and_said_the_same_in_the_placement(
    placement: Placement, client_for: As
) -> None:
    task, day = make_task(placement), timezone.localdate() + timedelta(days=14)
    say(task, employer=5, agreement="Fylde to hylder alene", agreement_by=day)
    made = Agreement.objects.get()
    with pytest.raises(BadInput) as refused:
        say(task, employer=5, agreement="Fylde tre hylder alene", agreement_by=day)
    assert codes(refused) == {"agreement": "agreed_already"}
    caseworker = placement.citizen.caseworker
    assert caseworker
    client = client_for(caseworker)
    args = [placement.citizen.uuid, placement.uuid]
    url = reverse("casework:placement_follow_up", args=args)
    page = client.get(url).content.decode()
    assert f'name="agreement-{task.uuid}"' not in page
    assert reverse("conversations:agreement", args=[made.uuid]) in page
    client.post(url, sent(client, url) | typed(task, employer=7, citizen=6))
    rating = TaskRating.objects.get()
    assert (rating.employer, rating.agreement, rating.agreed) == (7, "Fylde to hylder alene", made)
    Agreement.objects.update(what="Hylder: Fylde fire hylder alene")
    for name in ("placement", "placement_print", "placement_follow_up"):  # which sends along what it was opened with
        shown = client.get(reverse(f"casework:{name}", args=args)).content.decode()
        assert "Fylde fire hylder alene" in shown, name
        assert "Fylde to hylder" not in shown.replace('value="Fylde to hylder alene"', ""), name


def test_a_follow_up_in_which_nothing_was_said_is_none(placement: Placement, erik: Employee, client_for: As) -> None:
    """Nothing is dated, and the page says what is missing; one number, or other minutes, is enough."""
    task, client, url = make_task(placement), client_for(erik), address("placement_follow_up", placement)
    refused = client.post(url, sent(client, url))
    assert refused.status_code == 422
    assert "Intet er skrevet endnu." in refused.content.decode()
    placement.refresh_from_db()
    assert placement.followed_up_on is None
    assert not Event.objects.filter(action="casework.placement.followed_up").exists()
    assert client.post(url, sent(client, url) | typed(task, minutes=250)).status_code == 302
    assert client.post(url, sent(client, url)).status_code == 422
    assert client.post(url, sent(client, url) | typed(task, citizen=4)).status_code == 302


def test_words_about_an_agreement_that_is_not_written_are_not_lost(placement: Placement) -> None:
    task = make_task(placement)
    with pytest.raises(BadInput) as refused:
        say(task, employer=5, why="Så er der vagter at få")
    assert codes(refused) == {"agreement": "agreement_without_what"}


def test_what_was_agreed_last_is_answered_in_the_follow_up(
    placement: Placement, erik: Employee, client_for: As
) -> None:
    """As before and after a talk; who said it runs on is asked again the next time, who said it was kept is not."""
    task, today, client = make_task(placement), timezone.localdate(), client_for(erik)
    say(
        task,
        on=today - timedelta(days=14),
        employer=5,
        agreement="Fylde to hylder",
        agreement_by=today + timedelta(days=7),
    )
    url, made = address("placement_follow_up", placement), Agreement.objects.get()
    form = sent(client, url)
    assert form[f"went-{task.uuid}"] == ""
    kept = dict(client.get(url).context["opened"]) | typed(task, went="open", minutes=300, paid=0)
    assert "saved" in client.post(url, kept, headers={"X-Autosave": "1"}).json()
    made.refresh_from_db()
    assert not Agreement.objects.exclude(followed_up_on=None).exists()
    assert (
        client.post(url, sent(client, url) | typed(task, note="Hylderne er højere end dem på lageret")).status_code
        == 302
    )
    made.refresh_from_db()
    assert (made.state, made.followed_up_on, made.note[:8]) == ("open", today, "Hylderne")
    assert sent(client, url)[f"went-{task.uuid}"] == "open"
    assert sent(client, f"{url}?den={today - timedelta(days=1)}")[f"went-{task.uuid}"] == ""
    assert client.post(url, sent(client, url) | typed(task, went="kept")).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.followed_up_by) == ("kept", erik)
    page = client.get(url).content.decode()
    assert f"went-{task.uuid}" not in page
    assert "Fylde to hylder" in page
    assert "Holdt" in page


def test_an_agreement_has_a_day(placement: Placement) -> None:
    task = make_task(placement)
    with pytest.raises(BadInput) as refused:
        say(task, agreement="Fylde to hylder alene")
    assert codes(refused) == {"agreement_by": "agreed_without_day"}
    assert not TaskRating.objects.exists()


def test_a_follow_up_is_on_a_day_of_the_placement(placement: Placement) -> None:
    task = make_task(placement)
    for day in (timezone.localdate() + timedelta(days=1), placement.from_on - timedelta(days=1)):
        with pytest.raises(BadInput) as refused:
            say(task, on=day, employer=5)
        assert codes(refused) == {"on": "follow_up_outside"}


def test_two_who_follow_up_at_once_do_not_overwrite(placement: Placement, erik: Employee) -> None:
    task = make_task(placement)
    revision = Placement.objects.get().revision
    say(task, employer=5)
    with pytest.raises(ChangedMeanwhile):
        placements.keep_follow_up(
            placement=placement,
            on=timezone.localdate(),
            said={task.uuid: placements.Said(employer=7)},
            revision=revision,
            traces_read="",
            now=timezone.now(),
            by=erik,
        )


def test_a_follow_up_divides_a_task_as_its_page_does(placement: Placement) -> None:
    """A part that is paid asks what the rest is for, in a follow-up too; and nothing can be written past the two."""
    task, today = make_task(placement, minutes=300), timezone.localdate()
    with pytest.raises(BadInput) as refused:
        say(task, paid_minutes=100, employer=5)
    assert codes(refused) == {"goal": "split_without_goal", "ready": "split_without_day"}
    assert PlacementTask.objects.get().paid_minutes == 0
    say(task, paid_minutes=100, learning_goal="Bestille varer alene", ready_by=today + timedelta(days=30))
    divided = PlacementTask.objects.get()
    assert (divided.paid_minutes, divided.learning_goal) == (100, "Bestille varer alene")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlacementTask.objects.update(learning_goal="")


def test_what_is_being_typed_counts_for_nothing(placement: Placement, erik: Employee, client_for: As) -> None:
    """A place on the scale that was touched by mistake is not "ready to be paid", and minutes do not change by a pause."""
    task, today = make_task(placement, minutes=300), timezone.localdate()
    say(task, on=today - timedelta(days=7), employer=7, new_hire=6)
    client, url = client_for(erik), address("placement_follow_up", placement)
    begun = Event.objects.filter(action="casework.placement.follow_up_begun")
    for employer in (8, 9):
        saved = client.get(url).context["opened"]
        sent = dict(saved) | typed(task, employer=employer, minutes=300, paid=300)
        assert "saved" in client.post(url, sent, headers={"X-Autosave": "1"}).json()
        assert begun.count() == 1
    task.refresh_from_db()
    read = read_placement(placement, today)
    assert (task.paid_minutes, task.ratings.count(), read.progress.ready) == (0, 1, 0)
    form = client.get(url).context["form"]
    assert form[f"employer-{task.uuid}"].value() == "9"
    shown = {name: form[name].value() or "" for name in form.fields}
    assert client.post(url, shown | {f"opened-{name}": value for name, value in shown.items()}).status_code == 302
    task.refresh_from_db()
    assert (task.paid_minutes, task.ratings.count()) == (300, 2)
    assert not placement.drafts.exists()


@pytest.mark.parametrize("part", ["agreement", "measure", "why"])
def test_health_in_what_was_agreed_is_kept_as_a_draft_and_told_before_it_counts(
    placement: Placement, erik: Employee, client_for: As, part: str
) -> None:
    """The plan and the company's paper have it: it is guarded as any agreement."""
    task, client = make_task(placement, minutes=300), client_for(erik)
    url, day = address("placement_follow_up", placement), (timezone.localdate() + timedelta(days=7)).isoformat()
    said = {"agreement": "Fylde to hylder alene", "agreement_by": day, part: "Tage en pause når hendes angst kommer"}
    sent = dict(client.get(url).context["opened"]) | typed(task, minutes=300, paid=0, **said)
    assert "saved" in client.post(url, sent, headers={"X-Autosave": "1"}).json()
    assert "angst" in placement.drafts.get().texts[f"{part}-{task.uuid}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT texts FROM casework_followupdraft")
        assert "angst" not in str(cursor.fetchall())
    sent = dict(client.get(url).context["opened"]) | typed(task, minutes=300, paid=0, **said)
    warned = client.post(url, sent)
    assert (warned.status_code, Agreement.objects.count(), TaskRating.objects.count()) == (422, 0, 0)
    assert "angst" in warned.content.decode()
    read = client.post(url, sent | {"traces_read": warned.context["form"].stamp})
    assert (read.status_code, Agreement.objects.count()) == (302, 1)
    number = {f"{part}-{task.uuid}": "Ring 010190-1234"}
    assert client.post(url, sent | number, headers={"X-Autosave": "1"}).status_code == 422
    assert "010190" not in str(list(placement.drafts.values_list("texts", flat=True)))


# Pages


def test_two_browsers_keep_what_either_wrote(people: People, placement: Placement, client_for: As) -> None:
    task = make_task(placement)
    url, erik, alma = address("placement_follow_up", placement), client_for(people.erik), client_for(people.alma)
    opened = {f"opened-minutes-{task.uuid}": "300", f"opened-paid-{task.uuid}": "0"}
    same = typed(task, minutes=300, paid=0)
    first = erik.post(url, {**opened, **same, **typed(task, employer=6)}, headers={"X-Autosave": "1"})
    assert "saved" in first.json()
    second = alma.post(url, {**opened, **same, **typed(task, citizen=4)}, headers={"X-Autosave": "1"})
    assert "saved" in second.json()
    both = alma.post(url, {**opened, **same, **typed(task, employer=9)})
    assert both.status_code == 409
    assert alma.post(url, {**opened, **same}).status_code == 302
    rating = TaskRating.objects.get()
    assert (rating.employer, rating.citizen) == (6, 4)


def test_the_page_shows_last_time_and_prompts(placement: Placement, erik: Employee, client_for: As) -> None:
    task, today = make_task(placement), timezone.localdate()
    say(
        task,
        on=today - timedelta(days=20),
        employer=6,
        citizen=4,
        new_hire=8,
        agreement="Spørge om hjælp",
        agreement_by=today,
    )
    say(task, employer=7, citizen=4)
    page = client_for(erik).get(address("placement_follow_up", placement)).content.decode()
    assert "Arbejdsgiver <strong>6</strong>" in page
    assert "Spørge om hjælp" in page
    assert (
        difference_in_words(
            engine.Difference(employer=engine.Point(on=today, value=7), citizen=engine.Point(on=today, value=4))
        )
        in page
    )


def test_advice_comes_while_one_types(placement: Placement, erik: Employee, client_for: As) -> None:
    task = make_task(placement)
    client, url = client_for(erik), address("placement_advice", task)
    vague = client.post(
        url, typed(task, employer=3, citizen=8, agreement="Prøve at kigge på hylderne")
    ).content.decode()
    assert "Borgeren ser den 5 trin højere" in vague
    assert "smart-list" in vague
    assert "Attraktiv" in vague
    next_step = typed(
        task,
        agreement="Fylder to hylder alene",
        agreement_by=timezone.localdate() + timedelta(days=7),
        measure="Butikschefen tæller dem",
        why="Jeg vil kunne klare det selv",
        own_control="yes",
        confidence=8,
    )
    assert "smart-good" in client.post(url, next_step).content.decode()
    client.post(address("placement_follow_up", placement), next_step)
    agreed = Agreement.objects.get()
    assert (agreed.why, agreed.own_control, agreed.confidence) == ("Jeg vil kunne klare det selv", True, 8)
    clear = client.post(url, typed(task, employer=3, citizen=3)).content.decode()
    assert "smart-list" not in clear
    assert "task-talk" not in clear
    assert client.post(url, typed(task, employer="hest", minutes="x")).status_code == 200


def test_only_a_task_with_training_says_how_much_of_it_is(placement: Placement, erik: Employee, client_for: As) -> None:
    task, client = make_task(placement), client_for(erik)
    url = address("placement_advice", task)
    assert "300 minutter er oplæring." in client.post(url, typed(task, minutes=300, paid=0)).content.decode()
    assert "er oplæring" not in client.post(url, typed(task, minutes=300, paid=300)).content.decode()


def test_saving_without_a_script_goes_back_to_the_placement(
    placement: Placement, erik: Employee, client_for: As
) -> None:
    task = make_task(placement)
    client = client_for(erik)
    answer = client.post(address("placement_follow_up", placement), typed(task, employer=6, minutes=300, paid=0))
    assert answer["Location"] == address("placement", placement)
    page = client.get(answer["Location"]).content.decode()
    assert "Opfølgningen er gemt" in page
    assert "<svg" in page


def test_the_talk_is_planned_with_what_is_ready(placement: Placement, erik: Employee, client_for: As) -> None:
    task, today = make_task(placement), timezone.localdate()
    for weeks in (4, 0):
        say(task, on=today - timedelta(weeks=weeks), employer=8, new_hire=7)
    answer = client_for(erik).post(address("placement_talk", placement))
    talk = Conversation.objects.get()
    assert answer["Location"] == reverse("conversations:prepare", args=[talk.uuid])
    assert talk.template == "placement-follow-up"
    topic = talk.topics.last()
    assert topic is not None
    assert topic.text == "Fra oplæring til løn: Hylder, 300 minutter om ugen"


def test_a_company_is_given_the_name_only_with_consent(
    people: People, placement: Placement, erik: Employee, client_for: As
) -> None:
    client, url = client_for(erik), address("placement_print", placement)
    name = placement.citizen.name
    assert name not in client.get(url).content.decode()
    other = make_consent(placement.citizen, about="Kun Andetsteds ApS")
    assert name not in client.get(url).content.decode()
    other.delete()
    company = placement.company.name
    for about in (f"Alle firmaer undtagen {company}", f"{company} Viborg", company[:2]):
        other = make_consent(placement.citizen, about=about)
        assert name not in client.get(url).content.decode(), about
        other.delete()
    just_this = make_consent(placement.citizen, about=company.upper())
    assert name in client.get(url).content.decode()
    just_this.delete()
    given = make_consent(placement.citizen)
    assert name in client.get(url).content.decode()
    given.withdrawn_on = timezone.localdate()
    given.save()
    assert name not in client.get(url).content.decode()


def test_a_placement_is_begun_with_a_company_of_the_list(
    people: People, citizen: Citizen, erik: Employee, client_for: As
) -> None:
    make_company(people, name="Prøvelager")
    url = reverse("casework:placement_new", args=[citizen.uuid])
    sent = {"company": "Prøvelager", "kind": "placement", "from_on": "2026-11-02", "to_on": "", "expected_hours": "7,5"}
    answer = client_for(erik).post(url, sent)
    made = Placement.objects.get()
    assert answer["Location"] == address("placement_task_new", made)
    assert (made.company.name, made.expected_paid_minutes) == ("Prøvelager", 450)


def test_ended_tasks_count_no_more(placement: Placement, erik: Employee, client_for: As) -> None:
    rated, unrated = (
        make_task(placement, "Hylder", minutes=60, paid=60),
        make_task(placement, "Kasse", minutes=60, paid=60),
    )
    say(rated, employer=5)
    for task in (rated, unrated):
        client_for(erik).post(address("placement_task_end", task), {"revision": task.revision})
    assert PlacementTask.objects.get() == rated
    read = read_placement(placement, timezone.localdate())
    assert (read.progress.paid, len(read.ended)) == (0, 1)


def test_what_is_of_another_placement_is_not_found(people: People, placement: Placement, client_for: As) -> None:
    other = make_task(make_placement(make_citizen(people, name="En Anden"), make_company(people, name="Andetfirma")))
    client = client_for(people.erik)
    mixed = reverse("casework:placement_task", args=[placement.citizen.uuid, placement.uuid, other.uuid])
    assert client.get(mixed).status_code == 404
    moved = reverse("casework:placement", args=[placement.citizen.uuid, other.placement.uuid])
    assert client.get(moved).status_code == 404
    make_task(placement)
    sent = {f"employer-{other.uuid}": "9"}
    client.post(address("placement_follow_up", placement), sent)
    assert not TaskRating.objects.filter(task=other).exists()


def test_reading_is_logged_and_queries_do_not_grow(placement: Placement, erik: Employee, client_for: As) -> None:
    client, today = client_for(erik), timezone.localdate()
    counts = []
    for number in range(2):
        for each in range(3):
            task = make_task(placement, f"Opgave {number} {each}")
            say(task, on=today - timedelta(days=each), employer=5, citizen=4, new_hire=6)
        for name in ("placement", "placement_follow_up"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address(name, placement))
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("casework:placements", args=[placement.citizen.uuid]))
    make_task(make_placement(placement.citizen, placement.company))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("casework:placements", args=[placement.citizen.uuid]))
    assert len(few) == len(many)
    assert Event.objects.filter(action="casework.placements.read", citizen_id=placement.citizen_id).count() >= 4


def test_the_figure_tells_the_curves_apart_without_colour() -> None:
    today = timezone.localdate()
    ratings = tuple(
        engine.Rating(on=today - timedelta(days=days), employer=4 + days % 3, citizen=3, new_hire=7)
        for days in (9, 5, 1)
    )
    task = engine.Task(
        key=str(UUID(int=1)), name="Hylder & <kasse>", paid_minutes=0, training_minutes=1, ratings=ratings
    )
    svg = task_figure(task)
    assert svg.count("<circle") == 4  # three days, and the key
    assert svg.count("stroke-dasharray") == 4
    assert "Hylder &amp; &lt;kasse&gt;" in svg
    assert task_figure(engine.Task(key="a", name="a", paid_minutes=0, training_minutes=0)) == ""


# How the last agreement went


def agreed_in(placement: Placement) -> tuple[PlacementTask, Agreement]:
    """A task of which something was agreed a fortnight ago."""
    task, today = make_task(placement), timezone.localdate()
    day = today + timedelta(days=7)
    say(task, on=today - timedelta(days=14), employer=5, agreement="Fylde to hylder", agreement_by=day)
    return task, Agreement.objects.get()


def answer(one: Agreement, by: Employee, state: str | None, note: str = "") -> None:
    one.refresh_from_db()
    said = FollowUp(state=AgreementState(state) if state else None, note=note)
    follow_up(agreement=one, revision=one.revision, said=said, today=timezone.localdate(), by=by)


AUTOSAVE = {"X-Autosave": "1"}


@pytest.mark.parametrize("before", ["", "Før"])
@pytest.mark.parametrize("is_autosaved", [False, True])
def test_an_answer_to_what_a_colleague_answered_is_shown_beside_theirs(
    people: People, placement: Placement, client_for: As, before: str, is_autosaved: bool
) -> None:
    task, made = agreed_in(placement)
    if before:
        answer(made, people.erik, None, before)
    client, url = client_for(people.erik), address("placement_follow_up", placement)
    went, note = f"went-{task.uuid}", f"note-{task.uuid}"
    page = client.get(url)
    data = dict(page.context["opened"]) | sent(client, url) | typed(task, went="partly", note="Eriks ord", employer=6)
    if is_autosaved:
        data |= client.post(url, data, headers=AUTOSAVE).json()["opened"]
    answer(made, people.alma, "kept", "Almas ord")
    assert "En anden har ændret det samme" in client.post(url, data, headers=AUTOSAVE).json()["problem"]
    if is_autosaved:
        # Opened anew, what was typed is there still.
        assert sent(client, url)[note] == "Eriks ord"
    both = client.post(url, data)
    assert both.status_code == 409
    words = both.content.decode()
    assert all(each in words for each in ("Delvis", "Holdt", "Eriks ord", "Almas ord", task.name))
    made.refresh_from_db()
    assert (made.state, made.note) == ("kept", "Almas ord")
    seen = {f"opened-{went}": "kept", f"opened-{note}": "Almas ord"}
    assert client.post(url, data | seen | {f"choose-{went}": "saved"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.note) == ("kept", "Eriks ord")
    assert TaskRating.objects.filter(employer=6).exists()


def test_a_note_alone_says_something(people: People, placement: Placement, client_for: As) -> None:
    task, made = agreed_in(placement)
    client, url = client_for(people.erik), address("placement_follow_up", placement)
    assert (
        client.post(url, sent(client, url) | typed(task, note="Det hjalp, at hylden blev sat ned")).status_code == 302
    )
    made.refresh_from_db()
    assert made.note == "Det hjalp, at hylden blev sat ned"


def test_what_was_said_another_day_was_said_that_day(people: People, placement: Placement, client_for: As) -> None:
    task, made = agreed_in(placement)
    day = timezone.localdate() - timedelta(days=2)
    client, url = client_for(people.erik), f"{address('placement_follow_up', placement)}?den={day}"
    assert client.post(url, sent(client, url) | typed(task, went="open", employer=6)).status_code == 302
    made.refresh_from_db()
    assert made.followed_up_on == day
    assert sent(client, url)[f"went-{task.uuid}"] == "open"
    assert sent(client, address("placement_follow_up", placement))[f"went-{task.uuid}"] == ""


def test_a_note_is_the_caseworkers(people: People, placement: Placement, client_for: As) -> None:
    """A company consultant says how it went; what was noted of it, she neither reads nor writes over (ADR 14)."""
    task, made = agreed_in(placement)
    answer(made, people.erik, "open", "Sagt i fortrolighed")
    RoleHeld.objects.filter(employee=people.freja).update(role=Role.COMPANY_CONSULTANT, unit=people.north)
    freja = Employee.objects.get(pk=people.freja.pk)
    erik, client, url = client_for(people.erik), client_for(freja), address("placement_follow_up", placement)
    # What the caseworker is typing is in the draft that they share.
    data = dict(erik.get(url).context["opened"]) | sent(erik, url) | typed(task, note="Endnu et fortroligt ord")
    assert "saved" in erik.post(url, data, headers=AUTOSAVE).json()
    page = client.get(url).content.decode()
    assert f"went-{task.uuid}" in page
    assert f"note-{task.uuid}" not in page
    assert "fortroli" not in page
    hers = dict(client.get(url).context["opened"]) | sent(client, url) | typed(task, went="partly", note="Forfalsket")
    assert "fortroli" not in client.post(url, hers, headers=AUTOSAVE).content.decode()
    assert sent(erik, url)[f"note-{task.uuid}"] == "Endnu et fortroligt ord"
    hers = dict(client.get(url).context["opened"]) | sent(client, url) | typed(task, employer=6)
    assert client.post(url, hers).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.note, made.followed_up_by) == ("partly", "Endnu et fortroligt ord", freja)
    assert "fortroli" not in client.get(url).content.decode()


def test_what_was_typed_of_a_task_that_was_ended_meanwhile_is_shown(
    people: People, placement: Placement, client_for: As
) -> None:
    """It has no place on the page any more, and nothing typed is lost: the rest is kept, or the page comes back with it."""
    task, other = make_task(placement), make_task(placement, name="Tage imod varer")
    client, url = client_for(people.erik), address("placement_follow_up", placement)
    data = dict(client.get(url).context["opened"]) | sent(client, url)
    data |= typed(task, employer=6) | typed(other, goal="Læse en følgeseddel")
    placements.end_task(task=other, revision=other.revision, today=timezone.localdate(), by=people.alma)
    told = client.post(url, data, headers=AUTOSAVE)
    assert told.status_code == 422
    assert told.json()["problem"].startswith("Gemt kl.")
    assert "»Læse en følgeseddel«" in told.json()["problem"]
    page = client.post(url, data)
    assert page.status_code == 422
    assert "»Læse en følgeseddel«" in page.content.decode()
    assert not TaskRating.objects.exists()
    assert client.post(url, sent(client, url)).status_code == 302
    assert TaskRating.objects.get().employer == 6
