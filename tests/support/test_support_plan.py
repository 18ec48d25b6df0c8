"""People say what they need; staff see how many, book, and are told of two bookings at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Impossible, Refused, Role
from advisory.foundation.database import commit, now
from advisory.meetings.actions import coming, planning
from advisory.meetings.models import Guest, Meeting, Step, Support
from advisory.meetings.rules.coming import Needs, Rating
from advisory.support import actions, queries, rules
from advisory.support.actions import Interpreter, Overlaps
from advisory.support.jobs import let_go_of_names
from advisory.support.models import Booked, InterpreterBooking, Voice
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of
from tests.meetings.building import a_meeting, a_plan, in_days
from tests.meetings.conftest import Hosts

ROBIN = Interpreter(language="ti", name="Robin  Canary")


def comes(hosts: Hosts, **needs: bool | str) -> Guest:
    said: dict[str, Any] = {"speaks": "ti", **needs}
    asked = Needs(**said)
    guest = coming.say_may_come(
        hosts.session, hosts.meeting, asked, reads="ti", token=new_form_token()
    )
    assert guest is not None
    return guest


def book(
    hosts: Hosts, wanted: Interpreter = ROBIN, *, at: Meeting | None = None
) -> InterpreterBooking:
    token = new_form_token()
    return actions.book(hosts.session, at or hosts.meeting, wanted, token=token, by=hosts.by)


@pytest.fixture
def beside(hosts: Hosts) -> Meeting:
    """Another meeting, which begins an hour after the first."""
    at = hosts.meeting.starts_at + timedelta(hours=1)
    return a_meeting(hosts.session, hosts.board, hosts.by, plan=a_plan(at=at, title="Beside"))


@pytest.fixture
def over(hosts: Hosts) -> Iterator[Guest]:
    """An hour after the meeting; somebody had a place and asked for an interpreter."""
    guest = comes(hosts, interpreter=True)
    coming.confirm(hosts.session, guest, by=hosts.by)
    commit(hosts.session)
    with time_machine.travel(hosts.meeting.ends_at + timedelta(hours=1)):
        yield guest


def test_needs_are_counted_and_name_nobody(desk: Browser, hosts: Hosts) -> None:
    comes(hosts, interpreter=True, woman=True, dialect="of the coast", childcare=True)
    comes(hosts, interpreter=True, access="Canary: I am Robin")
    commit(hosts.session)
    wanted = queries.wanted(hosts.session, hosts.meeting)
    assert wanted.languages == (rules.Spoken("ti", 2, 1, 0, ("of the coast",)),)
    assert wanted.supports[Support.CHILDCARE] == 1
    page = desk.get(f"{hosts.url}/support")
    assert "2 people · a woman: 1" in page.words
    assert "Canary" not in page.text


def test_a_man_is_not_a_woman_to_those_who_asked_for_one() -> None:
    asked = rules.Spoken("ti", 3, 1, 0, ())
    somebody = InterpreterBooking(language="ti", voice=Voice.MAN, standing=Booked.REQUESTED)
    assert rules.missing(asked, []) == {Voice.WOMAN}
    assert rules.missing(asked, [somebody]) == {Voice.WOMAN}
    somebody.voice = Voice.WOMAN
    assert rules.missing(asked, [somebody]) == set()
    somebody.standing = Booked.NO_SHOW
    assert rules.missing(asked, [somebody]) == {Voice.WOMAN}


def test_one_interpreter_in_two_places_at_once_is_told_and_not_kept(
    desk: Browser, hosts: Hosts, beside: Meeting
) -> None:
    book(hosts)
    commit(hosts.session)
    url = f"/staff/meetings/{beside.id}/interpreters"
    typed: dict[str, Any] = {
        "language": "ti",
        "voice": "anybody",
        "reach": "phone",
        "name": "robin canary",
    }
    told = desk.press(desk.get(url), "Keep it", **typed)
    assert told.status == 422
    assert "Talking about health letters" in told.words
    assert queries.bookings(hosts.session, beside.id) == []
    commit(hosts.session)
    desk.press(told, "Keep it", overlap_known="y")
    (kept,) = queries.bookings(hosts.session, beside.id)
    assert kept.overlap_known
    commit(hosts.session)
    assert "Two bookings at once" in desk.get(f"{hosts.url}/support").words


def test_an_agency_and_another_hour_do_not_overlap(hosts: Hosts, beside: Meeting) -> None:
    book(hosts, replace(ROBIN, is_agency=True))
    book(hosts, replace(ROBIN, is_agency=True), at=beside)
    later = a_meeting(hosts.session, hosts.board, hosts.by, plan=a_plan(on=in_days(61), title="L"))
    book(hosts, replace(ROBIN, name="Kim"))
    book(hosts, replace(ROBIN, name="Kim"), at=later)
    with pytest.raises(Overlaps):
        book(hosts, replace(ROBIN, name=" KIM"), at=beside)


def test_a_moved_meeting_asks_its_interpreters_again_and_shows_a_new_clash(
    desk: Browser, hosts: Hosts
) -> None:
    later = a_meeting(hosts.session, hosts.board, hosts.by, plan=a_plan(on=in_days(61), title="L"))
    first, _ = book(hosts), book(hosts, at=later)
    actions.mark_booking(hosts.session, first, Booked.CONFIRMED, by=hosts.by)
    planning.change(
        hosts.session, hosts.meeting, a_plan(on=in_days(61)), board=hosts.board, by=hosts.by
    )
    commit(hosts.session)
    page = desk.get(f"{hosts.url}/support")
    assert "The meeting moved: ask again" in page.words
    assert "Two bookings at once" in page.words
    desk.post(f"{hosts.url}/interpreters/{first.id}", {"standing": "confirmed"})
    assert "ask again" not in desk.get(f"{hosts.url}/support").words


def test_a_form_sent_twice_books_once(hosts: Hosts) -> None:
    token = new_form_token()
    for _ in range(2):
        actions.book(hosts.session, hosts.meeting, ROBIN, token=token, by=hosts.by)
    assert hosts.session.scalar(select(func.count()).select_from(InterpreterBooking)) == 1


def test_whether_somebody_came_is_known_once_it_has_begun(hosts: Hosts) -> None:
    booking = book(hosts)
    actions.mark_booking(hosts.session, booking, Booked.CONFIRMED, by=hosts.by)
    with pytest.raises(Impossible):
        actions.mark_booking(hosts.session, booking, Booked.NO_SHOW, by=hosts.by)
    with time_machine.travel(hosts.meeting.starts_at + timedelta(minutes=20)):
        actions.mark_booking(hosts.session, booking, Booked.NO_SHOW, by=hosts.by)
        actions.mark_booking(hosts.session, booking, Booked.DONE, by=hosts.by)
        with pytest.raises(Impossible):
            book(hosts)


def test_nobody_of_another_board_books_or_arranges_here(hosts: Hosts) -> None:
    other = a_board(hosts.session)
    stranger = hat_of(a_person(hosts.session, other, Role.FACILITATOR), other, Role.FACILITATOR)
    token = new_form_token()
    with pytest.raises(Refused):
        actions.book(hosts.session, hosts.meeting, ROBIN, token=token, by=stranger)
    with pytest.raises(Refused):
        actions.arrange(
            hosts.session, hosts.meeting, Support.FOOD, words="x", enough_for=1, by=stranger
        )


def test_childcare_for_one_is_not_enough_for_two(desk: Browser, hosts: Hosts) -> None:
    for _ in range(2):
        comes(hosts, childcare=True)
    commit(hosts.session)
    url = f"{hosts.url}/support/childcare"
    typed: dict[str, Any] = {"words": "Two people with children, from 13:30", "enough_for": "1"}
    assert "Not enough yet" in desk.press(desk.get(url), "Keep it", **typed).words
    page = desk.press(desk.get(url), "Keep it", enough_for="2")
    assert "Two people with children" in page.words
    assert page.says("Arranged")


def test_steps_follow_what_is_offered(hosts: Hosts) -> None:
    assert Step.ORDER_FOOD in {task.step for task in hosts.meeting.tasks}
    bare = replace(a_plan(), support=["interpreting"])
    planning.change(hosts.session, hosts.meeting, bare, board=hosts.board, by=hosts.by)
    steps = {task.step for task in hosts.meeting.tasks}
    assert Step.ORDER_FOOD not in steps
    assert Step.CONFIRM_INTERPRETERS in steps


def test_one_tap_rates_the_interpreting_and_another_changes_it(
    browser: Browser, hosts: Hosts, over: Guest
) -> None:
    with browser.client.session_transaction() as visit:
        visit["contribution"] = str(over.contribution_id)
    page = browser.get("/en/mine/meetings")
    assert "How was the interpreting?" in page.words
    for tap in ("Good", "Bad", "Bad"):
        browser.press(page, tap)
    counts = {
        rating: row.times
        for rating in Rating
        if (row := queries.tally(hosts.session, hosts.meeting.id, "ti", rating))
    }
    assert counts == {Rating.GOOD: 0, Rating.BAD: 1}


def test_before_the_end_and_without_a_place_nobody_rates(hosts: Hosts) -> None:
    guest = comes(hosts, interpreter=True)
    with (
        time_machine.travel(hosts.meeting.ends_at + timedelta(hours=1)),
        pytest.raises(Impossible),
    ):
        actions.rate_interpreting(hosts.session, guest, Rating.BAD, language="ti")
    coming.confirm(hosts.session, guest, by=hosts.by)
    with pytest.raises(Impossible):
        actions.rate_interpreting(hosts.session, guest, Rating.BAD, language="ti")


def test_what_few_people_said_of_the_interpreting_is_hidden(hosts: Hosts, over: Guest) -> None:
    actions.rate_interpreting(hosts.session, over, Rating.BAD, language="ti")
    (row,) = queries.interpreting_rated(hosts.session, hosts.board.id, now()).values()
    assert {str(figure) for figure in row.figures.values()} == {"*"}


def test_the_name_of_an_interpreter_goes_after_thirty_days(hosts: Hosts) -> None:
    booking = book(hosts)
    commit(hosts.session)
    assert let_go_of_names(hosts.database) == 0
    with time_machine.travel(hosts.meeting.ends_at + timedelta(days=31)):
        assert let_go_of_names(hosts.database) == 1
    hosts.session.expire_all()
    assert booking.name == ""
