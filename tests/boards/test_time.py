from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from advisory.boards.views import today
from advisory.clocks.models import Clock, Closure, Unit
from advisory.clocks.queries import allowance, open_time
from advisory.foundation.database import commit, now
from advisory.people.models import Board
from tests.boards.conftest import Desk
from tests.browser import Seen

HOURS = "/staff/settings/hours"
CLOCKS = "/staff/settings/clocks"
CLOSED_WEEK: dict[str, Any] = {f"day_{weekday}": "" for weekday in range(7)}


def week(desk: Desk) -> dict[int, int]:
    """How many stretches each day of the week has."""
    with desk.reading() as session:
        board = session.get_one(Board, desk.board.id)
        hours = open_time(session, board.calendar_id, today()).hours
        return {weekday: len(spans) for weekday, spans in hours.items()}


def away(desk: Desk, first: date | str, last: date | str, reason: str = "Winter break") -> Seen:
    page = desk.browser.get(f"{HOURS}/away")
    return desk.browser.press(page, "Say so", first_on=str(first), last_on=str(last), reason=reason)


def test_the_week_is_kept_as_it_was_written(desk: Desk) -> None:
    page = desk.browser.get(HOURS)
    page = desk.browser.press(page, "Keep the hours", day_5="10:00-12:00, 13:00-15:30", day_0="")
    assert page.all("input", id="day_5")[0].get("value") == "10:00–12:00, 13:00–15:30"
    assert week(desk) == {1: 1, 2: 1, 3: 1, 4: 1, 5: 2}
    assert desk.audited() == ["hours changed"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("ten to five", "Write it like 10:00 to 17:00"),
        ("10:00 to 12:00, 11:00 to 13:00", "These times run into each other."),
        ("17:00 to 10:00", "These times run into each other."),
        ("10:00 to 17:00" * 9999, "Use 120 characters or fewer."),
    ],
)
def test_hours_that_make_no_sense_are_told_and_stay_in_the_form(
    desk: Desk, written: str, told: str
) -> None:
    page = desk.browser.get(HOURS)
    page = desk.browser.press(page, "Keep the hours", day_2=written)
    assert page.status == 422
    assert told in page.words
    assert page.all("input", id="day_2")[0].get("value") == written
    assert week(desk)[2] == 1


def test_a_board_that_takes_words_has_hours(desk: Desk) -> None:
    desk.board.sending_opened_at = now()
    commit(desk.session)
    page = desk.browser.press(desk.browser.get(HOURS), "Keep the hours", **CLOSED_WEEK)
    assert page.status == 422
    assert "Close sending first." in page.words
    assert len(week(desk)) == 5


def test_we_are_away_and_come_back_early(desk: Desk) -> None:
    page = away(desk, today() - timedelta(days=1), today() + timedelta(days=3))
    assert "Winter break" in page.words
    page = desk.browser.press(page, "We are back")
    assert "Winter break" not in page.words
    with desk.reading() as session:
        assert session.scalars(select(Closure)).one().last_on == today() - timedelta(days=1)
    assert desk.audited() == ["closure added", "closure ended"]


def test_days_away_that_have_not_begun_are_taken_away(desk: Desk) -> None:
    page = away(desk, today() + timedelta(days=2), today() + timedelta(days=3))
    desk.browser.press(page, "Take it away")
    with desk.reading() as session:
        assert session.scalars(select(Closure)).all() == []


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2099-01-02", "2099-01-01", "The last day comes before the first."),
        ("2020-01-01", "2020-01-02", "Choose today or a later day."),
        ("2098-01-01", "2099-12-31", "Away for more than a year"),
        ("soon", "later", "Write a day like 2026-11-30."),
        ("", "", "Choose the last day."),
    ],
)
def test_days_away_make_sense(desk: Desk, first: str, last: str, told: str) -> None:
    page = away(desk, first, last, reason="Winter break")
    assert page.status == 422
    assert told in page.words
    assert page.all("input", id="reason")[0].get("value") == "Winter break"


def test_a_clock_changes_from_a_day_on(desk: Desk) -> None:
    monday = today() + timedelta(days=7)
    page = desk.browser.press(
        desk.browser.get(CLOCKS),
        "Change it",
        clock="answer",
        amount="15",
        unit="open_days",
        from_on=str(monday),
    )
    assert "15 open days from" in page.words
    with desk.reading() as session:
        calendar_id = desk.board.calendar_id
        assert allowance(session, calendar_id, Clock.ANSWER, today()).amount == 10
        later = allowance(session, calendar_id, Clock.ANSWER, monday)
        assert (later.amount, later.unit) == (15, Unit.OPEN_DAYS)
    assert desk.audited() == ["clock changed: answer"]


def test_a_clock_of_today_is_marked_as_changed_here(desk: Desk) -> None:
    page = desk.browser.get(CLOCKS)
    page = desk.browser.press(page, "Change it", clock="understood", amount="0")
    assert "the same open day Changed here" in page.words


@pytest.mark.parametrize(
    ("amount", "from_on", "told"),
    [
        ("", "2099-01-01", "Write how long."),
        ("-3", "2099-01-01", "Write a whole number from 0 to 400."),
        ("401", "2099-01-01", "Write a whole number from 0 to 400."),
        ("5", "2020-01-01", "Choose today or a later day."),
    ],
)
def test_a_clock_never_changes_the_past(desk: Desk, amount: str, from_on: str, told: str) -> None:
    page = desk.browser.get(CLOCKS)
    page = desk.browser.press(page, "Change it", amount=amount, from_on=from_on)
    assert page.status == 422
    assert told in page.words


def test_the_days_of_another_board_are_not_ours_to_end(desk: Desk) -> None:
    other = Closure(
        calendar_id=desk.other_calendar_id(),
        first_on=today(),
        last_on=today(),
        reason="Theirs",
    )
    desk.session.add(other)
    commit(desk.session)
    assert desk.browser.post(f"{HOURS}/{other.id}/end").status == 404
