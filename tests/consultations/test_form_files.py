"""A questionnaire goes to other programs as an XLSForm, and comes back as it was."""

import io
import zipfile
from typing import Any

import pytest
from pyxform.xls2xform import convert
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.consultations.actions import bringing, building
from advisory.consultations.actions.building import Offered, Only, Wording
from advisory.consultations.forms.bringing import KNOWN_PICTURES
from advisory.consultations.models import Consultation, QuestionKind, Says
from advisory.consultations.ports.workbooks import (
    NotReadable,
    read_workbook,
    written_workbook,
)
from advisory.consultations.rules.conditions import never_asked
from advisory.consultations.rules.kinds import KINDS
from advisory.consultations.rules.relevants import NotSayable, Wanted, read_relevant
from advisory.consultations.rules.templates import Template
from advisory.consultations.rules.xlsform import form_sheets, pick_names, row_names
from advisory.consultations.rules.xlsform_lists import Effect
from advisory.consultations.rules.xlsform_reading import BroughtForm, read_form
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import commit
from advisory.languages.text import clean
from advisory.people.models import Board
from advisory.voting.rules.asking import starting_statements
from advisory.words.models import Status
from advisory.words.rules import original
from tests.browser import Browser
from tests.building import a_board, a_person
from tests.consultations.making import a_draft, facilitator_of, translate_all

ANSWERS = (Offered('Yes = "so"', "pictures"), Offered("قليلا", "bad"), Offered("<b>No</b>"))
LINES = (Offered("In the morning"), Offered("At night"))


def of_every_kind(session: Session, board: Board, by: Hat) -> Consultation:
    """One question a kind, each after the first asked only sometimes, in all three ways."""
    own = a_draft(session, board, by, template=Template("", "Our title", "Why", "Can", "Cannot"))
    for number, kind in enumerate(QuestionKind, 1):
        one = KINDS[kind]
        ends = kind is QuestionKind.SCALE
        wording = Wording(
            title=f"Question {number} & more?",
            hint="A hint, “with” marks." if number % 2 else "",
            choices=LINES if ends else ANSWERS if one.choices_needed else LINES,
            rows=LINES if one.rows_needed else (),
            may_add=kind is QuestionKind.OPINIONS,
        )
        if not one.choices_needed and not ends and kind is not QuestionKind.OPINIONS:
            wording = Wording(title=wording.title, hint=wording.hint)
        question = building.add_question(session, own, kind=kind, wording=wording, by=by)
        asks = [one for one in own.questions[:-1] if KINDS[one.kind].asks]
        before = asks[-1] if asks else None
        if before is not None:
            picks = KINDS[before.kind].picks_of(before)
            says = [Says.IS, Says.IS_NOT][number % 2] if picks else Says.ANSWERED
            only = [Only(before.id, says, picks[0] if picks else "")]
            only += [Only(asks[0].id, Says.ANSWERED, "")] if len(asks) > 1 else []
            building.set_conditions(session, question, only)
    return own


def as_bytes(own: Consultation, *tags: str) -> bytes:
    return written_workbook(form_sheets(own, ["en", *tags]))


def read(content: bytes) -> BroughtForm:
    return read_form(read_workbook(content, most_rows=2_000), pictures=KNOWN_PICTURES)


def described(own: Consultation) -> list[Any]:
    """All that people are asked, without ids."""
    at = {one.id: one.position for one in own.questions}
    found: list[Any] = [
        [original(getattr(own, n)).body for n in ("title", "purpose", "who", "can")]
    ]
    for one in own.questions:
        polled = starting_statements(one.poll) if one.poll else []
        by_pick = {**pick_names(one), **row_names(one)}
        found.append(
            (
                one.kind,
                original(one.title).body,
                (original(one.hint).body or "") if one.hint else "",
                [(o.axis, original(o.text).body, o.picture) for o in one.options],
                ([original(s.text).body for s in polled], one.poll and one.poll.may_add),
                [(at[c.on_id], c.says, _named(own, at[c.on_id], c.pick)) for c in one.conditions],
                len(by_pick),
            )
        )
    return found


def _named(own: Consultation, position: int, pick: str) -> list[str]:
    on = own.questions[position - 1]
    names = {**pick_names(on), **row_names(on)}
    return [names.get(part, part) for part in pick.split("/")]


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


def test_what_we_export_comes_back_as_it_was(session: Session, board: Board) -> None:
    by = facilitator_of(session, board)
    own = of_every_kind(session, board, by)
    translate_all(session, own, "fa-AF")
    brought = read(as_bytes(own, "fa-AF"))
    assert brought.findings == []
    made = bringing.import_form(session, brought, by=by)
    session.flush()
    for one, other in zip(described(made), described(own), strict=True):
        assert one == other
    assert not never_asked(made.questions)
    assert made.languages == ["fa-AF"]
    drafts = {v.status for q in made.questions for v in q.title.versions if v.language != "en"}
    assert drafts == {Status.DRAFT}
    assert all(len(q.title.versions) == 2 for q in made.questions)


@pytest.mark.once
def test_the_judge_of_forms_takes_every_kind(session: Session, board: Board) -> None:
    by = facilitator_of(session, board)
    own = of_every_kind(session, board, by)
    translate_all(session, own, "fa-AF")
    judged = convert(as_bytes(own, "fa-AF"), validate=False)
    form = judged.xform
    assert 'lang="Dari (fa-AF)"' in form
    assert 'lang="English (en)" default="true()"' in form
    assert form.count("fa-AF: Question") >= len(own.questions)
    assert "jr://images/bad.png" in form
    assert "selected( /data/q4 ," in form.replace("/data/q4", " /data/q4 ").replace("  ", " ")
    assert form.count("relevant=") >= len(own.questions) - 1
    assert 'nodeset="/data/consent" type="string" required="true()"' in form


