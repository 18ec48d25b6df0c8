"""A calendar keeps itself up to date from a secret address, until somebody ends it."""

from datetime import UTC

import icalendar
import pytest
import vobject
from sqlalchemy import func, select

from advisory.feeds import actions
from advisory.feeds.models import CalendarFeed
from advisory.foundation.access import Role
from advisory.foundation.database import commit, now
from advisory.foundation.keys import keyring
from advisory.meetings.actions import coming, planning
from advisory.meetings.models import Guest
from advisory.people.models import Grant
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of
from tests.meetings.building import VENUE, a_meeting, a_plan, in_days
from tests.meetings.conftest import Hosts


def address(hosts: Hosts, feed: CalendarFeed) -> str:
    commit(hosts.session)
    return f"/calendar/{feed.id}/{keyring(hosts.session).link_token(feed.id)}.ics"


@pytest.fixture
def guest(hosts: Hosts) -> Guest:
    guest = hosts.guest()
    coming.confirm(hosts.session, guest, by=hosts.by)
    commit(hosts.session)
    return guest


def test_staff_subscribe_to_all_meetings_and_the_place_stays_behind_the_door(
    desk: Browser, hosts: Hosts
) -> None:
    elsewhere = a_board(hosts.session)
    by = hat_of(a_person(hosts.session, elsewhere, Role.FACILITATOR), elsewhere, Role.FACILITATOR)
    a_meeting(hosts.session, elsewhere, by, plan=a_plan(title="Elsewhere"))
    a_meeting(hosts.session, hosts.board, hosts.by, plan=a_plan(on=in_days(9), title="First"))
    commit(hosts.session)
    page = desk.press(desk.get("/staff/calendar"), "Make an address")
    url = next(text for text in page.words.split() if text.endswith(".ics"))
    desk.client.delete_cookie("session")
    answer = desk.get("/calendar/" + url.split("/calendar/")[1]).response
    assert answer.mimetype == "text/calendar"
    content = answer.get_data()
    titles = [str(row["SUMMARY"]) for row in icalendar.Calendar.from_ical(content).walk("VEVENT")]
    assert titles == ["First", "Talking about health letters"]
    assert VENUE.split(";", maxsplit=1)[0] not in content.decode()
    starts = [
        row.dtstart.value.astimezone(UTC) for row in vobject.readOne(content.decode()).vevent_list
    ]
    assert starts[1] == hosts.meeting.starts_at


def test_a_guest_s_calendar_is_neutral_and_holds_their_own_places_only(
    browser: Browser, hosts: Hosts, guest: Guest
) -> None:
    a_meeting(hosts.session, hosts.board, hosts.by, plan=a_plan(on=in_days(9), title="First"))
    commit(hosts.session)
    with browser.client.session_transaction() as visit:
        visit["contribution"] = str(guest.contribution_id)
    page = browser.press(browser.get("/en/mine/calendar"), "Make a link for my calendar")
    assert ".ics" in page.words
    feed = hosts.session.scalars(select(CalendarFeed)).one()
    content = browser.get(address(hosts, feed)).response.get_data()
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event["UID"] == str(hosts.meeting.id)
    assert str(event["LOCATION"]) == VENUE
    assert "health" not in content.decode()
    assert hosts.board.public_name not in content.decode()
    planning.call_off(hosts.session, hosts.meeting, reason="No hall.", by=hosts.by)
    commit(hosts.session)
    content = browser.get(address(hosts, feed)).response.get_data()
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"


def test_who_has_no_place_yet_has_an_empty_calendar(browser: Browser, hosts: Hosts) -> None:
    guest = hosts.guest()
    url = address(hosts, actions.make_own_feed(hosts.session, guest.contribution))
    content = browser.client.get(url).get_data()
    assert icalendar.Calendar.from_ical(content).walk("VEVENT") == []
    assert VENUE not in content.decode()


def test_an_ended_address_is_gone_and_a_wrong_one_was_never_there(
    browser: Browser, hosts: Hosts
) -> None:
    feed = actions.make_feed(hosts.session, by=hosts.by)
    assert actions.make_feed(hosts.session, by=hosts.by) is feed
    url = address(hosts, feed)
    assert browser.client.get(url).status_code == 200
    assert browser.client.get(url.replace(".ics", "x.ics")).status_code == 404
    actions.end_feeds(hosts.session, by=hosts.by)
    commit(hosts.session)
    assert browser.client.get(url).status_code == 410
    assert actions.make_feed(hosts.session, by=hosts.by).id != feed.id


def test_whoever_works_here_no_longer_reads_no_more(browser: Browser, hosts: Hosts) -> None:
    url = address(hosts, actions.make_feed(hosts.session, by=hosts.by))
    grant = hosts.session.scalars(select(Grant).where(Grant.person_id == hosts.person.id)).one()
    hosts.person.disabled_at = now()
    commit(hosts.session)
    assert browser.client.get(url).status_code == 410
    hosts.person.disabled_at = None
    grant.from_on, grant.to_on = in_days(-9), in_days(-1)
    commit(hosts.session)
    assert browser.client.get(url).status_code == 410


def test_an_address_goes_with_the_reply(browser: Browser, hosts: Hosts, guest: Guest) -> None:
    url = address(hosts, actions.make_own_feed(hosts.session, guest.contribution))
    assert coming.take_back(hosts.session, guest)
    commit(hosts.session)
    assert browser.client.get(url).status_code in {404, 410}
    actions.forget(hosts.session, guest.contribution)
    commit(hosts.session)
    assert browser.client.get(url).status_code == 404
    assert hosts.session.scalar(select(func.count()).select_from(CalendarFeed)) == 0
