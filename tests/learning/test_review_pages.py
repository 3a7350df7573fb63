"""The pages of the yearly review: what each of the two sees, two of them on it at once, and what is logged."""

import io
import re
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.audit.models import Event, EventKind
from fagkompas.learning.actions import reviews as actions
from fagkompas.learning.models import Participation, Review, ReviewAgreement
from fagkompas.toolkit.workbooks import open_workbook
from tests.assessments.test_dialogue_pages import form_on, row_of
from tests.assessments.units import colleagues, rated_round
from tests.catalogue.making import make_offering
from tests.learning.participation import make_learned
from tests.learning.reviews import agreement_of, make_review, make_signed, prepare
from tests.people import People, make_employee

SignIn = Callable[[Employee], Client]
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def in_english(people: People) -> None:
    """Everyone reads English."""
    Employee.objects.update(language="en")


@pytest.fixture
def review(people: People) -> Review:
    """Bo's, planned by Alma."""
    return make_review(people)


def address(name: str, one: Review | ReviewAgreement) -> str:
    return reverse(f"learning:{name}", args=[one.uuid])


def shown(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def opened(client: Client, review: Review, name: str = "review") -> dict[str, str]:
    """The page's form, as it is when it is opened."""
    page = shown(client, address(name, review))
    selected = re.findall(r'<select[^>]*name="([^"]+)".*?<option value="([^"]*)" selected', page, re.DOTALL)
    return form_on(page) | dict(selected)


def save(client: Client, review: Review, form: Mapping[str, str], **headers: str) -> HttpResponse:
    return client.post(address("review_save", review), form, headers=headers or None)  # type: ignore[return-value]


# The list and the plan


def test_a_manager_plans_several_and_they_see_it(client_for: SignIn, people: People) -> None:
    page = shown(client_for(people.alma), reverse("learning:review_plan"))
    assert "Bo, Nord" in page
    assert "Carla" not in page
    day = (TODAY + timedelta(days=12)).isoformat()
    chosen = {"planned_on": day, "people": [str(people.bo.uuid), str(people.erik.uuid)]}
    response = client_for(people.alma).post(reverse("learning:review_plan"), chosen, follow=True)
    assert "2 reviews are planned." in response.content.decode()
    for person in (people.bo, people.erik):
        assert "With Alma" in shown(client_for(person), reverse("learning:reviews"))
        assert "Prepare your yearly review" in shown(client_for(person), "/")
    again = shown(client_for(people.alma), reverse("learning:review_plan"))
    assert "Nobody to plan with" in again
    assert "Under way already" in again


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"planned_on": "2026-13-45"}, "Write a date under “"),
        ({"planned_on": "2020-01-01", "people": "bo"}, "This day has passed"),
        ({"planned_on": TODAY.isoformat()}, "Choose whom to talk with"),
        ({"planned_on": TODAY.isoformat(), "people": "carla"}, "not one of the available|Choose"),
    ],
)
def test_a_plan_that_cannot_be_kept(client_for: SignIn, people: People, data: dict[str, str], words: str) -> None:
    if "people" in data:
        data = data | {"people": str(getattr(people, data["people"]).uuid)}
    response = client_for(people.alma).post(reverse("learning:review_plan"), data)
    assert response.status_code == 422
    assert re.search(words, response.content.decode())
    assert not Review.objects.exists()


def test_it_is_moved_and_called_off(client_for: SignIn, people: People, review: Review) -> None:
    client = client_for(people.alma)
    assert client.post(address("review_move", review), {"planned_on": "2020-01-01"}).status_code == 422
    day = TODAY + timedelta(days=40)
    client.post(address("review_move", review), {"planned_on": day.isoformat()})
    assert Review.objects.get().planned_on == day
    refused = client_for(people.bo).post(address("review_call_off", review), follow=True)
    assert "Your manager plans the review" in refused.content.decode()
    client.post(address("review_call_off", review))
    assert not Review.objects.exists()


def test_lists_and_pages_take_the_same_queries_however_many_there_are(client_for: SignIn, people: People) -> None:
    rated_round(people.north)
    client, found = client_for(people.alma), set()
    review = make_review(people)
    prepare(review, people.bo)
    for number in (0, 3, 9):
        others = colleagues(people.north, number, start=number * 10)
        for person in others:
            make_review(people, person)
        for place in range(number):
            make_learned(people.bo, f"Noget {number} {place}")
        for url in (reverse("learning:reviews"), "/", address("review", review), address("review_prepare", review)):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            found.add((url, len(queries)))
    assert len(found) == 4, found


