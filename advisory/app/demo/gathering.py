"""A meeting that the demo board has planned: everybody is invited, and two have replied."""

from datetime import time, timedelta

from advisory.app.demo.beginning import LANGUAGES, Beginning
from advisory.app.demo.notices import NOTICES
from advisory.contributions.rules import new_form_token
from advisory.meetings.actions import agenda, coming, planning
from advisory.meetings.models import ItemKind, Mode, Support
from advisory.meetings.rules.agenda import Proposed
from advisory.meetings.rules.coming import Needs
from advisory.meetings.rules.timetable import moment
from advisory.words import actions as words
from advisory.words.models import Status

IN_DAYS = timedelta(days=42)


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
