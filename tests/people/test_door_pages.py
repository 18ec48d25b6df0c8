import re
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from advisory.foundation.database import commit
from advisory.people import actions, rules
from advisory.people.models import Person
from tests.browser import Browser
from tests.people.conftest import PASSWORD
from tests.people.door import ANOTHER, codes_on, cookie_of, enrols, number_of, shows_password


def test_nobody_is_in_before_both_factors(browser: Browser, secret: str) -> None:
    second = shows_password(browser)
    assert second.url == "/staff/second-factor"
    assert browser.get("/staff/me").url.startswith("/staff/sign-in")
    browser.press(second, "Sign in", number=number_of(secret))
    assert browser.get("/staff/me").h1 == "About me"


def test_every_step_has_a_new_session(browser: Browser, secret: str) -> None:
    door = browser.get("/staff/sign-in")
    ids = [cookie_of(browser)]
    second = browser.press(door, "Go on", email="amina@board.example", password=PASSWORD)
    ids.append(cookie_of(browser))
    browser.press(second, "Sign in", number=number_of(secret))
    ids.append(cookie_of(browser))
    assert len(set(ids)) == 3


def test_wrong_unknown_and_locked_get_the_same_page(browser: Browser, secret: str) -> None:
    def answer(email: str, password: str) -> str:
        seen = browser.press(browser.get("/staff/sign-in"), "Go on", email=email, password=password)
        assert seen.status == 422
        assert password not in seen.text
        return re.sub(r"value=\"[^\"]*\"", "", seen.text)

    wrong = answer("amina@board.example", "wrong words entirely here")
    unknown = answer("nobody@board.example", "wrong words entirely here")
    for _ in range(4):
        answer("amina@board.example", "wrong words entirely here")
    locked = answer("amina@board.example", PASSWORD)
    assert wrong == unknown == locked


def test_what_was_typed_is_shown_again_except_the_password(amina: Person, browser: Browser) -> None:
    seen = shows_password(browser, "wrong words entirely here")
    assert seen.all("input", name="email")[0].get("value") == "amina@board.example"
    assert seen.all("input", name="password")[0].get("value") in {None, ""}
    empty = browser.press(seen, "Go on", email="", password="")
    assert "Write your e-mail address." in empty.words


def test_a_number_does_not_open_twice(browser: Browser, secret: str, app: Flask) -> None:
    number = number_of(secret)
    browser.press(shows_password(browser), "Sign in", number=number)
    other = Browser(app)
    assert other.press(shows_password(other), "Sign in", number=number).status == 422
    assert other.get("/staff/me").url.startswith("/staff/sign-in")


def test_the_password_alone_does_not_replace_the_second_factor(
    browser: Browser, secret: str
) -> None:
    shows_password(browser)
    assert browser.get("/staff/second-factor/start").url == "/staff/second-factor"
    posted = browser.post("/staff/second-factor/start", {"number": "123456"})
    assert posted.url == "/staff/second-factor"


def test_a_new_password_ends_a_half_finished_sign_in(
    session: Session, browser: Browser, first: Person
) -> None:
    commit(session)
    shows_password(browser)
    assert browser.get("/staff/second-factor/start").h1 == "Set up your second step"
    first.password_hash = rules.hash_password(ANOTHER)
    commit(session)
    for path in ("/staff/second-factor/start", "/staff/second-factor"):
        assert browser.get(path).url == "/staff/sign-in"
    for path in ("/staff/second-factor/passkey/ask", "/staff/second-factor/passkey"):
        assert browser.post(path).url == "/staff/sign-in"


def test_half_signed_in_pages_send_strangers_to_the_door(browser: Browser) -> None:
    for path in ("/staff/second-factor", "/staff/second-factor/start"):
        assert browser.get(path).url.startswith("/staff/sign-in")


def test_after_the_door_one_is_where_one_wanted_to_go(browser: Browser, secret: str) -> None:
    second = shows_password(browser, url="/staff/sign-in?next=" + quote("/staff/me/password"))
    seen = browser.press(second, "Sign in", number=number_of(secret))
    assert seen.url == "/staff/me/password"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/staff/", "//evil.example", "/staff/\\evil"]
)
def test_the_door_sends_nobody_to_another_site(
    browser: Browser, secret: str, elsewhere: str
) -> None:
    second = shows_password(browser, url="/staff/sign-in?next=" + quote(elsewhere, safe=""))
    seen = browser.press(second, "Sign in", number=number_of(secret), follow=False)
    assert seen.status == 303
    assert "evil" not in seen.response.headers["Location"]


def test_a_session_keeps_no_trace_of_the_network(browser: Browser, secret: str) -> None:
    browser.press(shows_password(browser), "Sign in", number=number_of(secret))
    browser.get("/staff/me")
    with browser.client.session_transaction() as visit:
        assert "_id" not in visit


def test_a_signed_out_session_opens_nothing_when_its_cookie_comes_back(
    browser: Browser, amina: Person, app: Flask
) -> None:
    browser.sign_in(amina)
    assert browser.get("/staff/me").status == 200
    stolen = cookie_of(browser)
    assert stolen is not None
    assert browser.post("/staff/sign-out").url == "/staff/sign-in"
    thief = Browser(app)
    thief.client.set_cookie("s", stolen)
    assert thief.get("/staff/me").url.startswith("/staff/sign-in")


def test_a_get_does_not_sign_out(browser: Browser, amina: Person) -> None:
    browser.sign_in(amina)
    assert browser.get("/staff/sign-out").status == 405
    assert browser.get("/staff/me").status == 200


def test_recovery_codes_are_shown_once(browser: Browser, amina: Person) -> None:
    _, recovery = enrols(browser, shows_password(browser))
    first_time = codes_on(recovery)
    # Until they are put away: a page that did not arrive can be loaded again.
    assert codes_on(browser.get("/staff/recovery")) == first_time
    browser.press(recovery, "I have them")
    assert codes_on(browser.get("/staff/recovery")) == []


def test_a_recovery_code_opens_without_the_phone(
    session: Session, browser: Browser, first: Person, secret: str
) -> None:
    code = actions.make_recovery_codes(session, first)[0]
    commit(session)
    browser.press(shows_password(browser), "Sign in", number=code.lower())
    assert f"Recovery codes left {rules.RECOVERY_CODES - 1}" in browser.get("/staff/me").words
