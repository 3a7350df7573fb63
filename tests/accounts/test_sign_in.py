"""Signing in: with password, with a second factor, after mistakes, and as whom."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from fagkompas.accounts import middleware
from fagkompas.accounts.actions import reset_second_factor, retention, retire_employee, set_language
from fagkompas.accounts.adapter import locked_for
from fagkompas.accounts.models import Letter
from fagkompas.accounts.sign_ins import browser_words
from fagkompas.audit.models import Event
from fagkompas.website.settings import read_environment
from tests.accounts.one_time_codes import code_now, pass_time
from tests.people import People
from tests.website_environment import environment

SIGN_IN = "/konto/log-ind/"


def sign_in(client: Client, email: str, password: str) -> object:
    return client.post(SIGN_IN, {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def password_of(name: str) -> str:
    return f"{name} has a long password"


def errors(response: object) -> str:
    return " ".join(response.context["form"].non_field_errors())  # type: ignore[attr-defined]


# Password


def test_the_right_password_lets_in_whatever_the_case_of_the_address(people: People, client: Client) -> None:
    response = client.post(SIGN_IN, {"login": "BO@Testkommune.Example", "password": password_of("Bo")})
    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    assert is_signed_in(client)
    event = Event.objects.get()
    assert (event.action, event.actor_id, event.subject_id) == ("accounts.sign_in.done", people.bo.pk, people.bo.pk)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(people: People, client: Client) -> None:
    known = errors(sign_in(client, "bo@testkommune.example", "wrong"))
    unknown = errors(sign_in(client, "nobody@testkommune.example", "wrong"))
    assert known == unknown
    assert known
    assert not is_signed_in(client)


def test_five_wrong_passwords_lock_and_say_for_how_long(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _time in range(5):
        said = errors(sign_in(client, "bo@testkommune.example", "wrong"))
        assert "spærret" not in said
    assert "spærret i 15 minutter" in errors(sign_in(client, "bo@testkommune.example", password_of("Bo")))
    assert not is_signed_in(client)
    assert [event.action for event in Event.objects.order_by("pk")] == ["accounts.sign_in.locked"]
    pass_time(monkeypatch, 10 * 60)
    assert "spærret i 5 minutter" in errors(sign_in(client, "BO@testkommune.example", password_of("Bo")))
    pass_time(monkeypatch, 5 * 60 + 1)
    sign_in(client, "bo@testkommune.example", password_of("Bo"))
    assert is_signed_in(client)


def test_a_lock_is_one_persons_and_says_so_in_english_too(people: People, client: Client) -> None:
    english = Client()
    english.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for _time in range(5):
        sign_in(english, "bo@testkommune.example", "wrong")
    assert "locked for 15 minutes" in errors(sign_in(english, "bo@testkommune.example", "wrong"))
    sign_in(client, "erik@testkommune.example", password_of("Erik"))
    assert is_signed_in(client)


def test_an_unknown_address_is_locked_alike(people: People, client: Client) -> None:
    for _time in range(5):
        sign_in(client, "nobody@testkommune.example", "wrong")
    assert "spærret" in errors(sign_in(client, "nobody@testkommune.example", "wrong"))


def test_right_passwords_are_not_counted(people: People) -> None:
    for _time in range(8):
        client = Client()
        sign_in(client, "bo@testkommune.example", password_of("Bo"))
        assert is_signed_in(client)


def test_one_address_of_the_network_cannot_try_everybody(people: People, client: Client) -> None:
    for number in range(100):
        sign_in(client, f"nobody{number}@testkommune.example", "wrong")
    assert "spærret" in errors(sign_in(client, "bo@testkommune.example", password_of("Bo")))


def test_wrong_attempts_are_counted_for_all_web_processes_together() -> None:
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_attempts_are_kept_in_a_table(people: People, client: Client) -> None:
    sign_in(client, "bo@testkommune.example", "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM fagkompas_cache ORDER BY cache_key")
        keys = [key for (key,) in cursor.fetchall()]
    assert any("login_failed" in key for key in keys)
    assert not any("bo@testkommune" in key for key in keys)


def test_a_minute_is_one_minute() -> None:
    assert "1 minut" in locked_for(1)
    assert "2 minutter" in locked_for(61)


@pytest.mark.parametrize("password", ["short", "123456789012345", "password1234", "bo@testkommune.example"])
def test_weak_passwords_are_refused(people: People, client: Client, password: str) -> None:
    client.force_login(people.bo)
    response = client.post(
        "/konto/adgangskode/",
        {"oldpassword": password_of("Bo"), "password1": password, "password2": password},
    )
    assert response.status_code == 200
    assert response.context["form"].errors
    people.bo.refresh_from_db()
    assert people.bo.check_password(password_of("Bo"))


def test_a_changed_password_ends_the_other_sign_ins(people: People, client: Client) -> None:
    elsewhere = Client()
    for each in (client, elsewhere):
        sign_in(each, "bo@testkommune.example", password_of("Bo"))
    response = client.post(
        "/konto/adgangskode/",
        {"oldpassword": password_of("Bo"), "password1": "en helt ny sætning", "password2": "en helt ny sætning"},
    )
    assert response.status_code == 302
    assert client.get("/konto/mig/").status_code == 200
    assert elsewhere.get("/konto/mig/").status_code == 302
    assert Event.objects.filter(action="accounts.password.changed", subject_id=people.bo.pk).count() == 1
    assert Letter.objects.get().to == "bo@testkommune.example"


def test_who_has_left_is_out_at_once_and_stays_out(people: People, client: Client) -> None:
    sign_in(client, "bo@testkommune.example", password_of("Bo"))
    retire_employee(employee=people.bo, on=timezone.localdate(), by=people.ida)
    assert client.get("/konto/mig/").status_code == 302
    again = Client()
    sign_in(again, "bo@testkommune.example", password_of("Bo"))
    assert not is_signed_in(again)


# Forgotten


def link_in(message: str) -> str:
    found = re.search(r"http://testserver(/konto/adgangskode/ny/\S+)", message)
    assert found
    return found[1]


def choose_password(client: Client, link: str, password: str) -> object:
    form_page = client.get(link)
    assert form_page.status_code == 302
    return client.post(form_page["Location"], {"password1": password, "password2": password})


def test_a_forgotten_password_is_replaced_by_mail(people: People, client: Client) -> None:
    for _time in range(5):
        sign_in(client, "bo@testkommune.example", "wrong")
    client.post("/konto/adgangskode/glemt/", {"email": "Bo@testkommune.example"})
    link = link_in(Letter.objects.get().text)
    choose_password(client, link, "en helt ny sætning")
    # The lock is gone too.
    sign_in(client, "bo@testkommune.example", "en helt ny sætning")
    assert is_signed_in(client)
    assert Client().get(link, follow=True).context["token_fail"]


def test_no_mail_tells_whether_an_address_is_known(people: People, client: Client) -> None:
    known = client.post("/konto/adgangskode/glemt/", {"email": "bo@testkommune.example"})
    unknown = client.post("/konto/adgangskode/glemt/", {"email": "nobody@testkommune.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter.to for letter in Letter.objects.all()] == ["bo@testkommune.example"]


def test_an_old_link_does_not_work(people: People, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post("/konto/adgangskode/glemt/", {"email": "bo@testkommune.example"})
    with override_settings(PASSWORD_RESET_TIMEOUT=-1):
        page = client.get(link_in(Letter.objects.get().text), follow=True)
    assert page.context["token_fail"]


# Second factor


@pytest.fixture
def set_up_code(monkeypatch: pytest.MonkeyPatch) -> Callable[[Client], str]:
    """As a person does it: confirm the password, read the secret, type the first code. Gives the secret."""
    # A test's transaction never ends, so what waits for the end is done at once.
    monkeypatch.setattr(transaction, "on_commit", lambda act, **_options: act())

    def set_up(client: Client) -> str:
        page = client.get("/konto/to-trin/kode/", follow=True)
        client.post(page.redirect_chain[-1][0], {"password": password_of("Bo")})
        secret: str = client.get("/konto/to-trin/kode/").context["form"].secret
        done = client.post("/konto/to-trin/kode/", {"code": code_now(secret)})
        assert done["Location"] == "/konto/to-trin/noedkoder/"
        return secret

    return set_up


def test_a_one_time_code_from_setting_it_up_to_signing_in(
    people: People, client: Client, set_up_code: Callable[[Client], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "bo@testkommune.example", password_of("Bo"))
    secret = set_up_code(client)
    recovery_codes = client.get("/konto/to-trin/noedkoder/").context["unused_codes"]
    assert len(recovery_codes) == 10
    assert Event.objects.filter(action="accounts.second_factor.added", subject_id=people.bo.pk).count() == 2
    stored = Authenticator.objects.get(user=people.bo, type="totp").data["secret"]
    assert secret not in stored

    pass_time(monkeypatch, 60)
    again = Client()
    first_step = sign_in(again, "bo@testkommune.example", password_of("Bo"))
    assert first_step["Location"] == "/konto/to-trin/log-ind/"  # type: ignore[index]
    assert not is_signed_in(again)
    assert again.get("/").status_code == 302
    wrong = again.post("/konto/to-trin/log-ind/", {"code": "000000"})
    assert wrong.context["form"].errors
    code = code_now(secret)
    assert again.post("/konto/to-trin/log-ind/", {"code": code}).status_code == 302
    assert is_signed_in(again)

    replayed = Client()
    sign_in(replayed, "bo@testkommune.example", password_of("Bo"))
    assert replayed.post("/konto/to-trin/log-ind/", {"code": code}).context["form"].errors
    replayed.post("/konto/to-trin/log-ind/", {"code": recovery_codes[0]})
    assert is_signed_in(replayed)


def test_wrong_codes_lock_too(people: People, client: Client, set_up_code: Callable[[Client], str]) -> None:
    sign_in(client, "bo@testkommune.example", password_of("Bo"))
    set_up_code(client)
    again = Client()
    sign_in(again, "bo@testkommune.example", password_of("Bo"))
    for _time in range(5):
        again.post("/konto/to-trin/log-ind/", {"code": "000000"})
    said = again.post("/konto/to-trin/log-ind/", {"code": "000000"}).context["form"].errors["code"]
    assert "spærret i 15 minutter" in said[0]


def test_a_reset_second_factor_leaves_the_password(
    people: People, client: Client, set_up_code: Callable[[Client], str]
) -> None:
    sign_in(client, "bo@testkommune.example", password_of("Bo"))
    set_up_code(client)
    reset_second_factor(employee=people.bo, by=people.ida)
    again = Client()
    sign_in(again, "bo@testkommune.example", password_of("Bo"))
    assert is_signed_in(again)


@pytest.mark.parametrize(
    ("who", "name", "must"),
    [
        ("none", "alma", False),
        ("privileged", "alma", True),
        ("privileged", "dorte", True),
        ("privileged", "gry", True),
        ("privileged", "ida", True),
        ("privileged", "bo", False),
        ("all", "bo", True),
    ],
)
def test_who_must_have_a_second_factor_is_led_to_it(
    people: People, client_for: Callable[..., Client], who: str, name: str, must: bool
) -> None:
    client = client_for(getattr(people, name))
    with override_settings(ENVIRONMENT=environment(second_factor=who)):
        response = client.get("/konto/hvem-har-set/")
        assert (response.status_code == 302) is must
        if must:
            assert response["Location"] == "/konto/to-trin/"
            assert client.get("/konto/mig/").status_code == 200
            assert client.get("/konto/to-trin/", follow=True).status_code == 200


def test_the_last_second_factor_stays_where_it_is_required(
    people: People, client: Client, set_up_code: Callable[[Client], str]
) -> None:
    sign_in(client, "bo@testkommune.example", password_of("Bo"))
    set_up_code(client)
    with override_settings(ENVIRONMENT=environment(second_factor="all")):
        assert client.get("/konto/hvem-har-set/").status_code == 200
        client.post("/konto/to-trin/kode/fjern/")
        assert Authenticator.objects.filter(user=people.bo, type="totp").exists()
    client.post("/konto/to-trin/kode/fjern/")
    assert not Authenticator.objects.filter(user=people.bo).exists()
    assert Event.objects.filter(action="accounts.second_factor.removed").exists()


def test_every_page_let_through_without_a_second_factor_exists() -> None:
    for name in middleware.REACHED_WITHOUT_SECOND_FACTOR:
        assert reverse(name)


@pytest.mark.parametrize(
    ("variables", "who"),
    [
        ({}, "privileged"),
        ({"FAGKOMPAS_DEMO": "1"}, "none"),
        ({"FAGKOMPAS_DEBUG": "1"}, "none"),
        ({"FAGKOMPAS_DEMO": "1", "FAGKOMPAS_SECOND_FACTOR": "all"}, "all"),
    ],
)
def test_who_is_asked_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], who: str
) -> None:
    monkeypatch.delenv("FAGKOMPAS_SECOND_FACTOR")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert read_environment().second_factor == who


@pytest.mark.parametrize(
    ("name", "value"), [("FAGKOMPAS_SECOND_FACTOR", "some"), ("FAGKOMPAS_PROXIES", "-1"), ("FAGKOMPAS_PROXIES", "two")]
)
def test_a_setting_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=name):
        read_environment()


# Sessions, language, what is closed


def test_a_sign_in_ends_with_the_browser_and_after_ten_hours(people: People, client: Client) -> None:
    sign_in(client, "bo@testkommune.example", password_of("Bo"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(hours=9, minutes=59) < left <= timedelta(hours=10)


def test_signing_out_takes_a_button(people: People, client: Client) -> None:
    client.force_login(people.bo)
    client.get("/konto/log-ud/")
    assert is_signed_in(client)
    client.post("/konto/log-ud/")
    assert not is_signed_in(client)


def test_forms_from_elsewhere_are_refused(people: People) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(SIGN_IN, {"login": "bo@testkommune.example", "password": password_of("Bo")}).status_code == 403
    strict.force_login(people.ida)
    assert strict.post(f"/styring/medarbejdere/{people.bo.uuid}/fratraedt/").status_code == 403


def test_a_page_asked_for_is_shown_after_signing_in_but_never_elsewhere(people: People, client: Client) -> None:
    asked = client.get("/konto/mig/")
    assert asked["Location"] == f"{SIGN_IN}?next=/konto/mig/"
    for next_, ends_at in (("/konto/mig/", "/konto/mig/"), ("https://elsewhere.example/", "/")):
        response = Client().post(
            SIGN_IN, {"login": "bo@testkommune.example", "password": password_of("Bo"), "next": next_}
        )
        assert response["Location"] == ends_at


def test_ones_own_language_goes_before_what_is_chosen_in_the_browser(
    people: People, client_for: Callable[..., Client]
) -> None:
    set_language(person=people.bo, language="en")
    for person, chosen, read in ((people.bo, "da", "en"), (people.erik, "en", "da")):
        client = client_for(person)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen
        page = client.get("/konto/mig/")
        assert page["Content-Language"] == read
        assert f'lang="{read}"' in page.content.decode()


@pytest.mark.parametrize(("chosen", "read"), [("en", "en"), ("da", "da"), ("xx", "da"), ("", "da")])
def test_before_signing_in_danish_comes_first_until_english_is_chosen(db: None, chosen: str, read: str) -> None:
    client = Client(headers={"accept-language": "en"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen
    assert client.get(SIGN_IN)["Content-Language"] == read


def test_pages_of_the_library_that_we_do_not_want_are_gone(people: People, client: Client) -> None:
    client.force_login(people.bo)
    for path in ("/konto/signup/", "/konto/email/", "/konto/confirm-email/", "/konto/login/", "/konto/"):
        assert client.get(path).status_code == 404
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not names & {"account_signup", "account_email", "account_confirm_email", "mfa_signup_webauthn"}


def test_an_address_stands_in_one_place_only(
    people: People, client: Client, set_up_code: Callable[[Client], str]
) -> None:
    sign_in(client, "bo@testkommune.example", password_of("Bo"))
    set_up_code(client)
    client.post("/konto/adgangskode/glemt/", {"email": "bo@testkommune.example"})
    assert not EmailAddress.objects.exists()


# The demo's people


def test_demo_people_are_offered_in_a_demo_only(people: People, client: Client) -> None:
    type(people.bo).objects.filter(pk__in=[people.bo.pk, people.alma.pk]).update(is_demo=True)
    url = f"/konto/demo/{people.bo.uuid}/"
    assert "demo-people" not in client.get(SIGN_IN).content.decode()
    assert client.post(url).status_code == 404
    with override_settings(ENVIRONMENT=environment(demo=True)):
        page = client.get(SIGN_IN).content.decode()
        assert "demo-people" in page
        assert "Alma" in page
        assert "Erik" not in page
        assert client.get(url).status_code == 405
        assert client.post(f"/konto/demo/{people.erik.uuid}/").status_code == 404
        assert client.post(url).status_code == 302
        assert is_signed_in(client)


# Where one is signed in

PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (PHONE, "Chrome, Android"),
        (OFFICE, "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1 Version/18.0 Safari/605.1", "Safari, Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox, Linux"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_in_words(user_agent: str, words: str) -> None:
    with override("en"):
        assert browser_words(user_agent) == words


def test_one_sees_where_one_is_signed_in_and_ends_it_elsewhere(people: People) -> None:
    office, phone, other = Client(headers={"user-agent": OFFICE}), Client(headers={"user-agent": PHONE}), Client()
    for client in (office, phone):
        sign_in(client, "bo@testkommune.example", password_of("Bo"))
    sign_in(other, "erik@testkommune.example", password_of("Erik"))
    page = office.get(reverse("accounts:me")).content.decode()
    assert page.index("Edge, Windows") < page.index("Denne her") < page.index("Chrome, Android")
    assert UserSession.objects.filter(user=people.bo).count() == 2
    said = office.post(reverse("accounts:end_other_sign_ins"), follow=True).content.decode()
    assert "Du er logget ud alle andre steder end her." in said
    assert "Chrome, Android" not in said
    assert "Log ud alle andre steder" not in said
    assert phone.get(reverse("accounts:me")).status_code == 302
    assert (is_signed_in(office), is_signed_in(other)) == (True, True)
    event = Event.objects.get(action="accounts.sign_ins.ended")
    assert (event.actor_id, event.details["sign_ins"]) == (people.bo.pk, 1)


def test_a_sign_in_that_has_ended_is_not_shown_and_its_row_goes(people: People, client: Client) -> None:
    sign_in(client, "bo@testkommune.example", password_of("Bo"))
    ended = Client(headers={"user-agent": PHONE})
    sign_in(ended, "bo@testkommune.example", password_of("Bo"))
    Session.objects.filter(session_key=ended.session.session_key).update(expire_date=timezone.now())
    assert "Chrome, Android" not in client.get(reverse("accounts:me")).content.decode()
    retention(today=timezone.localdate(), dry_run=True)
    assert UserSession.objects.count() == 2
    retention(today=timezone.localdate(), dry_run=False)
    assert [row.session_key for row in UserSession.objects.all()] == [client.session.session_key]
