from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.clocks import queries as clocks
from advisory.clocks.models import Clock
from advisory.consultations.queries import responses
from advisory.consultations.rules.lifecycle import ended_on
from advisory.contributions import queries as contributions
from advisory.contributions.rules import is_in_force
from advisory.feedback import queries as feedback
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.letters import queries as letters
from advisory.people import queries as people
from advisory.people.models import Board
from advisory.rights.models import KeepingTime, Kept
from advisory.rights.queries.voices import voices_understood_before
from advisory.rights.rules import DEFAULT_DAYS, Over
from advisory.safeguarding import queries as safeguarding


def keeping_days(session: Session, board_id: UUID, kept: Kept, on: date) -> int:
    """The latest setting that has begun, or the default."""
    found = session.scalar(
        select(KeepingTime.days)
        .where(
            KeepingTime.board_id == board_id,
            KeepingTime.kept == kept,
            KeepingTime.valid_from <= on,
        )
        .order_by(KeepingTime.valid_from.desc())
        .limit(1)
    )
    return DEFAULT_DAYS[kept] if found is None else found


def days_of_words(session: Session, board: Board, on: date) -> int:
    """Never shorter than the time in which the person may ask again."""
    again = clocks.allowance(session, board.calendar_id, Clock.REOPEN_UNTIL, on).amount
    return max(again, keeping_days(session, board.id, Kept.WORDS, on))


def keeping_times(session: Session, board_id: UUID) -> list[KeepingTime]:
    """All that was ever set, the newest first."""
    return list(
        session.scalars(
            select(KeepingTime)
            .where(KeepingTime.board_id == board_id)
            .order_by(KeepingTime.valid_from.desc(), KeepingTime.kept)
        )
    )


def time_from(session: Session, board_id: UUID, kept: Kept, day: date) -> KeepingTime | None:
    return session.scalar(
        select(KeepingTime).where(
            KeepingTime.board_id == board_id,
            KeepingTime.kept == kept,
            KeepingTime.valid_from == day,
        )
    )


def over(session: Session, on: date) -> list[Over]:
    """All that has to go on this day, however long nobody looked: the list, and nothing else."""
    boards = session.scalars(select(Board).order_by(Board.created_at, Board.id))
    return [row for board in boards for kept in KEEPERS for row in _over(session, board, kept, on)]


def _over(session: Session, board: Board, kept: Kept, on: date) -> list[Over]:
    days = keeping_days(session, board.id, kept, on)
    if kept is Kept.WORDS:
        days = days_of_words(session, board, on)
    rows = KEEPERS[kept](session, board, on - timedelta(days=days))
    return [Over(kept, row_id, ended_on) for row_id, ended_on in rows]


Row = tuple[UUID, date]


def _words(session: Session, board: Board, day: date) -> Iterator[Row]:
    for item in feedback.ended_before(session, board.id, day):
        yield item.id, item.closed_on or day
    today = london(now()).date()
    for response in responses.ended_before(session, board.id, day):
        holds = contributions.legal_holds_of(session, response.contribution_id)
        if not any(is_in_force(hold, today) for hold in holds):
            yield response.id, ended_on(response.consultation)


def _sounds(session: Session, board: Board, day: date) -> Iterator[Row]:
    today = london(now()).date()
    for voice in voices_understood_before(session, board, day):
        holds = contributions.legal_holds_of(session, voice.contribution.id)
        if not any(is_in_force(hold, today) for hold in holds):
            yield voice.file.id, voice.understood_on or day


def _contacts(session: Session, board: Board, day: date) -> Iterator[Row]:
    ended = feedback.ended_before(session, board.id, day)
    known = feedback.contacts_of(session, ended)
    for item in ended:
        if item.contribution_id in known:
            yield item.id, item.closed_on or day


def _concerns(session: Session, board: Board, day: date) -> Iterator[Row]:
    for row in safeguarding.concerns_ended_before(session, board.id, _midnight(day)):
        yield row.id, _day(row.decided_at, day)


def _letters(session: Session, board: Board, day: date) -> Iterator[Row]:
    for row in letters.ended_before(session, board.id, _midnight(day)):
        yield row.id, row.made_at.date()


def _links(session: Session, board: Board, day: date) -> Iterator[Row]:
    for link in answers.links_ended_before(session, board.id, _midnight(day)):
        yield link.id, link.ends_at.date()
    for invitation in people.invitations_ended_before(session, board.id, _midnight(day)):
        yield invitation.id, invitation.ends_at.date()


def _staff(session: Session, board: Board, day: date) -> Iterator[Row]:
    for row in people.accounts_ended_before(session, board.id, _midnight(day)):
        yield row.id, _day(row.disabled_at, day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _day(moment: datetime | None, otherwise: date) -> date:
    return moment.date() if moment else otherwise


# A room that keeps something with a time of its own hangs in here, and in actions.letting_go.
# In this order it goes: what hangs on words goes before them, or it would be gone unlisted.
KEEPERS: Mapping[Kept, Callable[[Session, Board, date], Iterator[Row]]] = {
    Kept.SOUND: _sounds,
    Kept.LETTERS: _letters,
    Kept.LINKS: _links,
    Kept.CONTACT: _contacts,
    Kept.WORDS: _words,
    Kept.CONCERNS: _concerns,
    Kept.STAFF: _staff,
}
