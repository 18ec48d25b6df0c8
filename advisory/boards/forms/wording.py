import re
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, Options, box, cleaned, line, meaning, options
from advisory.languages.registry import LANGUAGES
from advisory.languages.text import ascii_digits
from advisory.words.rules import placeholders

_NUMBER = re.compile(r"\+?[0-9][0-9 ]{1,18}")


def _digits(text: str | None) -> str | None:
    return ascii_digits(text) if text else text


class Rewording(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """Words of ours that people translate. `WORDED` names the fields that members read."""

    WORDED: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.before = kwargs.get("data") or {}

    @property
    def is_reworded(self) -> bool:
        return any(self[name].data != cleaned(self.before.get(name)) for name in self.WORDED)

    @property
    def meaning_changed(self) -> bool:
        return str(self["meaning"].data) != "no"


class HelpNumberForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    name = line(for_staff("Who answers, in English"), needed=for_staff("Write who answers."))
    number = line(for_staff("Number"), needed=for_staff("Write the number."), most=20)
    note = box(
        for_staff("What to expect, in English"),
        needed=for_staff("Write what happens when somebody rings."),
        most=500,
        hint=for_staff("Is it free? When is it open? Is there an interpreter?"),
    )

    def validate_number(self, field: Any) -> None:  # noqa: ANN401 - a WTForms field
        field.data = _digits(field.data)
        if not _NUMBER.fullmatch(field.data or ""):
            raise ValidationError(for_staff("Write digits and spaces, like 020 7946 0018."))


class ChangedHelpNumberForm(HelpNumberForm, Rewording):
    WORDED = ("name", "note")
    meaning = meaning()


class NewHelpNumberForm(HelpNumberForm):
    is_emergency = BooleanField(
        for_staff("For emergencies: show it first"),
        description=for_staff("Only for numbers that send somebody at once."),
    )


class SignpostForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    name = line(
        for_staff("Short name"),
        needed=for_staff("Write a short name."),
        hint=for_staff("Facilitators choose by it. Members never see it."),
    )
    body = box(
        for_staff("The answer in English"),
        needed=for_staff("Write the answer."),
        most=5000,
        hint=for_staff("Plain words, 15 or fewer in a sentence. Translators do the rest."),
    )


class ChangedSignpostForm(SignpostForm, Rewording):
    WORDED = ("body",)
    meaning = meaning()


class ChangedNameForm(Rewording):
    WORDED = ("name",)
    name = line(for_staff("Name, in English"), needed=for_staff("Write a name."))
    meaning = meaning()


class SetTextForm(Rewording):
    """`seen`: the revision that the writer began from. `shipped`: the English of the product."""

    WORDED = ("body",)
    body = box(
        for_staff("In English"),
        needed=for_staff("Write the text."),
        most=1000,
        hint=for_staff("Plain words, 15 or fewer in a sentence. Promise only what you keep."),
    )
    meaning = meaning()
    seen = HiddenField()
    shipped = ""

    def validate_body(self, field: Any) -> None:  # noqa: ANN401 - a WTForms field
        if not self.is_reworded:
            raise ValidationError(for_staff("This is what it says already."))
        wanted = placeholders(self.shipped)
        if placeholders(field.data or "") != wanted:
            names = " ".join(sorted(wanted.elements())) or for_staff("none")
            why = for_staff("Keep the places that a page fills in: %(names)s")
            raise ValidationError(why % {"names": names})

    @property
    def revision(self) -> int:
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() and len(seen) < 9 else 0


class LanguageForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    language = Choice(for_staff("Language"))
    how = Options(
        for_staff("Who has read its safety words?"),
        choices=options(
            [
                ("signed", for_staff("A bilingual person: all of them are signed off")),
                ("draft", for_staff("Nobody yet: I open it as a draft, and every page says so")),
            ]
        ),
    )

    def __init__(self, *args: Any, tags: list[str], signed: set[str], **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.signed = signed
        self.language.choices = options(
            (tag, f"{LANGUAGES[tag].own_name} · {LANGUAGES[tag].english_name}") for tag in tags
        )

    def validate_how(self, field: Any) -> None:  # noqa: ANN401 - a WTForms field
        if field.data == "signed" and self.language.data not in self.signed:
            raise ValidationError(
                for_staff("Not all are signed off yet. See “Safety words” in the table below.")
            )
