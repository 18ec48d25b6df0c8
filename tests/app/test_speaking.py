"""The language of a page is the language of its address."""

from pathlib import Path

from sqlalchemy.orm import Session

from advisory.foundation.database import commit
from advisory.languages.catalogues import reading_from
from advisory.languages.safety import SAFETY
from advisory.words import actions as words
from tests.browser import Browser
from tests.building import a_board

TRANSLATIONS = Path(__file__).parents[2] / "translations"


def test_where_there_is_no_page_the_address_still_says_the_language(
    session: Session, browser: Browser
) -> None:
    a_board(session)
    commit(session)
    seen = browser.get("/ar/no-such-page")
    assert seen.status == 404
    assert seen.all("html")[0].get("dir") == "rtl"


def test_a_signed_language_loses_its_draft_mark(session: Session, browser: Browser) -> None:
    board = a_board(session)
    commit(session)
    with reading_from(TRANSLATIONS):
        before = browser.get("/ar/")
        words.open_language(
            session, board_id=board.id, language="ar", as_draft=False, position=1, by=None
        )
        commit(session)
        after = browser.get("/ar/")
        assert before.says(SAFETY.DRAFT_LANGUAGE)
        assert not after.says(SAFETY.DRAFT_LANGUAGE)
