"""What was done, by whom, to which row: a chain that cannot be quietly edited.

Entries hold ids and words of the word list, never what people wrote. They are written in the same
transaction as the change, at its end, each bound to the one before by a hash.
"""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from advisory.foundation.access import Hat
from advisory.foundation.database import Base, now, take_turns


class AuditEntry(Base):
    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    board_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    role: Mapped[str]
    what: Mapped[str]
    about: Mapped[str]
    about_id: Mapped[UUID | None] = mapped_column(index=True)
    hash: Mapped[str]


class AuditHead(Base):
    """One row: where the chain ends. Updating it makes writers take turns."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    hash: Mapped[str]


def record(  # noqa: PLR0913 - who did it: somebody in a hat, or a person at the door
    session: Session,
    what: str,
    about: str,
    about_id: UUID | None,
    *,
    by: Hat | None = None,
    person_id: UUID | None = None,
    role: str = "",
    board_id: UUID | None = None,
    coarse: bool = False,
) -> None:
    """Notes one entry; it is written when the transaction commits. `by` is whoever did it in a hat.

    `coarse` keeps the day only: what an anonymous person did has no second.
    """
    at = now().replace(microsecond=0)
    if coarse:
        at = at.replace(hour=0, minute=0, second=0)
    entry = AuditEntry(
        at=at,
        board_id=board_id,
        person_id=by.person_id if by else person_id,
        role=by.role.value if by else role,
        what=what,
        about=about,
        about_id=about_id,
    )
    waiting = session.info.setdefault("audit_waiting", [])
    waiting.append(entry)
    last_words = session.info.setdefault("before_commit", [])
    if _write_waiting not in last_words:
        last_words.append(_write_waiting)


def entry_hash(previous: str, entry: AuditEntry) -> str:
    parts = (
        previous,
        str(entry.number),
        entry.at.isoformat(),
        str(entry.board_id),
        str(entry.person_id),
        entry.role,
        entry.what,
        entry.about,
        str(entry.about_id),
    )
    return sha256("\x1f".join(parts).encode()).hexdigest()


def first_broken_entry(session: Session) -> int | None:
    """The number of the first entry that does not follow from the one before, or None."""
    previous, number = "", 0
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.number)):
        if entry.number != number + 1 or entry.hash != entry_hash(previous, entry):
            return entry.number
        previous, number = entry.hash, entry.number
    head = session.get(AuditHead, 1, populate_existing=True)
    ends_at, ends_with = (0, "") if head is None else (head.number, head.hash)
    if ends_at != number:
        return min(ends_at, number) + 1
    return None if ends_with == previous else number


def _write_waiting(session: Session) -> None:
    waiting: list[AuditEntry] = session.info.pop("audit_waiting", [])
    if not waiting:
        return
    head = _taken_head(session)
    if head is None:
        # Two who write the very first entry at once.
        take_turns(session, "audit")
        head = _taken_head(session)
    number, previous = (0, "") if head is None else (head.number, head.hash)
    for entry in waiting:
        number += 1
        entry.number = number
        entry.hash = previous = entry_hash(previous, entry)
    session.add_all(waiting)
    if head is None:
        session.add(AuditHead(id=1, number=number, hash=previous))
    else:
        session.execute(
            update(AuditHead).where(AuditHead.id == 1).values(number=number, hash=previous)
        )
    session.flush()


def _taken_head(session: Session) -> Row[int, str] | None:
    return session.execute(
        update(AuditHead)
        .where(AuditHead.id == 1)
        .values(id=1)
        .returning(AuditHead.number, AuditHead.hash)
    ).one_or_none()
