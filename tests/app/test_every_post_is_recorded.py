"""Whoever changes something leaves an entry in the audit log: each page that is posted to."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from types import FunctionType, ModuleType

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit
from tests.browser import Browser
from tests.building import a_board, a_person, some_feedback

NOTHING_TO_RECORD = {
    "consultations.public_consultation": "a draft: nothing was said yet",
    "desk.claim_translation": "the version itself names who translates",
    "desk.claim_voice": "the version itself names who writes it down",
    "desk.hand_back_translation": "the version itself names who translates",
    "desk.hand_back_voice": "the version itself names who writes it down",
    "desk.read_promise": "a step of writing for someone: recorded when it is accepted",
    "desk.search": "it looks; the words are posted so that no address carries them",
    "desk.slip_finished": "a step of writing for someone",
    "desk.stop_writing": "forgets what was begun in this browser",
    "desk.write_for": "a step of writing for someone",
    "desk.write_words": "a step of writing for someone",
    "feedback.keep_sound": "a draft: nothing was said yet",
    "feedback.picture_step": "a draft: nothing was said yet",
    "feedback.pictures": "a draft: nothing was said yet",
    "feedback.say": "a draft: nothing was said yet",
    "feedback.say_again": "a draft: nothing was said yet",
    "feedback.without_code": "what the browser shows next",
    "mine.change_response": "a draft: nothing was said yet",
    "mine.close": "this browser's visit",
    "mine.leave": "this browser's visit",
    "mine.only_mine": "this browser's visit",
    "mine.stay": "this browser's visit",
    "outreach.again": "brings a draft back: nothing was said yet",
    "outreach.agree": "a step of writing for someone: recorded when it is accepted",
    "outreach.answer": "a step of writing for someone: recorded when it is accepted",
    "outreach.ask": "a step of writing for someone: recorded when it is accepted",
    "outreach.begin": "a step of writing for someone",
    "outreach.clear": "forgets what was begun in this browser",
    "outreach.close_kiosk": "this browser's visit",
    "outreach.finish": "this browser's visit",
    "outreach.stay": "this browser's visit",
    "people.ask_passkey": "a question to the browser: recorded when it is answered",
    "people.hat": "this browser's visit; every act carries its hat",
    "people.recovery": "this browser's visit: the codes were shown",
    "themes.exchange": "shows what a file would bring: recorded when somebody says yes",
}
"""Each with its reason."""


@cache
def called(function: FunctionType) -> frozenset[FunctionType]:
    """Our own functions that this one names: what it may call."""
    module = importlib.import_module(function.__module__)
    tree = ast.parse(inspect.getsource(module))
    body = next(
        (
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.name == function.__name__
        ),
        tree,
    )
    return frozenset(
        found
        for node in ast.walk(body)
        if isinstance(found := _meant(node, module), FunctionType)
        and found.__module__.startswith("advisory.")
    )


def _meant(node: ast.AST, module: ModuleType) -> object:
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    if isinstance(node, ast.Attribute):
        owner = _meant(node.value, module)
        return getattr(owner, node.attr, None) if isinstance(owner, ModuleType) else None
    return None


def reached(start: FunctionType) -> Iterator[FunctionType]:
    seen, waiting = {start}, [start]
    while waiting:
        function = waiting.pop()
        yield function
        new = called(function) - seen
        seen |= new
        waiting += new


def posts(app: Flask) -> dict[str, FunctionType]:
    found = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "POST" in (rule.methods or set()) and isinstance(view, FunctionType):
            found[rule.endpoint] = view
    return found


def test_every_page_that_is_posted_to_is_recorded_or_says_why_not(app: Flask) -> None:
    silent = {
        endpoint for endpoint, view in posts(app).items() if audit.record not in set(reached(view))
    }
    assert sorted(silent) == sorted(NOTHING_TO_RECORD)


def audited(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.what).order_by(AuditEntry.number)))


def test_a_door_that_stays_shut_is_recorded(
    session: Session, browser: Browser, database: Database
) -> None:
    board = a_board(session)
    lead = a_person(session, board, Role.TRANSLATOR)
    commit(session)
    browser.sign_in(lead)
    assert browser.get("/staff/settings/letters").status == 403
    assert audited(database) == ["refused: boards.letters"]


def test_a_row_that_is_not_for_somebody_is_recorded(
    session: Session, browser: Browser, database: Database
) -> None:
    """Refused inside the page, whose own transaction is rolled back."""
    here, elsewhere = a_board(session), a_board(session)
    elsewhere.created_at = here.created_at + timedelta(days=1)
    item, _digits = some_feedback(session, elsewhere)
    reader = a_person(session, here, Role.FACILITATOR)
    commit(session)
    before = len(audited(database))
    browser.sign_in(reader)
    assert browser.get(f"/staff/inbox/{item.id}").status == 404
    assert browser.post(f"/staff/inbox/{item.id}/take").status == 404
    assert all(what.startswith("refused: ") for what in audited(database)[before:])
    assert len(audited(database)) == before + 2


def test_a_sign_in_that_misses_is_recorded(
    session: Session, browser: Browser, database: Database
) -> None:
    board = a_board(session)
    person = a_person(session, board, Role.FACILITATOR)
    commit(session)
    wrong = {"email": person.email, "password": "not the right one at all"}
    assert browser.post("/staff/sign-in", wrong).status == 422
    assert audited(database) == ["sign-in missed"]
