from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from advisory.contributions.rules import new_form_token
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, line, options, whole
from advisory.languages.registry import SPOKEN
from advisory.meetings.models import Meeting
from advisory.support.actions import Interpreter
from advisory.support.models import Booked, Reach, Voice

REACHES = {
    Reach.IN_ROOM: for_staff("In the room"),
    Reach.PHONE: for_staff("By phone"),
    Reach.VIDEO: for_staff("By video"),
    Reach.REMOTE: for_staff("From afar, into people’s ears"),
}
VOICES = {
    Voice.ANYBODY: for_staff("Anybody"),
    Voice.WOMAN: for_staff("A woman"),
    Voice.MAN: for_staff("A man"),
}
STANDINGS = {
    Booked.REQUESTED: for_staff("Requested"),
    Booked.CONFIRMED: for_staff("Confirmed"),
    Booked.NO_SHOW: for_staff("Did not come"),
    Booked.DONE: for_staff("Came"),
    Booked.FREED: for_staff("Told: not needed"),
}
BUTTONS = {
    Booked.CONFIRMED: for_staff("They said yes"),
    Booked.FREED: for_staff("Told: not needed"),
    Booked.DONE: for_staff("Came"),
    Booked.NO_SHOW: for_staff("Did not come"),
}


class BookingForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`interpreter()` once it is valid."""

    token = HiddenField()
    language = Choice(for_staff("Language"))
    dialect = line(for_staff("Dialect, if it matters"), most=80)
    voice = Choice(
        for_staff("Who interprets"),
        choices=options((voice.value, name) for voice, name in VOICES.items()),
    )
    reach = Choice(
        for_staff("How they are there"),
        choices=options((reach.value, name) for reach, name in REACHES.items()),
    )
    name = line(
        for_staff("Person or agency"),
        needed=for_staff("Write the person or the agency."),
        hint=for_staff("It is deleted here 30 days after the meeting."),
    )
    is_agency = BooleanField(for_staff("An agency, which can send several people"))
    overlap_known = BooleanField(for_staff("They know about both meetings. Book them all the same"))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        first = [tag for tag in meeting.languages if tag in SPOKEN and tag != "en"]
        self.language.choices = [
            SelectChoice(tag, SPOKEN[tag].own_name, render_kw={"lang": tag})
            for tag in [*first, *(tag for tag in SPOKEN if tag not in first)]
        ]
        if not self.token.data:
            self.token.data = new_form_token()

    def interpreter(self) -> Interpreter:
        return Interpreter(
            language=str(self.language.data),
            dialect=self.dialect.data or "",
            voice=Voice(self.voice.data),
            reach=Reach(self.reach.data),
            name=self.name.data or "",
            is_agency=bool(self.is_agency.data),
            overlap_known=bool(self.overlap_known.data),
        )


class ArrangementForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    words = line(
        for_staff("What is arranged"),
        needed=for_staff("Write what is arranged."),
        most=500,
        hint=for_staff("Who brings what, and until when. No names of those who come."),
    )
    enough_for = whole(for_staff("Enough for how many people"), is_needed=True, most=300)
