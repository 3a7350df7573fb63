"""Signing in with a real browser: password, code from an app, passkey, a forgotten password."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from tests.accounts.one_time_codes import code_now, pass_time
from tests.journeys.looks import Check
from tests.people import People


def password_of(person: Employee) -> str:
    return f"{person.name} has a long password"


def sign_in_with_password(page: Page, address: str, password: str) -> None:
    page.goto("/konto/log-ind/")
    page.get_by_label("E-mail").fill(address)
    page.get_by_label("Adgangskode").fill(password)
    page.get_by_role("button", name="Log ind", exact=True).click()


def confirm_it_is_me(page: Page, password: str) -> None:
    expect(page.get_by_role("heading", name="Er det dig?")).to_be_visible()
    page.get_by_label("Adgangskode").fill(password)
    page.get_by_role("button", name="Fortsæt").click()


def is_signed_in(page: Page) -> None:
    """The page has the way to one's own page, in the header or in the menu of a phone."""
    expect(page.locator("a[href='/konto/mig/']").first).to_be_attached()


def sign_out(page: Page) -> None:
    page.goto("/konto/log-ud/")
    page.get_by_role("main").get_by_role("button", name="Log ud").click()
    expect(page).to_have_url(re.compile("/konto/log-ind/"))


def hold_passkeys(page: Page) -> None:
    """A phone or key that says yes to everything, as the browser's own tools for tests offer it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    says_yes = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": says_yes})


def test_password(any_page: Page, people: People, axe: Check) -> None:
    page = any_page
    page.goto("/konto/mig/")
    expect(page).to_have_url(re.compile("/konto/log-ind/"))
    axe(page)
    page.get_by_label("E-mail").fill(people.bo.email)
    page.get_by_label("Adgangskode").fill("wrong")
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    axe(page)
    expect(page.get_by_label("E-mail")).to_have_value(people.bo.email)
    page.get_by_label("Adgangskode").fill(password_of(people.bo))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/konto/mig/$"))
    axe(page)
    sign_out(page)


def test_locked_out(page: Page, people: People, axe: Check) -> None:
    for _time in range(6):
        sign_in_with_password(page, people.bo.email, "wrong")
    expect(page.get_by_text("spærret i 15 minutter").first).to_be_visible()
    axe(page)


def test_code_from_an_app(any_page: Page, people: People, axe: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    page = any_page
    sign_in_with_password(page, people.bo.email, password_of(people.bo))
    page.goto("/konto/mig/")
    page.get_by_role("link", name="Sæt op").click()
    axe(page)
    confirm_it_is_me(page, password_of(people.bo))
    axe(page)
    secret = page.get_by_label("Nøgle til appen").input_value()
    page.get_by_label("Kode fra appen").fill("000000")
    page.get_by_role("button", name="Sæt op").click()
    axe(page)
    assert page.get_by_label("Nøgle til appen").input_value() == secret
    page.get_by_label("Kode fra appen").fill(code_now(secret))
    page.get_by_role("button", name="Sæt op").click()
    expect(page).to_have_url(re.compile("/konto/to-trin/noedkoder/"))
    axe(page)
    page.goto("/konto/to-trin/")
    axe(page)
    sign_out(page)

    pass_time(monkeypatch, 60)
    sign_in_with_password(page, people.bo.email, password_of(people.bo))
    expect(page).to_have_url(re.compile("/konto/to-trin/log-ind/"))
    axe(page)
    page.get_by_label("Kode", exact=False).first.fill(code_now(secret))
    page.get_by_role("main").get_by_role("button", name="Log ind").first.click()
    is_signed_in(page)


def test_passkey(page: Page, people: People, axe: Check) -> None:
    hold_passkeys(page)
    sign_in_with_password(page, people.bo.email, password_of(people.bo))
    page.goto("/konto/mig/")
    page.get_by_role("link", name="Tilføj en adgangsnøgle").click()
    confirm_it_is_me(page, password_of(people.bo))
    axe(page)
    page.locator("#id_name").fill("Bos telefon")
    page.get_by_label("Log ind uden adgangskode").check()
    page.get_by_role("button", name="Tilføj").click()
    expect(page).to_have_url(re.compile("/konto/to-trin/noedkoder/"))
    page.goto("/konto/adgangsnoegler/")
    expect(page.get_by_text("Bos telefon")).to_be_visible()
    axe(page)
    sign_out(page)

    page.get_by_role("button", name="Brug en adgangsnøgle").click()
    is_signed_in(page)
    sign_out(page)

    # And as the second step after the password.
    sign_in_with_password(page, people.bo.email, password_of(people.bo))
    expect(page).to_have_url(re.compile("/konto/to-trin/log-ind/"))
    axe(page)
    page.get_by_role("main").get_by_role("button", name="Brug en adgangsnøgle").click()
    is_signed_in(page)


def test_forgotten_password(phone: Page, people: People, axe: Check) -> None:
    phone.goto("/konto/log-ind/")
    phone.get_by_role("link", name="Glemt").click()
    axe(phone)
    phone.get_by_label("E-mail").fill(people.bo.email)
    phone.get_by_role("main").get_by_role("button").first.click()
    expect(phone).to_have_url(re.compile("/konto/adgangskode/glemt/sendt/"))
    axe(phone)
    found = re.search(r"https?://[^/]+(/konto/adgangskode/ny/\S+)", str(mail.outbox[-1].body))
    assert found
    phone.goto(found[1])
    axe(phone)
    for field in phone.get_by_role("main").locator("input[type=password]").all():
        field.fill("kort")
    phone.get_by_role("main").get_by_role("button").last.click()
    axe(phone)
    for field in phone.get_by_role("main").locator("input[type=password]").all():
        field.fill("en helt ny sætning")
    phone.get_by_role("main").get_by_role("button").last.click()
    expect(phone).to_have_url(re.compile("/konto/adgangskode/ny/gemt/"))
    axe(phone)
    sign_in_with_password(phone, people.bo.email, "en helt ny sætning")
    is_signed_in(phone)
