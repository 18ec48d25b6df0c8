"""The demo board: our own short, general remarks, never a personal story. Marked on every page."""

import pyotp
from sqlalchemy.orm import Session

from advisory.app.demo.advising import add_recommendations
from advisory.app.demo.asks import Asks
from advisory.app.demo.beginning import CODE, PASSWORD, SECRET, Beginning
from advisory.app.demo.gathering import add_meeting, add_meeting_before, add_members
from advisory.app.demo.remarks import Remarks
from advisory.app.demo.sensing import add_sense
from advisory.app.demo.speaking_up import add_meeting_now
from advisory.app.demo.texts import add_texts
from advisory.foundation.database import Database
from advisory.people import queries as persons
from advisory.people.models import Board

__all__ = ["CODE", "load", "sign_ins"]


def load(database: Database) -> None:
    """Loads the demo once; a second call changes nothing. Raises NotEmpty."""
    with database.transaction() as session:
        board = persons.site_board(session)
        if board is not None and board.is_demo:
            return
        if board is not None:
            raise NotEmpty
        begun = Beginning(session)
        begun.build()
        Remarks(begun).build()
        Asks(begun).build()
        add_texts(begun)
        add_meeting_before(begun)
        add_meeting(begun)
        add_meeting_now(begun)
        add_members(begun)
        add_sense(begun)
        add_recommendations(begun)


class NotEmpty(Exception):
    """There is a real board: demo data never goes beside real words."""

    def __str__(self) -> str:
        return "This database holds a real board: load the demo into an empty one."


def sign_ins(session: Session) -> list[str]:
    """What `advisory run` prints: who can sign in, and with what."""
    number = pyotp.TOTP(SECRET).now()
    found = [
        "Demo sign-ins, all with the same password and second factor:",
        f"  password       {PASSWORD}",
        f"  second factor  {number} now, or the key {SECRET} in an app",
        f"  a code         {' '.join(CODE.groups)}",
    ]
    for person in persons.persons_of(session, _demo_board(session).id):
        roles = ", ".join(sorted(grant.role for grant in person.grants))
        found.append(f"  {person.email:<26} {roles}")
    return found


def _demo_board(session: Session) -> Board:
    board = persons.site_board(session)
    assert board is not None  # noqa: S101 - the caller has looked
    return board
