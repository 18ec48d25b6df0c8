from advisory.boards import queries, rules
from advisory.boards.actions import opening as actions
from advisory.boards.actions.furnishing import furnish_empty
from advisory.boards.rules import Part
from advisory.boards.views import ADMINISTRATOR, board, done, paper, room, today
from advisory.foundation.access import Role, staff
from advisory.foundation.pages import Page, hat, session
from advisory.languages.catalogues import for_staff

# What to press for each piece: the page, its values, and the words while it is missing.
WAYS: dict[Part, tuple[str, dict[str, str], str]] = {
    Part.READER: ("boards.invite", {"role": "facilitator"}, for_staff("Invite a facilitator")),
    Part.SAFEGUARDING: ("boards.people", {}, for_staff("Choose or invite")),
    Part.OUTSIDE: (
        "boards.invite",
        {"role": "outside_person"},
        for_staff("Invite the outside person"),
    ),
    Part.HELP: ("boards.help_numbers", {}, for_staff("Check the numbers")),
    Part.LANGUAGE: ("boards.languages", {}, for_staff("Open a language")),
    Part.FALLBACK: ("boards.teams", {}, for_staff("Choose the team")),
}
CHANGE: dict[Part, str] = {
    Part.READER: "boards.hours",
    Part.SAFEGUARDING: "boards.people",
    Part.OUTSIDE: "boards.people",
}


def _way(piece: rules.Piece) -> tuple[str, dict[str, str], str]:
    endpoint, values, label = WAYS[piece.part]
    if piece.ready:
        return CHANGE.get(piece.part, endpoint), {}, for_staff("Change")
    if piece.part is Part.READER and piece.begun and not piece.names:
        return "boards.hours", {}, for_staff("Set the hours")
    if piece.begun and piece.part in {Part.READER, Part.SAFEGUARDING, Part.OUTSIDE}:
        return "boards.people", {}, for_staff("Invite again")
    return endpoint, values, label


@room.page("/staff/opening", opens=staff(Role.ADMINISTRATOR, Role.FACILITATOR))
def opening() -> Page:
    this = board()
    pieces = queries.opening(session(), this, today())
    ready = sum(piece.ready for piece in pieces)
    return paper(
        "staff/boards/opening.html",
        pieces=pieces,
        titles=rules.TITLES,
        reasons=rules.REASONS,
        ways={piece.part: _way(piece) for piece in pieces},
        ready=ready,
        next_part=next((piece.part for piece in pieces if not piece.ready), None),
        is_empty=queries.is_empty(session(), this.id),
        opened_at=this.sending_opened_at,
        may_change=Role.ADMINISTRATOR in {hat().role, *hat().others},
    )


@room.page("/staff/opening/furnish", opens=ADMINISTRATOR, methods=("POST",))
def furnish() -> Page:
    furnish_empty(session(), hat().board_id, by=hat())
    return done("boards.opening")


@room.page("/staff/opening/open", opens=ADMINISTRATOR, methods=("POST",))
def open_sending() -> Page:
    pieces = queries.opening(session(), board(), today())
    actions.open_sending(session(), board(), pieces=pieces, by=hat())
    return done("boards.opening")


@room.page("/staff/opening/close", opens=ADMINISTRATOR, methods=("POST",))
def close_sending() -> Page:
    actions.close_sending(session(), board(), by=hat())
    return done("boards.opening")
