"""A label, the labels of a passage, and a passage that is released."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, ValidationError

from advisory.languages.catalogues import for_staff
from advisory.languages.text import ascii_digits, clean
from advisory.themes.actions import Wording
from advisory.themes.models import Label
from advisory.themes.rules import telling
from advisory.themes.rules.labelling import Marks, Position
from advisory.themes.rules.marking import TELLING_NAMES

NEEDED = for_staff("Write something here.")
POSITIONS = {
    Position.AGREE: for_staff("Agrees"),
    Position.DISAGREE: for_staff("Disagrees"),
    Position.UNCLEAR: for_staff("Not clear"),
}
_STILL_TELLS = for_staff("It still holds %(what)s. Take it out, or tick the box below.")


def _cleaned(typed: str | None) -> str:
    return clean(typed or "")


def _most(count: int) -> Length:
    return Length(max=count, message=for_staff("Use %(max)d characters or fewer."))


def line(label: str, *, needed: bool = False, hint: str = "") -> Any:  # noqa: ANN401 - read after its validators
    checks: list[Any] = [DataRequired(NEEDED)] if needed else []
    return StringField(label, [*checks, _most(100)], filters=[_cleaned], description=hint)


def words(label: str, *, needed: bool = False, hint: str = "", most: int = 2000) -> Any:  # noqa: ANN401 - as line
    checks: list[Any] = [DataRequired(NEEDED)] if needed else []
    return TextAreaField(label, [*checks, _most(most)], filters=[_cleaned], description=hint)


class AddLabelForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    name = line(for_staff("Name of the label"), needed=True)
    definition = words(for_staff("What it means"))

    def wording(self) -> Wording:
        return Wording(name=self.name.data, definition=self.definition.data)


class LabelForm(AddLabelForm):
    use_when = words(for_staff("When to use it"))
    not_when = words(for_staff("When not to use it"))
    seen = HiddenField()

    def wording(self) -> Wording:
        return Wording(
            name=self.name.data,
            definition=self.definition.data,
            use_when=self.use_when.data,
            not_when=self.not_when.data,
        )

    @property
    def seen_version(self) -> int:
        typed = ascii_digits(self.seen.data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


class MergeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    into = SelectField(for_staff("Merge it into"), validate_choice=False)

    def offer(self, labels: Iterable[Label]) -> "MergeForm":
        self.into.choices = [SelectChoice(str(label.id), label.name) for label in labels]
        return self


class MarksForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    labels = SelectMultipleField(for_staff("Labels"), validate_choice=False)
    is_rich = BooleanField(for_staff("Rich: it says why, or how. Worth going back to."))
    position = RadioField(
        for_staff("Where the person stands"),
        choices=[
            SelectChoice("", for_staff("Not about that")),
            *(SelectChoice(one.value, POSITIONS[one]) for one in Position),
        ],
        default="",
        validate_choice=False,
    )
    note = words(for_staff("Note"), hint=for_staff("For the board. It goes when the words go."))

    def marks(self, known: Iterable[UUID]) -> Marks:
        """Labels of this board only, also one that was merged while this page was open."""
        chosen = set(self.labels.data or ())
        position = self.position.data or ""
        return Marks(
            frozenset(label for label in known if str(label) in chosen),
            self.note.data,
            bool(self.is_rich.data),
            Position(position) if position in set(Position) else None,
        )


def marks_of(marks: Marks) -> dict[str, Any]:
    """What the form begins with."""
    return {
        "labels": [str(label) for label in marks.labels],
        "is_rich": marks.is_rich,
        "position": marks.position.value if marks.position else "",
        "note": marks.note,
    }


class ReleaseForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    body = words(for_staff("The passage, in English"), needed=True, most=5000)
    looked = BooleanField(for_staff("I looked: what is marked does not tell who spoke"))

    def validate_body(self, field: TextAreaField) -> None:
        found = {found.kind for found in telling(field.data or "")}
        if found and not self.looked.data:
            what = ", ".join(str(TELLING_NAMES[kind]) for kind in sorted(found))
            raise ValidationError(_STILL_TELLS % {"what": what})


class SettleForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    labels = SelectMultipleField(for_staff("Labels"), validate_choice=False)
    note = words(for_staff("Why, in a sentence"), needed=True)

    def marks(self, known: Iterable[UUID]) -> Marks:
        chosen = set(self.labels.data or ())
        return Marks(frozenset(label for label in known if str(label) in chosen), self.note.data)