def a_form(*survey: list[str], choices: list[list[str]] | None = None) -> bytes:
    heads = ["type", "name", "label::English (en)", "label::Dari (fa-AF)", "relevant", "required"]
    offered = choices or [["yn", "a", "One", "یک"], ["yn", "b", "Two", "دو"]]
    return written_workbook(
        {
            "survey": [heads, *survey],
            "choices": [
                ["list_name", "name", "label::English (en)", "label::Dari (fa-AF)"],
                *offered,
            ],
            "settings": [["form_title"], ["From Kobo"]],
        }
    )


@pytest.mark.once
def test_all_that_cannot_come_is_said_with_its_row() -> None:
    brought = read(
        a_form(
            ["start", "start", "", "", "", ""],
            ["geopoint", "where", "Where?", "", "", ""],
            ["select_one yn", "first", "First?", "اول؟", "", "yes"],
            ["select_one gone", "second", "Second?", "", "", ""],
            ["text", "first", "Again?", "", "", ""],
            ["text", "older", "Older?", "", "${age} > 18", ""],
            ["text", "a1", "A?", "", "${b1} != ''", ""],
            ["text", "b1", "B?", "", "${a1} != ''", ""],
            ["begin_group", "g", "Part two", "", "${first} = 'b'", ""],
            ["integer", "inside", "How many?", "", "", ""],
            ["end_group", "", "", "", "", ""],
            ["begin_repeat", "each", "Each child", "", "", ""],
            ["text", "child", "Child?", "", "", ""],
            ["end_repeat", "", "", "", "", ""],
            ["text", "piped", "Why ${first}?", "", "", ""],
        )
    )
    left_out = {(one.row, one.name) for one in brought.findings if one.effect is Effect.LEFT_OUT}
    assert left_out == {
        (2, "start"),
        (3, "where"),
        (5, "second"),
        (6, "first"),
        (13, "each"),
        (14, "child"),
        (15, ""),
        (16, "piped"),
    }
    changed = {one.row: one.what for one in brought.findings if one.effect is Effect.CHANGED}
    assert set(changed) == {4, 7, 8, 9}
    assert "cannot be said here" in changed[7]
    assert "in a circle" in changed[8]
    assert "in a circle" in changed[9]
    early = read(a_form(["text", "e", "E?", "", "${l} != ''", ""], ["text", "l", "L?", "", "", ""]))
    assert "comes later" in early.findings[0].what
    assert early.questions[0].only == []
    kinds = [(one.name, one.kind.value) for one in brought.questions]
    assert kinds[-2:] == [("g", "section"), ("inside", "number")]
    assert [(only.on, only.says, only.pick) for only in brought.questions[-1].only] == [
        ("first", Says.IS, "b")
    ]


@pytest.mark.once
@pytest.mark.parametrize(
    ("relevant", "says", "value"),
    [
        ("${a}='x'", Says.IS, "x"),
        ('selected( ${a} , "x y")', Says.IS, "x y"),
        ("(${a} != '' or ${b} != '')", Says.ANSWERED, ""),
        ("${a} != '' and not(selected(${a}, 'x and y'))", Says.IS_NOT, "x and y"),
    ],
)
def test_conditions_are_read_as_far_as_ours_can_say_them(
    relevant: str, says: Says, value: str
) -> None:
    found = read_relevant(relevant)
    assert [(one.says, one.value) for one in found] == [(says, value)]
    assert isinstance(found[0], Wanted)
    for beyond in (f"{relevant} or ${{c}} = 'z'", f"not(({relevant}))) = 1", "count(${a}) > 1"):
        with pytest.raises(NotSayable):
            read_relevant(beyond)


@pytest.mark.once
def test_a_file_that_would_hurt_is_refused_before_it_is_built() -> None:
    whole = a_form(["text", "q", "Q?", "", "", ""])
    bomb, entity = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with zipfile.ZipFile(entity, "w") as packed, zipfile.ZipFile(io.BytesIO(whole)) as before:
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/workbook.xml":
                part = part.replace(
                    b"<workbook",
                    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]><workbook',
                    1,
                )
            packed.writestr(name, part)
    for content, why in (
        (bomb.getvalue(), "unpacks"),
        (entity.getvalue(), "document type"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (whole[:-200], "damaged"),
    ):
        with pytest.raises(NotReadable, match=why):
            read_workbook(content, most_rows=10)
    with pytest.raises(NotReadable, match="more than 1 rows"):
        read_workbook(a_form(*[["text", f"q{n}", "Q?", "", "", ""] for n in range(3)]), most_rows=1)


def test_nothing_is_made_before_somebody_says_go_on(
    session: Session, browser: Browser, board: Board
) -> None:
    person = a_person(session, board, Role.FACILITATOR)
    commit(session)
    browser.sign_in(person)
    page = "/staff/consultations/bring"
    content = a_form(
        ["select_one yn", "first", "First?", "اول؟", "", ""],
        ["barcode", "scan", "Scan it", "", "", ""],
    )
    looked = browser.post(page, {"workbook": (io.BytesIO(content), "form.xlsx")})
    assert looked.says("survey, row 3")
    assert looked.says("We have no question of the type “barcode”.")
    assert session.scalars(select(Consultation)).all() == []
    commit(session)
    for _ in range(2):
        browser.press(looked, "Go on without these")
    (made,) = session.scalars(select(Consultation)).all()
    assert [one.name for one in made.questions] == ["first"]
    assert clean(original(made.title).body or "") == "From Kobo"
    page = f"/staff/consultations/{made.id}"
    commit(session)
    browser.get(f"{page}/questions")
    form = browser.post(f"{page}/form").response.get_data()
    assert read(form).questions[0].name == "first"
