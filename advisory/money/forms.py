from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import StopValidation, ValidationError

from advisory.contributions.rules import new_form_token
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, Ticks, box, cleaned, day, line, options
from advisory.languages.text import ascii_digits
from advisory.money.models import Kind, Spent
from advisory.money.rules import MOST_PENCE, Payment
from advisory.seats.forms import ROUTES
from advisory.seats.models import Route

KINDS = {
    Kind.EXPENSE: for_staff("What was spent, or paid before"),
    Kind.INVOLVEMENT: for_staff("For time given"),
    Kind.VOUCHER: for_staff("Voucher"),
}
SPENT = {
    Spent.TRAVEL: for_staff("Travel"),
    Spent.FOOD: for_staff("Food"),
    Spent.CHILDCARE: for_staff("Childcare"),
    Spent.PHONE: for_staff("Data for the phone"),
    Spent.OTHER: for_staff("Something else that was spent"),
}


class Pounds(StringField):
    """`pence` once it is valid."""

    def __init__(self, label: str, *, least: int = 1, **kwargs: Any) -> None:  # noqa: ANN401 - as StringField
        super().__init__(label, filters=[cleaned], **kwargs)
        self.least = least

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - what WTForms gives
        # Bounded before int(): nobody waits for a number of 100,000 digits.
        pounds, _, pence = ascii_digits(str(self.data or "")).lstrip("£").partition(".")
        fits = len(pounds) <= 5 and len(pence) <= 2
        plain = pounds.isdecimal() and (pence or "0").isdecimal()
        if not (fits and plain and self.least <= self.pence <= MOST_PENCE):
            raise StopValidation(for_staff("Write pounds and pence, like 4.50, up to 1,000."))

    @property
    def pence(self) -> int:
        pounds, _, pence = ascii_digits(str(self.data)).lstrip("£").partition(".")
        return int(pounds) * 100 + int((pence + "00")[:2])


class PaymentForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`payment()` once it is valid. Who is paid is not asked."""

    token = HiddenField()
    kind = Choice(
        for_staff("What it is"), choices=options((kind.value, name) for kind, name in KINDS.items())
    )
    spent = Choice(
        for_staff("Spent on"),
        choices=options([*((spent.value, name) for spent, name in SPENT.items())]),
    )
    route = Choice(
        for_staff("The way the person chose"),
        choices=options((route.value, name) for route, name in ROUTES.items()),
    )
    amount = Pounds(
        for_staff("Pounds"),
        description=for_staff("What was really spent: never a fixed sum for everybody."),
    )
    spent_on = day(
        for_staff("Day it is for"),
        needed=for_staff("Choose the day."),
        hint=for_staff("Paid before: the day of the journey."),
    )
    paid_on = day(for_staff("Paid on"), needed=for_staff("Choose the day."))
    has_receipt = BooleanField(for_staff("There is a receipt or a ticket"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.today = today
        if not self.token.data:
            self.token.data = new_form_token()

    def validate_paid_on(self, field: Any) -> None:  # noqa: ANN401 - a field of WTForms
        if field.data is not None and field.data > self.today:
            raise ValidationError(for_staff("Record it once it is paid."))

    def payment(self) -> Payment:
        kind = Kind(self.kind.data)
        return Payment(
            kind=kind,
            spent=Spent(self.spent.data) if kind is Kind.EXPENSE else None,
            route=Route(self.route.data),
            pence=self.amount.pence,
            spent_on=self.spent_on.data,
            paid_on=self.paid_on.data,
            has_receipt=bool(self.has_receipt.data),
        )


class PolicyForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    words = box(
        for_staff("How this board pays"),
        needed=for_staff("Write it down."),
        most=5000,
        hint=for_staff("What is spent is always paid, before or on the same day."),
    )
    receipts_from = Pounds(for_staff("Receipts from how many pounds on"), least=0)
    allowed = Ticks(
        for_staff("Besides what was spent"),
        choices=options(
            (kind.value, name) for kind, name in KINDS.items() if kind is not Kind.EXPENSE
        ),
    )


class SignForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    signed_by = line(
        for_staff("Who looked at the law"),
        needed=for_staff("Write who signed it."),
        hint=for_staff("Name and role, as on the paper. Paying can cost people their rights."),
    )
