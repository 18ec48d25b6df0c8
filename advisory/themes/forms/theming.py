"""A theme, who looked at it, and which team reads it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import HiddenField, SelectField, SelectMultipleField, widgets
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from advisory.languages.catalogues import for_staff
from advisory.languages.registry import LANGUAGES
from advisory.languages.text import ascii_digits
from advisory.people.models import Team
from advisory.themes.actions.theming import Content
from advisory.themes.forms.labelling import line, words
from advisory.themes.models import Depth, Label, Theme
from advisory.themes.rules.naming import DEPTHS

FIELDS = (
    "title",
    "statement",
    "wants",
    "counter_views",
    "single_voices",
    "missing",
    "power",
    "options",
)


class Ticks(SelectMultipleField):
    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class NewThemeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    title = line(for_staff("Name of the theme"), needed=True)
    labels = Ticks(for_staff("Labels it is made of"), validate_choice=False)

    def offer(self, labels: Iterable[Label]) -> None:
        self.known = list(labels)
        # A name turns in its own direction, whatever the page does.
        named = Markup("<bdi>{}</bdi>")
        self.labels.choices = [
            SelectChoice(str(one.id), named.format(one.name)) for one in self.known
        ]

    def chosen(self) -> list[Label]:
        wanted = set(self.labels.data or ())
        return [one for one in self.known if str(one.id) in wanted]


class ThemeForm(NewThemeForm):
    statement = words(
        for_staff("What people mean, in plain words"),
        hint=for_staff("Yours, not theirs: no name, no place, no story of one person."),
    )
    wants = words(for_staff("What people want"))
    counter_views = words(
        for_staff("Who sees it otherwise"),
        hint=for_staff("Always say it. If nobody does, say that you looked."),
    )
    single_voices = words(
        for_staff("Said by one or few"), hint=for_staff("It stays, for being few it is not wrong.")
    )
    missing = words(
        for_staff("Whom we did not hear"), hint=for_staff("In words: groups, never numbers.")
    )
    depth = SelectField(
        for_staff("How hard it is on people"),
        choices=[SelectChoice(one.value, said) for one, said in DEPTHS.items()],
    )
    power = words(for_staff("What is in the power of those who read this"))
    options = words(for_staff("What could be done"))
    seen = HiddenField()

    def content(self) -> Content:
        said: dict[str, Any] = {name: self[name].data or "" for name in FIELDS}
        return Content(**said, depth=Depth(self.depth.data))

    @property
    def seen_revision(self) -> int:
        typed = ascii_digits(self.seen.data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def theme_of(theme: Theme) -> dict[str, Any]:
    """What the form begins with."""
    return {
        **{name: getattr(theme, name) for name in FIELDS},
        "depth": theme.depth.value,
        "labels": [str(label.id) for label in theme.labels],
        "seen": str(theme.revision),
    }


class CheckForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    language = SelectField(
        for_staff("Which language group looked"),
        [InputRequired()],
        choices=[SelectChoice(tag, one.own_name) for tag, one in LANGUAGES.items()],
    )
    said = words(for_staff("What they said"), needed=True, hint=for_staff("No names."))
    changed = words(
        for_staff("What you changed"), needed=True, hint=for_staff("Nothing? Then say why.")
    )


class TeamForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    team = SelectField(for_staff("Which team may read it"), validate_choice=False)

    def offer(self, teams: Iterable[Team], now: UUID | None) -> "TeamForm":
        self.team.choices = [
            SelectChoice("", for_staff("Nobody but us")),
            *(SelectChoice(str(team.id), team.name) for team in teams),
        ]
        if not self.is_submitted():
            self.team.data = str(now or "")
        return self
