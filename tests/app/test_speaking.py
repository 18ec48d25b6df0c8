"""The language of a page is the language of its address."""

from datetime import date
from pathlib import Path
from shutil import copytree

from sqlalchemy.orm import Session

from advisory.boards.actions.signing import Checked, sign_off_strings
from advisory.foundation.database import commit
from advisory.languages.catalogues import reading_from
from advisory.languages.commands import compile_catalogue
from advisory.languages.extraction import write_stable
from advisory.languages.safety import SAFETY
from advisory.languages.shelf import catalogue, header_of
from advisory.languages.signing import safety_strings
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


def test_a_signed_language_loses_its_draft_mark_until_a_sentence_changes(
    session: Session, browser: Browser, tmp_path: Path
) -> None:
    board = a_board(session)
    commit(session)
    with reading_from(TRANSLATIONS):
        assert browser.get("/ar/").says(SAFETY.DRAFT_LANGUAGE)
        sign_off_strings(
            session,
            board_id=board.id,
            language="ar",
            strings=safety_strings("ar"),
            checked=Checked(by="A teacher of Arabic", on=date(2026, 11, 20)),
            by=None,
        )
        commit(session)
        assert not browser.get("/ar/").says(SAFETY.DRAFT_LANGUAGE)
        assert "مسودة" not in browser.get("/").words
    with reading_from(_with_another_promise(tmp_path)):
        assert browser.get("/ar/").says(SAFETY.DRAFT_LANGUAGE)


def _with_another_promise(folder: Path) -> Path:
    """The catalogues of Arabic after somebody changed the translation of one sentence."""
    here = Path(copytree(TRANSLATIONS / "ar", folder / "ar")) / "LC_MESSAGES" / "safety.po"
    kept = catalogue(here, "ar")
    kept[SAFETY.PROMISE_NO_NAME.message].string = "لا داعي لأن تذكر اسمك هنا."
    write_stable(here, kept, header_of(here))
    compile_catalogue(here)
    return folder
