"""A meeting is run: numbers and rows, never names; a row is kept once and never overwritten."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Impossible, Refused, Role
from advisory.foundation.database import commit
from advisory.meetings import queries
from advisory.meetings.actions import agenda, running
from advisory.meetings.actions.running import Counted
from advisory.meetings.models import ItemKind, Meeting, RowKind, SheetRow
from advisory.meetings.rules import run_sheet as rules
from advisory.meetings.rules.agenda import Proposed
from advisory.words.actions import Overtaken
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, a_team
from tests.meetings.building import A_REPORT_BACK, a_held_meeting, a_row, in_days, noted
from tests.meetings.conftest import Hosts

SAID = "The letters come in English only."


@pytest.fixture
def begun(hosts: Hosts) -> Iterator[Hosts]:
    """Five minutes after the meeting began."""
    agenda.add_item(hosts.session, hosts.meeting, A_REPORT_BACK, by=hosts.by)
    talk = Proposed(kind=ItemKind.DISCUSSION, title="Letters", minutes=20)
    agenda.add_item(hosts.session, hosts.meeting, talk, by=hosts.by)
    commit(hosts.session)
    with time_machine.travel(hosts.meeting.starts_at + timedelta(minutes=5)):
        yield hosts


@pytest.fixture
def sheet(browser: Browser, begun: Hosts) -> Browser:
    """The facilitator's phone in the room."""
    browser.sign_in(begun.person)
    return browser


def item_url(hosts: Hosts, turn: int = 0) -> str:
    return f"{hosts.url}/run/{hosts.meeting.items[turn].id}"


def said(hosts: Hosts) -> list[str]:
    hosts.session.expire_all()
    rows = rules.standing(queries.rows(hosts.session, hosts.meeting.id))
    found = [queries.row_words(hosts.session, row) for row in rows]
    commit(hosts.session)
    return found


def how_many(hosts: Hosts) -> int:
    with hosts.database.reading() as look:
        return look.scalar(select(func.count()).select_from(SheetRow)) or 0


def note_down(phone: Browser, page: Seen, **typed: Any) -> Seen:
    return phone.press(page, "Add it", **{"kind": "said", "body": SAID, **typed})


def test_each_item_stands_beside_the_time_at_which_it_should_begin(
    sheet: Browser, begun: Hosts
) -> None:
    first, second = rules.slots(begun.meeting)
    assert second.begins_at - first.begins_at == timedelta(minutes=30)  # 15, spoken twice
    seen = sheet.get(f"{begun.url}/run")
    assert "2:30" in seen.words
    assert "Now" in seen.words


def test_who_came_is_kept_as_numbers(sheet: Browser, begun: Hosts) -> None:
    page = sheet.get(f"{begun.url}/run")
    seen = sheet.press(page, "Keep it", came="9", with_interpreter="0")
    assert "9 came, 0 of them with an interpreter." in seen.words
    wrong = sheet.press(seen, "Keep it", came="3", with_interpreter="4")
    assert wrong.status == 422
    assert "This is more than came." in wrong.words


def test_a_number_that_somebody_else_changed_is_not_overwritten(
    sheet: Browser, begun: Hosts
) -> None:
    page = sheet.get(f"{begun.url}/run")
    sheet.press(page, "Keep it", came="9", with_interpreter="4")
    assert sheet.press(page, "Keep it", came="9", with_interpreter="4").status == 200  # sent again
    late = sheet.press(page, "Keep it", came="8", with_interpreter="4")
    assert late.status == 409
    assert 'value="8"' in late.text
    assert "9 came" in late.words
    assert sheet.press(late, "Keep it", came="8", with_interpreter="4").status == 200
    assert "8 came" in sheet.get(f"{begun.url}/run").words


def test_a_row_sent_again_after_a_dropped_connection_is_one_row(
    sheet: Browser, begun: Hosts
) -> None:
    page = sheet.get(item_url(begun))
    for _ in range(2):
        seen = note_down(sheet, page)
        assert (seen.status, SAID in seen.words) == (200, True)
    assert how_many(begun) == 1
    note_down(sheet, page, body="Something else from the same page.")
    assert how_many(begun) == 2


