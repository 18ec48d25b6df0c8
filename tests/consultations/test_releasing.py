"""From a response to a passage that is labelled: checked English, nothing telling, once."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.consultations.actions import ending
from advisory.consultations.models import OwnWords, Response
from advisory.foundation.database import Database, commit
from advisory.themes.models import Passage
from advisory.themes.queries import desk as sense
from tests.browser import Browser
from tests.consultations.test_reading import OWN, Desk


@pytest.fixture
def desk(session: Session, database: Database, browser: Browser) -> Desk:
    return Desk(session, database, browser)


def address(desk: Desk) -> str:
    desk.session.flush()
    said = desk.session.scalars(select(OwnWords)).one()
    return f"/words/{said.id}/passage"


def test_nothing_is_released_while_people_answer(desk: Desk) -> None:
    desk.answer("Good", "The bus.")
    assert desk.get(address(desk)).status == 409


def test_a_response_becomes_a_passage_beside_its_own_words(desk: Desk) -> None:
    desk.answer("Good", OWN, "ti")
    desk.close()
    page = address(desk)
    assert OWN in desk.get(page).words
    url = f"/staff/consultations/{desk.own.id}{page}"
    telling = desk.browser.post(url, {"body": "Ring 020 7946 0018 about the bus."})
    assert telling.status == 422
    assert telling.says("a telephone number")
    for _ in range(2):
        assert desk.browser.post(url, {"body": "The bus is late."}).status == 200
    assert desk.get("/responses").says("Released")
    passage = desk.session.scalars(select(Passage)).one()
    found = sense.beside(desk.session, desk.by, passage.id)
    assert found is not None
    assert found.origin is not None
    assert (found.origin.text, found.released.text) == (OWN, "The bus is late.")


def test_who_deletes_their_response_takes_the_passage_along(desk: Desk) -> None:
    desk.answer("Good", "The bus.")
    desk.close()
    url = f"/staff/consultations/{desk.own.id}{address(desk)}"
    commit(desk.session)
    desk.browser.post(url, {"body": "The bus is late."})
    gone = desk.session.scalars(select(Response)).one()
    ending.delete_everything(desk.session, gone.contribution)
    commit(desk.session)
    assert desk.session.scalar(select(func.count()).select_from(Passage)) == 0
