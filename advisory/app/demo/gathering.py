"""Two meetings of the demo board: one that was held, one to which everybody is invited."""

from datetime import time, timedelta

from advisory.app.demo.beginning import LANGUAGES, Beginning
from advisory.app.demo.notices import NOTICES
from advisory.contributions.rules import new_form_token
from advisory.meetings.actions import agenda, coming, minutes, planning, running
from advisory.meetings.actions.running import Noted
from advisory.meetings.models import ItemKind, Meeting, Mode, RowKind, Support
from advisory.meetings.rules.agenda import Proposed
from advisory.meetings.rules.coming import Needs
from advisory.meetings.rules.run_sheet import mark
from advisory.meetings.rules.timetable import moment
from advisory.seats import actions as seats
from advisory.seats.models import Kept, Learnt, Standing
from advisory.seats.rules import Profile
from advisory.support import actions as support
from advisory.support.actions import Interpreter
from advisory.support.models import Booked
from advisory.words import actions as words
from advisory.words.models import Status

IN_DAYS = timedelta(days=42)
AGO = timedelta(days=21)
BEFORE = (
    Noted(kind=RowKind.SAID, body="A letter in large print is easier to show to a friend."),
    Noted(kind=RowKind.DECIDED, body="The next letter is read aloud before it is sent."),
)
TERMS = """You are invited to talk with us about health, and to say what should change.
We do not look at single people’s matters, and nothing here touches an asylum claim.
We agree by talking. Who sees it otherwise is written down beside it.
What people say here is told outside without names.
You can pause or leave at any time, without a reason."""
SUMMARY = "People said what makes a letter clear: few words, large print, one thing to do."


def add_meeting(begun: Beginning) -> None:
    session, by = begun.session, begun.facilitator
    on = begun.today + IN_DAYS
    planned = planning.Plan(
        title=NOTICES[0].title["en"],
        purpose="You are invited to say which letters are clear, and which are not.",
        starts_at=moment(on, time(14)),
        ends_at=moment(on, time(16)),
        mode=Mode.IN_PERSON,
        area="Camden",
        venue="The demo hall, first floor, room 2. There is a lift.",
        languages=LANGUAGES,
        support=[support.value for support in Support],
        places=12,
    )
    meeting = planning.plan(session, planned, board=begun.board, ready_agenda=True, by=by)
    for days, title in ((60, "The new letter"), (-7, "The old letter")):
        agenda.add_item(session, meeting, _asked(begun, days, title), by=by)
    agenda.set_agenda(session, meeting, by=by)
    planning.open_invitation(session, meeting, by=by)
    for version in meeting.title.versions:
        if version.status is Status.MISSING:
            body = NOTICES[0].title[version.language]
            words.write_translation(session, version, body=body, ready=True, by=begun.translator)
            version.checker_id, version.status = begun.second.person_id, Status.CHECKED
    for speaks in ("ti", "fa-AF"):
        needs = Needs(speaks=speaks, interpreter=True, travel=True)
        coming.say_may_come(session, meeting, needs, reads=speaks, token=new_form_token())
    coming.confirm(session, meeting.guests[0], by=by)
    _support(begun, meeting)


def _support(begun: Beginning, meeting: Meeting) -> None:
    """One language booked, the other not yet; childcare ready, travel not."""
    session, by = begun.session, begun.facilitator
    wanted = Interpreter(language="ti", name="Demo interpreters", is_agency=True)
    booking = support.book(session, meeting, wanted, token=new_form_token(), by=by)
    support.mark_booking(session, booking, Booked.CONFIRMED, by=by)
    ready = "Two people with children, in the room beside, from half an hour before"
    support.arrange(session, meeting, Support.CHILDCARE, words=ready, enough_for=4, by=by)


def add_meeting_before(begun: Beginning) -> None:
    """Three weeks ago: its minutes are approved, and something is still to do."""
    session, by = begun.session, begun.facilitator
    starts_at = moment(begun.today + IN_DAYS, time(14))
    planned = planning.Plan(
        title="Clear letters",
        purpose="You are invited to look at letters with us.",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        mode=Mode.IN_PERSON,
        area="Camden",
        venue="The demo hall, first floor, room 2.",
        languages=LANGUAGES,
        support=[Support.INTERPRETING.value],
        places=12,
    )
    meeting = planning.plan(session, planned, board=begun.board, ready_agenda=True, by=by)
    planning.open_invitation(session, meeting, by=by)
    back = IN_DAYS + AGO
    meeting.starts_at, meeting.ends_at = meeting.starts_at - back, meeting.ends_at - back
    for task in meeting.tasks:
        task.due_on, task.done_on, task.done_by_id = task.due_on - back, begun.today, by.person_id
    _run(begun, meeting)


def _run(begun: Beginning, meeting: Meeting) -> None:
    session, by = begun.session, begun.facilitator
    nothing = mark(None, None)
    running.count_people(session, meeting, running.Counted(9, 6), seen=nothing, by=by)
    to_do = Noted(
        kind=RowKind.TO_DO,
        body="Bring the letter in large print.",
        team_id=begun.teams["Access team"].id,
        due_on=begun.today + timedelta(days=10),
    )
    for row in (*BEFORE, to_do):
        running.add_row(session, meeting.items[2], row, token=new_form_token(), by=by)
    minutes.put_minutes(session, meeting, board=begun.board, by=by)
    sheet = running.sheet_of(session, meeting)
    sheet.put_on, sheet.until_on = begun.today - timedelta(days=15), begun.today - timedelta(days=8)
    minutes.approve_minutes(session, meeting, by=by)
    minutes.publish_summary(session, meeting, body=SUMMARY, seen=mark(""), by=by)


def _asked(begun: Beginning, days: int, title: str) -> Proposed:
    """What a team asks; of two the second is decided already, and refused."""
    return Proposed(
        kind=ItemKind.ADVICE,
        title=title,
        minutes=10,
        ask="Which words are clear?",
        can_change="The words and the languages.",
        cannot_change="The day on which it is sent.",
        team_id=begun.teams["Access team"].id,
        decision_on=begun.today + timedelta(days=days),
    )


def add_members(begun: Beginning) -> None:
    """Terms, two seats, and one member who has begun."""
    session, by = begun.session, begun.facilitator
    terms = seats.Terms(
        body=TERMS, quorum=4, months=12, review_on=begun.today + timedelta(days=300)
    )
    seats.agree_terms(session, terms, languages=list(LANGUAGES), by=by)
    first = seats.add_seat(session, "Seat 1", kept_for=Kept.ANYBODY, by=by)
    seats.add_seat(session, "Seat 2", kept_for=Kept.SMALL_LANGUAGE, by=by)
    profile = Profile(pseudonym="Blue Bird", speaks="Tigrinya", reads="would rather listen")
    member = seats.invite_member(session, profile, seat=first, token=new_form_token(), by=by)
    for standing in (Standing.BEGINNING, Standing.ACTIVE):
        seats.mark_member(session, member, standing, by=by)
    for learnt in (Learnt.PURPOSE, Learnt.LEAVING, Learnt.NO_NAMES):
        seats.tick_step(session, member, learnt, by=by)
