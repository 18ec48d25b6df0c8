"""Every page of the room opens, refuses whom it must, and asks the database as often for many."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.foundation.database import commit, now
from advisory.foundation.jobs import JobRun
from advisory.help.actions import add_number
from advisory.letters.actions import enqueue
from advisory.letters.models import Delivery
from advisory.people.models import Board, Standing
from advisory.routing.actions import add_rule, add_service, add_topic
from tests.boards.conftest import Desk
from tests.browser import Browser
from tests.building import LONG_AGO, a_board, a_person, a_team, hat_of

SETTINGS = "/staff/settings"
PAGES = (
    "/staff/opening",
    SETTINGS,
    f"{SETTINGS}/people",
    f"{SETTINGS}/people/invite",
    f"{SETTINGS}/teams",
    f"{SETTINGS}/teams/add",
    f"{SETTINGS}/routing",
    f"{SETTINGS}/routing?try=1&try-place=Camden",
    f"{SETTINGS}/topics",
    f"{SETTINGS}/help",
    f"{SETTINGS}/help/add",
    f"{SETTINGS}/ready-answers",
    f"{SETTINGS}/texts",
    f"{SETTINGS}/texts/STOP_ANY_TIME",
    f"{SETTINGS}/hours",
    f"{SETTINGS}/hours/away",
    f"{SETTINGS}/clocks",
    f"{SETTINGS}/languages",
    f"{SETTINGS}/languages/ar/sheet",
    f"{SETTINGS}/languages/ar/sign-off",
    f"{SETTINGS}/letters",
    "/staff/audit",
    "/staff/audit?check=1&about=person&person=nobody&before=x",
)
READERS_TOO = (f"{SETTINGS}/hours", f"{SETTINGS}/texts")
LISTS = tuple(page for page in PAGES if page.count("/") == 3 or page == "/staff/opening")


def furnish(session: Session, board: Board, times: int) -> None:
    administrator = a_person(session, board, Role.ADMINISTRATOR)
    by = hat_of(administrator, board, Role.ADMINISTRATOR)
    for _ in range(times):
        name = uuid4().hex
        team = a_team(session, board, name, standing=Standing.AGREED)
        person = a_person(session, board, Role.POLICY_LEAD, Role.TRANSLATOR, team=team)
        topic = add_topic(session, board_id=board.id, name=name, by=by)
        service = add_service(session, board_id=board.id, name=name, by=by)
        session.flush()
        add_rule(
            session,
            board_id=board.id,
            team_id=team.id,
            topic_id=topic.id,
            service_id=service.id,
            from_on=LONG_AGO,
            by=by,
        )
        add_number(session, board_id=board.id, name=name, note=name, number="111", by=by)
        letter = enqueue(
            session,
            board_id=board.id,
            kind="letter_dead",
            about={},
            dedupe_key=name,
            person_id=person.id,
        )
        assert letter is not None
        letter.delivery, letter.problem = Delivery.DEAD, "PostClosed"
    session.merge(JobRun(name="send letters", due_at=now(), problem="OSError"))
    commit(session)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_the_administrator(desk: Desk, page: str) -> None:
    furnish(desk.session, desk.board, 1)
    assert desk.browser.get(page).status == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_an_empty_board(desk: Desk, page: str) -> None:
    assert desk.browser.get(page).status == 200


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith(SETTINGS)])
@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.OUTSIDE_PERSON])
def test_settings_are_the_administrators(desk: Desk, page: str, role: Role) -> None:
    other = a_person(desk.session, desk.board, role)
    commit(desk.session)
    desk.browser.sign_in(other)
    says_when_nobody_reads = role is Role.FACILITATOR and page.startswith(READERS_TOO)
    assert desk.browser.get(page).status == (200 if says_when_nobody_reads else 403)


@pytest.mark.parametrize("page", LISTS)
def test_a_list_asks_the_database_as_often_for_one_as_for_twenty(desk: Desk, page: str) -> None:
    furnish(desk.session, desk.board, 1)
    desk.browser.get(page)
    with counted(desk.browser) as one:
        assert desk.browser.get(page).status == 200
    furnish(desk.session, desk.board, 19)
    with counted(desk.browser) as twenty:
        assert desk.browser.get(page).status == 200
    assert len(one) == len(twenty)
    assert len(twenty) <= 22


def test_the_rows_of_another_board_are_not_there(desk: Desk) -> None:
    other = a_board(desk.session)
    by = hat_of(a_person(desk.session, other, Role.ADMINISTRATOR), other, Role.ADMINISTRATOR)
    team = a_team(desk.session, other, "Their team")
    topic = add_topic(desk.session, board_id=other.id, name="Theirs", by=by)
    number = add_number(
        desk.session, board_id=other.id, name="Theirs", note="Free", number="111", by=by
    )
    rule = add_rule(desk.session, board_id=other.id, team_id=team.id, from_on=LONG_AGO, by=by)
    person = a_person(desk.session, other, Role.TRANSLATOR)
    pages = (f"people/{person.id}", f"teams/{team.id}", f"help/{number.id}")
    presses = (
        f"people/{person.id}/disable",
        f"people/{person.id}/invite",
        f"people/{person.id}/reset",
        f"roles/{person.grants[0].id}/end",
        f"teams/{team.id}/close",
        f"routing/{rule.id}/end",
        f"topic/{topic.id}/retire",
        f"service/{topic.id}/retire",
        f"help/{number.id}/rang",
        f"help/{number.id}/retire",
        f"hours/{uuid4()}/end",
        f"letters/{uuid4()}/retry",
        f"ready-answers/{uuid4()}/retire",
        "languages/fr/close",
    )
    texts = {"texts": str(topic.name_id)}
    commit(desk.session)
    assert desk.browser.post(f"{SETTINGS}/translations", texts).status == 404
    for page in pages:
        assert desk.browser.get(f"{SETTINGS}/{page}").status == 404
        assert desk.browser.post(f"{SETTINGS}/{page}", {"name": "Ours"}).status == 404
    for press in presses:
        assert desk.browser.post(f"{SETTINGS}/{press}").status == 404, press


@contextmanager
def counted(browser: Browser) -> Iterator[list[str]]:
    """The statements that pages send to the database inside the block."""
    engine: Engine = browser.app.extensions["database"].engine
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
