"""A meeting moves or is called off: whoever replied is told, and no calendar keeps the old day."""

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import func, select

from advisory.contributions import actions as contributions
from advisory.contributions.actions import Told
from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Impossible, Refused, Role
from advisory.foundation.database import commit
from advisory.letters.models import Letter
from advisory.meetings import queries
from advisory.meetings.actions import coming, planning
from advisory.meetings.models import Guest, Standing
from advisory.meetings.rules.coming import Needs
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of
from tests.meetings.building import VENUE, a_plan, in_days
from tests.meetings.conftest import Hosts

WHY = "The hall has no heating that week."


def holding(browser: Browser, guest: Guest) -> Browser:
    with browser.client.session_transaction() as visit:
        visit["contribution"] = str(guest.contribution_id)
    return browser


def with_place(hosts: Hosts) -> Guest:
    guest = hosts.guest()
    contributions.keep_contact(
        hosts.session, guest.contribution, "amal@home.example", language="ti"
    )
    coming.confirm(hosts.session, guest, by=hosts.by)
    commit(hosts.session)
    return guest


def letters(hosts: Hosts) -> list[Letter]:
    found = list(hosts.session.scalars(select(Letter).where(Letter.kind == "news")))
    commit(hosts.session)  # the browser writes in a transaction of its own
    return found


def call_off(hosts: Hosts) -> None:
    planning.call_off(hosts.session, hosts.meeting, reason=WHY, by=hosts.by)
    commit(hosts.session)


def test_a_moved_meeting_tells_whoever_replied_and_sends_the_newer_entry(
    browser: Browser, hosts: Hosts
) -> None:
    guest = with_place(hosts)
    later = a_plan(on=in_days(90))
    for _ in range(2):  # pressed twice, it moved once
        planning.change(hosts.session, hosts.meeting, later, board=hosts.board, by=hosts.by)
    commit(hosts.session)
    (letter,) = letters(hosts)
    assert str(hosts.meeting.id) not in str(letter.about)
    page = holding(browser, guest).get("/en/mine/meetings")
    assert "The day, the time or the place has changed." in page.words
    told = browser.get(f"/en/mine/meetings/{guest.id}/calendar").response.get_data()
    (event,) = icalendar.Calendar.from_ical(told).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == (str(hosts.meeting.id), 1)
    assert event.decoded("DTSTART") == later.starts_at


def test_other_words_or_a_meeting_nobody_was_invited_to_tell_nobody(hosts: Hosts) -> None:
    with_place(hosts)
    renamed = replace(a_plan(), title="Another title")
    planning.change(hosts.session, hosts.meeting, renamed, board=hosts.board, by=hosts.by)
    assert letters(hosts) == []
    assert hosts.meeting.moved_on is None


def test_a_meeting_called_off_says_why_and_leaves_the_calendar(
    browser: Browser, hosts: Hosts
) -> None:
    guest = with_place(hosts)
    call_off(hosts)
    call_off(hosts)
    (_letter,) = letters(hosts)
    for url in (hosts.public(), "/en/mine/meetings"):
        page = holding(browser, guest).get(url)
        assert "This meeting does not take place." in page.words
        assert WHY in page.words
    assert VENUE not in browser.get("/en/mine/meetings").text
    told = browser.get(f"/en/mine/meetings/{guest.id}/calendar").response.get_data()
    entry = icalendar.Calendar.from_ical(told)
    assert entry["METHOD"] == "CANCEL"
    assert entry.walk("VEVENT")[0]["SEQUENCE"] == 1
    assert "heating" not in told.decode()
    assert str(hosts.meeting.id) not in browser.get("/en/meetings").text


def test_nobody_replies_to_what_is_called_off_and_a_reply_can_be_taken_back(hosts: Hosts) -> None:
    guest = hosts.guest()
    call_off(hosts)
    with pytest.raises(Impossible):
        hosts.guest()
    with pytest.raises(Impossible):
        coming.confirm(hosts.session, guest, by=hosts.by)
    with pytest.raises(Impossible):
        planning.change(
            hosts.session, hosts.meeting, a_plan(places=3), board=hosts.board, by=hosts.by
        )
    assert queries.tasks_due(hosts.session, hosts.board.id, in_days(365)) == []
    assert coming.take_back(hosts.session, guest)


def test_only_its_own_board_calls_a_meeting_off_and_not_once_it_began(hosts: Hosts) -> None:
    other = a_board(hosts.session)
    stranger = hat_of(a_person(hosts.session, other, Role.FACILITATOR), other, Role.FACILITATOR)
    with pytest.raises(Refused):
        planning.call_off(hosts.session, hosts.meeting, reason=WHY, by=stranger)
    hosts.meeting.starts_at -= timedelta(days=100)
    with pytest.raises(Impossible):
        planning.call_off(hosts.session, hosts.meeting, reason=WHY, by=hosts.by)


def test_a_reason_is_asked_for(desk: Browser, hosts: Hosts) -> None:
    page = desk.get(f"{hosts.url}/call-off")
    assert desk.press(page, "Call it off", reason=" ").status == 422
    assert WHY in desk.press(page, "Call it off", reason=WHY).words


@pytest.mark.once
def test_of_three_hundred_guests_those_who_wait_move_up_in_their_order(hosts: Hosts) -> None:
    session, meeting = hosts.session, hosts.meeting
    meeting.places = 297
    session.flush()
    for _ in range(300):
        told = Told(words="", speaks="ti", reads="ti")
        holder = contributions.open_contribution(session, told, board_id=hosts.board.id)
        session.flush()
        coming.say_may_come(
            session,
            meeting,
            Needs(speaks="ti"),
            reads="ti",
            token=new_form_token(),
            holder_id=holder.id,
        )
    waiting = [row.turn for row in meeting.guests if row.standing is Standing.WAITING]
    assert waiting == [298, 299, 300]
    coming.take_back(session, meeting.guests[10])
    waiting = [row.turn for row in meeting.guests if row.standing is Standing.WAITING]
    assert waiting == [299, 300]
    assert session.scalar(select(func.count()).select_from(Guest)) == 299
