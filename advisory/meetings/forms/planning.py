from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError

from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.fields import (
    Choice,
    Clock,
    Day,
    Needed,
    Ticks,
    box,
    line,
    meaning,
    options,
    whole,
)
from advisory.languages.registry import Language
from advisory.meetings.actions.planning import Plan
from advisory.meetings.models import Meeting, Mode, Support
from advisory.meetings.queries import english
from advisory.meetings.rules.timetable import LONGEST, NoSuchTime, moment

MODES = {
    Mode.IN_PERSON: for_staff("In person"),
    Mode.ONLINE: for_staff("Online"),
    Mode.PHONE: for_staff("By phone"),
}
SUPPORT = {
    Support.INTERPRETING: for_staff("Interpreting"),
    Support.CHILDCARE: for_staff("Childcare"),
    Support.TRAVEL: for_staff("Travel, paid in advance"),
    Support.FOOD: for_staff("Food"),
    Support.QUIET_ROOM: for_staff("A quiet room"),
    Support.PHONE_CREDIT: for_staff("Data for the phone"),
}
NO_SUCH_TIME = for_staff("The clocks go forward: this time does not exist on that day.")


class PlanForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`plan()` once it is valid."""

    title = line(
        for_staff("Title"),
        needed=for_staff("Give it a title."),
        hint=for_staff("Everybody can read it. Neutral words: a phone may be shared."),
    )
    purpose = box(
        for_staff("What it is for"),
        needed=for_staff("Say what it is for."),
        hint=for_staff("Two or three short sentences, as an invitation. They are translated."),
    )
    on = Day(for_staff("Day"), [Needed(for_staff("Choose the day."))])
    begins = Clock(for_staff("Begins, London time"), [Needed(for_staff("Write when it begins."))])
    ends = Clock(for_staff("Ends, London time"), [Needed(for_staff("Write when it ends."))])
    mode = Choice(
        for_staff("How people meet"),
        choices=options((mode.value, name) for mode, name in MODES.items()),
    )
    area = line(
        for_staff("Area, shown to everybody"),
        needed=for_staff("Write the area, or “online”."),
        hint=for_staff("A part of town. Never an address."),
    )
    venue = line(
        for_staff("Exact place, link or number"),
        needed=for_staff("Write the exact place, the link or the number."),
        most=300,
        hint=for_staff("Only people with a confirmed place see it."),
    )
    languages = Ticks(for_staff("Languages of the meeting"))
    support = Ticks(
        for_staff("What people are offered"),
        choices=options((support.value, name) for support, name in SUPPORT.items()),
    )
    places = whole(for_staff("Places"), is_needed=True, least=1, most=300)
    meaning = meaning(default="yes")
    ready_agenda = BooleanField(for_staff("Begin with the ready agenda, report-back included"))

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - what FlaskForm takes
        opened: Sequence[Language],
        now: datetime,
        **kwargs: Any,  # noqa: ANN401 - as above
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.languages.choices = [
            SelectChoice(language.tag, language.own_name, render_kw={"lang": language.tag})
            for language in opened
        ]

    def validate_languages(self, field: Ticks) -> None:
        if not field.data:
            raise ValidationError(for_staff("Choose one language at least."))

    def validate_begins(self, field: Clock) -> None:
        if field.data is None or self.on.data is None:
            return
        if _moment(self.on.data, field) <= self.now:
            raise ValidationError(for_staff("This time is over. Choose a later one."))

    def validate_ends(self, field: Clock) -> None:
        if field.data is None or self.on.data is None or self.begins.data is None:
            return
        ends = _moment(self.on.data, field)
        try:
            begins = moment(self.on.data, self.begins.data)
        except NoSuchTime:
            return
        if not begins < ends <= begins + LONGEST:
            raise ValidationError(for_staff("It must end after it begins, and within eight hours."))

    def plan(self) -> Plan:
        return Plan(
            title=self.title.data or "",
            purpose=self.purpose.data or "",
            starts_at=_moment(self.on.data, self.begins),
            ends_at=_moment(self.on.data, self.ends),
            mode=Mode(self.mode.data),
            area=self.area.data or "",
            venue=self.venue.data or "",
            languages=self.languages.data or [],
            support=self.support.data or [],
            places=self.places.data,
            meaning_changed="meaning" not in self or self.meaning.data != "no",
        )


class CallOffForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    reason = box(
        for_staff("Why it does not take place"),
        needed=for_staff("Say why. Everybody invited reads it."),
        most=500,
        hint=for_staff("One or two short, neutral sentences. They are translated."),
    )


def _moment(day: date | None, field: Clock) -> datetime:
    assert day is not None  # noqa: S101 - the form has asked for both
    assert field.data is not None  # noqa: S101 - as above
    try:
        return moment(day, field.data)
    except NoSuchTime as wrong:
        raise ValidationError(NO_SUCH_TIME) from wrong


def as_typed(meeting: Meeting) -> dict[str, object]:
    """A meeting as its form shows it."""
    starts, ends = london(meeting.starts_at), london(meeting.ends_at)
    return {
        "title": english(meeting.title),
        "purpose": english(meeting.purpose),
        "on": starts.date(),
        "begins": starts.time(),
        "ends": ends.time(),
        "mode": meeting.mode.value,
        "area": meeting.area,
        "venue": meeting.venue,
        "languages": meeting.languages,
        "support": meeting.support,
        "places": str(meeting.places),
    }


def as_next(meeting: Meeting) -> dict[str, object]:
    """What a standing meeting brings to the next one: all but the day."""
    return as_typed(meeting) | {"on": None, "ready_agenda": True}
