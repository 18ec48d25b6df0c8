"""When something goes wrong: one page that says what to do, and nothing typed is lost."""

import logging

from flask import Flask, g, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from advisory.app.gate import SignedOut, note_refusal
from advisory.consultations.forms.answering import typed_in
from advisory.foundation import pages
from advisory.foundation.access import Impossible, Refused
from advisory.foundation.keys import KeysMissing, SealBroken
from advisory.languages.catalogues import current, for_public
from advisory.languages.safety import SAFETY
from advisory.outreach import actions as outreach

KIOSK = "/assist"
log = logging.getLogger("advisory")

Answer = tuple[str, int]

TITLES: dict[int, tuple[str, str]] = {
    400: (for_public("This did not arrive whole"), for_public("Go back and try again.")),
    403: (
        for_public("This page is not for you"),
        for_public("If you think that it should be, ask the person who invited you."),
    ),
    404: (
        for_public("There is nothing here"),
        for_public("Check the address, or start again from the first page."),
    ),
    405: (for_public("This did not arrive whole"), for_public("Go back and try again.")),
    409: (for_public("This is no longer possible"), ""),
    413: (
        for_public("This is too long"),
        for_public("Go back and send less at once. Your words are still in the form."),
    ),
    429: (for_public("Too many tries at once"), for_public("Wait a minute and try again.")),
    500: (
        for_public("Something broke on our side"),
        for_public("It is not your fault. Go back and try again in a minute."),
    ),
    503: (
        for_public("We cannot keep anything at the moment"),
        for_public("Wait a minute and try again."),
    ),
}


def handle_errors(app: Flask) -> None:
    app.register_error_handler(CSRFError, _again)
    app.register_error_handler(SignedOut, _signed_out)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Impossible, _impossible)
    app.register_error_handler(OperationalError, _database_closed)
    app.register_error_handler(IntegrityError, _at_once)
    app.register_error_handler(SealBroken, _cannot_be_opened)
    app.register_error_handler(KeysMissing, _cannot_be_opened)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _problem(status: int, what_to_do: object = "") -> Answer:
    title, standard = TITLES.get(status, TITLES[500])
    page = _rendered(
        "errors/problem.html", title=title, what_to_do=what_to_do or standard, **_way_back()
    )
    return page, status


def _way_back() -> dict[str, str]:
    """Somebody signed in stays at the desk; everybody else begins at the first public page."""
    if g.get("hat") is None:
        return {}
    return {"layout": "layouts/staff.html", "home_url": url_for("desk.my_work")}


def _rendered(template: str, **context: object) -> str:
    """Rolls back what the page did, and what its frame read for this: a post reads as a writer,
    and the browser's session is written next.
    """
    pages.close()
    g.pop("site", None)  # it was read before, and would be asked for more
    page = render_template(template, **context)
    pages.close()
    return page


def _again(_error: object) -> Answer:
    """A form that was open too long comes back with all that was typed, and a fresh token."""
    if _foreign():
        return _problem(400)
    if request.path.startswith(KIOSK):
        return _kiosk_closed()
    return _with_all_typed(422, why=SAFETY.EXPIRED)


def _kiosk_closed() -> Answer:
    """Nothing that was typed stays on a screen that people share: it waits under its draft."""
    pages.close()
    with pages.database().transaction() as own:
        token = outreach.keep_typed(own, request.form, typed_in(request.form))
    post_url = url_for("outreach.again", l=current().tag)
    return _rendered("errors/kiosk_closed.html", kept=token, post_url=post_url), 422


def _with_all_typed(status: int, **told: object) -> Answer:
    """A form that sends the same again: a browser that goes back may have forgotten the words."""
    fields = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name != "csrf_token" and "password" not in name
    ]
    page = _rendered(
        "errors/again.html",
        fields=fields,
        post_url=request.full_path.rstrip("?"),
        sign_in_url=url_for("people.sign_in") if request.path.startswith("/staff") else None,
        **told,
    )
    return page, status


def _foreign() -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}


def _signed_out(error: object) -> Answer | BaseResponse:
    if request.method == "POST":
        return _again(error)
    return pages.go("people.sign_in", next=request.full_path.rstrip("?"))


def _refused(error: Refused) -> Answer:
    if (hat := g.get("hat")) is not None:
        # Inside the page: the gate has noted those whom it did not let in.
        note_refusal(hat.person_id, hat.board_id)
    return _problem(403 if error.exists else 404)


def _impossible(error: Impossible) -> Answer:
    return _problem(409, error.why)


def _at_once(error: IntegrityError) -> Answer:
    """Two pressed at the same moment and the table let one through: the other may press again."""
    if request.method != "POST":
        return _broken(error)
    log.warning("two at once: %s", request.endpoint)
    return _with_all_typed(422, why=SAFETY.NOT_SENT)


def _database_closed(error: OperationalError) -> Answer:
    # Disk full, locked for too long, gone: never a false "received". No content in the log.
    why = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", "")
    log.error("the database refused: %s %s", type(error.orig).__name__, why)
    if request.method == "POST":
        return _with_all_typed(503, title=TITLES[503][0], why=SAFETY.NOT_SENT)
    return _problem(503)


def _cannot_be_opened(error: SealBroken | KeysMissing) -> Answer:
    """Bytes that were changed or moved, or a key that went away while we run."""
    log.error("sealed words or a key do not open: %s %s", type(error).__name__, request.endpoint)
    title, what_to_do = TITLES[500]
    page = _rendered("errors/problem.html", title=title, what_to_do=what_to_do, **_way_back())
    return page, 503


def _http(error: HTTPException) -> Answer | HTTPException:
    if error.code is not None and 300 <= error.code < 400:
        return error
    # What broke outside of the page, when the browser's session was read or kept.
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, OperationalError):
        return _database_closed(cause)
    return _problem(error.code or 500)


def _broken(error: Exception) -> Answer:
    log.error("a page broke", exc_info=error)
    return _problem(500)
