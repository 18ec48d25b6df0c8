from dataclasses import dataclass

from advisory.foundation.access import ANYONE
from advisory.foundation.pages import Page, Room, session, show
from advisory.help import queries
from advisory.help.models import HelpNumber
from advisory.languages.catalogues import current
from advisory.people import queries as people
from advisory.words import queries as words
from advisory.words.rules import Shown

room = Room("help", __name__)

EMERGENCY = "999"


@dataclass(frozen=True)
class Line:
    """A number with its words in the reader's language."""

    number: HelpNumber
    name: Shown
    note: Shown


@room.page("/<lang:l>/help", opens=ANYONE)
def help_now() -> Page:
    """999 stands in the page itself, first; the others are the board's own list."""
    board = people.site_board(session())
    numbers = queries.numbers(session(), board.id) if board else []
    lines = [_line(number) for number in numbers if number.number != EMERGENCY]
    return show("public/help/help_now.html", lines=lines)


def _line(number: HelpNumber) -> Line:
    tag = current().tag
    return Line(
        number,
        words.shown(session(), number.name, tag),
        words.shown(session(), number.note, tag),
    )
