from collections.abc import Iterable
from datetime import datetime
from secrets import SystemRandom
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Impossible, Role
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.letters import rules
from advisory.letters.models import Delivery, Letter
from advisory.people import queries as people
from advisory.people.models import Person

_CHANCE = SystemRandom()


def enqueue(  # noqa: PLR0913 - a recipient is one of three, each by its own name
    session: Session,
    *,
    board_id: UUID,
    kind: str,
    about: dict[str, Any],
    dedupe_key: str,
    person_id: UUID | None = None,
    team_id: UUID | None = None,
    contact_id: UUID | None = None,
    due_at: datetime | None = None,
) -> Letter | None:
    """Puts a letter into the outbox, with the change it tells of. None: it is there already.

    `about` holds ids and dates as JSON, never words. Raises UnknownKind.
    """
    session.flush()
    at = now()
    row = {
        "id": uuid4(),
        "board_id": board_id,
        "kind": rules.letter_kind(kind).kind,
        "about": about,
        "dedupe_key": dedupe_key,
        "person_id": person_id,
        "team_id": team_id,
        "contact_id": contact_id,
        "delivery": Delivery.PENDING,
        "made_at": at,
        "due_at": due_at or at,
        "tries": 0,
    }
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite if is_sqlite else postgresql).insert(Letter)
    made = session.execute(
        insert.values(row)
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(Letter.id)
    ).scalar_one_or_none()
    return session.get(Letter, made) if made is not None else None


def tell(
    session: Session,
    persons: Iterable[Person],
    *,
    board_id: UUID,
    kind: str,
    about: dict[str, Any],
    key: str,
) -> None:
    """One letter to each person, once for each `key`."""
    for person in persons:
        enqueue(
            session,
            board_id=board_id,
            kind=kind,
            about=about,
            dedupe_key=f"{key}/{person.id}",
            person_id=person.id,
        )


def lease_next(session: Session) -> Letter | None:
    """Takes the next letter in one statement, new ones first: nobody else gets it for 5 minutes.

    It counts as a try from here, so that a letter that kills its worker dies in the end.
    """
    at = now()
    waits = (
        select(Letter.id)
        .where(
            Letter.delivery.in_([Delivery.PENDING, Delivery.LEASED]),
            Letter.due_at <= at,
            or_(Letter.leased_until.is_(None), Letter.leased_until <= at),
        )
        .order_by(Letter.tries, Letter.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return session.scalars(
        update(Letter)
        .where(Letter.id == waits)
        .values(delivery=Delivery.LEASED, leased_until=at + rules.LEASE, tries=Letter.tries + 1)
        .returning(Letter)
        .execution_options(synchronize_session=False)
    ).one_or_none()


def mark_sent(session: Session, letter: Letter) -> None:
    _end(session, letter, Delivery.SENT, sent_at=now())


def drop(session: Session, letter: Letter) -> None:
    """The recipient is gone: nobody is told, and that is right."""
    _end(session, letter, Delivery.DROPPED)


def put_off(session: Session, letter: Letter, *, problem: str) -> None:
    """The letter rests and is tried again, or dies. `problem` names an error, never an address."""
    at = now()
    if rules.is_given_up(letter, at):
        _bury(session, letter, problem)
        return
    rest = rules.rest_after(letter.tries, _CHANCE.random())
    # Another worker that has taken the letter meanwhile has another lease: it knows better.
    session.execute(
        update(Letter)
        .where(Letter.id == letter.id, Letter.leased_until == letter.leased_until)
        .values(delivery=Delivery.PENDING, leased_until=at + rest, problem=problem)
    )


def forget_recipient(session: Session, contact_id: UUID) -> None:
    """The person took the address back: what has not left stays here, what has is forgotten."""
    session.execute(delete(Letter).where(Letter.contact_id == contact_id))


def retry(session: Session, letter: Letter, *, person_id: UUID | None = None) -> None:
    """Sends a dead or resting letter again, now. Raises Impossible when it has left already."""
    if not rules.may_be_retried(letter):
        raise Impossible(for_staff("This letter has left already."))
    letter.delivery = Delivery.PENDING
    letter.due_at = now()
    letter.leased_until = None
    letter.tries = 0
    audit.record(
        session,
        "letter_retried",
        "letter",
        letter.id,
        person_id=person_id,
        board_id=letter.board_id,
    )


def _end(
    session: Session, letter: Letter, delivery: Delivery, sent_at: datetime | None = None
) -> None:
    session.execute(
        update(Letter)
        .where(Letter.id == letter.id)
        .values(delivery=delivery, sent_at=sent_at, leased_until=None, problem=None)
    )


def _bury(session: Session, letter: Letter, problem: str) -> None:
    session.execute(
        update(Letter)
        .where(Letter.id == letter.id)
        .values(delivery=Delivery.DEAD, leased_until=None, problem=problem)
    )
    audit.record(session, "letter_dead", "letter", letter.id, board_id=letter.board_id)
    if letter.kind == "letter_dead":
        return
    today = london(now()).date()
    tell(
        session,
        people.staff_of(session, letter.board_id, Role.ADMINISTRATOR),
        board_id=letter.board_id,
        kind="letter_dead",
        about={},
        key=f"letter_dead/{today}/{letter.board_id}",
    )
