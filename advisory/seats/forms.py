from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField

from advisory.contributions.rules import new_form_token
from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, box, day, line, options, whole
from advisory.seats.actions import Terms
from advisory.seats.models import BoardSeat, Kept, Learnt, Route, Standing
from advisory.seats.rules import Profile

KEPT = {
    Kept.ANYBODY: for_staff("Anybody"),
    Kept.WOMEN: for_staff("A woman"),
    Kept.YOUNG: for_staff("Somebody of 18 to 25"),
    Kept.DISABLED: for_staff("A disabled person"),
    Kept.PARENTS: for_staff("A parent"),
    Kept.LGBTQ: for_staff("An LGBTQ+ person"),
    Kept.SMALL_LANGUAGE: for_staff("Somebody whose language few people here speak"),
}
STANDINGS = {
    Standing.INVITED: for_staff("Invited"),
    Standing.BEGINNING: for_staff("Beginning"),
    Standing.ACTIVE: for_staff("Member"),
    Standing.PAUSED: for_staff("Pauses"),
    Standing.MOVED_AWAY: for_staff("Moved away, joins from there"),
    Standing.LEFT: for_staff("Left"),
}
ROUTES = {
    Route.EXPENSES_ONLY: for_staff("What I spend, and nothing more"),
    Route.VOUCHER: for_staff("What I spend, and a voucher"),
    Route.FEE: for_staff("What I spend, and something for my time"),
    Route.DONATE: for_staff("What I spend; something for my time goes to others"),
    Route.DECLINE: for_staff("Nothing"),
}
LEARNT = {
    Learnt.PURPOSE: for_staff("What the board is for, and what it cannot do"),
    Learnt.WHO_SEES_WHAT: for_staff("Who sees what"),
    Learnt.LIMITS: for_staff("It does not touch anybody’s asylum claim; limits of confidentiality"),
    Learnt.MONEY: for_staff("Ways to be paid back, and the offer of independent advice"),
    Learnt.SAFE_CONTACT: for_staff("A safe way to reach them"),
    Learnt.HOW_I_READ: for_staff("Language, dialect, and whether they read, listen or talk"),
    Learnt.ACCESS: for_staff("What they need to take part"),
    Learnt.INTERPRETING: for_staff("Who may interpret, and who should not"),
    Learnt.NO_NAMES: for_staff("No name and no photo, unless they ask for it"),
    Learnt.BUDDY: for_staff("Somebody at their side at the first meetings"),
    Learnt.LEAVING: for_staff("How to pause or leave, at any time, without a reason"),
    Learnt.SAFEGUARDING: for_staff("Whom to tell when somebody may be hurt"),
}


class TermsForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    body = box(
        for_staff("Terms of reference"),
        needed=for_staff("Write them down."),
        most=5000,
        hint=for_staff(
            "What it is for and what not, who answers, seats, how you agree, money, support, "
            "leaving. As an invitation."
        ),
    )
    quorum = whole(
        for_staff("Quorum: how many are there before anything is decided"),
        is_needed=True,
        least=1,
        most=100,
    )
    months = whole(
        for_staff("Months until a seat is offered anew"), is_needed=True, least=1, most=60
    )
    review_on = day(for_staff("Looked at again on"), needed=for_staff("Choose the day."))

    def terms(self) -> Terms:
        return Terms(
            body=self.body.data or "",
            quorum=self.quorum.data,
            months=self.months.data,
            review_on=self.review_on.data,
        )


class SeatForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    name = line(for_staff("Name of the seat"), needed=for_staff("Give it a name."), most=60)
    kept_for = Choice(
        for_staff("Kept for"), choices=options((kept.value, name) for kept, name in KEPT.items())
    )


class MemberForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """`profile()` once it is valid."""

    token = HiddenField()
    pseudonym = line(
        for_staff("What to call them"),
        needed=for_staff("Write what to call them."),
        most=60,
        hint=for_staff("A name of their own choice. No real name is needed."),
    )
    seat = Choice(for_staff("Seat"))
    speaks = line(for_staff("Languages they speak"))
    dialect = line(for_staff("Dialect"), most=80)
    reads = line(
        for_staff("Languages they read"), hint=for_staff("Or that they would rather listen.")
    )
    access = box(for_staff("What they need to take part"), most=1000)
    contact = box(
        for_staff("A safe way to reach them"),
        most=500,
        hint=for_staff("Only if they want it: how, when, and whether others use the phone."),
    )
    route = Choice(
        for_staff("The way the person chose"),
        description=for_staff(
            "After reading about it, and with the offer of independent advice. Never ask why."
        ),
    )
    interests = box(
        for_staff("What else they are part of"),
        most=1000,
        hint=for_staff("What a talk here could touch, in their words."),
    )

    def __init__(self, *args: Any, seats: Iterable[BoardSeat], **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.route.choices = options(
            [
                ("", str(for_staff("Not chosen yet"))),
                *((route.value, str(name)) for route, name in ROUTES.items()),
            ]
        )
        self.seat.choices = options(
            [("", str(for_staff("No seat yet"))), *((str(row.id), row.name) for row in seats)]
        )
        if not self.token.data:
            self.token.data = new_form_token()

    def profile(self) -> Profile:
        names = (
            "pseudonym",
            "speaks",
            "reads",
            "dialect",
            "access",
            "contact",
            "interests",
            "route",
        )
        return Profile(**{name: self[name].data or "" for name in names})
