"""Answers gathered with KoboToolbox or ODK come in: each form once, each row looked at first."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.consultations.actions import building, delete_everything, stepping, submitting
from advisory.consultations.models import (
    Consultation,
    Question,
    QuestionKind,
    Response,
    Stage,
)
from advisory.consultations.ports.workbooks import read_csv
from advisory.consultations.rules.kinds import Given
from advisory.consultations.rules.submissions import Brought, read_submissions
from advisory.consultations.rules.xlsform import columns_of, pick_names, row_names
from advisory.contributions import actions as contributions
from advisory.contributions.models import Channel, Code, Consent, Contribution, Use
from advisory.foundation.database import Database, commit, now
from advisory.languages.dates import london
from tests.browser import Browser
from tests.building import a_board
from tests.consultations.making import facilitator_of
from tests.consultations.test_form_files import of_every_kind
from tests.consultations.test_reading import OWN, Desk

HEADS = "start;end;consent;part/q1;q2;q3;speaks;quote;slip;colour;meta/instanceID"
ROWS = (
    f"2026-01-01;2026-11-20T10:00:00;OK;a1;;{OWN};ti;quote;;red;uuid:one",
    "2026-01-01;2026-11-20T10:00:00;OK;a3;a1 a3;=1+1;en;;;red;uuid:two",
    "2026-01-01;2026-11-20T10:00:00;;a1;;Without a yes;en;;;red;uuid:three",
    "2026-01-01;2026-11-20T10:00:00;OK;a9;;No such answer;en;;;red;uuid:four",
    "2026-01-01;2026-11-20T10:00:00;OK;a1;;Twice;en;;;red;uuid:one",
)


def today() -> date:
    return london(now()).date()


@pytest.fixture
def desk(session: Session, database: Database, browser: Browser) -> Desk:
    return Desk(session, database, browser)


def a_file(*lines: str) -> bytes:
    return "\n".join((HEADS, *lines)).encode("utf-8-sig")


def read(own: Consultation, content: bytes) -> Brought:
    return read_submissions(own, read_csv(content, most_rows=50), speaks="und", today=today())


def bring(desk: Desk, *lines: str) -> int:
    found = read(desk.own, a_file(*lines)).found
    return submitting.import_submissions(
        desk.session, desk.own, found, board=desk.board, by=desk.by
    )


def responses(desk: Desk) -> list[Response]:
    desk.session.flush()
    return list(desk.session.scalars(select(Response)))


def test_rows_are_looked_at_before_anything_is_kept(desk: Desk) -> None:
    page = f"/staff/consultations/{desk.own.id}/responses/bring"
    commit(desk.session)
    file = (io.BytesIO(a_file(*ROWS)), "answers.csv")
    looked = desk.browser.post(page, {"table": file, "speaks": "en"})
    for said in ("did not say yes", "“a9” is not an answer of “q1”", "there twice", "colour"):
        assert looked.says(said), said
    assert responses(desk) == []
    commit(desk.session)
    for _ in range(2):
        came = desk.browser.press(looked, "Bring in the next 2")
    assert came.words.count("came in.") == 0
    assert len(responses(desk)) == 2
    assert {one.channel for one in desk.session.scalars(select(Contribution))} == {Channel.IMPORT}


def test_each_form_comes_once_and_what_was_deleted_stays_away(desk: Desk) -> None:
    assert [bring(desk, *ROWS), bring(desk, *ROWS)] == [2, 0]
    first = next(one for one in responses(desk) if one.own_words[0].text.language == "ti")
    assert first.contribution.use is Use.QUOTE
    assert first.sent_on == date(2026, 11, 20)
    delete_everything(desk.session, first.contribution)
    assert bring(desk, *ROWS) == 0
    assert len(responses(desk)) == 1


def test_a_code_is_only_for_who_holds_a_slip(desk: Desk) -> None:
    (slip,) = contributions.make_paper_codes(desk.session, desk.board.id, count=1, by=desk.by)
    desk.session.flush()
    held = ROWS[0].replace("quote;;", f"quote;{slip.locator};")
    assert bring(desk, held, ROWS[1]) == 2
    (code,) = desk.session.scalars(select(Code))
    spoke = desk.session.get_one(Contribution, code.contribution_id)
    assert spoke.speaks == "ti"
    consents = desk.session.scalars(select(Consent).where(Consent.contribution_id == spoke.id))
    assert {one.to for one in consents} == {"being_read", "quote", "count"}


def test_what_was_said_in_time_is_not_late_however_it_comes(desk: Desk) -> None:
    desk.own.closes_on = today()
    stepping.take_step(desk.session, desk.own, to=Stage.CLOSED, by=desk.by)
    late = (today() + timedelta(days=-1), today() - timedelta(days=400))
    lines = [
        ROWS[1].replace("2026-11-20", day.isoformat()).replace("two", str(day)) for day in late
    ]
    lines.append(ROWS[1].replace("2026-11-20T10:00:00", "").replace("2026-01-01", ""))
    assert bring(desk, *lines) == 3
    assert sorted(one.is_late for one in responses(desk)) == [False, False, True]


def test_every_kind_comes_back_from_the_columns_it_went_out_as(session: Session) -> None:
    board = a_board(session)
    own = of_every_kind(session, board, facilitator_of(session, board))
    for one in own.questions:
        building.set_conditions(session, one, [])
    cells = {"consent": "yes", "_uuid": "1"}
    for one in own.questions:
        cells |= answered(one)
    table = ",".join(cells) + "\n" + ",".join(cells.values())
    brought = read(own, table.encode())
    assert brought.problems == []
    given = brought.found[0].given
    by_device = {QuestionKind.SECTION, QuestionKind.VOICE, QuestionKind.FILE}
    assert {one.kind for one in own.questions if one.id not in given} == by_device
    for one in own.questions:
        if one.id in given:
            assert given[one.id] == expected(one), one.kind


def answered(one: Question) -> dict[str, str]:
    name = f"q{one.position}"
    first, second = (*pick_names(one).values(), "", "")[:2]
    if one.kind in {QuestionKind.MATRIX, QuestionKind.OPINIONS}:
        return dict.fromkeys((f"{name}_{row}" for row in row_names(one).values()), first)
    plain = {"short": "Hm", "long": "Hm", "number": "12", "month": "2026-03-01", "section": ""}
    many = {
        QuestionKind.RANKING: f"{second} {first}",
        QuestionKind.SEVERAL: f"{first} {second}",
    }
    said = plain.get(one.kind) or many.get(one.kind) or first
    return dict.fromkeys(columns_of(one, name), said)


def expected(one: Question) -> Given:
    picks = list(pick_names(one))
    if one.kind in {QuestionKind.MATRIX, QuestionKind.OPINIONS}:
        return Given(tuple(f"{row}/{picks[0]}" for row in row_names(one)))
    known = {
        "short": Given(words="Hm"),
        "long": Given(words="Hm"),
        "number": Given(("12",)),
        "month": Given(("2026-03",)),
        "ranking": Given((*picks[1:2], *picks[:1])),
        "several": Given(tuple(picks[:2])),
        "faces": Given(tuple(picks[:1]), "a1"),
    }
    return known.get(one.kind) or Given((picks[0],))
