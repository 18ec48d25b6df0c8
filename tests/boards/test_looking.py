"""The audit log, letters that did not arrive, and the board's own name."""

from sqlalchemy import update

from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry, record
from advisory.foundation.database import commit
from advisory.letters.actions import enqueue
from advisory.letters.models import Delivery, Letter
from advisory.people.models import Board, Profile
from tests.boards.conftest import Desk
from tests.building import a_board, a_person

AUDIT = "/staff/audit"
LETTERS = "/staff/settings/letters"
SETTINGS = "/staff/settings"


def note(desk: Desk, what: str, about: str = "board", *, times: int = 1) -> None:
    for _ in range(times):
        record(
            desk.session,
            what,
            about,
            desk.board.id,
            person_id=desk.administrator.id,
            role="administrator",
            board_id=desk.board.id,
        )
    commit(desk.session)


def test_the_outside_person_sees_what_was_done(desk: Desk) -> None:
    note(desk, "hours changed")
    outside = a_person(desk.session, desk.board, Role.OUTSIDE_PERSON)
    reader = a_person(desk.session, desk.board, Role.FACILITATOR)
    commit(desk.session)
    desk.browser.sign_in(outside)
    assert "hours changed" in desk.browser.get(AUDIT).words
    desk.browser.sign_in(reader)
    assert desk.browser.get(AUDIT).status == 403


def test_the_log_is_filtered_by_thing_and_person(desk: Desk) -> None:
    note(desk, "hours changed", "board")
    note(desk, "team added", "team")
    other = a_person(desk.session, desk.board, Role.TRANSLATOR, name="Sam")
    commit(desk.session)
    assert "hours changed" not in desk.browser.get(f"{AUDIT}?about=team").words
    assert "team added" in desk.browser.get(f"{AUDIT}?about=team").words
    assert "Nothing here" in desk.browser.get(f"{AUDIT}?person={other.id}").words


def test_older_entries_are_a_page_away(desk: Desk) -> None:
    note(desk, "first of all")
    note(desk, "hours changed", times=50)
    page = desk.browser.get(AUDIT)
    assert "first of all" not in page.words
    assert "first of all" in desk.browser.get(page.link("Older entries")).words


def test_the_entries_of_another_board_are_not_shown(desk: Desk) -> None:
    other = a_board(desk.session)
    record(desk.session, "theirs", "board", other.id, board_id=other.id)
    commit(desk.session)
    assert "theirs" not in desk.browser.get(AUDIT).words


def test_a_changed_entry_breaks_the_chain_and_is_named(desk: Desk) -> None:
    note(desk, "hours changed", times=3)
    page = desk.browser.get(AUDIT)
    assert "every entry follows" in desk.browser.get(page.link("Check the chain")).words
    desk.session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(what="nothing"))
    commit(desk.session)
    broken = desk.browser.get(page.link("Check the chain"))
    assert "Entry 2 does not follow from the one before." in broken.words


def test_a_letter_that_did_not_arrive_is_tried_again(desk: Desk) -> None:
    letter = enqueue(
        desk.session,
        board_id=desk.board.id,
        kind="letter_dead",
        about={},
        dedupe_key="one",
        person_id=desk.administrator.id,
    )
    assert letter is not None
    letter.delivery, letter.problem, letter.tries = Delivery.DEAD, "PostClosed", 8
    commit(desk.session)
    page = desk.browser.get(LETTERS)
    assert "Given up" in page.words
    assert "Every letter has arrived" in desk.browser.press(page, "Try again").words
    assert desk.fresh(Letter, letter.id).delivery is Delivery.PENDING


def test_the_boards_names_and_profile_are_kept(desk: Desk) -> None:
    page = desk.browser.get(SETTINGS)
    page = desk.browser.press(
        page, "Keep", name="Health board", public_name="Weather", profile="small"
    )
    assert "Kept." in page.words
    board = desk.fresh(Board, desk.board.id)
    assert (board.name, board.public_name, board.profile) == (
        "Health board",
        "Weather",
        Profile.SMALL,
    )
    assert desk.audited() == ["profile: small", "board described"]
    assert "Kept." not in desk.browser.get(SETTINGS).words


def test_a_board_without_a_name_is_refused(desk: Desk) -> None:
    page = desk.browser.press(desk.browser.get(SETTINGS), "Keep", name=" ", public_name="Weather")
    assert page.status == 422
    assert "Write the board’s name." in page.words
    assert page.all("input", id="public_name")[0].get("value") == "Weather"
