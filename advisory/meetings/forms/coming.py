"""What somebody says who may come. Nothing but the language is asked to be known."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Length

from advisory.contributions.rules import new_form_token
from advisory.languages.catalogues import for_public
from advisory.languages.registry import SPOKEN
from advisory.languages.text import clean
from advisory.meetings.models import Meeting, Support
from advisory.meetings.rules.coming import Needs

LONGEST = 1000
LINE = 80
TICKS = ("interpreter", "woman", "man", "childcare", "travel", "food", "quiet_room", "phone_credit")
TOO_LONG = for_public("This is too long. Use fewer words.")


def _cleaned(text: str | None) -> str:
    return clean(text) if text else ""


class ComeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`needs()` once it is valid."""

    token = HiddenField()
    speaks = SelectField(
        for_public("I speak"),
        invalid_choice_message=for_public("Choose a language."),  # type: ignore[call-arg]  # newer than its stubs
    )
    interpreter = BooleanField(for_public("I would like an interpreter"))
    woman = BooleanField(for_public("I would like a woman to interpret"))
    man = BooleanField(for_public("I would like a man to interpret"))
    dialect = StringField(
        for_public("My dialect"), [Length(max=LINE, message=TOO_LONG)], filters=[_cleaned]
    )
    childcare = BooleanField(for_public("I would like childcare"))
    travel = BooleanField(for_public("I would like my travel paid before I come"))
    food = BooleanField(for_public("I would like food"))
    quiet_room = BooleanField(for_public("I would like a quiet room"))
    phone_credit = BooleanField(for_public("I would like data for my phone"))
    access = TextAreaField(
        for_public("What else would help you to come?"),
        [Length(max=LONGEST, message=TOO_LONG)],
        filters=[_cleaned],
    )
    topic = TextAreaField(
        for_public("What would you like to talk about?"),
        [Length(max=LONGEST, message=TOO_LONG)],
        filters=[_cleaned],
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.speaks.choices = [
            SelectChoice(tag, spoken.own_name, render_kw={"lang": tag})
            for tag, spoken in SPOKEN.items()
        ]
        if not self.token.data:
            self.token.data = new_form_token()
        self._leave_out(meeting)

    def _leave_out(self, meeting: Meeting) -> None:
        """Nobody is asked for what this meeting does not offer."""
        for offered, names in (
            (Support.INTERPRETING, ("interpreter", "woman", "man", "dialect")),
            (Support.CHILDCARE, ("childcare",)),
            (Support.TRAVEL, ("travel",)),
            (Support.FOOD, ("food",)),
            (Support.QUIET_ROOM, ("quiet_room",)),
            (Support.PHONE_CREDIT, ("phone_credit",)),
        ):
            if offered.value not in meeting.support:
                for name in names:
                    delattr(self, name)

    def needs(self) -> Needs:
        asked: dict[str, Any] = {name: bool(self[name].data) for name in TICKS if name in self}
        dialect = str(self["dialect"].data or "") if "dialect" in self else ""
        return Needs(
            speaks=str(self.speaks.data), dialect=dialect, access=self.access.data or "", **asked
        )
