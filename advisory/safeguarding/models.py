from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey
from advisory.people.models import Person


class ConcernState(StrEnum):
    FLAGGED = "flagged"
    HELD = "held"
    PASSED_ON = "passed_on"
    CLEARED = "cleared"


class Concern(Base):
    """A contribution in which somebody may be hurt, or an allegation. Held from the start."""

    __tablename__ = "concerns"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), unique=True)
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    state: Mapped[ConcernState]
    is_allegation: Mapped[bool] = mapped_column(default=False)
    """About a team or a facilitator here: only the outside person opens it."""
    flagged_by_member: Mapped[bool]
    flagged_at: Mapped[datetime]
    see_by: Mapped[datetime]
    decide_by: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    withheld: Mapped[bool] = mapped_column(default=True)
    """Only the rota sees the words: until it is decided, and then until answering goes on."""
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    """How often it was held: calls of an earlier round say nothing about this one."""

    contribution: Mapped[Contribution] = relationship()
    data_key: Mapped[DataKey] = relationship()
    log: Mapped[list["LogEntry"]] = relationship(
        back_populates="concern", order_by="LogEntry.written_at"
    )
    calls: Mapped[list["Call"]] = relationship(
        back_populates="concern", order_by="Call.round, Call.rank, Call.id"
    )


class Consent(StrEnum):
    """Whether the person was asked before something was done for them."""

    AGREED = "agreed"
    REFUSED = "refused"
    NOT_SOUGHT = "not_sought"


class LogEntry(Base):
    """What was done about a concern and why: sealed under the safeguarding key, never changed."""

    __tablename__ = "concern_log"

    id: Mapped[Id]
    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concerns.id"), index=True)
    what: Mapped[str]
    sealed: Mapped[bytes]
    sealed_decision: Mapped[bytes | None]
    """Of a decision: consent, overriding reason, who was told, next step (`rules.Decision`)."""
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("concern_log.id"))
    """An entry is never changed: a further one corrects it."""
    written_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    written_at: Mapped[datetime]

    concern: Mapped[Concern] = relationship(back_populates="log")


_STAYS = "concern_log is append-only"
_NO_CHANGE = (
    (
        "sqlite",
        f"""CREATE TRIGGER concern_log_stays BEFORE UPDATE ON concern_log
        BEGIN SELECT RAISE(ABORT, '{_STAYS}'); END""",
    ),
    (
        "postgresql",
        f"""CREATE OR REPLACE FUNCTION concern_log_stays() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_STAYS}'; END $$""",
    ),
    (
        "postgresql",
        """CREATE TRIGGER concern_log_stays BEFORE UPDATE ON concern_log
        FOR EACH ROW EXECUTE FUNCTION concern_log_stays()""",
    ),
)
for _kind, _statement in _NO_CHANGE:
    _trigger = DDL(_statement)  # type: ignore[no-untyped-call] # SQLAlchemy gives it no types
    event.listen(LogEntry.__table__, "after_create", _trigger.execute_if(dialect=_kind))


class RotaTurn(Base):
    """Whom a call reaches first, second … on a weekday, or on one date instead of its weekday."""

    __tablename__ = "rota_turns"
    __table_args__ = (
        CheckConstraint("(weekday IS NULL) <> (on_date IS NULL)", name="weekday_or_date"),
        CheckConstraint("weekday IS NULL OR weekday BETWEEN 0 AND 6", name="a_day_of_the_week"),
        CheckConstraint("place >= 1", name="counts_from_one"),
        UniqueConstraint("board_id", "weekday", "place"),
        UniqueConstraint("board_id", "on_date", "place"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    weekday: Mapped[int | None]
    """0 is Monday."""
    on_date: Mapped[date | None]
    place: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class CallTime(Base):
    """How long a called person has to say "I have it", by the clock on the wall."""

    __tablename__ = "call_times"
    __table_args__ = (CheckConstraint("minutes BETWEEN 5 AND 720", name="minutes_make_sense"),)

    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    minutes: Mapped[int]


class Call(Base):
    """A person was called about a concern, and said "I have it", or did not in time."""

    __tablename__ = "concern_calls"
    __table_args__ = (
        UniqueConstraint("concern_id", "round", "rank", "person_id"),
        Index("ix_concern_calls_concern_id_round", "concern_id", "round"),
    )

    id: Mapped[Id]
    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concerns.id"))
    round: Mapped[int]
    rank: Mapped[int]
    """All of one rank are called at once; the next rank when none of them has it."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    called_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]

    concern: Mapped[Concern] = relationship(back_populates="calls")
    person: Mapped[Person] = relationship()
