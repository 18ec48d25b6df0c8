from collections.abc import Iterable

from sqlalchemy.orm import Session

from advisory.boards import rules
from advisory.boards.actions.trail import note
from advisory.boards.rules import Piece
from advisory.foundation.access import Hat, Impossible, Role, allow
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean
from advisory.people.models import Board, Profile


def open_sending(session: Session, board: Board, *, pieces: Iterable[Piece], by: Hat) -> None:
    """From now on people can send words. Raises Impossible while a piece is missing."""
    allow(by.role is Role.ADMINISTRATOR and by.board_id == board.id)
    if not rules.is_complete(pieces):
        raise Impossible(for_staff("Something is still missing. Look at the list again."))
    if board.sending_opened_at is None:
        board.sending_opened_at = now()
        note(session, "sending opened", "board", board.id, by=by)


def close_sending(session: Session, board: Board, *, by: Hat) -> None:
    """People can read, but send nothing new; what was sent goes on."""
    allow(by.role is Role.ADMINISTRATOR and by.board_id == board.id)
    if board.sending_opened_at is not None:
        board.sending_opened_at = None
        note(session, "sending closed", "board", board.id, by=by)


def describe_board(
    session: Session, board: Board, *, name: str, public_name: str, profile: Profile, by: Hat
) -> None:
    """What staff and members read above every page, and how much is switched on."""
    board.name, board.public_name = clean(name), clean(public_name)
    if board.profile is not profile:
        note(session, f"profile: {profile}", "board", board.id, by=by)
    board.profile = profile
    note(session, "board described", "board", board.id, by=by)
