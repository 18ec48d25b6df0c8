from flask import abort, request, session

from advisory.foundation import pages
from advisory.foundation.access import ANY_STAFF, Role
from advisory.foundation.browser_sessions import id_hash
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, problems, show
from advisory.languages.catalogues import complete_languages, for_staff
from advisory.languages.dates import london
from advisory.languages.registry import PSEUDO
from advisory.people import actions, queries, rules
from advisory.people.forms import ChangePasswordForm, MeForm, PasswordAgainForm, said
from advisory.people.models import Person
from advisory.people.views.door import (
    go_home,
    half_sign_in,
    knows_password,
    myself,
    room,
    visit,
)


@room.page("/staff/me", opens=ANY_STAFF, methods=("GET", "POST"))
def me() -> Page:
    person = myself()
    form = MeForm(obj=person)
    if form.validate_on_submit():
        actions.describe_person(
            pages.session(),
            person,
            name=said(form.name),
            speaks=form.speaks.data or (),
            is_woman=form.is_woman.data,
        )
        actions.choose_language(pages.session(), person, language=said(form.language))
        session["kept"] = True
        return go("people.me")
    if form.errors:
        return problems("staff/people/me.html", form=form, person=person)
    kept = bool(session.pop("kept", None)) if "kept" in session else False
    return show("staff/people/me.html", form=form, person=person, kept=kept)


@room.page("/staff/me/password", opens=ANY_STAFF, methods=("GET", "POST"))
def change_password() -> Page:
    person = myself()
    form = ChangePasswordForm(own=(person.name, person.email))
    if form.validate_on_submit():
        if knows_password(person, said(form.present_password)):
            actions.change_password(pages.session(), myself(), password=said(form.password))
            # Every session ended; this one goes on under a new id.
            visit().renew()
            session["kept"] = True
            return go("people.me")
        form.present_password.errors = [for_staff("This is not your password.")]
    if form.errors:
        return problems("staff/people/change_password.html", form=form)
    return show("staff/people/change_password.html", form=form)


@room.page("/staff/me/second-factor", opens=ANY_STAFF, methods=("GET", "POST"))
def renew_second_factor() -> Page:
    person = myself()
    form = PasswordAgainForm()
    if form.validate_on_submit():
        if knows_password(person, said(form.password)):
            return _renew(myself(), wants_codes=request.form.get("wish") == "codes")
        form.password.errors = [for_staff("This is not your password.")]
    if form.errors:
        return problems("staff/people/renew_second_factor.html", form=form, person=person)
    return show("staff/people/renew_second_factor.html", form=form, person=person)


@room.page("/staff/hat", opens=ANY_STAFF, methods=("POST",))
def hat() -> Page:
    wanted = request.form.get("hat", "")
    held = {grant.role for grant in rules.current_grants(myself(), london(now()).date())}
    if wanted not in {role.value for role in held}:
        abort(400)
    session["hat"] = Role(wanted).value
    return go_home()


@room.page("/staff/language", opens=ANY_STAFF, methods=("POST",))
def language() -> Page:
    wanted = request.form.get("language", "")
    if wanted not in {*complete_languages("staff"), *PSEUDO}:
        abort(400)
    actions.choose_language(pages.session(), myself(), language=wanted)
    return go_home()


@room.page("/staff/me/sessions", opens=ANY_STAFF, methods=("GET", "POST"))
def sessions() -> Page:
    person = myself()
    here = visit().session_id
    if request.method == "POST":
        actions.end_other_sessions(pages.session(), person, but=here)
        return go("people.sessions")
    return show(
        "staff/people/sessions.html",
        visits=[
            (one, one.used_at, one.id_hash == id_hash(here or ""))
            for one in queries.visits_of(pages.session(), person)
        ],
    )


def _renew(person: Person, *, wants_codes: bool) -> Page:
    if wants_codes:
        session["recovery_codes"] = actions.make_recovery_codes(pages.session(), person)
        visit().renew(begins_anew=False)
        return go("people.recovery")
    return half_sign_in(person, replaces=True)
