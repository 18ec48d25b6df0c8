"""Who has read which safety sentence: on the page, on the command line, on paper."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advisory.app.commands import main
from advisory.boards.queries import safety_words
from advisory.boards.rules import SafetyWords
from advisory.foundation.database import Database, commit, now
from advisory.languages.catalogues import reading_from
from advisory.languages.dates import london
from advisory.languages.shelf import TRANSLATIONS
from advisory.languages.signing import safety_strings, sheet_number
from advisory.words.models import OpenedLanguage
from tests.boards.conftest import Desk

TI = "/staff/settings/languages/ti"
READ: dict[str, Any] = {
    "checked_by": "A nurse from Asmara",
    "checked_on": "2026-11-20",
    "how": "paper",
}


@pytest.fixture(autouse=True)
def translated() -> Iterator[None]:
    with reading_from(TRANSLATIONS):
        yield


def signed(desk: Desk, tag: str = "ti") -> SafetyWords:
    with desk.reading() as session:
        return safety_words(session, desk.board.id, tag)


def is_draft(desk: Desk) -> bool:
    return desk.fresh(OpenedLanguage, (desk.board.id, "ti")).as_draft


def test_each_sentence_is_signed_by_somebody_and_the_last_one_ends_the_draft(desk: Desk) -> None:
    first, second, *_rest = safety_strings("ti")
    page = desk.browser.get(f"{TI}/sign-off")
    page = desk.browser.press(
        page, "Keep who has read them", strings=[first.mark, second.mark], **READ
    )
    whole = len(safety_strings("ti"))
    assert f"2 of {whole} signed off" in page.words
    assert "A nurse from Asmara" in page.words
    assert is_draft(desk)
    page = desk.browser.press(
        page,
        "Keep who has read them",
        every="y",
        checked_by="An interpreter",
        checked_on="٢٠٢٦-١١-٢١",
        how="screen",
        sheet=sheet_number("ti"),
    )
    assert f"{whole} of {whole} signed off" in page.words
    assert not is_draft(desk)
    assert [(row.checked_by, count) for row, count in signed(desk).rounds] == [
        ("An interpreter", whole - 2),
        ("A nurse from Asmara", 2),
    ]
    assert desk.audited() == [
        "2 safety words signed off: ti",
        f"{whole - 2} safety words signed off: ti",
        "language signed off: ti",
    ]


def test_what_was_signed_is_taken_back_and_the_language_is_a_draft_again(desk: Desk) -> None:
    page = desk.browser.get(f"{TI}/sign-off")
    page = desk.browser.press(page, "Keep who has read them", every="y", **READ)
    assert not is_draft(desk)
    desk.browser.press(page, "Take all of it back")
    assert is_draft(desk)
    assert signed(desk).signed == 0


def test_nobody_signs_tomorrow_nothing_or_as_nobody(desk: Desk) -> None:
    page = desk.browser.get(f"{TI}/sign-off")
    tomorrow = (london(now()).date() + timedelta(days=1)).isoformat()
    for wrong in ({"checked_on": tomorrow, "every": "y"}, {}, {"checked_by": " ", "every": "y"}):
        refused = desk.browser.press(page, "Keep who has read them", **{**READ, **wrong})
        assert refused.status == 422
        assert signed(desk).signed == 0


def test_a_language_opens_as_signed_only_when_it_is(desk: Desk) -> None:
    desk.browser.post(f"{TI}/close")
    page = desk.browser.get("/staff/settings/languages")
    page = desk.browser.press(page, "Open this language", language="ti", how="signed")
    assert page.status == 422
    assert "Not all are signed off yet." in page.words
    with desk.reading() as session:
        assert session.get(OpenedLanguage, (desk.board.id, "ti")) is None
    asked = desk.browser.get(f"{TI}/sign-off")
    desk.browser.press(asked, "Keep who has read them", every="y", **READ)
    desk.browser.press(page, "Open this language", language="ti", how="signed")
    assert not is_draft(desk)


def test_the_sheet_has_both_texts_a_line_to_say_it_back_and_its_number(desk: Desk) -> None:
    page = desk.browser.get(f"{TI}/sheet")
    assert sheet_number("ti") in page.words
    for string in safety_strings("ti"):
        assert " ".join(string.english.split()) in page.words
        assert " ".join(string.translation.split()) in page.words
    assert page.words.count("It says:") == len(safety_strings("ti"))
    assert "Signature" in page.words
    for tag in ("ar-XB", "xx"):
        assert desk.browser.get(f"/staff/settings/languages/{tag}/sheet").status == 404
        assert desk.browser.get(f"/staff/settings/languages/{tag}/sign-off").status == 404


@pytest.fixture
def command(desk: Desk) -> Callable[..., Result]:
    commit(desk.session)
    database: Database = desk.browser.app.extensions["database"]
    return lambda *said: CliRunner().invoke(
        main.commands["languages"], ["sign-off", *said], obj=lambda: database
    )


def test_the_command_signs_a_list_and_shows_who_read_what(
    desk: Desk, command: Callable[..., Result], tmp_path: Path
) -> None:
    some = tmp_path / "read.txt"
    some.write_text("PROMISE\nLEAVE\n")
    said = ("ti", "--by", "Trustee", "--on", "2026-11-20", "--sheet", "7")
    assert "2 sentences signed off." in command(*said, "--list", str(some)).output
    again = command(*said, "--list", str(some))
    assert again.exit_code == 1
    assert "LEAVE, PROMISE" in again.output
    shown = command("ti").output
    assert "Trustee, 2026-11-20" in shown
    assert f"2 of {len(safety_strings('ti'))} signed off." in shown
    assert command(*said, "--all").exit_code == 0
    assert not is_draft(desk)
    assert signed(desk).rounds[0][0].checked_on == date(2026, 11, 20)


@pytest.mark.parametrize(
    "said",
    [
        ("ti", "--all"),
        ("ti", "--all", "--by", "me", "--on", "2999-01-01"),
        ("en", "--all", "--by", "me"),
        ("fr", "--all", "--list", __file__, "--by", "me"),
    ],
)
def test_the_command_refuses_what_says_too_little(
    command: Callable[..., Result], said: tuple[str, ...]
) -> None:
    assert command(*said).exit_code == 2
