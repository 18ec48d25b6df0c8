"""Days and times: London's clock, and the steps counted in working days from the meeting."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta

from advisory.clocks.rules import OpenTime
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import LONDON, london
from advisory.meetings.models import Meeting, MeetingTask, Step, Support

WORKING_DAYS: Mapping[Step, int] = {
    Step.BEGIN_AGENDA: -25,
    Step.ASKS_IN: -20,
    Step.LOOK_AT_ASKS: -15,
    Step.ARRANGE_SUPPORT: -12,
    Step.TRANSLATE: -6,
    Step.PAPERS_OUT: -5,
    Step.CONFIRM_CHILDCARE: -5,
    Step.CONFIRM_INTERPRETERS: -3,
    Step.ORDER_FOOD: -3,
    Step.PAY_TRAVEL: -2,
    Step.MEET_BEFORE: -2,
    Step.SEND_PHONE_CREDIT: -1,
    Step.ASK_HOW_PEOPLE_ARE: 1,
    Step.SEND_ACTIONS: 3,
    Step.SEND_SUMMARY: 10,
    Step.TEAMS_RESPOND: 20,
}
ONLY_WITH: Mapping[Step, Support] = {
    Step.CONFIRM_CHILDCARE: Support.CHILDCARE,
    Step.CONFIRM_INTERPRETERS: Support.INTERPRETING,
    Step.ORDER_FOOD: Support.FOOD,
    Step.PAY_TRAVEL: Support.TRAVEL,
    Step.SEND_PHONE_CREDIT: Support.PHONE_CREDIT,
}
"""Steps of a meeting that offers it."""
STEP_NAMES: Mapping[Step, str] = {
    Step.BEGIN_AGENDA: for_staff("Begin the agenda with a member: one item from the community"),
    Step.ASKS_IN: for_staff("Teams hand in what they ask, on one plain page"),
    Step.LOOK_AT_ASKS: for_staff("Refuse what is decided already"),
    Step.ARRANGE_SUPPORT: for_staff("Interpreters and childcare arranged, travel paid"),
    Step.TRANSLATE: for_staff("Papers and words translated, glossary ready"),
    Step.PAPERS_OUT: for_staff("Papers out, as text and as sound"),
    Step.CONFIRM_CHILDCARE: for_staff("Childcare confirmed for all who asked"),
    Step.CONFIRM_INTERPRETERS: for_staff("Each interpreter has said yes to day and place"),
    Step.ORDER_FOOD: for_staff("Food ordered"),
    Step.PAY_TRAVEL: for_staff("Travel paid for everybody who has a place"),
    Step.MEET_BEFORE: for_staff("Meet before, by language"),
    Step.SEND_PHONE_CREDIT: for_staff("Data sent to phones"),
    Step.ASK_HOW_PEOPLE_ARE: for_staff("Ask how people are"),
    Step.SEND_ACTIONS: for_staff("Send actions and advice"),
    Step.SEND_SUMMARY: for_staff(
        "Send the summary in each language; five days to say it is not so"
    ),
    Step.TEAMS_RESPOND: for_staff("Teams have answered"),
    Step.DID_IT_HAPPEN: for_staff("Ask whether it happened"),
}
MONTHS_UNTIL_ASKED = 6
"""After so long a promised change is asked about: did it happen?"""
LONGEST = timedelta(hours=8)


class NoSuchTime(ValueError):
    """Raised for an hour that the clocks jump over in spring."""


def moment(day: date, at: time) -> datetime:
    """A time on London's clock, in UTC. Of an hour that comes twice it is the first.

    Raises NoSuchTime.
    """
    local = datetime.combine(day, at, LONDON)
    utc = local.astimezone(UTC)
    if utc.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime
    return utc


def day_of(meeting: Meeting) -> date:
    return london(meeting.starts_at).date()


def has_begun(meeting: Meeting, at: datetime) -> bool:
    return at >= meeting.starts_at


def due_days(
    meeting_on: date, open_time: OpenTime, offered: Collection[str] = tuple(Support)
) -> dict[Step, date]:
    """When each step is due, of a meeting that offers so much."""
    days = {
        step: working_day(open_time, meeting_on, count)
        for step, count in WORKING_DAYS.items()
        if step not in ONLY_WITH or ONLY_WITH[step].value in offered
    }
    return days | {Step.DID_IT_HAPPEN: working_day(open_time, _months_later(meeting_on), 0)}


def working_day(open_time: OpenTime, day: date, count: int) -> date:
    """The working day so many before or after a day; 0 is the day itself or the next one.

    Monday to Friday without holidays and days away: also for a board that opens twice a week.
    """
    way = timedelta(days=-1 if count < 0 else 1)
    for _ in range(abs(count)):
        day += way
        while not _is_working_day(open_time, day):
            day += way
    while not _is_working_day(open_time, day):
        day += way
    return day


def _is_working_day(open_time: OpenTime, day: date) -> bool:
    return day.weekday() < 5 and day not in open_time.closed


def _months_later(day: date) -> date:
    month = day.month - 1 + MONTHS_UNTIL_ASKED
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_due(task: MeetingTask, today: date) -> bool:
    return task.done_on is None and task.due_on <= today
