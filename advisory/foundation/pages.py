"""Pages: every one says who may open it; a request has one transaction, committed once.

    room = Room("feedback", __name__)

    @room.page("/staff/inbox", opens=staff(Role.FACILITATOR))
    def inbox() -> Page: ...

The front door refuses to start when a page has no `access`.
"""

from collections.abc import Callable, Iterable
from typing import cast

from flask import Blueprint, current_app, g, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from advisory.foundation.access import Access, Hat
from advisory.foundation.database import Database, commit
from advisory.foundation.printing import can_make_pdf, pdf

Page = str | BaseResponse | tuple[str, int]
View = Callable[..., Page]


class Room(Blueprint):
    """A room's pages. The template of a page is `<side>/<room>/<page>.html`."""

    def page(
        self,
        path: str,
        *,
        opens: Access,
        methods: Iterable[str] = ("GET",),
        takes_files: bool = False,
        hears: bool = False,
    ) -> Callable[[View], View]:
        """`hears`: its recorder may use the microphone, and play what it heard."""

        def opened(view: View) -> View:
            view.access = opens  # type: ignore[attr-defined] # read by the gate and the tests
            view.takes_files = takes_files  # type: ignore[attr-defined] # read by the front door
            view.hears = hears  # type: ignore[attr-defined] # read by the headers
            self.add_url_rule(path, view.__name__, view, methods=list(methods))
            return view

        return opened


READS = {"GET", "HEAD", "OPTIONS"}


def database() -> Database:
    return cast("Database", current_app.extensions["database"])


def session() -> Session:
    """The request's one transaction: it cannot write in a GET."""
    if "session" not in g:
        reads = request.method in READS
        g.session = database().reading() if reads else database().writing()
    return cast("Session", g.session)


def hat() -> Hat:
    """The signed-in person in the hat this page asks for. Only for pages that staff open."""
    return cast("Hat", g.hat)


def helper() -> Hat:
    """The facilitator who started the kiosk of this page. Only for pages that a kiosk opens."""
    return cast("Hat", g.helper)


def finish() -> None:
    """Commits what the page did. Called once, by the front door, when the page succeeded."""
    if "session" in g and request.method not in READS:
        commit(g.session)


def close(_error: BaseException | None = None) -> None:
    """Rolls back what was not committed."""
    if (open_session := g.pop("session", None)) is not None:
        open_session.close()


def show(template: str, **context: object) -> str:
    return render_template(template, **context)


def problems(template: str, **context: object) -> tuple[str, int]:
    """The page again with what was typed and what to do: 422, so that nothing takes it for done."""
    return render_template(template, **context), 422


SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""What somebody sent opens in a room without doors."""


def attachment(content: bytes, kind: str) -> BaseResponse:
    """A picture or a sound for a page of ours, whole or the part that a player asks for.

    Opened by itself it can do nothing: it is a download, and its page has no rights.
    """
    response = BaseResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = "attachment"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return response


def printed(template: str, name: str, **context: object) -> Page:
    """A page to print. With `file=pdf` in the address or the form it comes as a file.

    Where no file can be made it stays the page, which prints itself; `as_pdf` says so to it.
    """
    page = show(template, as_pdf=can_make_pdf(), **context)
    made = pdf(page) if request.values.get("file") == "pdf" else None
    if made is None:
        return page
    response = BaseResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f"attachment; filename={name}.pdf"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def go(endpoint: str, **values: object) -> BaseResponse:
    """Redirects to another page of ours with 303."""
    return redirect(current_app.url_for(endpoint, **values), 303)  # type: ignore[arg-type] # values become text
