"""Passkeys: made on one's own page or at the first sign-in, shown after the password or alone."""

from datetime import datetime
from uuid import UUID

from flask import Response, current_app, jsonify, request, session

from advisory.foundation import pages
from advisory.foundation.access import ANY_STAFF, ANYONE, HALF_SIGNED_IN, Impossible, allow
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, problems, show
from advisory.languages.catalogues import for_staff, gettext
from advisory.people import actions, queries, rules
from advisory.people.forms import PasskeyForm, PasswordAgainForm, SecondFactorForm, SignInForm, said
from advisory.people.models import Passkey, Person
from advisory.people.ports import passkeys as device
from advisory.people.views.door import (
    at_once,
    half_signed_in_person,
    knows_password,
    let_in,
    myself,
    room,
    sign_in_page,
    visit,
    wants,
)

NOT_THIS_ONE = for_staff("This passkey does not open. Try again, or use another way.")
NOT_MADE = for_staff("No passkey was made. Try again.")


@room.page("/staff/sign-in/passkey/ask", opens=ANYONE, methods=("POST",))
def ask_passkey() -> Page:
    return _asked(device.ask_to_show(_site(), known=(), alone=True), "alone")


@room.page("/staff/sign-in/passkey", opens=ANYONE, methods=("POST",))
def sign_in_by_passkey() -> Page:
    """A passkey whose device checked who holds it is both factors at once."""
    person = _opened(kind="alone")
    if person is not None:
        return let_in(person, wanted=request.args.get("next", ""))
    form = SignInForm(formdata=None)
    form.form_errors.append(NOT_THIS_ONE)
    return sign_in_page(form)


@room.page("/staff/second-factor/passkey/ask", opens=HALF_SIGNED_IN, methods=("POST",))
def ask_second_factor() -> Page:
    person = half_signed_in_person()
    if person is None:
        return go("people.sign_in")
    if wants(person) == "make":
        return _ask_to_make(person)
    known = [passkey.credential_id for passkey in person.passkeys]
    return _asked(device.ask_to_show(_site(), known=known, alone=False), "second")


@room.page("/staff/second-factor/passkey", opens=HALF_SIGNED_IN, methods=("POST",))
def second_factor_by_passkey() -> Page:
    person = half_signed_in_person()
    if person is None:
        return go("people.sign_in")
    if wants(person) == "make":
        return _first_passkey(person)
    opened = _opened(kind="second", after_password=person.id)
    if opened is not None:
        return let_in(opened)
    form = SecondFactorForm(formdata=None)
    form.form_errors.append(NOT_THIS_ONE)
    person = half_signed_in_person()
    return problems("staff/people/second_factor.html", form=form, person=person)


@room.page("/staff/me/passkeys", opens=ANY_STAFF, methods=("GET", "POST"))
def passkeys() -> Page:
    person = myself()
    form = PasskeyForm()
    if request.method == "POST":
        _make(person)
        # Every session ended; this one goes on under a new id.
        visit().renew(begins_anew=False)
        return go("people.passkeys")
    return show("staff/people/passkeys.html", form=form, person=person)


@room.page("/staff/me/passkeys/ask", opens=ANY_STAFF, methods=("POST",))
def ask_new_passkey() -> Page:
    person = myself()
    form = PasskeyForm()
    if form.validate_on_submit():
        if knows_password(person, said(form.password)):
            return _ask_to_make(myself())
        form.password.errors = [for_staff("This is not your password.")]
    told = [gettext(str(why)) for field in form for why in field.errors]
    answer = jsonify(problem=" ".join(told))
    answer.status_code = 422
    return answer


@room.page("/staff/me/passkeys/<uuid:passkey_id>", opens=ANY_STAFF, methods=("GET", "POST"))
def passkey(passkey_id: UUID) -> Page:
    found = _mine(passkey_id)
    form = PasswordAgainForm()
    if form.validate_on_submit():
        knows = knows_password(myself(), said(form.password))
        found = _mine(passkey_id)
        if knows:
            actions.remove_passkey(pages.session(), myself(), passkey=found)
            visit().renew(begins_anew=False)
            return go("people.passkeys")
        form.password.errors = [for_staff("This is not your password.")]
    context = {"form": form, "passkey": found, "may_go": rules.may_lose(found.person, found)}
    if form.errors:
        return problems("staff/people/passkey.html", **context)
    return show("staff/people/passkey.html", **context)


def _mine(passkey_id: UUID) -> Passkey:
    found = queries.passkey_of(pages.session(), myself(), passkey_id)
    allow(found is not None, exists=False)
    assert found is not None  # noqa: S101 - allowed just now
    return found


def _site() -> device.Site:
    return device.site_of(current_app.config["SETTINGS"].base_url)


def _ask_to_make(person: Person) -> Response:
    board = queries.site_board(pages.session())
    question = device.ask_to_make(
        _site(),
        person_id=person.id,
        email=person.email,
        house=board.public_name if board else "Advisory board",
        known=[passkey.credential_id for passkey in person.passkeys],
    )
    return _asked(question, "make")


def _asked(question: device.Question, kind: str) -> Response:
    """The challenge stays here, in the sealed session, for one answer of this kind."""
    until = now() + rules.PASSKEY_QUESTION_LASTS
    session["passkey"] = {
        "challenge": question.challenge,
        "kind": kind,
        "until": until.isoformat(),
    }
    return Response(question.json, mimetype="application/json")


def _challenge(kind: str) -> str | None:
    """Once, and only for what it was asked for."""
    asked: dict[str, str] = session.pop("passkey", {})
    if asked.get("kind") != kind or now() >= datetime.fromisoformat(asked["until"]):
        return None
    return asked["challenge"]


def _opened(*, kind: str, after_password: UUID | None = None) -> Person | None:
    with at_once() as own:
        opened = actions.try_passkey(
            own,
            site=_site(),
            answer=request.form.get("answer", ""),
            challenge=_challenge(kind),
            at=now(),
            after_password=after_password,
        )
    return queries.person(pages.session(), opened.id) if opened else None


def _make(person: Person) -> None:
    """Raises Impossible."""
    challenge = _challenge("make")
    if challenge is None:
        raise Impossible(NOT_MADE)
    try:
        made = device.made(_site(), request.form.get("answer", ""), challenge=challenge)
    except device.PasskeyRefused as why:
        raise Impossible(NOT_MADE) from why
    name = request.form.get("name", "")[:60].strip() or gettext("Passkey")
    actions.keep_passkey(pages.session(), person, made=made, name=name)


def _first_passkey(person: Person) -> Page:
    _make(person)
    actions.record_sign_in(pages.session(), person)
    codes = actions.make_recovery_codes(pages.session(), person)
    return let_in(person, recovery_codes=codes)
