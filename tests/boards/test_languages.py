import pytest
from sqlalchemy import select

from advisory.foundation.database import commit
from advisory.words.models import OpenedLanguage
from tests.boards.conftest import Desk

LANGUAGES = "/staff/settings/languages"


def opened(desk: Desk) -> list[tuple[str, bool]]:
    with desk.reading() as session:
        rows = session.scalars(select(OpenedLanguage).order_by(OpenedLanguage.position))
        return [(row.language, row.as_draft) for row in rows]


def test_a_language_moves_up_and_closes(desk: Desk) -> None:
    desk.browser.post(f"{LANGUAGES}/ti/up")
    assert [tag for tag, _draft in opened(desk)] == ["en", "ar", "ti", "fa-AF"]
    desk.browser.post(f"{LANGUAGES}/fa-AF/close")
    assert opened(desk) == [("en", False), ("ar", True), ("ti", True)]
    assert desk.audited() == ["language moved: ti", "language closed: fa-AF"]


def test_the_first_language_stays_first(desk: Desk) -> None:
    desk.browser.post(f"{LANGUAGES}/en/up")
    assert opened(desk)[0] == ("en", False)


def test_the_last_language_does_not_close_while_people_can_send(desk: Desk) -> None:
    desk.open_sending()
    commit(desk.session)
    for tag in ("ar", "fa-AF", "ti"):
        assert desk.browser.post(f"{LANGUAGES}/{tag}/close").status == 200
    assert desk.browser.post(f"{LANGUAGES}/en/close").status == 409
    assert opened(desk) == [("en", False)]


def test_a_language_is_opened_again_knowingly(desk: Desk) -> None:
    desk.browser.post(f"{LANGUAGES}/en/close")
    page = desk.browser.get(LANGUAGES)
    unsaid = desk.browser.press(page, "Open this language", language="en")
    assert unsaid.status == 422
    assert "Choose one of these." in unsaid.words
    page = desk.browser.press(page, "Open this language", language="en", how="draft")
    assert ("en", True) in opened(desk)
    assert "Draft, said on every page" in page.words


@pytest.mark.parametrize("tag", ["fr", "ar-XB", "xx"])
def test_a_language_without_its_safety_words_does_not_open(desk: Desk, tag: str) -> None:
    desk.browser.post(f"{LANGUAGES}/en/close")
    page = desk.browser.get(LANGUAGES)
    page = desk.browser.press(page, "Open this language", language=tag, how="draft")
    assert page.status == 422
    assert tag not in [opened_tag for opened_tag, _draft in opened(desk)]
