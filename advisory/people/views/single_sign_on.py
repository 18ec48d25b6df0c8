"""Signing in by way of a provider elsewhere. It names a person; it never makes one."""

from datetime import datetime, timedelta
from typing import cast

from flask import redirect, request, session

from advisory.foundation import pages
from advisory.foundation.access import ANYONE, allow
from advisory.foundation.database import now
from advisory.foundation.pages import Page
from advisory.languages.catalogues import for_staff
from advisory.people import actions, queries
from advisory.people.forms import SignInForm
from advisory.people.models import Person
from advisory.people.ports.single_sign_on import (
    Arrival,
    Departure,
    ProviderRefused,
    ProviderSilent,
    SingleSignOn,
    as_kept,
)
from advisory.people.views.door import (
    BACK_FROM_SIGN_ON,
    at_once,
    half_sign_in,
    let_in,
    room,
    sign_in_page,
    sign_on,
)

SILENT = for_staff("The other sign-in does not answer. Try again, or use your password.")
REFUSED = for_staff("The other sign-in did not work. Try again, or use your password.")
NOT_HERE = for_staff("This account does not open. Ask your administrator whether you are invited.")
AWAY_FOR = timedelta(minutes=10)


@room.page("/staff/sign-in/sso", opens=ANYONE)
def leave_for_sign_on() -> Page:
    try:
        address, departure = _provider().leave()
    except (ProviderSilent, ProviderRefused):
        return _at_the_door(SILENT)
    session["away"] = {
        "kept": as_kept(departure),
        "until": (now() + AWAY_FOR).isoformat(),
        "wanted": request.args.get("next", ""),
    }
    return redirect(address, 303)


@room.page(BACK_FROM_SIGN_ON, opens=ANYONE)
def back_from_sign_on() -> Page:
    provider = _provider()
    away = session.pop("away", None) if "away" in session else None
    if away is None or now() >= datetime.fromisoformat(away["until"]):
        return _missed(REFUSED)
    try:
        arrival = provider.arrive(
            Departure(**away["kept"]),
            state=request.args.get("state", ""),
            code=request.args.get("code", ""),
        )
    except ProviderSilent:
        return _missed(SILENT)
    except ProviderRefused:
        return _missed(REFUSED)
    return _entered(provider, arrival, wanted=away["wanted"])


def _entered(provider: SingleSignOn, arrival: Arrival, *, wanted: str) -> Page:
    both = provider.shows_second_factor(arrival)
    with at_once() as own:
        named = actions.try_single_sign_on(
            own,
            email=arrival.email,
            account=arrival.account,
            shows_second_factor=both,
            at=now(),
        )
    if named is None:
        return _at_the_door(NOT_HERE)
    person = cast("Person", queries.person(pages.session(), named.id))
    return let_in(person, wanted=wanted) if both else half_sign_in(person, wanted=wanted)


def _missed(why: str) -> Page:
    with at_once() as own:
        actions.record_miss(own)
    return _at_the_door(why)


def _at_the_door(why: str) -> Page:
    form = SignInForm(formdata=None)
    form.form_errors.append(why)
    return sign_in_page(form)


def _provider() -> SingleSignOn:
    provider = sign_on()
    allow(provider is not None, exists=False)
    return cast("SingleSignOn", provider)
