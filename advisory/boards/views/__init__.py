"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from datetime import date
from typing import TypeVar, cast
from uuid import UUID

from flask import session as visit
from flask_wtf import FlaskForm

from advisory.boards import queries
from advisory.boards.queries import Row
from advisory.foundation.access import Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, Room, go, hat, problems, session, show
from advisory.languages.dates import london
from advisory.people.models import Board

room = Room("boards", __name__)
ADMINISTRATOR = staff(Role.ADMINISTRATOR)
READERS = staff(Role.ADMINISTRATOR, Role.FACILITATOR)
"""Who reads words also says when nobody does."""
Some = TypeVar("Some")


def board() -> Board:
    """The board of the hat that the reader wears."""
    return session().get_one(Board, hat().board_id)


def today() -> date:
    return london(now()).date()


def here(table: type[Row], row_id: UUID) -> Row:
    """The row, or 404 when it is not of this board."""
    return there(queries.row_here(session(), table, row_id, hat().board_id))


def there(found: Some | None) -> Some:
    """What was found, or 404."""
    allow(found is not None, exists=False)
    return cast("Some", found)


def paper(template: str, *forms: FlaskForm, **context: object) -> Page:
    """A page with its forms, the first of them as `form`; 422 when one has errors."""
    context = {"form": forms[0] if forms else None, **context}
    context["kept"] = visit.pop("kept") if "kept" in visit else False
    context["may_set"] = Role.ADMINISTRATOR in {hat().role, *hat().others}
    wrong = next((form for form in forms if form.errors), None)
    if wrong is None:
        return show(template, **context)
    return problems(template, **{**context, "wrong": wrong})


def done(endpoint: str, **values: object) -> Page:
    """On to a page that says that it is kept."""
    visit["kept"] = True
    return go(endpoint, **values)


from advisory.boards.views import (  # noqa: E402 - they hang their pages on the room
    audit,
    languages,
    letters,
    opening,
    people,
    rota,
    routing,
    settings,
    signing,
    teams,
    texts,
    time,
    wording,
)

__all__ = [
    "audit",
    "languages",
    "letters",
    "opening",
    "people",
    "room",
    "rota",
    "routing",
    "settings",
    "signing",
    "teams",
    "texts",
    "time",
    "wording",
]