def test_two_who_write_at_once_keep_both_rows(sheet: Browser, begun: Hosts) -> None:
    one, other = sheet.get(item_url(begun)), sheet.get(item_url(begun))
    note_down(sheet, one, body="First.")
    note_down(sheet, other, body="Second.")
    assert said(begun) == ["First.", "Second."]


def test_a_correction_is_a_new_row_in_the_old_place(sheet: Browser, begun: Hosts) -> None:
    first = a_row(begun.session, begun.meeting, "Frist.", by=begun.by)
    a_row(begun.session, begun.meeting, "Second.", by=begun.by)
    commit(begun.session)
    page = sheet.get(f"/staff/meetings/rows/{first.id}")
    for _ in range(2):
        sheet.press(page, "Keep it", body="First.")
    assert said(begun) == ["First.", "Second."]
    assert how_many(begun) == 3
    assert sheet.get(f"/staff/meetings/rows/{first.id}").url != f"/staff/meetings/rows/{first.id}"


def test_of_two_corrections_the_second_keeps_its_words_beside_the_first(
    sheet: Browser, begun: Hosts
) -> None:
    row = a_row(begun.session, begun.meeting, "Frist.", by=begun.by)
    commit(begun.session)
    one, other = (sheet.get(f"/staff/meetings/rows/{row.id}") for _ in range(2))
    sheet.press(one, "Keep it", body="From one phone.")
    late = sheet.press(other, "Keep it", body="From another phone.")
    assert late.status == 409
    assert "From one phone." in late.words
    assert "From another phone." in late.text
    assert said(begun) == ["From one phone."]
    sheet.press(late, "Keep it", body="From both phones.")
    assert said(begun) == ["From both phones."]


def test_a_row_that_was_corrected_is_not_corrected_again(begun: Hosts) -> None:
    row = a_row(begun.session, begun.meeting, by=begun.by)
    running.correct_row(begun.session, row, noted("A."), token=new_form_token(), by=begun.by)
    with pytest.raises(Overtaken):
        running.correct_row(begun.session, row, noted("B."), token=new_form_token(), by=begun.by)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"body": ""}, "Write what was said."),
        ({"body": "x" * 100_000}, "characters or fewer"),
        ({"kind": "to_do", "who": "", "due_on": "2030-01-01"}, "Say which team or seat does it."),
        ({"kind": "to_do", "who": "chair"}, "Say by when."),
        ({"kind": "gossip"}, "Choose one of these."),
    ],
)
def test_what_cannot_be_noted_is_said_beside_its_field(
    sheet: Browser, begun: Hosts, typed: dict[str, Any], why: str
) -> None:
    page = sheet.get(item_url(begun))
    token = next(node.get("value") for node in page.all("input", name="token"))
    seen = sheet.post(item_url(begun), {"kind": "said", "body": SAID, "token": token, **typed})
    assert seen.status == 422
    assert why in seen.words
    assert how_many(begun) == 0


def test_a_team_of_another_board_does_nothing_here(sheet: Browser, begun: Hosts) -> None:
    team = a_team(begun.session, a_board(begun.session))
    commit(begun.session)
    typed = {"kind": "to_do", "body": SAID, "who": str(team.id), "due_on": "2030-01-01"}
    assert sheet.post(item_url(begun), typed).status == 422
    ordered = running.Noted(kind=RowKind.TO_DO, body=SAID, team_id=team.id, due_on=in_days(5))
    with pytest.raises(Refused):
        running.add_row(begun.session, begun.meeting.items[0], ordered, token="t", by=begun.by)


def test_before_the_day_of_the_meeting_nothing_is_noted(desk: Browser, hosts: Hosts) -> None:
    item = agenda.add_item(hosts.session, hosts.meeting, A_REPORT_BACK, by=hosts.by)
    commit(hosts.session)
    page = desk.get(f"{hosts.url}/run/{item.id}")
    assert "Note something" not in page.words
    late = desk.post(f"{hosts.url}/run/{item.id}", {"kind": "said", "body": SAID})
    assert late.status == 422
    assert SAID in late.text
    assert desk.post(f"{hosts.url}/run", {"came": "1", "with_interpreter": "0"}).status == 409
    with pytest.raises(Impossible):
        a_row(hosts.session, hosts.meeting, by=hosts.by)
    assert how_many(hosts) == 0


