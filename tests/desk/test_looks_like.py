"""What a machine takes the words for: said on the item's page, done by a person."""

import pytest
from sqlalchemy.orm import Session

from advisory.feedback.models import Feedback
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.languages.identification import suggestions
from advisory.people.models import Board
from advisory.words.rules import UNKNOWN
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of, some_feedback, understood
from tests.desk.items import page

DARI = "در کلینیک هیچ کس به زبان ما گپ نمی‌زند و نامه‌ها همه به انگلیسی است."
ARABIC = "الرسالة من العيادة جاءت باللغة الإنجليزية فقط ولم أفهم منها شيئا."


@pytest.mark.parametrize(
    ("text", "said", "offered"),
    [
        (DARI, UNKNOWN, ("fa-AF", "fa")),
        (DARI, "ar", ("fa-AF", "fa")),
        (DARI, "fa-AF", ()),
        (DARI, "haz", ()),
        (ARABIC, "fa", ("ar",)),
        (ARABIC, "apd", ()),
        (DARI[:30], "ar", ()),
        ("1234567890 " * 10, UNKNOWN, ()),
    ],
)
def test_only_long_words_that_disagree_with_the_person_bring_a_suggestion(
    text: str, said: str, offered: tuple[str, ...]
) -> None:
    assert suggestions(text, said) == offered


@pytest.fixture
def item(session: Session, browser: Browser) -> Feedback:
    board = a_board(session)
    person = a_person(session, board, Role.FACILITATOR)
    found, _ = some_feedback(session, board, words=DARI, language="ar")
    commit(session)
    browser.sign_in(person)
    return found


def test_one_press_names_the_language_and_looking_alone_names_nothing(
    session: Session, browser: Browser, item: Feedback
) -> None:
    seen = browser.get(page(item))
    assert "These words look like: Dari" in seen.words
    session.refresh(item.contribution)
    assert item.contribution.speaks == "ar"
    commit(session)
    seen = browser.press(seen, "It is Dari")
    session.expire_all()
    assert item.contribution.speaks == "fa-AF"
    assert item.contribution.messages[0].text.language == "fa-AF"
    assert "These words look like" not in seen.words


def test_nothing_is_suggested_once_somebody_has_understood_it(
    session: Session, browser: Browser, item: Feedback
) -> None:
    board = session.get_one(Board, item.board_id)
    reader = a_person(session, board, Role.FACILITATOR, speaks=["ar"])
    understood(session, item, hat_of(reader, board, Role.FACILITATOR))
    commit(session)
    assert "These words look like" not in browser.get(page(item)).words
