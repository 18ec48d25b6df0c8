from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.help import queries
from advisory.help.models import HelpNumber
from advisory.languages.text import clean
from advisory.words import actions as words
from advisory.words.models import Text, TextKind
from advisory.words.rules import original


def add_number(
    session: Session,
    *,
    board_id: UUID,
    name: str,
    note: str,
    number: str,
    is_emergency: bool = False,
    by: Hat | None = None,
) -> HelpNumber:
    """A number that stands under this name is not added again: a double tap."""
    for used in queries.numbers(session, board_id):
        if (original(used.name).body, used.number) == (clean(name), number):
            return used
    last = session.scalar(
        select(func.max(HelpNumber.position)).where(HelpNumber.board_id == board_id)
    )
    row = HelpNumber(
        id=uuid4(),
        board_id=board_id,
        number=number,
        is_emergency=is_emergency,
        position=(last or 0) + 1,
        owner_id=by.person_id if by else None,
    )
    row.name, row.note = _text(session, board_id, name), _text(session, board_id, note)
    session.add(row)
    _note(session, "help number added", row, by)
    return row


def check_number(session: Session, number: HelpNumber, *, on: date, by: Hat) -> None:
    """Somebody rang it today and it answered as the note says; that person owns it now."""
    number.checked_on, number.owner_id = on, by.person_id
    _note(session, "help number checked", number, by)


def change_number(session: Session, number: HelpNumber, *, digits: str, by: Hat) -> None:
    """A changed number was not checked yet."""
    if digits != number.number:
        number.number, number.checked_on = digits, None
        _note(session, "help number changed", number, by)


def retire_number(session: Session, number: HelpNumber, *, on: date, by: Hat) -> None:
    number.retired_on = on
    _note(session, "help number retired", number, by)


def _text(session: Session, board_id: UUID, body: str) -> Text:
    return words.write_text(
        session, board_id=board_id, kind=TextKind.HELP, language="en", body=body
    )


def _note(session: Session, what: str, number: HelpNumber, by: Hat | None) -> None:
    if by:
        audit.record(
            session,
            what,
            "help number",
            number.id,
            by=by,
            board_id=number.board_id,
        )
