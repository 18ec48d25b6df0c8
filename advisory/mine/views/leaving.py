"""Leaving at once, and how long this browser is remembered."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import current_app, redirect, request
from flask import session as visit
from werkzeug.wrappers import Response as BaseResponse

from advisory.foundation.access import ANYONE, allow
from advisory.foundation.pages import Page
from advisory.languages.catalogues import current
from advisory.languages.registry import LANGUAGES
from advisory.mine.views import room
from advisory.mine.views.wall import LANGUAGE_COOKIE, local_path

ONE_YEAR = timedelta(days=365)


@room.page("/leave", opens=ANYONE, methods=("POST",))
def leave() -> Page:
    """Without a form token, so that the oldest page can do it; from another site nobody can."""
    allow(_asked_from_here())
    visit.clear()
    response = redirect(current_app.config["SETTINGS"].leave_url, 303)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.delete_cookie(LANGUAGE_COOKIE)
    return response


def _asked_from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    # Our pages send no referrer, and then older browsers call their origin "null".
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.host


@room.page("/<lang:l>/stay", opens=ANYONE, methods=("POST",))
def stay() -> Page:
    visit.modified = True
    return _back()


@room.page("/<lang:l>/only-mine", opens=ANYONE, methods=("POST",))
def only_mine() -> Page:
    """Twenty hours instead of ten minutes, and the language is known the next time."""
    visit["only_mine"] = True
    response = _back()
    if current().tag in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE,
            current().tag,
            max_age=ONE_YEAR,
            secure=current_app.config["SETTINGS"].secure,
            httponly=True,
            samesite="Lax",
        )
    return response


def _back() -> BaseResponse:
    return redirect(f"/{current().tag}/{local_path(request.form.get('next', ''))}", 303)
