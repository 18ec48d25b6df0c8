"""A consultation at a kiosk, on paper and in a group: the same answers by every door."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.consultations.models import Consultation, Entry, Interpreter, Response, Stage, Wrote
from advisory.consultations.queries.responses import response_of, tallies
from advisory.contributions.models import Channel, Consent
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit, now
from advisory.paper.models import PaperEdition
from advisory.people.models import Board, Person
from tests.browser import Browser, Seen
from tests.building import a_person
from tests.consultations.making import an_open_one, facilitator_of, pick_of
from tests.feedback.steps import digits
from tests.outreach.test_paper import CODE, NUMBER

WISH = "یو بس چې هلته ودرېږي"


@pytest.fixture
def own(session: Session, board: Board, facilitator: Person) -> Consultation:
    own = an_open_one(session, board, facilitator_of(session, board), languages=["ps"])
    commit(session)
    return own


def kept(database: Database) -> list[Response]:
    with database.reading() as session:
        ids = session.scalars(select(Response.contribution_id)).all()
        return [one for one in (response_of(session, row) for row in ids) if one]


def counts(database: Database, own: Consultation) -> dict[str, int]:
    with database.reading() as session:
        found = tallies(session, own.id)
    picks = [pick for of_one in found.values() for pick in of_one.items()]
    return {pick: sum(by.values()) for pick, by in picks if sum(by.values())}


# ── At a kiosk ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def kiosk(desk: Browser, own: Consultation) -> Browser:
    return started(desk, own)


def started(desk: Browser, own: Consultation) -> Browser:
    desk.press(desk.get("/staff/kiosk"), "Start the kiosk", asks=str(own.id))
    return desk


def agreed(kiosk: Browser) -> Seen:
    promise = kiosk.press(kiosk.get("/assist"), "پښتو")
    return kiosk.press(promise, "Next", agrees="yes", interpreter="telephone")


def answered(kiosk: Browser, own: Consultation) -> Seen:
    how, hard, _easier = own.questions
    seen = kiosk.press(agreed(kiosk), "Next", pick=pick_of(how, "Bad"), why="")
    assert seen.h1 == "ps: What was hard?"
    seen = kiosk.press(seen, "Next", pick=[pick_of(hard, "The language")])
    return kiosk.press(seen, "Next", said=WISH)


def test_a_person_answers_question_by_question_and_hears_it_back(
    kiosk: Browser, own: Consultation, database: Database, facilitator: Person
) -> None:
    back = answered(kiosk, own)
    assert back.says(WISH)
    assert back.says("ps: The language")
    code = kiosk.press(back, "Send", use="quote")
    number = digits(code)
    (response,) = kept(database)
    assert response.contribution.channel is Channel.HELPER
    assert response.contribution.helped_by_id == facilitator.id
    assert (response.language, response.is_late) == ("ps", False)
    assert response.entry is not None
    assert (response.entry.wrote, response.entry.interpreter) == (
        Wrote.HELPER,
        Interpreter.TELEPHONE,
    )
    with database.reading() as session:
        spoken = session.scalars(select(Consent)).all()
        assert {(one.spoken, one.given_on) for one in spoken} == {(True, now().date())}
    kiosk.sign_out()
    seen = kiosk.press(kiosk.get("/en/code"), "Open my page", code=number)
    assert seen.says(WISH)


def test_nothing_is_asked_before_the_yes_and_nothing_stays_for_the_next(
    kiosk: Browser, own: Consultation, database: Database
) -> None:
    first = f"/assist/ps/asked/{own.questions[0].id}"
    assert kiosk.get(first).url == "/assist"
    kiosk.press(kiosk.get("/assist"), "پښتو")
    assert kiosk.get(first).url == "/assist"
    back = answered(kiosk, own)
    kiosk.press(back, "Leave this page")
    assert kiosk.get("/assist/ps/asked/back").url == "/assist"
    assert WISH not in kiosk.press(back, "Send").words
    assert kept(database) == []


def test_a_double_tap_at_the_kiosk_sends_once_and_says_how_it_came(
    kiosk: Browser, own: Consultation, database: Database, facilitator: Person
) -> None:
    back = answered(kiosk, own)
    assert digits(kiosk.press(back, "Send")) == digits(kiosk.press(back, "Send"))
    assert len(kept(database)) == 1
    assert counts(database, own)[pick_of(own.questions[0], "Bad")] == 1
    kiosk.sign_in(facilitator)
    board = kiosk.get(f"/staff/consultations/{own.id}/responses")
    assert board.says("Entered with help")
    assert board.says("An interpreter on the telephone")


@pytest.mark.once
def test_answers_wait_sealed_when_the_kiosk_ends_in_the_middle(
    kiosk: Browser, own: Consultation, facilitator: Person
) -> None:
    how, hard, _easier = own.questions
    seen = kiosk.press(agreed(kiosk), "Next", pick=pick_of(how, "Bad"), why="")
    last = kiosk.press(seen, "Next", pick=[pick_of(hard, "The language")])
    kiosk.sign_out()
    closed = kiosk.press(last, "Next", said=WISH)
    assert WISH not in closed.text
    kiosk.sign_in(facilitator)
    started(kiosk, own)
    token = closed.all("input", name="token")[0].get("value")
    again = kiosk.post("/assist/ps/again", {"token": token})
    assert again.url == "/assist/ps/asked/back"
    assert again.says(WISH)


# ── A group ──────────────────────────────────────────────────────────────────────────────────────


def notes_of(desk: Browser, own: Consultation, **fields: Any) -> Seen:
    how, _hard, easier = own.questions
    said: dict[str, Any] = {
        "said_yes": "y",
        "heads": "12",
        "languages": ["ps", "ckb"],
        "written_in": "en",
        "wrote": "one_of_them",
        "interpreter": "beside",
        "dissent": "Two people like the waiting room.",
        f"{how.id}-pick": pick_of(how, "Good"),
        f"{easier.id}-said": "A room with seats.",
    }
    page = desk.get(f"/staff/consultations/{own.id}/group")
    return desk.press(page, "Keep the notes", **(said | fields))


def test_a_group_is_one_response_and_its_dissent_a_line_of_its_own(
    desk: Browser, own: Consultation, database: Database
) -> None:
    number = digits(notes_of(desk, own))
    (response,) = kept(database)
    assert (response.contribution.channel, response.contribution.heads) == (Channel.GROUP, 12)
    assert counts(database, own)[pick_of(own.questions[0], "Good")] == 1, "never as twelve"
    board = desk.get(f"/staff/consultations/{own.id}/responses")
    for said in ("12 people", "Written by one of them", "An interpreter beside us"):
        assert board.says(said)
    dissent = next(one for one in board.all("dt") if "otherwise" in "".join(one.itertext()))
    assert dissent is not None
    assert board.says("Two people like the waiting room.")
    assert desk.get(f"/staff/consultations/{own.id}/counts").says("A group counts once")
    desk.sign_out()
    mine = desk.press(desk.get("/en/code"), "Open my page", code=number)
    assert mine.says("Two people like the waiting room.")
    desk.press(desk.get("/en/mine/delete"), "Delete everything")
    assert kept(database) == []
    with database.reading() as session:
        assert session.scalars(select(Entry)).all() == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"heads": "1"}, "Write a number from 2 to 300."),
        ({"said_yes": []}, "Read out the promise first, and ask everybody."),
        ({"languages": []}, "Choose at least one."),
    ],
)
def test_notes_without_their_yes_or_their_heads_are_not_kept(
    desk: Browser,
    own: Consultation,
    database: Database,
    fields: dict[str, Any],
    told: str,
) -> None:
    seen = notes_of(desk, own, **fields)
    assert (seen.status, seen.says(told)) == (422, True)
    assert "A room with seats." in seen.text
    assert kept(database) == []


def test_notes_after_the_last_day_are_kept_marked_late_and_not_counted(
    desk: Browser, own: Consultation, session: Session, database: Database
) -> None:
    session.get_one(Consultation, own.id).stage = Stage.CLOSED
    commit(session)
    assert notes_of(desk, own).says("Late")
    (response,) = kept(database)
    assert response.is_late
    assert counts(database, own) == {}


# ── On paper ─────────────────────────────────────────────────────────────────────────────────────


def sheets(desk: Browser, own: Consultation) -> Seen:
    page = desk.get(f"/staff/consultations/{own.id}/paper")
    return desk.press(page, "Make them and show the forms", language="ps", how_many="2")


def begun(desk: Browser, own: Consultation, edition: str = "") -> Seen:
    page = desk.get(f"/staff/consultations/{own.id}/paper")
    fields: dict[str, Any] = {"edition": edition} if edition else {}
    return desk.press(page, "Begin a batch", spoken_in="ps", **fields)


def keyed(desk: Browser, page: Seen, own: Consultation, number: str, label: str) -> Seen:
    how, _hard, easier = own.questions
    answers: dict[str, Any] = {f"{how.id}-pick": pick_of(how, "Bad"), f"{easier.id}-said": WISH}
    return desk.press(page, label, form_number=number, use="1", **answers)


def test_a_form_on_paper_carries_its_edition_and_a_code_and_becomes_a_response(
    desk: Browser, own: Consultation, database: Database, session: Session, board: Board
) -> None:
    printed = sheets(desk, own)
    assert printed.tag == "ps"
    assert printed.says("ps: What was hard?")
    assert printed.says("ps · Edition 1")
    numbers = NUMBER.findall(printed.words)
    codes = CODE.findall(printed.words)
    page = keyed(desk, begun(desk, own), own, numbers[0], "Keep it, next form")
    assert page.says("1 form is in.")
    again = keyed(desk, page, own, numbers[0], "Keep it, next form")
    assert again.says("This form is entered already."), "one response a code"
    (response,) = kept(database)
    assert (response.contribution.channel, response.language) == (Channel.PAPER, "ps")
    assert counts(database, own)[pick_of(own.questions[0], "Bad")] == 1
    checking = desk.press(again, "All forms are in")
    batch = desk.get(
        next(a.get("href", "") for a in checking.all("a") if "/batches/" in a.get("href", ""))
    )
    assert batch.says("you keyed it first")
    person = a_person(session, board, Role.FACILITATOR, name="Second")
    commit(session)
    desk.sign_in(person)
    how = own.questions[0]
    keys: dict[str, Any] = {f"{how.id}-pick": pick_of(how, "Good")}
    other = desk.press(desk.get(batch.url), "Compare", form_number=numbers[0], use="1", **keys)
    assert other.says("How was your last visit?")
    assert other.says("Bad")
    desk.sign_out()
    seen = desk.press(desk.get("/en/code"), "Open my page", code=codes[0])
    assert seen.says(WISH)


def test_an_older_print_is_keyed_while_it_asks_the_same_and_refused_when_it_does_not(
    desk: Browser, own: Consultation, session: Session
) -> None:
    sheets(desk, own)
    edition = session.scalars(select(PaperEdition)).one()
    rows = list(edition.topic_ids)
    edition.topic_ids = [f"{row}9" for row in rows]
    commit(session)
    assert sheets(desk, own).says("Edition 2")
    assert begun(desk, own, "1").says("This is an older print.")
    session.refresh(edition)
    edition.topic_ids = rows[1:]
    commit(session)
    assert begun(desk, own, "1").says("its questions have changed")
    assert begun(desk, own, "7").says("There is no such edition.")