# Prepared


def test_each_prepares_alone_and_then_both_see_both(client_for: SignIn, people: People, review: Review) -> None:
    bo, alma = client_for(people.bo), client_for(people.alma)
    form = opened(bo, review, "review_prepare")
    bo.post(address("review_prepare_save", review), form | {"answer-skill-1": "Kort og klart", "own_wish": "Mere tid"})
    assert "Kort og klart" not in shown(alma, address("review", review))
    form = opened(bo, review, "review_prepare")
    assert form["answer-skill-1"] == "Kort og klart"
    bo.post(address("review_prepare_save", review), form | {"share": "1"})
    page = shown(alma, address("review", review))
    assert "Kort og klart" in page
    assert "Mere tid" in page
    assert "Bo has shared, and you see it below." in page
    form = opened(alma, review, "review_prepare")
    assert "own_wish" not in form
    alma.post(address("review_prepare_save", review), form | {"answer-behaviour-1": "Ringer samme dag"})
    assert "Ringer samme dag" not in shown(bo, address("review", review))
    alma.post(address("review_share", review))
    assert "Ringer samme dag" in shown(bo, address("review", review))
    assert "You have both shared." in shown(bo, address("review", review))


def test_sharing_nothing_is_refused_with_a_sentence(client_for: SignIn, people: People, review: Review) -> None:
    client = client_for(people.bo)
    form = opened(client, review, "review_prepare")
    refused = client.post(address("review_prepare_save", review), form | {"share": "1"})
    assert refused.status_code == 422
    assert "There is nothing to share yet" in refused.content.decode()
    again = client.post(address("review_share", review), follow=True)
    assert "There is nothing to share yet" in again.content.decode()


def test_autosave_of_a_preparation_says_saved_or_what_is_wrong(
    client_for: SignIn, people: People, review: Review
) -> None:
    client, url = client_for(people.bo), address("review_prepare_save", review)
    form = opened(client, review, "review_prepare") | {"answer-skill-1": "Skriver"}
    told = client.post(url, form, headers={"X-Autosave": "1"}).json()
    assert told["saved"].startswith("Saved at ")
    form |= told["opened"] | {"answer-skill-1": "Skriver kort"}
    told = client.post(url, form, headers={"X-Autosave": "1"}).json()
    form |= told["opened"]
    assert Review.objects.get().own_preparation == {"skill-1": "Skriver kort"}
    for text, words in (("Om 010190-1234", "CPR"), ("x" * 4001, "4001 characters")):
        bad = client.post(url, form | {"answer-skill-1": text}, headers={"X-Autosave": "1"})
        assert bad.status_code == 422
        assert words in bad.json()["problem"]


def test_two_windows_of_one_person_lose_nothing(client_for: SignIn, people: People, review: Review) -> None:
    client, url = client_for(people.bo), address("review_prepare_save", review)
    first, second = opened(client, review, "review_prepare"), opened(client, review, "review_prepare")
    client.post(url, first | {"answer-skill-1": "Fra det ene"})
    client.post(url, second | {"answer-results-1": "Fra det andet"})
    assert Review.objects.get().own_preparation == {"skill-1": "Fra det ene", "results-1": "Fra det andet"}
    both = client.post(url, second | {"answer-skill-1": "Noget tredje"})
    assert both.status_code == 409
    assert "You saved in another window" in both.content.decode()
    assert "Fra det ene" in both.content.decode()


# Held


def test_both_write_and_what_they_write_is_put_together(client_for: SignIn, people: People, review: Review) -> None:
    alma, bo = client_for(people.alma), client_for(people.bo)
    mine, theirs = opened(alma, review), opened(bo, review)
    save(bo, review, theirs | {"note-results": "Nåede målet", f"{row_of(theirs)}-text": "Bos aftale"})
    response = alma.post(
        address("review_save", review),
        mine | {"note-behaviour": "Ringer", f"{row_of(mine)}-text": "Almas aftale"},
        follow=True,
    )
    assert "Somebody else has changed something in the meantime" in response.content.decode()
    held = Review.objects.get()
    assert held.notes == {"results": "Nåede målet", "behaviour": "Ringer"}
    assert {one.text for one in ReviewAgreement.objects.all()} == {"Bos aftale", "Almas aftale"}


