from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.foundation.keys import DataKey
from advisory.people.models import Team
from advisory.words.models import Text


class Mode(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    PHONE = "phone"


class Support(StrEnum):
    """What people are offered, so that they can come."""

    INTERPRETING = "interpreting"
    CHILDCARE = "childcare"
    TRAVEL = "travel"
    """Paid before the day: nobody here can wait for it."""
    FOOD = "food"
    QUIET_ROOM = "quiet_room"
    PHONE_CREDIT = "phone_credit"


class Meeting(Base):
    """Title and purpose are texts for everybody; the venue is for those who have a place."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_it_begins"),
        CheckConstraint("places >= 1", name="somebody_fits"),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    title_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    purpose_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    mode: Mapped[Mode]
    area: Mapped[str]
    """Shown to everybody: a part of town, never an address."""
    venue: Mapped[str]
    """The exact place, the link or the number: for people with a place only."""
    languages: Mapped[list[str]]
    support: Mapped[list[str]]
    places: Mapped[int]
    changes: Mapped[int] = mapped_column(default=0)
    """How often day, time or venue moved: a calendar takes the entry with the higher number."""
    agenda_set_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    """Since when everybody is invited on the public pages."""
    moved_on: Mapped[date | None]
    """When day, time or place last changed after people were invited."""
    called_off_at: Mapped[datetime | None]
    planned_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    planned_at: Mapped[datetime]

    title: Mapped[Text] = relationship(foreign_keys=[title_id])
    purpose: Mapped[Text] = relationship(foreign_keys=[purpose_id])
    tasks: Mapped[list["MeetingTask"]] = relationship(
        back_populates="meeting", order_by="MeetingTask.due_on, MeetingTask.step"
    )
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position"
    )
    guests: Mapped[list["Guest"]] = relationship(back_populates="meeting", order_by="Guest.turn")
    topics: Mapped[list["ProposedItem"]] = relationship(
        back_populates="meeting", order_by="ProposedItem.said_on, ProposedItem.id"
    )
    sheet: Mapped["RunSheet | None"] = relationship(back_populates="meeting")
    calling_off: Mapped["CallingOff | None"] = relationship(back_populates="meeting")


class CallingOff(Base):
    """Why a meeting does not take place, for everybody who was invited."""

    __tablename__ = "callings_off"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    reason_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    called_off_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="calling_off")
    reason: Mapped[Text] = relationship()


class Step(StrEnum):
    """What somebody does before and after a meeting."""

    BEGIN_AGENDA = "begin_agenda"
    ASKS_IN = "asks_in"
    LOOK_AT_ASKS = "look_at_asks"
    ARRANGE_SUPPORT = "arrange_support"
    TRANSLATE = "translate"
    PAPERS_OUT = "papers_out"
    CONFIRM_CHILDCARE = "confirm_childcare"
    CONFIRM_INTERPRETERS = "confirm_interpreters"
    ORDER_FOOD = "order_food"
    PAY_TRAVEL = "pay_travel"
    MEET_BEFORE = "meet_before"
    SEND_PHONE_CREDIT = "send_phone_credit"
    ASK_HOW_PEOPLE_ARE = "ask_how_people_are"
    SEND_ACTIONS = "send_actions"
    SEND_SUMMARY = "send_summary"
    TEAMS_RESPOND = "teams_respond"
    DID_IT_HAPPEN = "did_it_happen"


class MeetingTask(Base):
    """One step of a meeting's timetable. It moves with the meeting until it is done."""

    __tablename__ = "meeting_tasks"
    __table_args__ = (
        UniqueConstraint("meeting_id", "step"),
        CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"))
    step: Mapped[Step]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="tasks")


class ItemKind(StrEnum):
    INFORMATION = "information"
    DISCUSSION = "discussion"
    ADVICE = "advice"
    DECISION = "decision"
    CO_DESIGN = "co_design"
    REPORT_BACK = "report_back"
    """What became of what people said before. An agenda has one at least."""


class Refusal(StrEnum):
    """Why an item does not come onto the agenda: asking now could change nothing."""

    DECIDED = "decided"
    BEFORE_THE_MEETING = "before_the_meeting"


class AgendaItem(Base):
    """What is talked about. One that was refused stays, with the reason."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        CheckConstraint("minutes >= 1", name="takes_time"),
        CheckConstraint("interpreting_percent >= 100", name="interpreting_takes_no_less"),
        CheckConstraint(
            "kind NOT IN ('advice', 'decision', 'co_design') OR (team_id IS NOT NULL "
            "AND decision_on IS NOT NULL AND ask_id IS NOT NULL)",
            name="who_asks_says_what_and_when",
        ),
    )

    id: Mapped[Id]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    position: Mapped[int]
    kind: Mapped[ItemKind]
    title_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    ask_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    can_change_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    cannot_change_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    decision_on: Mapped[date | None]
    minutes: Mapped[int]
    interpreting_percent: Mapped[int]
    """200: spoken one after the other, everything is said twice."""
    refusal: Mapped[Refusal | None]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="items")
    title: Mapped[Text] = relationship(foreign_keys=[title_id])
    ask: Mapped[Text | None] = relationship(foreign_keys=[ask_id])
    can_change: Mapped[Text | None] = relationship(foreign_keys=[can_change_id])
    cannot_change: Mapped[Text | None] = relationship(foreign_keys=[cannot_change_id])
    team: Mapped[Team | None] = relationship()


class Standing(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    """The meeting is full: next in line when somebody takes it back."""


class Guest(Base):
    """Somebody who said "I may come". What they need is sealed under their own key."""

    __tablename__ = "guests"
    __table_args__ = (
        UniqueConstraint("meeting_id", "contribution_id"),
        UniqueConstraint("meeting_id", "turn"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"))
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), index=True)
    turn: Mapped[int]
    """Who came first in line."""
    standing: Mapped[Standing]
    sealed: Mapped[bytes]
    brought_code: Mapped[bool]
    """The code was given for this reply: it ends with the last reply under it."""

    meeting: Mapped[Meeting] = relationship(back_populates="guests")
    contribution: Mapped[Contribution] = relationship()


class Reception(StrEnum):
    """What became of an item that a member proposed."""

    WAITING = "waiting"
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"


class ProposedItem(Base):
    """What a member would like to talk about, sealed; a facilitator says yes, or why not."""

    __tablename__ = "proposed_items"
    __table_args__ = (
        CheckConstraint(
            "reception <> 'not_taken' OR reason_id IS NOT NULL", name="a_no_has_a_reason"
        ),
    )

    id: Mapped[Id]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), index=True)
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    said_on: Mapped[date]
    form_token_hash: Mapped[str] = mapped_column(unique=True)
    reception: Mapped[Reception]
    reason_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="topics")
    contribution: Mapped[Contribution] = relationship()
    text: Mapped[Text] = relationship(foreign_keys=[text_id])
    reason: Mapped[Text | None] = relationship(foreign_keys=[reason_id])
    item: Mapped[AgendaItem | None] = relationship()


class RunSheet(Base):
    """What one meeting leaves: how many came, never who; minutes; a summary for everybody."""

    __tablename__ = "run_sheets"
    __table_args__ = (
        CheckConstraint("(came IS NULL) = (with_interpreter IS NULL)", name="counted_together"),
        CheckConstraint("with_interpreter BETWEEN 0 AND came", name="counts_those_who_came"),
        CheckConstraint("(put_on IS NULL) = (until_on IS NULL)", name="put_until_a_day"),
        CheckConstraint("approved_at IS NULL OR put_on IS NOT NULL", name="members_saw_it_first"),
        CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved_by_somebody"
        ),
        CheckConstraint(
            "summary_id IS NULL OR approved_at IS NOT NULL", name="published_once_approved"
        ),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    data_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    came: Mapped[int | None]
    with_interpreter: Mapped[int | None]
    put_on: Mapped[date | None]
    """Since when the minutes are before those who came; nothing is noted any more."""
    until_on: Mapped[date | None]
    """The last day on which somebody can say that it was not so."""
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    summary_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="sheet")
    data_key: Mapped[DataKey] = relationship()
    summary: Mapped[Text | None] = relationship()


class RowKind(StrEnum):
    SAID = "said"
    DECIDED = "decided"
    TO_DO = "to_do"


class Seat(StrEnum):
    """Who does something when it is no team: never a person by name."""

    BOARD = "board"
    CHAIR = "chair"
    FACILITATOR = "facilitator"


class SheetRow(Base):
    """One thing noted at an item, sealed. A correction is a row of its own: none is overwritten."""

    __tablename__ = "sheet_rows"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'to_do') = (due_on IS NOT NULL)", name="only_what_is_to_do_has_a_day"
        ),
        CheckConstraint(
            "kind <> 'to_do' OR (team_id IS NULL) <> (seat IS NULL)", name="done_by_one"
        ),
        CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"))
    kind: Mapped[RowKind]
    sealed: Mapped[bytes]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    seat: Mapped[Seat | None]
    due_on: Mapped[date | None]
    noted_at: Mapped[datetime]
    """A correction keeps the time, and so the place, of what it corrects."""
    noted_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    form_token_hash: Mapped[str] = mapped_column(unique=True)
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("sheet_rows.id"), unique=True)
    done_on: Mapped[date | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem] = relationship()
    team: Mapped[Team | None] = relationship()


class MinutesPart(Base):
    """What the minutes say of one item once somebody wrote it; until then the rows speak."""

    __tablename__ = "minutes_parts"
    __table_args__ = (UniqueConstraint("item_id"),)

    id: Mapped[Id]
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"))
    sealed: Mapped[bytes]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
