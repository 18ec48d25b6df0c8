from typing import cast

import segno
from flask import request, session
from sqlalchemy.orm import Session

from advisory.foundation import pages
from advisory.foundation.access import ANY_STAFF, ANYONE, HALF_SIGNED_IN
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, problems, show
from advisory.languages.catalogues import for_staff
from advisory.people import actions, queries, rules
from advisory.people.forms import EnrolmentForm, SecondFactorForm, SignInForm, said
from advisory.people.models import Person
from advisory.people.views.door import (
    at_once,
    go_on,
    half_sign_in,
    half_signed_in_person,
    let_in,
    myself,
    room,
    sign_in_page,
    wants,
)

WRONG = for_staff("This does not open. Check the address and the password, or wait 15 minutes.")
WRONG_NUMBER = for_staff("This number does not open. Wait for the next one and try again.")


@room.page("/staff/sign-in", opens=ANYONE, methods=("GET", "POST"))
def sign_in() -> Page:
    form = SignInForm()
    if form.validate_on_submit():
        with at_once() as own:
            person = actions.try_password(
                own, email=said(form.email), password=said(form.password), at=now()
            )
        if person is not None:
            return half_sign_in(_again(person), wanted=request.args.get("next", ""))
        form.form_errors.append(WRONG)
    return sign_in_page(form)


@room.page("/staff/second-factor", opens=HALF_SIGNED_IN, methods=("GET", "POST"))
def second_factor() -> Page:
    person = half_signed_in_person()
    if person is None:
        return go("people.sign_in")
    if wants(person) == "make":
        return go("people.start_second_factor")
    form = SecondFactorForm()
    if form.validate_on_submit():
        with at_once() as own:
            opens = actions.try_second_factor(
                own, _in(own, person), number=said(form.number), at=now()
            )
        person = _again(person)
        if opens:
            return let_in(person)
        form.form_errors.append(WRONG_NUMBER)
    if form.errors:
        return problems("staff/people/second_factor.html", form=form, person=person)
    return show("staff/people/second_factor.html", form=form, person=person)


@room.page("/staff/second-factor/start", opens=HALF_SIGNED_IN, methods=("GET", "POST"))
def start_second_factor() -> Page:
    person = half_signed_in_person()
    if person is None:
        return go("people.sign_in")
    if wants(person) == "show":
        return go("people.second_factor")
    # The secret waits in the sealed session: nothing half set up is ever in the tables.
    secret = session.setdefault("new_secret", rules.new_secret())
    form = EnrolmentForm()
    if form.validate_on_submit():
        codes = actions.confirm_second_factor(
            pages.session(), person, secret=secret, number=said(form.number), at=now()
        )
        if codes is not None:
            actions.record_sign_in(pages.session(), person)
            return let_in(person, recovery_codes=codes)
        form.form_errors.append(WRONG_NUMBER)
    context = {"form": form, "secret": rules.secret_in_groups(secret), "qr": _qr(person, secret)}
    if form.errors:
        return problems("staff/people/start_second_factor.html", **context)
    return show("staff/people/start_second_factor.html", **context)


@room.page("/staff/recovery", opens=ANY_STAFF, methods=("GET", "POST"))
def recovery() -> Page:
    codes = session.get("recovery_codes")
    if request.method == "POST" or not codes:
        session.pop("recovery_codes", None)
        return go_on()
    return show("staff/people/recovery.html", codes=codes)


@room.page("/staff/sign-out", opens=ANY_STAFF, methods=("POST",))
def sign_out() -> Page:
    actions.sign_out(pages.session(), myself())
    session.clear()
    return go("people.sign_in")


def _in(own: Session, person: Person) -> Person:
    return cast("Person", queries.person(own, person.id))


def _again(person: Person) -> Person:
    """The same person in the transaction of the request."""
    return _in(pages.session(), person)


def _qr(person: Person, secret: str) -> str:
    board = queries.site_board(pages.session())
    house = board.public_name if board else "Advisory board"
    uri = rules.enrolment_uri(secret, email=person.email, house=house)
    return segno.make(uri, error="m").svg_inline(omitsize=True, light="#fff")
