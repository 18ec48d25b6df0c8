from collections.abc import Iterator, Mapping
from uuid import UUID

from flask import request, url_for

from advisory.desk.forms.inbox import NAMES, SIZES, Wanted, wanted
from advisory.desk.queries import inbox as listings
from advisory.desk.queries import item as items
from advisory.desk.queries import rows as lines
from advisory.desk.queries import search as searches
from advisory.desk.queries.choices import Choices
from advisory.desk.queries.inbox import Listing, counted
from advisory.desk.rules.naming import (
    CHANNEL_NAMES,
    COLUMN_NAMES,
    KIND_NAMES,
    own_name,
    read_reference,
)
from advisory.desk.rules.steps import needs_translator
from advisory.desk.views import room
from advisory.feedback import queries as feedback
from advisory.feedback.actions import reading
from advisory.feedback.models import Feedback, Kind
from advisory.feedback.rules import IS_CLOSED, Column, may_open
from advisory.foundation.access import Role, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import SPOKEN
from advisory.languages.text import clean
from advisory.routing.rules import BOROUGHS

FACILITATOR = staff(Role.FACILITATOR)

SAVED_VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    (for_staff("Mine"), {"column": "open", "owner": "me"}),
    (for_staff("Nobody’s"), {"column": "open", "owner": "nobody"}),
    (for_staff("Due this week"), {"column": "open", "due": "week"}),
    (for_staff("No answer in time"), {"column": Column.WITH_A_TEAM.value, "due": "late"}),
)
DONE = {
    "taken": for_staff("Taken: they are yours now."),
    "asked": for_staff("Translators were asked."),
    "none": for_staff("Nothing was left to do for these."),
    "held": for_staff("It is held. The safeguarding lead was called, and it left your inbox."),
    "spam": for_staff("A second person agreed. It left the inbox."),
}


Link = tuple[str, str, str | None, bool]
"""Where it leads, its name, how many there are, whether it is shown now."""


def address_of(feedback_id: UUID) -> str:
    return url_for("desk.item", feedback_id=feedback_id)


@room.page("/staff/inbox", opens=FACILITATOR, methods=("GET", "POST"))
def inbox() -> Page:
    asked = wanted(request.args, hat=hat(), at=now())
    if request.method == "POST" and request.form.get("item"):
        done = _act_on_chosen(request.form.get("act", ""), request.form.getlist("item"))
        return go("desk.inbox", done=done, **asked.address())
    listing = listings.listing(
        session(),
        items.board_of(session(), hat()),
        asked.filters,
        hat=hat(),
        at=now(),
        limit=asked.show,
        skip=asked.skip,
        address=address_of,
    )
    page = show if request.method == "GET" else problems
    return page(
        "staff/desk/inbox.html",
        listing=listing,
        wanted=asked,
        total=counted(listing.total),
        tabs=_tabs(asked, listing),
        saved_views=_saved_views(asked),
        in_use=list(_filters_in_use(asked, listing.choices)),
        options=_options(listing.choices),
        pages=_pages(asked, listing),
        nothing_chosen=request.method == "POST",
        done=DONE.get(request.args.get("done", "")),
        write_for_url=url_for("desk.write_for"),
    )


def _tabs(asked: Wanted, listing: Listing) -> list[Link]:
    """The five columns. They keep the filters."""
    return [
        (
            _url(asked, column=column.value),
            name,
            counted(listing.columns[column]),
            column.value == asked.column,
        )
        for column, name in COLUMN_NAMES.items()
    ]


def _saved_views(asked: Wanted) -> list[Link]:
    return [(_address(parts), name, None, parts == asked.address()) for name, parts in SAVED_VIEWS]


def _act_on_chosen(act: str, references: list[str]) -> str:
    """Leaves out what the reader may not open, or what needs nothing. Says what was done."""
    found = [item for item in map(_chosen, references) if item is not None]
    board = items.board_of(session(), hat())
    if act == "ask_translator":
        waiting = [item for item in found if needs_translator(item)]
        for item in waiting:
            reading.ask_translator(session(), item, board=board, by=hat())
        return "asked" if waiting else "none"
    free = [item for item in found if item.state not in IS_CLOSED]
    for item in free:
        reading.take(session(), item, by=hat())
    return "taken" if free else "none"


