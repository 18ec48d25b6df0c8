"""Builds the app: opens the rooms, guards every page, commits each request once."""

from io import BytesIO
from pathlib import Path

from flask import Flask, Request, current_app, request
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect

from advisory.app import gate, house
from advisory.app.assets import asset, assets
from advisory.app.errors import handle_errors
from advisory.app.headers import add_headers
from advisory.app.health import health
from advisory.app.hearing import heard
from advisory.app.layout import give_layout
from advisory.app.rooms import ROOMS
from advisory.app.speaking import choose_languages
from advisory.foundation import pages
from advisory.foundation.access import Access
from advisory.foundation.browser_sessions import ServerSessions
from advisory.foundation.keys import read_keys
from advisory.languages import dates, text
from advisory.languages.catalogues import install
from advisory.languages.safety import SAFETY
from advisory.people.views import staff_login
from config import Settings

ROOT = Path(__file__).parent.parent.parent
LONGEST_POST = 2 * 1024 * 1024
LONGEST_WITH_FILES = 24 * 1024 * 1024
csrf = CSRFProtect()


class Arriving(Request):
    """Keeps what arrives in memory: a temporary file would leave it on the disk, unsealed."""

    def _get_file_stream(self, *_sizes: object, **_about: object) -> BytesIO:
        return BytesIO()


class House(Flask):
    """A Flask whose requests commit once, when the page succeeded."""

    request_class = Arriving

    def dispatch_request(self) -> ResponseReturnValue:
        response = super().dispatch_request()
        pages.finish()
        return response


def open_doors(settings: Settings) -> Flask:
    """The app, ready to serve. Raises KeysMissing, or TypeError for a page without access."""
    ring = read_keys(settings.keys_folder)
    app = House("advisory", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(
        SECRET_KEY=ring.secret,
        SETTINGS=settings,
        MAX_CONTENT_LENGTH=LONGEST_POST,
        MAX_FORM_MEMORY_SIZE=LONGEST_POST,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIN_SIZE=400,
    )
    database = house.open_database(settings)
    app.extensions["database"] = database
    app.session_interface = ServerSessions(database, secure=settings.secure)
    choose_languages(app)
    app.before_request(_admit_files)
    csrf.init_app(app)
    staff_login.init_app(app)
    Compress(app)
    add_headers(app, leave_url=settings.leave_url, secure=settings.secure)
    app.before_request(gate.guard)
    app.teardown_request(pages.close)
    _furnish(app)
    give_layout(app)
    handle_errors(app)
    app.register_blueprint(assets)
    app.register_blueprint(health)
    for room in ROOMS:
        app.register_blueprint(room)
    csrf.exempt("advisory.mine.views.leaving.leave")
    _every_page_says_who(app)
    return app


def _admit_files() -> None:
    """Before anything of the request is read: only the pages for them take whole pictures."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False):
        request.max_content_length = LONGEST_WITH_FILES


def _furnish(app: Flask) -> None:
    """What templates may use without being given it."""
    install(app.jinja_env)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=asset, heard=heard, safety=SAFETY)
    app.jinja_env.filters.update(
        day=dates.day_words,
        numeric_date=dates.numeric_date,
        clock=dates.clock_words,
        isolate=text.isolate,
        london=dates.london,
        whole_numbers=text.with_whole_numbers,
    )


def _every_page_says_who(app: Flask) -> None:
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if not isinstance(getattr(view, "access", None), Access)
    ]
    if silent:
        raise TypeError(f"these pages do not say who may open them: {', '.join(silent)}")
