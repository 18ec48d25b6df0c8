"""Responses leave as tables: each silence has its own name, and nothing in a cell runs."""

import csv
import io
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from advisory.consultations.actions import delete_everything
from advisory.consultations.models import OwnWords, Response
from advisory.consultations.queries import tables
from advisory.consultations.queries.asking import consultation
from advisory.consultations.queries.tables import Shape
from advisory.contributions import actions as contributions
from advisory.contributions.models import ConsentTo, Contribution
from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit
from advisory.safeguarding import actions as safeguarding
from advisory.words import actions as words
from advisory.words import queries as reading
from tests.browser import Browser
from tests.building import a_person, hat_of
from tests.consultations.test_reading import OWN, Desk

FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def desk(session: Session, database: Database, browser: Browser) -> Desk:
    return Desk(session, database, browser)


def take(desk: Desk, shape: str = "wide", kind: str = "csv", reason: str = "checking") -> bytes:
    address = f"/staff/consultations/{desk.own.id}/responses/file"
    commit(desk.session)
    chosen = {"reason": reason, "shape": shape, "kind": kind}
    return desk.browser.post(address, chosen).response.get_data()


def table(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_hidden_skipped_and_unanswered_are_three_things(desk: Desk) -> None:
    desk.answer("Good", FORMULA)
    desk.answer("Bad")
    rows = sorted(table(take(desk)), key=lambda row: row["q1 How was your last visit?"])
    bad, good = rows
    assert (bad["q1 How was your last visit?"], bad["q2 What was hard?"]) == ("Bad", "(no answer)")
    assert bad["q2/a1 The language"] == "(no answer)"
    assert good["q2 What was hard?"] == "(not asked)"
    assert bad["q3 What would make it easier?: own words"] == "(skipped)"
    assert good["q3 What would make it easier?: own words"] == f"'{FORMULA}"
    states = {(row["question"], row["state"]) for row in table(take(desk, "long"))}
    assert states == {
        ("q1", "answered"),
        ("q2", "(not asked)"),
        ("q2", "(no answer)"),
        ("q3", "(skipped)"),
        ("q3", "answered"),
    }


def test_a_workbook_holds_text_alone_and_turns_with_the_reader(desk: Desk) -> None:
    desk.answer("Good", FORMULA)
    for language, turned in (("en", None), ("ar", True)):
        desk.person.language = language
        book = load_workbook(io.BytesIO(take(desk, kind="xlsx")))
        sheet = book["responses"]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"}
        assert FORMULA in {cell.value for cell in cells}
        assert sheet.sheet_view.rightToLeft == turned


def test_own_words_stand_beside_their_english_and_who_made_it(desk: Desk) -> None:
    desk.answer("Good", OWN, "ti")
    commit(desk.session)
    text = desk.session.scalars(select(OwnWords)).one().text
    speaks = a_person(desk.session, desk.board, Role.TRANSLATOR, speaks=["ti"])
    by = hat_of(speaks, desk.board, Role.TRANSLATOR)
    version = next(one for one in text.versions if one.language == "en")
    words.write_translation(desk.session, version, body="The bus.", ready=True, by=by)
    (line,) = [row for row in table(take(desk, "long")) if row["part"] == "own words"]
    said = [line[name] for name in ("own words", "words language", "in English", "English by")]
    assert said == [OWN, "ti", "The bus.", "not_checked"]


def test_no_file_without_a_reason_and_each_is_written_down(desk: Desk) -> None:
    desk.answer("Good")
    assert b"Choose one." in take(desk, reason="")
    assert table(take(desk, reason="report"))
    taken = desk.session.scalars(select(AuditEntry.what).where(AuditEntry.about == "consultation"))
    exported = [what for what in taken if "exported" in what]
    assert exported == ["responses exported: wide csv: report"]


def test_what_is_taken_back_held_or_deleted_is_in_no_table(desk: Desk) -> None:
    for said in ("deleted", "taken back", "held", "for a woman", "stays"):
        desk.answer("Good", said)
    commit(desk.session)
    found = {
        desk.session.get_one(Contribution, one.contribution_id): words_of(desk, one.id)
        for one in desk.session.scalars(select(Response))
    }
    by_words = {said: contribution for contribution, said in found.items()}
    delete_everything(desk.session, by_words["deleted"])
    contributions.take_back_consent(desk.session, by_words["taken back"], ConsentTo.BEING_READ)
    safeguarding.flag(desk.session, by_words["held"], board=desk.board, by=None)
    by_words["for a woman"].wants_woman = True
    shown = {row["q3 What would make it easier?: own words"] for row in table(take(desk))}
    assert shown == {"stays", "(not for this reader)"}


def words_of(desk: Desk, response_id: UUID) -> str:
    own = desk.session.scalars(select(OwnWords).where(OwnWords.response_id == response_id)).one()
    return str(reading.shown(desk.session, own.text, "en").body)


def test_a_page_of_responses_costs_the_same_few_queries(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        desk.answer("Good", "Words", "ti")
    commit(desk.session)
    counted = []
    for size in (2, 6):
        monkeypatch.setattr(tables, "A_PAGE", size)
        counted.append(_asked_for_a_page(desk))
    assert counted[0] == counted[1] <= 8


def _asked_for_a_page(desk: Desk) -> int:
    """Queries for the first page, up to where the second begins."""
    asked: list[str] = []
    with desk.database.reading() as looking:
        own = consultation(looking, desk.own.id)
        assert own is not None
        found = tables.lines(looking, own, Shape.WIDE, by=desk.by)
        event.listen(
            desk.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2])
        )
        for _ in range(tables.A_PAGE):
            next(found)
        return len(asked)
