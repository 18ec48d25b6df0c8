"""What people think: counts that single nobody out, and groups only where they are real."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from advisory.disclosure.rules import FEWEST, HIDDEN, Figure, Row, rounded, safe_row, safe_table
from advisory.foundation import audit
from advisory.foundation.pages import Page, attachment, hat, session, show
from advisory.languages.catalogues import for_staff
from advisory.voting.models import Poll, Statement, Vote
from advisory.voting.queries import polls as queries
from advisory.voting.queries.sealed import found_in
from advisory.voting.rules.asking import Heard, shown_statements
from advisory.voting.views import room
from advisory.voting.views.moderating import FACILITATOR, english, own_poll

LETTERS = "ABCDE"
NOT_DRAWN = {
    "people": for_staff("Fewer than 50 people voted enough."),
    "chance": for_staff("Votes in random order look as clear."),
    "agreement": for_staff("Other groups come out when some people are left out."),
    "smallest": for_staff("The smallest group is too small."),
}
"""Why no groups are drawn, by the gate. No count stands here: it would be one of few."""
STEP = 10
"""Between two places of the map, in its own units."""


@dataclass(frozen=True)
class Line:
    """A sentence with the counts that may be shown, and how far all groups agree, where drawn."""

    words: str
    row: Row[Vote]
    by_group: list[tuple[Figure, Figure]]
    informed: str


@dataclass(frozen=True)
class Group:
    letter: str
    size: Figure
    holds: list[tuple[str, bool]]


@room.page("/staff/opinions/<uuid:poll_id>", opens=FACILITATOR)
def results(poll_id: UUID) -> Page:
    poll = own_poll(poll_id)
    kept = queries.result(session(), poll.id)
    found = found_in(session(), kept)
    count = queries.voter_count(session(), poll.id)
    named = {str(one.id): english(one.text) for one in shown_statements(poll)}
    return show(
        "staff/voting/results.html",
        poll=poll,
        title=english(poll.title),
        people=rounded(count),
        is_counted=count >= FEWEST,
        kept=kept,
        is_old=kept is not None and kept.revision != poll.revision,
        is_found=bool(found),
        reasons=[NOT_DRAWN[gate] for gate in found.get("failed", ())],
        consensus=_named(found.get("consensus", ()), named),
        lines=_lines(poll, found, named),
        groups=_groups(found, named),
        dots=_dots(found),
        waiting=queries.waiting_counts(session(), poll.board_id).get(poll.id, 0),
    )


def _lines(poll: Poll, found: Mapping[str, Any], named: Mapping[str, str]) -> list[Line]:
    """What most people agree with comes first."""
    heard = queries.heard_of(session(), poll.id)
    cells = _cells(found)
    groups = sorted({group for _, group in cells[0]})
    informed = found.get("group_informed", {})

    def line(one: Statement) -> Line:
        key = str(one.id)
        pairs = [(cells[0][key, group], cells[1][key, group]) for group in groups]
        return Line(
            named[key],
            _row(heard.get(one.id, Heard())),
            pairs,
            _informed(informed.get(key), pairs),
        )

    shown = sorted(shown_statements(poll), key=lambda one: _share(heard.get(one.id)))
    return [line(one) for one in shown]


def _named(holds: Iterable[Mapping[str, Any]], named: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Without sentences that are no longer shown, since this was found."""
    return [(named[one["statement"]], one["agrees"]) for one in holds if one["statement"] in named]


def _informed(share: float | None, pairs: list[tuple[Figure, Figure]]) -> str:
    """A product of exact counts: hidden where one of them is, or it would give that one away."""
    if any(HIDDEN in pair for pair in pairs):
        return str(HIDDEN)
    return "" if share is None else f"{share:.2f}"


def _dots(found: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    """Letters can be counted: a group whose size is hidden has none."""
    of = list(found.get("groups", {}).values())
    shown = {group for group in set(of) if rounded(of.count(group)) != HIDDEN}
    return [
        (STEP + x * STEP, 250 - y * STEP, LETTERS[group])
        for x, y, group in found.get("dots", ())
        if group in shown
    ]


def _share(heard: Heard | None) -> float:
    return -(heard.agreed + 1) / (heard.seen + 2) if heard else 0.0


def _row(heard: Heard) -> Row[Vote]:
    said = {Vote.AGREE: heard.agreed, Vote.DISAGREE: heard.disagreed, Vote.PASS: heard.passed}
    return safe_row(said, heard.seen)


Cells = dict[tuple[str, str], Figure]


def _cells(found: Mapping[str, Any]) -> tuple[Cells, Cells]:
    """Who agreed and who saw it, by sentence and group."""
    by_group: dict[str, dict[str, list[int]]] = found.get("by_group", {})
    said = [
        (key, group, agreed, seen)
        for group, by in by_group.items()
        for key, (agreed, seen) in by.items()
    ]
    return (
        safe_table({(key, group): agreed for key, group, agreed, _ in said}),
        safe_table({(key, group): seen for key, group, _, seen in said}),
    )


def _groups(found: Mapping[str, Any], named: Mapping[str, str]) -> list[Group]:
    """Only when the gates held: nothing else is kept."""
    of = list(found.get("groups", {}).values())
    return [
        Group(
            LETTERS[int(group)],
            rounded(of.count(int(group))),
            _named([one for one in holds if one["voted"] >= FEWEST], named),
        )
        for group, holds in sorted(found.get("representative", {}).items())
    ]


@room.page("/staff/opinions/<uuid:poll_id>/file", opens=FACILITATOR, methods=("POST",))
def opinions_file(poll_id: UUID) -> Page:
    """Row by row, for the board's own desk: who took it is written down."""
    from advisory.voting.queries.exporting import as_zip  # noqa: PLC0415 - heavy to load

    poll = own_poll(poll_id)
    audit.record(session(), "opinions exported", "poll", poll.id, by=hat(), board_id=poll.board_id)
    return attachment(as_zip(session(), poll), "application/zip")