def test_an_item_at_which_something_is_noted_stays_on_the_agenda(begun: Hosts) -> None:
    with time_machine.travel(begun.meeting.starts_at - timedelta(minutes=5)):
        a_row(begun.session, begun.meeting, by=begun.by)
        with pytest.raises(Impossible):
            agenda.take_off(begun.session, begun.meeting.items[0], by=begun.by)


def test_what_is_to_do_stands_on_my_work_and_at_the_next_report_back_until_it_is_done(
    desk: Browser, hosts: Hosts
) -> None:
    held = a_held_meeting(hosts.session, hosts.board, hosts.by)
    todo = a_row(hosts.session, held, "Ask for Dari.", kind=RowKind.TO_DO, due_in=-1, by=hosts.by)
    item = agenda.add_item(hosts.session, hosts.meeting, A_REPORT_BACK, by=hosts.by)
    commit(hosts.session)
    for url in ("/staff/", f"{hosts.url}/run", f"{hosts.url}/run/{item.id}"):
        seen = desk.get(url)
        assert "Ask for Dari." in seen.words
        assert "Late" in seen.words
    for _ in range(2):  # a double tap
        desk.post(f"/staff/meetings/rows/{todo.id}/done", {"done": "yes"})
    for url in ("/staff/", f"{hosts.url}/run"):
        assert "Ask for Dari." not in desk.get(url).words
    desk.post(f"/staff/meetings/rows/{todo.id}/done", {"done": "no"})
    assert "Ask for Dari." in desk.get("/staff/").words


def test_a_row_s_correction_stays_done(begun: Hosts) -> None:
    session = begun.session
    row = a_row(session, begun.meeting, kind=RowKind.TO_DO, by=begun.by)
    running.finish_action(session, row, done=True, by=begun.by)
    newer = running.correct_row(
        session, row, noted("B.", kind=RowKind.TO_DO), token=new_form_token(), by=begun.by
    )
    assert newer.done_on is not None
    with pytest.raises(Impossible):
        running.finish_action(session, row, done=False, by=begun.by)


def test_a_stranger_finds_neither_sheet_nor_row(browser: Browser, begun: Hosts) -> None:
    row = a_row(begun.session, begun.meeting, by=begun.by)
    other = a_board(begun.session)
    stranger = a_person(begun.session, other, Role.FACILITATOR)
    commit(begun.session)
    browser.sign_in(stranger)
    for url in (f"{begun.url}/run", item_url(begun), f"/staff/meetings/rows/{row.id}"):
        assert browser.get(url).status == 404
        assert browser.post(url, {"kind": "said", "body": SAID, "came": "1"}).status == 404
    assert browser.post(f"/staff/meetings/rows/{row.id}/done").status == 404
    assert browser.get(f"/staff/meetings/rows/{uuid4()}").status == 404
    assert how_many(begun) == 1


def test_an_item_of_another_meeting_is_not_there(sheet: Browser, begun: Hosts) -> None:
    held: Meeting = a_held_meeting(begun.session, begun.board, begun.by)
    commit(begun.session)
    assert sheet.get(f"{begun.url}/run/{held.items[0].id}").status == 404


def test_what_was_said_is_sealed(begun: Hosts) -> None:
    row = a_row(begun.session, begun.meeting, SAID, by=begun.by)
    assert SAID.encode() not in row.sealed


def test_two_who_count_at_once_count_one_after_the_other(begun: Hosts) -> None:
    nothing = rules.mark(None, None)
    running.count_people(begun.session, begun.meeting, Counted(4, 2), seen=nothing, by=begun.by)
    with pytest.raises(Overtaken):
        running.count_people(begun.session, begun.meeting, Counted(5, 2), seen=nothing, by=begun.by)
