"""Staff sign in with passkeys, in a real browser with a device that the browser plays."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import CDPSession, expect
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.people.models import Person
from advisory.people.rules import hash_password
from tests.building import a_board, a_person
from tests.walks.conftest import Walkers
from tests.walks.walker import Walker

PASSWORD = "green bicycles under the moon"
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
pytestmark = pytest.mark.once


@pytest.fixture
def localhost(app: Flask, address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Passkeys need a host with a name."""
    named = address.replace("127.0.0.1", "localhost")
    settings = replace(app.config["SETTINGS"], base_url=named)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return named


@pytest.fixture
def lead(session: Session) -> Person:
    person = a_person(session, a_board(session), Role.FACILITATOR, name="Amal")
    person.password_hash = hash_password(PASSWORD)
    commit(session)
    return person


@pytest.fixture
def desk(walkers: Walkers, localhost: str) -> Iterator[Walker]:
    walker = Walker(walkers.browser, localhost, script=True, width=1280, language="en-GB")
    yield walker
    walker.context.close()


class Phone:
    """A device of the browser's own making."""

    def __init__(self, desk: Walker, **others: Any) -> None:
        self.tools: CDPSession = desk.context.new_cdp_session(desk.page)
        self.tools.send("WebAuthn.enable")
        made = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": {**PHONE, **others}})
        self.name = made["authenticatorId"]

    def passkeys(self) -> list[dict[str, Any]]:
        told = self.tools.send("WebAuthn.getCredentials", {"authenticatorId": self.name})
        found: list[dict[str, Any]] = told["credentials"]
        return found

    def take(self, passkey: dict[str, Any]) -> None:
        self.tools.send(
            "WebAuthn.addCredential", {"authenticatorId": self.name, "credential": passkey}
        )

    def knows_nobody(self) -> None:
        self.tools.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self.name, "isUserVerified": False}
        )

    def put_away(self) -> None:
        self.tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.name})


def shows_password(desk: Walker, person: Person) -> None:
    desk.open("/staff/sign-in")
    desk.write("E-mail address", person.email)
    desk.write("Password", PASSWORD)
    desk.press("Go on")


def begins(desk: Walker, person: Person) -> None:
    """The first sign-in, with a passkey as the second step."""
    shows_password(desk, person)
    desk.press("Make a passkey instead")
    desk.sees("Write these codes down now")
    desk.press("I have them, go on")


@pytest.mark.timeout(300)
def test_a_passkey_opens_after_the_password_and_alone(desk: Walker, lead: Person) -> None:
    phone = Phone(desk)
    begins(desk, lead)
    (kept,) = phone.passkeys()
    assert kept["rpId"] == "localhost"
    assert kept["isResidentCredential"]

    desk.press("Sign out")
    shows_password(desk, lead)
    desk.press("Use my passkey")
    desk.sees("Working as")

    desk.press("Sign out")
    desk.press("Sign in with a passkey")
    desk.sees("Working as")


@pytest.mark.timeout(300)
def test_passkeys_have_names_and_the_last_one_stays(desk: Walker, lead: Person) -> None:
    first = Phone(desk)
    begins(desk, lead)
    first.put_away()
    Phone(desk, transport="usb")
    desk.open("/staff/me/passkeys")
    desk.write("Name of this passkey", "The stick in my drawer")
    desk.write("Your password", "not my password at all")
    desk.page.get_by_role("button", name="Make a passkey").click()
    expect(desk.page.get_by_role("alert")).to_have_text("This is not your password.")
    desk.write("Your password", PASSWORD)
    desk.press("Make a passkey")
    desk.sees("The stick in my drawer")

    desk.follow("ul.lines a")
    desk.write("Your password", PASSWORD)
    desk.press("Remove it")
    desk.follow("ul.lines a")
    desk.sees("This is your only second step.")


@pytest.mark.timeout(300)
def test_a_copy_of_a_passkey_and_an_unknown_holder_do_not_come_in(
    desk: Walker, lead: Person
) -> None:
    phone = Phone(desk)
    begins(desk, lead)
    (copied,) = phone.passkeys()
    for _ in range(2):
        desk.press("Sign out")
        desk.press("Sign in with a passkey")
    desk.press("Sign out")
    phone.put_away()
    copy = Phone(desk)
    copy.take(copied)
    desk.press("Sign in with a passkey")
    desk.sees("This passkey does not open.")
    copy.knows_nobody()
    desk.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(desk.page.get_by_role("alert").locator("visible=true")).to_contain_text(
        "That did not work."
    )
    desk.open("/staff/me")
    assert desk.path == "/staff/sign-in"


def test_without_script_the_pages_offer_the_number(
    walkers: Walkers, localhost: str, lead: Person
) -> None:
    desk = walkers.someone(script=False, width=360)
    desk.open("/staff/sign-in")
    desk.does_not_see("JavaScript")
    assert desk.page.get_by_role("button", name="Sign in with a passkey").count() == 0
    desk.write("E-mail address", lead.email)
    desk.write("Password", PASSWORD)
    desk.press("Go on")
    assert desk.page.get_by_role("button", name="Make a passkey instead").count() == 0
    desk.sees("Or type this key into the app:")


def test_a_password_can_be_pasted_and_looked_at(desk: Walker, lead: Person) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.open("/staff/sign-in")
    desk.write("E-mail address", lead.email)
    desk.page.evaluate("words => navigator.clipboard.writeText(words)", PASSWORD)
    box = desk.page.locator("#password")
    box.focus()
    desk.page.keyboard.press("Control+V")
    expect(box).to_have_value(PASSWORD)
    expect(box).to_have_attribute("type", "password")
    desk.choose("Show what I type")
    expect(box).to_have_attribute("type", "text")
    expect(box).to_have_attribute("autocomplete", "current-password")
    desk.press("Go on")
    desk.sees("Set up your second step")
