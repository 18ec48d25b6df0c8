"""Rows become minutes; those who came see them before they are approved; everybody a summary."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Impossible, Role
from advisory.foundation.database import commit, now
from advisory.meetings import queries
from advisory.meetings.actions import minutes, running
from advisory.meetings.models import RowKind
from advisory.meetings.rules import run_sheet as rules
from advisory.words.actions import Overtaken
from advisory.words.models import Version
from tests.browser import Browser
from tests.building import a_board, a_person
from tests.meetings.building import a_held_meeting, a_meeting, a_row, noted
from tests.meetings.conftest import Hosts

SUMMARY = "People asked for letters in their languages."
WEEK = timedelta(days=14)


@pytest.fixture
def held(hosts: Hosts) -> Hosts:
    """A meeting a week ago, with two rows."""
    hosts.meeting = a_held_meeting(hosts.session, hosts.board, hosts.by)
    a_row(hosts.session, hosts.meeting, "Buses are dear.", by=hosts.by)
    a_row(hosts.session, hosts.meeting, "Ask for Dari", kind=RowKind.TO_DO, by=hosts.by)
    commit(hosts.session)
    return hosts


@pytest.fixture
def approved(held: Hosts) -> Iterator[Hosts]:
    put(held)
    with time_machine.travel(now() + WEEK):
        minutes.approve_minutes(held.session, held.meeting, by=held.by)
        commit(held.session)
        yield held


def put(hosts: Hosts) -> None:
    minutes.put_minutes(hosts.session, hosts.meeting, board=hosts.board, by=hosts.by)
    commit(hosts.session)


def part_url(hosts: Hosts) -> str:
    return f"{hosts.url}/minutes/{hosts.meeting.items[0].id}"


def test_the_rows_are_the_draft_and_nobody_is_named(desk: Browser, held: Hosts) -> None:
    seen = desk.get(f"{held.url}/minutes")
    assert "A member said: Buses are dear." in seen.words
    assert "To do: Ask for Dari (the chair, by " in seen.words
    assert held.person.name not in next(iter(seen.all("main"))).itertext()


def test_what_somebody_wrote_stays_when_another_was_faster(desk: Browser, held: Hosts) -> None:
    one, other = desk.get(part_url(held)), desk.get(part_url(held))
    assert "From one." in desk.press(one, "Keep it", body="From one.").words
    assert desk.press(one, "Keep it", body="From one.").status == 200  # sent again
    late = desk.press(other, "Keep it", body="From the other.")
    assert late.status == 409
    assert "From one." in late.words
    assert "From the other." in late.text
    assert "From both." in desk.press(late, "Keep it", body="From both.").words


def test_a_row_noted_meanwhile_is_not_lost_to_an_edit(desk: Browser, held: Hosts) -> None:
    page = desk.get(part_url(held))
    a_row(held.session, held.meeting, "And trains too.", by=held.by)
    commit(held.session)
    late = desk.press(page, "Keep it", body="Buses.")
    assert late.status == 409
    assert "And trains too." in late.words


def test_minutes_are_approved_only_after_five_working_days(desk: Browser, held: Hosts) -> None:
    assert desk.post(f"{held.url}/minutes/approve").status == 409
    put(held)
    sheet = held.again().sheet
    assert sheet is not None
    assert sheet.put_on is not None
    assert sheet.until_on is not None
    assert (sheet.until_on - sheet.put_on).days >= 7
    assert "Approve" not in [button.text for button in desk.get(f"{held.url}/minutes").all("span")]
    last = now() + (sheet.until_on - sheet.put_on)
    with time_machine.travel(last), pytest.raises(Impossible):
        minutes.approve_minutes(held.session, held.meeting, by=held.by)
    with time_machine.travel(last + timedelta(days=1)):
        minutes.approve_minutes(held.session, held.meeting, by=held.by)
    assert held.meeting.sheet is not None
    assert held.meeting.sheet.approved_at is not None


def test_once_they_are_put_nothing_is_noted_and_what_was_not_so_is_put_right(
    desk: Browser, held: Hosts
) -> None:
    put(held)
    with pytest.raises(Impossible):
        a_row(held.session, held.meeting, by=held.by)
    url = part_url(held)
    held.session.rollback()
    page = desk.get(url)
    assert "It was not so." in desk.press(page, "Keep it", body="It was not so.").words


def test_words_typed_when_the_minutes_were_just_put_come_back(desk: Browser, held: Hosts) -> None:
    url = f"{held.url}/run/{held.meeting.items[0].id}"
    page = desk.get(url)
    put(held)
    late = desk.press(page, "Add it", body="One thing more.")
    assert late.status == 422
    assert "One thing more." in late.text


def test_approved_minutes_do_not_change_and_corrected_wordings_are_gone(held: Hosts) -> None:
    session = held.session
    wrong = a_row(session, held.meeting, "Robin said so.", by=held.by)
    better = running.correct_row(
        session, wrong, noted("A member said so."), token=new_form_token(), by=held.by
    )
    put(held)
    with time_machine.travel(now() + WEEK):
        minutes.approve_minutes(session, held.meeting, by=held.by)
        rows = queries.rows(session, held.meeting.id)
        assert better in rows
        assert wrong not in rows
        stands = queries.minutes_of(session, held.meeting)[held.meeting.items[0]]
        with pytest.raises(Impossible):
            minutes.change_part(
                session, held.meeting.items[0], body="No.", seen=rules.mark(stands), by=held.by
            )


def test_a_summary_waits_for_the_minutes_and_then_everybody_reads_it(
    browser: Browser, held: Hosts
) -> None:
    with pytest.raises(Impossible):
        minutes.publish_summary(
            held.session, held.meeting, body=SUMMARY, seen=rules.mark(""), by=held.by
        )
    held.session.rollback()
    put(held)
    assert SUMMARY not in browser.get(held.public()).words
    with time_machine.travel(now() + WEEK):
        minutes.approve_minutes(held.session, held.meeting, by=held.by)
        commit(held.session)
        browser.sign_in(held.person)
        page = browser.get(f"{held.url}/summary")
        for _ in range(2):
            assert browser.press(page, "Publish", body=SUMMARY).status == 200
        browser.sign_out()
        assert SUMMARY in browser.get(held.public()).words
        listed = browser.get("/en/meetings")
        assert browser.get(listed.link("The meeting before")).url == held.public()
    summary = held.again().sheet
    assert summary is not None
    asked = select(Version.language).where(Version.text_id == summary.summary_id)
    assert sorted(held.session.scalars(asked)) == ["en", "fa-AF", "ti"]


def test_a_summary_that_somebody_else_wrote_is_not_overwritten(approved: Hosts) -> None:
    session, meeting = approved.session, approved.meeting
    nothing = rules.mark("")
    minutes.publish_summary(session, meeting, body=SUMMARY, seen=nothing, by=approved.by)
    with pytest.raises(Overtaken):
        minutes.publish_summary(session, meeting, body="Else.", seen=nothing, by=approved.by)
    seen = rules.mark(SUMMARY)
    minutes.publish_summary(session, meeting, body="Newer.", seen=seen, by=approved.by)
    assert meeting.sheet is not None
    assert meeting.sheet.summary is not None
    assert queries.english(meeting.sheet.summary) == "Newer."
    assert {version.status for version in meeting.sheet.summary.versions} >= {"missing"}


def test_of_a_meeting_to_which_not_everybody_was_invited_nothing_is_published(
    approved: Hosts,
) -> None:
    approved.meeting.opened_at = None
    with pytest.raises(Impossible):
        minutes.publish_summary(
            approved.session, approved.meeting, body=SUMMARY, seen=rules.mark(""), by=approved.by
        )


def test_a_meeting_not_held_yet_has_no_minutes_to_put(desk: Browser, hosts: Hosts) -> None:
    assert desk.post(f"{hosts.url}/minutes/put").status == 409
    empty = a_meeting(hosts.session, hosts.board, hosts.by)
    with time_machine.travel(empty.ends_at), pytest.raises(Impossible):
        minutes.put_minutes(hosts.session, empty, board=hosts.board, by=hosts.by)


def test_a_stranger_finds_no_minutes(browser: Browser, held: Hosts) -> None:
    stranger = a_person(held.session, a_board(held.session), Role.FACILITATOR)
    commit(held.session)
    browser.sign_in(stranger)
    for url in (f"{held.url}/minutes", part_url(held), f"{held.url}/summary"):
        assert browser.get(url).status == 404
    for url in (f"{held.url}/minutes/put", f"{held.url}/minutes/approve", f"{held.url}/summary"):
        assert browser.post(url, {"body": SUMMARY}).status == 404