def test_who_changed_the_same_sees_both_chooses_and_saves(client_for: SignIn, people: People, review: Review) -> None:
    alma, bo = client_for(people.alma), client_for(people.bo)
    save(
        alma,
        review,
        opened(alma, review) | {"note-skill": "Først", f"{row_of(opened(alma, review))}-text": "En aftale"},
    )
    mine, theirs = opened(alma, review), opened(bo, review)
    row = row_of(theirs)
    save(bo, review, theirs | {"note-skill": "Bos", f"{row}-whose": "manager", "note-results": "Bos resultat"})
    told = save(alma, review, mine | {"note-skill": "Almas"}, X_Autosave="1")
    assert told.status_code == 422
    assert told.json() == {"problem": "Somebody else has changed the same. Nothing is lost.", "both": True}  # type: ignore[attr-defined]
    response = save(alma, review, mine | {"note-skill": "Almas", f"{row}-whose": "employee", "note-results": "Andet"})
    page = response.content.decode()
    assert response.status_code == 409
    for text in ("Bo saved the review on", "Almas", "Bos", "Notes: Skill", "Bos resultat"):
        assert text in page, text
    assert Review.objects.get().notes["skill"] == "Bos", "nothing is saved before the choice"
    chosen = form_on(page) | {
        "choose-note-skill": "typed",
        "note-skill": "Begges",
        "choose-note-results": "saved",
    }
    assert save(alma, review, chosen).status_code == 302
    held = Review.objects.get()
    assert held.notes == {"skill": "Begges", "results": "Bos resultat"}
    assert agreement_of(held).whose == "manager"


