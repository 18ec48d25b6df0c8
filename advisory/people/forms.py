from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Email, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from advisory.foundation.access import Role
from advisory.languages.catalogues import complete_languages, for_staff
from advisory.languages.registry import LANGUAGES, SPOKEN, SpokenLanguage
from advisory.languages.text import clean, isolate
from advisory.people import rules


def said(field: Field) -> str:
    """What was typed into a field that is checked already."""
    return str(field.data or "")


def _cleaned(text: str | None) -> str | None:
    return clean(text) if text else text


def _name(label: str, *, hint: str, missing: str) -> StringField:
    return StringField(
        label,
        [
            DataRequired(missing),
            Length(max=120, message=for_staff("Use 120 characters or fewer.")),
        ],
        filters=[_cleaned],
        description=hint,
    )


def _new_password() -> PasswordField:
    return PasswordField(
        for_staff("New password"),
        [DataRequired(for_staff("Choose a password."))],
        description=for_staff("15 characters or more. Four words are easier than signs."),
    )


def _the_same_again() -> PasswordField:
    return PasswordField(
        for_staff("The same password again"),
        [DataRequired(for_staff("Write the password a second time."))],
    )


def _spoken_name(spoken: SpokenLanguage) -> str:
    if spoken.own_name == spoken.english_name:
        return spoken.own_name
    return f"{isolate(spoken.own_name)} · {spoken.english_name}"


class Ticks(SelectMultipleField):
    """Several boxes, each with its own label."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SignInForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    email = EmailField(
        for_staff("E-mail address"),
        [DataRequired(for_staff("Write your e-mail address."))],
        filters=[_cleaned],
    )
    password = PasswordField(
        for_staff("Password"), [DataRequired(for_staff("Write your password."))]
    )


class SecondFactorForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    number = StringField(
        for_staff("Number from your app"),
        [DataRequired(for_staff("Write the six digits that the app shows."))],
        description=for_staff("Six digits. Without your phone: one of your recovery codes."),
    )


class EnrolmentForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    number = StringField(
        for_staff("The six digits that the app shows now"),
        [DataRequired(for_staff("Write the six digits that the app shows."))],
    )


class _NewPasswordForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """A form that sets a password. `own`: words of the person, which make a password weak."""

    password: PasswordField
    again: PasswordField

    def __init__(self, *args: Any, own: tuple[str, ...] = (), **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.own_words = own

    def known_words(self) -> tuple[str, ...]:
        return self.own_words

    def validate_password(self, field: Field) -> None:
        if problem := rules.password_problem(field.data, own=self.known_words()):
            raise ValidationError(problem)

    def validate_again(self, field: Field) -> None:
        if field.data != self.password.data:
            raise ValidationError(for_staff("The two passwords are not the same."))


class WelcomeForm(_NewPasswordForm):
    password = _new_password()
    again = _the_same_again()


class ChangePasswordForm(_NewPasswordForm):
    present_password = PasswordField(
        for_staff("Your password until now"), [DataRequired(for_staff("Write your password."))]
    )
    password = _new_password()
    again = _the_same_again()


class SetUpForm(_NewPasswordForm):
    key = StringField(
        for_staff("Set-up key"),
        [DataRequired(for_staff("Write the key that the server printed."))],
        description=for_staff("The server prints it when it starts. It works once."),
    )
    board_name = _name(
        for_staff("Name of the board"),
        hint=for_staff("Members see this name."),
        missing=for_staff("Write the name of the board."),
    )
    name = _name(
        for_staff("Your name"),
        hint=for_staff("A pseudonym is fine."),
        missing=for_staff("Write your name."),
    )
    email = EmailField(
        for_staff("Your e-mail address"),
        [Email(for_staff("Write a whole e-mail address, like name@example.org."))],
        filters=[_cleaned],
    )
    password = _new_password()
    again = _the_same_again()
    roles = Ticks(
        for_staff("What you will do, besides being the administrator"),
        choices=[
            SelectChoice(
                Role.FACILITATOR.value, for_staff("Facilitator: I read and answer what people say")
            ),
            SelectChoice(
                Role.TRANSLATOR.value, for_staff("Translator: I translate what people say")
            ),
        ],
        default=[Role.FACILITATOR.value, Role.TRANSLATOR.value],
        description=for_staff("You can change this later."),
    )

    def known_words(self) -> tuple[str, ...]:
        return tuple(field.data or "" for field in (self.name, self.email, self.board_name))


class PasskeyForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    name = StringField(
        for_staff("Name of this passkey"),
        [
            DataRequired(for_staff("Write a name.")),
            Length(max=60, message=for_staff("Use 60 characters or fewer.")),
        ],
        filters=[_cleaned],
        description=for_staff("Where it lives: my phone, the office computer."),
    )
    password = PasswordField(
        for_staff("Your password"), [DataRequired(for_staff("Write your password."))]
    )


class MeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    name = _name(
        for_staff("Your name"),
        hint=for_staff("Colleagues see it. Members never do."),
        missing=for_staff("Write your name."),
    )
    is_woman = BooleanField(
        for_staff("I am a woman"),
        description=for_staff("Some members ask that only a woman reads their words."),
    )
    speaks = Ticks(
        for_staff("Languages I understand well"),
        choices=[SelectChoice(tag, _spoken_name(spoken)) for tag, spoken in SPOKEN.items()],
        description=for_staff("You are shown words in these languages as they were said."),
    )
    language = SelectField(for_staff("Language of these pages"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        ready = complete_languages("staff")
        self.language.choices = [SelectChoice(tag, LANGUAGES[tag].own_name) for tag in ready]


class PasswordAgainForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    password = PasswordField(
        for_staff("Your password"), [DataRequired(for_staff("Write your password."))]
    )
