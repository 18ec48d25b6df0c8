"""A double tap at the desk, or Back and the same button again, does a thing once."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.contributions.models import Message, MessageKind
from advisory.feedback.actions import reading
from advisory.feedback.models import Feedback
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.people.models import Board, Person
from advisory.safeguarding.models import LogEntry
from advisory.safeguarding.queries import concern_of
from advisory.themes.models import Passage
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of
from tests.desk.items import an_item, page


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


@pytest.fixture
def facilitator(session: Session, board: Board, browser: Browser) -> Person:
    person = a_person(session, board, Role.FACILITATOR)
    commit(session)
    browser.sign_in(person)
    return person


@pytest.fixture
def item(session: Session, board: Board, facilitator: Person) -> Feedback:
    return an_item(session, board, facilitator)


def test_news_told_twice_is_one_turn_and_other_news_another(
    database: Database, browser: Browser, item: Feedback
) -> None:
    form = browser.get(page(item, "news"))
    for news in ("We asked the clinic.", "We asked the clinic.", "The clinic replied."):
        browser.press(form, "Tell them", news=news)
    told = select(func.count()).where(Message.kind == MessageKind.NEWS)
    with database.reading() as reader:
        assert reader.scalar(told.select_from(Message)) == 2


def test_a_passage_released_twice_is_there_once(
    database: Database, browser: Browser, item: Feedback
) -> None:
    form = browser.get(page(item, "passage"))
    for body in ("The letter came late.", "The letter came late.", "Nobody called."):
        browser.press(form, "Release", body=body)
    with database.reading() as reader:
        assert reader.scalar(select(func.count()).select_from(Passage)) == 2


def test_a_note_on_a_concern_written_twice_is_there_once(
    session: Session, database: Database, browser: Browser, board: Board, item: Feedback
) -> None:
    lead = a_person(session, board, Role.SAFEGUARDING_LEAD)
    by = hat_of(lead, board, Role.SAFEGUARDING_LEAD)
    reading.hold(session, item, allegation=False, board=board, by=by)
    concern = concern_of(session, item.contribution_id)
    assert concern is not None
    commit(session)
    browser.sign_in(lead)
    for note in ("I rang the clinic.", "I rang the clinic.", "Nobody was there."):
        browser.post(f"/staff/concerns/{concern.id}/note", {"note": note})
    with database.reading() as reader:
        assert reader.scalar(select(func.count()).select_from(LogEntry)) == 2