def test_typing_on_is_no_conflict_with_oneself(client_for: SignIn, people: People, review: Review) -> None:
    client = client_for(people.bo)
    form = opened(client, review)
    for text in ("Ri", "Ringer", "Ringer samme dag"):
        form |= {"note-behaviour": text, f"{row_of(form)}-text": f"Aftale {text}"}
        told = save(client, review, form, X_Autosave="1").json()  # type: ignore[attr-defined]
        assert "Somebody else" not in told["saved"]
        form |= told["opened"]
    assert Review.objects.get().notes == {"behaviour": "Ringer samme dag"}
    assert agreement_of(review).text == "Aftale Ringer samme dag"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"note-behaviour": "Som med 010190-1234"}, "looks like a CPR number"),
        ({"note-results": "x" * 4001}, "The text has 4001 characters"),
        ({"held_on": "i går"}, "Write a date under “"),
        ({"row-text": "En aftale", "row-due": ""}, "Write by when"),
        ({"row-text": "En aftale", "row-due": "2020-01-01"}, "This day has passed"),
        ({"row-text": "En aftale", "row-due": "2099-01-01"}, "The review is deleted before that day"),
        ({"row-text": "En aftale", "row-offering": "nonsense"}, "Choose one from the list"),
        ({"row-text": "En aftale", "row-whose": "nobody"}, "Choose from the list under"),
    ],
)
def test_what_cannot_be_kept_is_said_and_all_that_was_typed_stays(
    client_for: SignIn, people: People, review: Review, typed: dict[str, str], words: str
) -> None:
    client = client_for(people.bo)
    form = opened(client, review)
    typed = {
        name.replace("row", row_of(form)) if name.startswith("row") else name: text for name, text in typed.items()
    }
    response = save(client, review, form | {"note-skill": "Kort og klart", **typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    kept = form_on(page)
    assert kept["note-skill"] == "Kort og klart"
    assert all(kept[name] == text for name, text in typed.items() if name in kept)
    assert not Review.objects.get().notes


def test_it_is_signed_by_both_and_then_only_read(client_for: SignIn, people: People, review: Review) -> None:
    alma, bo = client_for(people.alma), client_for(people.bo)
    form = opened(alma, review)
    assert form["held_on"] == TODAY.isoformat()
    refused = save(alma, review, form | {"held_on": "", "opened-held_on": "", "note-skill": "Kort", "sign": "sure"})
    assert refused.status_code == 422
    assert "Write the day you talked" in refused.content.decode()
    save(alma, review, form_on(refused.content.decode()) | {"held_on": TODAY.isoformat(), "sign": "sure"})
    page = shown(alma, address("review", review))
    assert "Take the signature back" in page
    assert "<textarea" not in page
    assert "Sign your yearly review" in shown(bo, "/")
    late = save(bo, review, {"note-skill": "Alligevel ikke"})
    assert late.status_code == 409
    assert "What you typed is not saved" in late.content.decode()
    assert "Alligevel ikke" in late.content.decode()
    too_late = bo.post(address("review_prepare_save", review), {"answer-skill-1": "For sent"})
    assert too_late.status_code == 409
    assert "For sent" in too_late.content.decode()
    revision = form_on(shown(bo, address("review", review)))["revision"]
    for wrong in ("", "99", "x"):
        stopped = bo.post(address("review_sign", review), {"revision": wrong}, follow=True)
        assert "Read it again before you sign" in stopped.content.decode()
    both = bo.post(address("review_sign", review), {"revision": revision}, follow=True)
    assert "You have both signed." in both.content.decode()
    for client in (alma, bo):
        page = shown(client, address("review", review))
        assert "Signed by both" in page
        assert "Kort" in page
        assert "<textarea" not in page


def test_a_refused_signature_saves_nothing_and_keeps_what_was_typed(client_for: SignIn, people: People) -> None:
    review = make_review(people, in_days=4)
    alma = client_for(people.alma)
    asked = save(alma, review, opened(alma, review) | {"note-skill": "Kort og klart", "sign": "1"})
    assert asked.status_code == 422
    kept = form_on(asked.content.decode())
    assert (kept["note-skill"], kept["held_on"]) == ("Kort og klart", TODAY.isoformat())
    assert (Review.objects.get().held_on, Review.objects.get().notes) == (None, {})
    assert not Event.objects.filter(action="learning.review.saved").exists()
    for page in (asked.content.decode(), shown(client_for(people.bo), address("review", review))):
        assert "Planned for" in page
        assert "Held on" not in page
    autosaved = alma.post(address("review_save", review), kept, headers={"X-Autosave": "1"})
    assert autosaved.status_code == 200
    assert (Review.objects.get().held_on, Review.objects.get().notes["skill"]) == (None, "Kort og klart")


def test_signing_without_an_agreement_or_before_the_day_asks_first(client_for: SignIn, people: People) -> None:
    review = make_review(people, in_days=4)
    alma, bo = client_for(people.alma), client_for(people.bo)
    asked = save(alma, review, opened(alma, review) | {"sign": "1"})
    assert asked.status_code == 422
    html = asked.content.decode()
    assert "Nothing is agreed." in html
    assert "The review is planned for" in html
    assert "Sign all the same" in html
    assert not Review.objects.get().is_locked
    save(alma, review, form_on(html) | {"sign": "sure"})
    assert Review.objects.get().is_locked
    assert Review.objects.get().held_on == TODAY
    revision = form_on(shown(bo, address("review", review)))["revision"]
    bo.post(address("review_sign", review), {"revision": revision})
    assert Review.objects.get().is_signed


def test_own_reviews_take_the_same_queries_however_many_wait(client_for: SignIn, people: People) -> None:
    client, found = client_for(people.bo), set()
    for _number in range(3):
        day = TODAY + timedelta(days=9)
        Review.objects.create(
            root=people.bo.root,
            employee=people.bo,
            manager=people.alma,
            planned_on=day,
            deletes_on=day + timedelta(days=9),
        )
        client.get(reverse("learning:reviews"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("learning:reviews"))
        found.add(len(queries))
    assert len(found) == 1, found


def test_a_signature_is_taken_back(client_for: SignIn, people: People, review: Review) -> None:
    bo = client_for(people.bo)
    save(bo, review, opened(bo, review) | {"sign": "sure"})
    assert Review.objects.get().is_locked
    late = client_for(people.alma).post(address("review_withdraw", review), follow=True)
    assert "There is no signature of yours" in late.content.decode()
    bo.post(address("review_withdraw", review))
    assert opened(bo, review)["held_on"] == TODAY.isoformat()


def test_every_look_of_the_managers_is_logged_and_none_of_the_employees(
    client_for: SignIn, people: People, review: Review
) -> None:
    pages = ("review", "review_prepare", "review_printed")
    for name in pages:
        shown(client_for(people.bo), address(name, review))
    assert not Event.objects.filter(kind=EventKind.READ).exists()
    for name in pages:
        shown(client_for(people.alma), address(name, review))
    client_for(people.alma).get(reverse("learning:reviews_file"))
    reads = Event.objects.filter(kind=EventKind.READ, subject_id=people.bo.pk, actor_id=people.alma.pk)
    assert sorted(reads.values_list("action", flat=True)) == [
        *["learning.review.read"] * 3,
        "learning.review.taken_out",
    ]


def test_nothing_that_was_written_is_in_the_log(client_for: SignIn, people: People, review: Review) -> None:
    bo = client_for(people.bo)
    save(bo, review, opened(bo, review) | {"note-skill": "Hemmelig", "sign": "sure"})
    for event in Event.objects.all():
        assert "Hemmelig" not in str(event.details)


# On paper and as a file


def test_the_printed_page_has_what_the_two_wrote_and_not_what_each_prepared(
    client_for: SignIn, people: People, review: Review
) -> None:
    prepare(review, people.bo, {"skill-1": "Forberedelse"})
    bo = client_for(people.bo)
    form = opened(bo, review)
    save(bo, review, form | {"note-skill": "En note", f"{row_of(form)}-text": "En aftale", "note-feedback": "Til Alma"})
    for person in (people.alma, people.bo):
        page = shown(client_for(person), address("review_printed", review))
        for text in ("En note", "En aftale", "Til Alma", "Not for pay or dismissal"):
            assert text in page
        assert "Forberedelse" not in page
        made = client_for(person).get(address("review_pdf", review))
        assert made.content.startswith(b"%PDF-")


def test_without_pango_it_says_so(
    client_for: SignIn, people: People, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = client_for(people.bo).get(address("review_pdf", review), follow=True)
    assert "Pango is missing" in response.content.decode()


def test_either_takes_out_all_that_they_may_see_and_nothing_else(
    client_for: SignIn, people: People, review: Review
) -> None:
    prepare(review, people.bo, {"skill-1": "Delt af Bo"}, wish="Bos ønske")
    actions.save_preparation(review=review, revision=0, answers={"skill-1": "Skjult"}, wish="", by=people.alma)
    bo = client_for(people.bo)
    form = opened(bo, review)
    save(bo, review, form | {"note-skill": "Fælles note", f"{row_of(form)}-text": "Fælles aftale"})

    def taken_out(person: Employee) -> str:
        response = client_for(person).get(reverse("learning:reviews_file"))
        with open_workbook(io.BytesIO(response.content), name="mus.xlsx") as book:
            return str([[row.cells for row in sheet.rows()] for sheet in book.sheets])

    for person in (people.alma, people.bo):
        found = taken_out(person)
        for text in ("Delt af Bo", "Bos ønske", "Fælles note", "Fælles aftale"):
            assert text in found, (person, text)
    assert "Skjult" in taken_out(people.alma)
    assert "Skjult" not in taken_out(people.bo)
    for person in (people.dorte, people.erik, people.gry):
        assert "Fælles" not in taken_out(person)


# Afterwards


def test_how_it_went_is_noted_by_either_and_the_second_sees_what_the_first_wrote(
    client_for: SignIn, people: People
) -> None:
    agreement = agreement_of(make_signed(people))
    url = address("review_agreement", agreement)
    alma, bo = client_for(people.alma), client_for(people.bo)
    form = form_on(shown(alma, url))
    missing = bo.post(url, {"revision": "0", "outcome": "Noget"})
    assert missing.headers["Location"] == url
    page = shown(bo, url, status=422)
    assert form_on(page)["outcome"] == "Noget"
    bo.post(url, {"revision": "0", "went": "reached", "outcome": "Bos ord"})
    alma.post(url, form | {"went": "dropped", "outcome": "Almas ord"})
    page = shown(alma, url, status=422)
    assert "The other has noted it meanwhile" in page
    assert "Bos ord" in page
    assert form_on(page)["outcome"] == "Almas ord"
    assert ReviewAgreement.objects.get().outcome == "Bos ord"
    alma.post(url, form_on(page) | {"went": "partly"})
    assert ReviewAgreement.objects.get().outcome == "Almas ord"


def test_dropping_it_takes_a_reason(client_for: SignIn, people: People) -> None:
    url = address("review_agreement", agreement_of(make_signed(people)))
    client = client_for(people.bo)
    client.post(url, {"revision": "0", "went": "dropped"})
    assert "Write in a sentence why it was dropped" in shown(client, url, status=422)


def test_learning_is_chosen_in_the_agreement_and_wished_for_in_one_click(client_for: SignIn, people: People) -> None:
    offering, review = make_offering(people), make_review(people)
    alma, bo = client_for(people.alma), client_for(people.bo)
    form = opened(alma, review)
    row = row_of(form)
    assert offering.title_en in shown(alma, address("review", review))
    save(alma, review, form | {f"{row}-text": "Kurset", f"{row}-offering": str(offering.uuid), "sign": "sure"})
    bo.post(address("review_sign", review), {"revision": str(Review.objects.get().revision)})
    assert "Make it a wish" not in shown(alma, address("review", review))
    assert "Make it a wish" in shown(bo, address("review", review))
    done = bo.post(address("review_agreement_wish", agreement_of(review)), follow=True)
    assert "It is a wish now" in done.content.decode()
    assert Participation.objects.get().employee == people.bo
    again = bo.post(address("review_agreement_wish", agreement_of(review)), follow=True)
    assert "It is under way already" in again.content.decode()
    assert "Wish:" in shown(alma, address("review", review))


def test_an_offering_that_is_retired_stays_in_the_agreement(client_for: SignIn, people: People) -> None:
    offering, review = make_offering(people), make_review(people)
    client = client_for(people.bo)
    form = opened(client, review)
    row = row_of(form)
    save(client, review, form | {f"{row}-text": "Kurset", f"{row}-offering": str(offering.uuid)})
    offering.retired_on = TODAY
    offering.save()
    assert save(client, review, opened(client, review) | {"note-skill": "Mere"}).status_code == 302
    assert agreement_of(review).offering_id == offering.pk


# A new manager


def test_a_former_manager_is_told_there_is_no_such_page_and_the_employee_passes_it_on(
    client_for: SignIn, people: People, review: Review
) -> None:
    prepare(review, people.bo, {"skill-1": "Delt af Bo"})
    RoleHeld.objects.filter(employee=people.alma).delete()
    lis = make_employee("Lis", people.north, Role.MANAGER, language="en")
    assert client_for(people.alma).get(address("review", review)).status_code == 404
    assert client_for(lis).get(address("review", review)).status_code == 404
    bo = client_for(people.bo)
    page = shown(bo, address("review", review))
    assert "The manager has changed" in page
    assert "<textarea" not in page
    assert "Your manager has changed" in shown(bo, "/")
    empty = bo.post(address("review_pass_on", review), {})
    assert empty.status_code == 422
    bo.post(address("review_pass_on", review), {"to": str(lis.uuid)})
    assert "Delt af Bo" in shown(client_for(lis), address("review", review))


def test_with_nobody_to_pass_it_on_to_it_says_so(client_for: SignIn, people: People, review: Review) -> None:
    RoleHeld.objects.filter(role=Role.MANAGER, employee=people.alma).delete()
    assert "You have no nearest manager" in shown(client_for(people.bo), address("review_pass_on", review))


def test_the_agreements_of_a_signed_one_are_passed_on_without_the_notes(client_for: SignIn, people: People) -> None:
    review = make_signed(people, "Aftalen")
    RoleHeld.objects.filter(employee=people.alma).delete()
    lis = make_employee("Lis", people.north, Role.MANAGER, language="en")
    bo = client_for(people.bo)
    assert "You can let your new manager see the agreements" in shown(bo, address("review", review))
    bo.post(address("review_pass_on", review), {"to": str(lis.uuid)})
    assert "Lis sees the agreements." in shown(bo, address("review", review))
    client = client_for(lis)
    assert client.get(address("review", review)).status_code == 404
    page = shown(client, address("review_agreement", agreement_of(review)))
    assert "Aftalen" in page
    assert "Ringer samme dag" not in page
