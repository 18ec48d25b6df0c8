"""Passwords: what is refused, and how their boxes behave."""

import unicodedata
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from advisory.foundation import keys
from advisory.foundation.access import Hat
from advisory.foundation.database import commit
from advisory.people import actions, rules
from advisory.people.models import Person
from tests.browser import Browser, Seen
from tests.people.door import shows_password

OFTEN_CHOSEN = FREQUENCY_LISTS["passwords"][:3000]


def doubled(password: str) -> str:
    while len(password) < rules.SHORTEST_PASSWORD:
        password += password
    return password


MADE_LONGER: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "doubled": doubled,
    "doubled and a one": lambda password: doubled(password) + "1",
    "filled with ones": lambda password: password.ljust(15, "1"),
    "counted on": lambda password: (password + "12345678901234")[: max(15, len(password))],
    "capital and marks": lambda password: doubled(password.capitalize()) + "1!",
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("longer", MADE_LONGER)
def test_well_known_passwords_are_refused_however_they_are_made_longer(
    longer: str,
) -> None:
    assert len(set(OFTEN_CHOSEN)) == 3000
    tried = OFTEN_CHOSEN if longer == "as it is" else OFTEN_CHOSEN[::4]
    taken = [
        password for password in tried if not rules.password_problem(MADE_LONGER[longer](password))
    ]
    assert taken == []


def test_every_well_known_password_that_is_long_enough_is_refused() -> None:
    found = [one for one in FREQUENCY_LISTS["passwords"] if len(one) >= rules.SHORTEST_PASSWORD]
    assert len(found) >= 30
    assert [one for one in found if not rules.password_problem(one)] == []


@pytest.mark.parametrize(
    "password",
    [
        "green bicycles under the moon",
        "ሰላም ዓለም ብስክለታ ወርሒ ሓምሌ",
        "دراجات خضراء تحت ضوء القمر",
        "all small letters no signs no numbers",
        unicodedata.normalize("NFD", "été café crêpe naïve garçon"),
        "x7!Kp2#vQ9@mZ4$",
    ],
)
def test_no_rule_asks_for_kinds_of_signs(password: str) -> None:
    assert rules.password_problem(password) is None


def boxes(seen: Seen) -> dict[str, str | None]:
    return {
        box.get("name", ""): box.get("autocomplete")
        for box in seen.all("input")
        if box.get("type") in {"password", "email", "text"} and box.get("name") != "q"
    }


def test_password_managers_are_told_what_each_box_is(
    session: Session, by: Hat, first: Person, browser: Browser
) -> None:
    link = actions.invite_again(session, first, by=by)
    token = keys.keyring(session).link_token(link.id)
    commit(session)
    assert boxes(browser.get("/staff/sign-in")) == {
        "email": "username",
        "password": "current-password",
    }
    new = {"password": "new-password", "again": "new-password"}
    assert boxes(browser.get(f"/staff/welcome/{link.id}/{token}")) == new
    assert boxes(shows_password(browser)) == {"number": "one-time-code"}
    browser.sign_in(first)
    changing = boxes(browser.get("/staff/me/password"))
    assert changing == {**new, "present_password": "current-password"}
    assert boxes(browser.get("/staff/me/second-factor")) == {"password": "current-password"}


def test_the_second_step_takes_a_one_time_code(browser: Browser, secret: str) -> None:
    assert boxes(shows_password(browser)) == {"number": "one-time-code"}
