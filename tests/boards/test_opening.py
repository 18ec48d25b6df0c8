from sqlalchemy import select

from advisory.boards.views import today
from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit
from advisory.help.actions import add_number, check_number
from advisory.people.models import Board, Standing
from tests.boards.conftest import Desk
from tests.building import a_person, a_team, hat_of

OPENING = "/staff/opening"


def make_complete(desk: Desk) -> None:
    """The smallest board: one person with every hat, and the outside person."""
    for role in (Role.FACILITATOR, Role.SAFEGUARDING_LEAD):
        desk.give(desk.administrator, role)
    a_person(desk.session, desk.board, Role.OUTSIDE_PERSON, name="Leyla")
    a_team(desk.session, desk.board, standing=Standing.ASKED_BY_LETTER, is_fallback=True)
    by = hat_of(desk.administrator, desk.board, Role.ADMINISTRATOR)
    number = add_number(
        desk.session, board_id=desk.board.id, name="Health line", note="Free", number="111", by=by
    )
    check_number(desk.session, number, on=today(), by=by)
    commit(desk.session)


def test_each_missing_piece_is_named_with_the_way_to_it(desk: Desk) -> None:
    page = desk.browser.get(OPENING)
    assert "1 of 6 are there" in page.words
    assert "5 things are missing." in page.words
    for label in ("Invite a facilitator", "Choose or invite", "Invite the outside person"):
        assert desk.browser.get(page.link(label)).status == 200
    for label in ("Check the numbers", "Choose the team"):
        assert desk.browser.get(page.link(label)).status == 200
    assert "Open sending" not in [b.text for b in page.all("button")]


def test_sending_does_not_open_while_a_piece_is_missing(desk: Desk) -> None:
    assert desk.browser.post(f"{OPENING}/open").status == 409
    assert desk.fresh(Board, desk.board.id).sending_opened_at is None


def test_the_smallest_board_opens_sending_and_closes_it(desk: Desk) -> None:
    make_complete(desk)
    page = desk.browser.get(OPENING)
    assert "6 of 6 are there" in page.words
    opened = desk.browser.press(page, "Open sending")
    assert "People can send words since" in opened.words
    assert desk.fresh(Board, desk.board.id).sending_opened_at is not None
    desk.browser.press(opened, "Close sending")
    assert desk.fresh(Board, desk.board.id).sending_opened_at is None
    assert desk.audited()[-2:] == ["sending opened", "sending closed"]


def test_a_board_that_opened_says_when_a_piece_went_missing(desk: Desk) -> None:
    make_complete(desk)
    desk.browser.press(desk.browser.get(OPENING), "Open sending")
    desk.browser.press(desk.browser.get("/staff/settings/help"), "Take off the list")
    assert "Something is missing now" in desk.browser.get(OPENING).words


def test_a_facilitator_reads_the_list_and_changes_nothing(desk: Desk) -> None:
    make_complete(desk)
    reader = a_person(desk.session, desk.board, Role.FACILITATOR, name="Sam")
    commit(desk.session)
    desk.browser.sign_in(reader)
    page = desk.browser.get(OPENING)
    assert "An administrator changes these" in page.words
    assert "Open sending" not in page.text
    assert desk.browser.post(f"{OPENING}/open").status == 403


def test_looking_at_the_list_writes_nothing(desk: Desk) -> None:
    desk.browser.get(OPENING)
    with desk.reading() as session:
        assert list(session.scalars(select(AuditEntry))) == []


def test_an_administrator_lands_on_the_list_until_sending_is_open(desk: Desk) -> None:
    make_complete(desk)
    assert desk.browser.post("/staff/recovery").url == OPENING
    desk.browser.press(desk.browser.get(OPENING), "Open sending")
    assert desk.browser.post("/staff/recovery").url != OPENING


def test_who_works_as_facilitator_lands_on_the_desk(desk: Desk) -> None:
    make_complete(desk)
    assert desk.browser.post("/staff/hat", {"hat": "facilitator"}).url != OPENING
    assert desk.browser.post("/staff/hat", {"hat": "administrator"}).url == OPENING


def test_the_starter_texts_are_added_once_and_then_the_offer_is_gone(desk: Desk) -> None:
    page = desk.browser.get(OPENING)
    furnished = desk.browser.press(page, "Add the starter texts")
    assert "Add the starter texts" not in furnished.words
    numbers = desk.browser.get("/staff/settings/help").words
    desk.browser.press(page, "Add the starter texts")
    assert desk.browser.get("/staff/settings/help").words == numbers
    assert desk.audited().count("starter texts added") == 1