def _chosen(reference: str) -> Feedback | None:
    number = read_reference(reference)
    item = feedback.by_reference(session(), hat().board_id, number) if number else None
    return item if item is not None and may_open(hat(), item) else None


def _url(asked: Wanted, **changes: str | int | None) -> str:
    return _address(asked.address(**changes))


def _address(parts: Mapping[str, str | int]) -> str:
    return url_for("desk.inbox", **parts)  # type: ignore[arg-type] # parts are no options of url_for


def _pages(asked: Wanted, listing: Listing) -> dict[str, object]:
    before = max(0, asked.skip - asked.show)
    return {
        "first": asked.skip + 1 if listing.rows else 0,
        "last": asked.skip + len(listing.rows),
        "before_url": _url(asked, **{"from": before}) if asked.skip else "",
        "next_url": _url(asked, **{"from": asked.skip + asked.show}) if listing.has_more else "",
        "sizes": [(_url(asked, show=size), size, size == asked.show) for size in SIZES],
    }


_DUE = {"week": for_staff("Due this week"), "late": for_staff("Late")}
_OWNERS = {"nobody": for_staff("Nobody"), "me": for_staff("You")}
_UNDERSTOOD = {"no": for_staff("By nobody yet")}
_LABELS = {
    "due": for_staff("Time left"),
    "language": for_staff("Language"),
    "topic": for_staff("Topic"),
    "place": for_staff("Place"),
    "service": for_staff("Health service"),
    "channel": for_staff("Source"),
    "kind": for_staff("Kind"),
    "owner": for_staff("Who has it"),
    "team": for_staff("Team"),
    "understood": for_staff("Understood"),
}


def _options(choices: Choices) -> dict[str, tuple[str, dict[str, str]]]:
    """For each filter its label, and the names of what it can be set to."""
    named: dict[str, dict[str, str]] = {
        "due": _DUE,
        "language": {tag: spoken.own_name for tag, spoken in SPOKEN.items()}
        | {"und": own_name("und")},
        "topic": {str(row_id): name for row_id, name in choices.topics.items()},
        "place": {place: place for place in BOROUGHS},
        "service": {str(row_id): name for row_id, name in choices.services.items()},
        "channel": {channel.value: name for channel, name in CHANNEL_NAMES.items()},
        "kind": {kind.value: KIND_NAMES[kind] for kind in Kind},
        "owner": _OWNERS,
        "team": {str(row_id): name for row_id, name in choices.teams.items()},
        "understood": _UNDERSTOOD,
    }
    return {name: (_LABELS[name], named[name]) for name in NAMES}


def _filters_in_use(asked: Wanted, choices: Choices) -> Iterator[tuple[str, str]]:
    options = _options(choices)
    for name, value in asked.parts.items():
        label, names = options[name]
        yield _url(asked, **{name: None}), f"{label}: {names.get(value, value)}"


@room.page("/staff/search", opens=FACILITATOR, methods=("POST",))
def search() -> Page:
    """What was typed stays out of every address: it may be somebody's words."""
    typed = clean(request.form.get("q", ""))[:200]
    number = read_reference(typed)
    if number is not None:
        found = feedback.by_reference(session(), hat().board_id, number)
        if found is not None and may_open(hat(), found):
            return go("desk.item", feedback_id=found.id)
    enough = number is None and sum(letter.isalnum() for letter in typed) >= 3
    matches = searches.containing(session(), hat(), typed) if enough else []
    board = items.board_of(session(), hat())
    return show(
        "staff/desk/search.html",
        typed=typed,
        number=number,
        enough=enough,
        rows=lines.rows(
            session(),
            matches,
            hat=hat(),
            clock=lines.clock_of(session(), board, now()),
            address=address_of,
        ),
        searched=searches.SEARCHED,
        at_most=searches.SHOWN,
    )
