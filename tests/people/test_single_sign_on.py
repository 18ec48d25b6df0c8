"""Single sign-on, against a provider that speaks the protocol, and lies."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import Database, commit, now
from advisory.people import actions
from advisory.people.models import Grant, Person
from tests.browser import Browser, Seen
from tests.people.door import number_of
from tests.people.provider import CLIENT, SECRET, Provider, running

BEGIN, BACK = "/staff/sign-in/sso", "/staff/sign-in/sso/back"
SILENT, REFUSED, NOT_HERE = "does not answer", "did not work", "does not open"


@pytest.fixture(scope="module")
def running_provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(running_provider: Provider, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Provider:
    running_provider.says()
    switched_on(app, monkeypatch, running_provider.address)
    return running_provider


def switched_on(app: Flask, monkeypatch: pytest.MonkeyPatch, issuer: str, **others: Any) -> None:
    settings = replace(
        app.config["SETTINGS"],
        oidc_issuer=issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_name="The council",
        **others,
    )
    monkeypatch.setitem(app.config, "SETTINGS", settings)


def leaves(browser: Browser, path: str = BEGIN) -> str:
    """To the provider, and from there to the address that leads back to us."""
    away = browser.get(path, follow=False)
    assert away.status == 303, away.text
    answer = requests.get(away.response.headers["Location"], allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert back.netloc == "127.0.0.1:8000"
    return f"{back.path}?{back.query}"


def returns(browser: Browser, path: str = BEGIN) -> Seen:
    return browser.get(leaves(browser, path))


def told(session: Session) -> list[str]:
    found = select(audit.AuditEntry.what).order_by(audit.AuditEntry.number)
    return list(session.scalars(found))


def is_out(browser: Browser) -> bool:
    return browser.get("/staff/me").url.startswith("/staff/sign-in") and browser.get(
        "/staff/second-factor"
    ).url.startswith("/staff/sign-in")


# ── Switched off ─────────────────────────────────────────────────────────────────────────────────


def test_it_is_off_until_the_operator_names_a_provider(browser: Browser, amina: Person) -> None:
    assert "Sign in with The" not in browser.get("/staff/sign-in").words
    assert browser.get(BEGIN).status == 404
    assert browser.get(BACK).status == 404


# ── In ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_whom_the_provider_names_is_still_asked_for_the_second_step(
    session: Session, browser: Browser, secret: str, provider: Provider
) -> None:
    provider.says(amr=["pwd", "mfa"], acr="high")
    assert browser.get("/staff/sign-in").link("Sign in with The council") == BEGIN
    second = returns(browser)
    assert second.url == "/staff/second-factor"
    assert browser.get("/staff/me").url.startswith("/staff/sign-in")
    browser.press(second, "Sign in", number=number_of(secret))
    assert browser.get("/staff/me").h1 == "About me"
    assert "named by single sign-on" in told(session)


def test_the_question_carries_proof_state_and_nonce_and_our_own_address_alone(
    browser: Browser, amina: Person, provider: Provider
) -> None:
    evil = "?redirect_uri=https://evil.example&next=https://evil.example"
    leaves(browser, BEGIN + evil)
    asked = provider.asked()
    assert asked["redirect_uri"] == "http://127.0.0.1:8000" + BACK
    assert (asked["code_challenge_method"], asked["scope"]) == ("S256", "openid email")
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    first = asked
    leaves(browser)
    assert not set(first.values()) & {provider.asked()["state"], provider.asked()["nonce"]}


def test_the_provider_s_second_factor_counts_only_where_the_operator_says_so(
    session: Session,
    browser: Browser,
    secret: str,
    provider: Provider,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    switched_on(app, monkeypatch, provider.address, oidc_second_factors=frozenset({"mfa"}))
    provider.says(amr=["pwd"])
    assert returns(browser).url == "/staff/second-factor"
    provider.says(amr=["pwd", "mfa"])
    assert returns(browser, BEGIN + "?next=/staff/me/password").url == "/staff/me/password"
    assert told(session)[-1] == "signed in by single sign-on"


def test_every_step_has_a_new_session(browser: Browser, secret: str, provider: Provider) -> None:
    browser.get("/staff/sign-in")
    back = leaves(browser)
    before = browser.client.get_cookie("s")
    browser.get(back)
    after = browser.client.get_cookie("s")
    assert before is not None
    assert after is not None
    assert before.value != after.value


# ── Out ──────────────────────────────────────────────────────────────────────────────────────────

LIES: dict[str, tuple[dict[str, Any], str]] = {
    "another nonce": ({"nonce": "another"}, REFUSED),
    "no nonce": ({"nonce": None}, REFUSED),
    "for somebody else": ({"aud": "another-board"}, REFUSED),
    "for several, made for another": ({"aud": [CLIENT, "x"], "azp": "x"}, REFUSED),
    "from somebody else": ({"iss": "https://evil.example"}, REFUSED),
    "over": ({"exp": int(time.time()) - 600}, REFUSED),
    "without an end": ({"exp": None}, REFUSED),
    "without an address": ({"email": None}, REFUSED),
    "address not checked": ({"email_verified": False}, REFUSED),
    "address said to be checked": ({"email_verified": "true"}, REFUSED),
    "address without a word on it": ({"email_verified": None}, REFUSED),
    "nobody we know": ({"email": "nobody@board.example"}, NOT_HERE),
    "another key": ({"lie": "signed by another key"}, REFUSED),
    "no key": ({"lie": "not signed"}, REFUSED),
    "the shared secret as key": ({"lie": "signed by our own secret"}, REFUSED),
    "refuses": ({"lie": "refuses"}, REFUSED),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_provider_that_lies_lets_nobody_in(
    session: Session, browser: Browser, secret: str, provider: Provider, lie: str
) -> None:
    says, answer = LIES[lie]
    provider.says(**says)
    seen = returns(browser)
    assert seen.status == 422
    assert answer in seen.words
    assert is_out(browser)
    assert told(session)[-1] == "sign-in missed"


def rows(database: Database) -> list[int]:
    with database.reading() as session:
        return [len(session.scalars(select(ids)).all()) for ids in (Person.id, Grant.id)]


def test_nobody_and_no_role_is_made_by_a_provider(
    database: Database, browser: Browser, secret: str, provider: Provider
) -> None:
    provider.says(email="nobody@board.example", roles=["administrator"], groups=["administrator"])
    before = rows(database)
    assert NOT_HERE in returns(browser).words
    provider.says(roles=["safeguarding_lead"])
    assert returns(browser).url == "/staff/second-factor"
    assert rows(database) == before


def test_an_address_that_was_given_to_somebody_else_opens_nothing(
    session: Session, by: Hat, browser: Browser, first: Person, secret: str, provider: Provider
) -> None:
    """The account that opened first is the person, until an administrator sends a new link."""
    assert returns(browser).url == "/staff/second-factor"
    browser.sign_out()
    provider.says(sub="somebody new")
    assert NOT_HERE in returns(browser).words
    assert is_out(browser)
    provider.says(email="amina.renamed@board.example")
    assert returns(browser).url == "/staff/second-factor"
    browser.sign_out()
    actions.invite_again(session, first, by=by)
    commit(session)
    provider.says(sub="somebody new")
    assert returns(browser).url == "/staff/second-factor"


def test_who_is_shut_out_or_never_joined_does_not_come_in(
    session: Session,
    by: Hat,
    browser: Browser,
    provider: Provider,
    newcomer: Callable[..., Person],
) -> None:
    sara = newcomer("Sara")
    actions.invite(
        session,
        by=by,
        name="Lucy",
        email="lucy@board.example",
        role=Role.TRANSLATOR,
        board_id=by.board_id,
    )
    sara.disabled_at = now()
    commit(session)
    for email in ("sara@board.example", "lucy@board.example"):
        provider.says(email=email)
        assert NOT_HERE in returns(browser).words
        assert is_out(browser)


def test_a_lost_phone_is_not_got_round_by_the_provider(
    session: Session, by: Hat, browser: Browser, first: Person, secret: str, provider: Provider
) -> None:
    actions.invite_again(session, first, by=by, forget_second_factor=True)
    commit(session)
    assert NOT_HERE in returns(browser).words
    assert is_out(browser)


def test_an_answer_is_taken_once_by_the_browser_that_asked(
    browser: Browser, app: Flask, secret: str, provider: Provider
) -> None:
    back = leaves(browser)
    thief = Browser(app)
    assert REFUSED in thief.get(back).words
    leaves(thief)
    assert REFUSED in thief.get(back).words
    assert browser.get(back).url == "/staff/second-factor"
    assert REFUSED in browser.get(back).words


def test_a_state_is_not_used_again_for_another_code(
    browser: Browser, secret: str, provider: Provider
) -> None:
    first = leaves(browser)
    browser.get(first)
    code = parse_qs(urlsplit(leaves(browser)).query)["code"][0]
    state = parse_qs(urlsplit(first).query)["state"][0]
    assert REFUSED in browser.get(f"{BACK}?code={code}&state={state}").words
    assert REFUSED in browser.get(f"{BACK}?code={code}").words


@pytest.mark.parametrize(
    "lie",
    ["is broken", "speaks no JSON", "is another issuer", "leads elsewhere", "is silent at once"],
)
def test_a_provider_that_does_not_answer_is_told_on_a_page(
    browser: Browser, secret: str, provider: Provider, lie: str
) -> None:
    provider.says(lie=lie)
    seen = browser.get(BEGIN)
    assert seen.status == 422
    assert SILENT in seen.words
    assert seen.all("input", name="password")


def test_a_provider_that_falls_silent_half_way_is_told_on_a_page(
    browser: Browser, secret: str, provider: Provider
) -> None:
    back = leaves(browser)
    provider.says(lie="is silent at the end")
    assert SILENT in browser.get(back).words
    assert is_out(browser)


def test_a_provider_that_is_gone_is_told_on_a_page(
    browser: Browser, secret: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    switched_on(app, monkeypatch, "http://127.0.0.1:9")
    assert SILENT in browser.get(BEGIN).words


def test_a_wrong_answer_ends_the_question(
    browser: Browser, secret: str, provider: Provider
) -> None:
    back = leaves(browser)
    assert REFUSED in browser.get(f"{BACK}?code=guessed&state=guessed").words
    assert REFUSED in browser.get(back).words
    assert is_out(browser)
