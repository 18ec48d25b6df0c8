"""Accepting is one transaction: the sealed words, the item, its dates, the letters, the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from advisory.clocks import queries as clocks
from advisory.clocks.models import Clock
from advisory.clocks.rules import add_open_days
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.actions import Told, attaching
from advisory.contributions.models import Contribution, MessageKind
from advisory.contributions.rules import Digits, PreparedCode
from advisory.feedback import queries
from advisory.feedback.actions import moving
from advisory.feedback.models import Face, Feedback, Kind, Owed, State
from advisory.feedback.rules import Column
from advisory.files.ports.decoding import Remade
from advisory.files.rules import digest
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now
from advisory.languages.catalogues import for_public
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.people.models import Board
from advisory.safeguarding import actions as safeguarding
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words.rules import original


@dataclass(frozen=True, kw_only=True)
class About:
    """What the person says their words are about; all of it may be left out."""

    topic_id: UUID | None = None
    service_id: UUID | None = None
    place: str | None = None
    kind: Kind | None = None
    face: Face | None = None


@dataclass(frozen=True)
class Accepted:
    """`repeated` says that this form had been answered before, with the same code."""

    feedback: Feedback
    digits: Digits | None
    repeated: bool


def accept(
    session: Session,
    told: Told,
    about: About,
    *,
    board: Board,
    token: str,
    hurt_soon: bool = False,
    prepared: PreparedCode | None = None,
    by: Hat | None = None,
) -> Accepted:
    """Keeps words for good, once for each form however often it is sent.

    The same form with other words (Back, changed, sent again) adds them to what was said first.
    A `prepared` code spares others the wait for its slow hash. Raises Impossible while sending is
    not open.
    """
    if board.sending_opened_at is None:
        raise Impossible(for_public("Sending is not open yet. Your words are still here."))
    contributions.same_form_waits(session, token)
    if (repeated := _repeated(session, told, token)) is not None:
        _hear_again(session, repeated.feedback, told, board, by, hurt_soon=hurt_soon)
        _say_in_english(session, repeated.feedback.contribution, told)
        return repeated
    contribution = contributions.keep_contribution(session, told, board_id=board.id, by=by)
    _say_in_english(session, contribution, told)
    attaching.attach_waiting(session, contribution, token=token)
    feedback = _open_item(session, contribution, about, board)
    digits = _way_back(session, contribution, told, prepared)
    contributions.give_receipt(session, contribution, digits, token=token, body=told.words)
    if hurt_soon:
        _hold(session, feedback, board, by)
    session.flush()
    moving.note(session, feedback, f"arrived: {told.channel}", by=by, coarse=True)
    return Accepted(feedback, digits, repeated=False)


def _say_in_english(session: Session, contribution: Contribution, told: Told) -> None:
    """Nobody need translate what is made of our own words."""
    last = contribution.messages[-1].text
    if told.english and texts.reading(session, original(last)) == clean(told.words):
        words.add_known(session, last, language="en", body=told.english)


def _repeated(session: Session, told: Told, token: str) -> Accepted | None:
    receipt = kept.receipt(session, token)
    if receipt is None:
        return None
    feedback = queries.item_of(session, receipt.contribution_id)
    if feedback is None:
        return None
    is_new = receipt.content_hash != contributions.content_hash(token, told.words)
    if is_new or kept.waiting_files(session, token):
        said = told.words if is_new else ""
        add_words(session, feedback, said, language=told.speaks, token=token)
    return Accepted(feedback, kept.code_in(receipt, token), repeated=True)


def _hear_again(
    session: Session,
    feedback: Feedback,
    told: Told,
    board: Board,
    by: Hat | None,
    *,
    hurt_soon: bool,
) -> None:
    """Who went back and asked for more care gets it; what was asked for first is not taken back."""
    contribution = feedback.contribution
    contribution.wants_woman = contribution.wants_woman or told.wants_woman
    contribution.not_my_country = contribution.not_my_country or told.not_my_country
    if hurt_soon and not feedback.held:
        _hold(session, feedback, board, by)
        moving.note(session, feedback, "held", by=by, coarse=True)


def _hold(session: Session, feedback: Feedback, board: Board, by: Hat | None) -> None:
    safeguarding.flag(session, feedback.contribution, board=board, by=by)
    feedback.held = True


def _way_back(
    session: Session, contribution: Contribution, told: Told, prepared: PreparedCode | None
) -> Digits | None:
    if told.paper_locator:
        if not contributions.use_paper_code(session, contribution, told.paper_locator):
            raise Impossible(for_public("There is no free slip with this number."))
        return None
    if not told.wants_code:
        return None
    return contributions.give_code(session, contribution, prepared=prepared)


def _open_item(
    session: Session, contribution: Contribution, about: About, board: Board
) -> Feedback:
    at = now()
    feedback = Feedback(
        id=uuid4(),
        board_id=board.id,
        reference=_next_reference(session, board.id),
        state=State.RECEIVED,
        column=Column.TO_READ,
        kind=about.kind,
        topic_id=about.topic_id,
        service_id=about.service_id,
        place=about.place,
        face=about.face,
        promised_on=promised_on(session, board, at),
        arrived_on=london(at).date(),
        awaits_translation=False,
        returns=0,
        reopens=0,
        escalation=0,
        dues=[],
        events=[],
    )
    feedback.contribution = contribution
    session.add(feedback)
    moving.owe(session, feedback, Owed.FIRST_READING, Clock.FIRST_READING, board=board, start=at)
    moving.owe(session, feedback, Owed.UNDERSTOOD, Clock.UNDERSTOOD, board=board, start=at)
    owe_news(session, feedback, board=board, start=at)
    moving.settle(feedback)
    return feedback


def owe_news(session: Session, feedback: Feedback, *, board: Board, start: datetime) -> None:
    """The promise to the member is a date that somebody here owes; half as long when reopened."""
    news_at = promised_at(session, board, start, again=feedback.reopens > 0)
    feedback.promised_on = london(news_at).date()
    moving.owe(session, feedback, Owed.NEWS, Clock.ANSWER, board=board, start=start, due_at=news_at)


def _next_reference(session: Session, board_id: UUID) -> int:
    return session.execute(
        update(Board)
        .where(Board.id == board_id)
        .values(last_reference=Board.last_reference + 1)
        .returning(Board.last_reference)
        .execution_options(synchronize_session=False)
    ).scalar_one()


def promised_on(session: Session, board: Board, at: datetime) -> date:
    """The one date the member is told."""
    return london(promised_at(session, board, at)).date()


def promised_at(session: Session, board: Board, at: datetime, *, again: bool = False) -> datetime:
    """When news is owed, even without an answer: first reading and answer, in open days."""
    on = london(at).date()
    read, answer = (
        clocks.allowance(session, board.calendar_id, clock, on).amount
        for clock in (Clock.FIRST_READING, Clock.ANSWER)
    )
    days = read + (max(1, answer // 2) if again else answer)
    open_time = clocks.open_time(session, board.calendar_id, on)
    return add_open_days(open_time, at, days)


def add_words(
    session: Session,
    feedback: Feedback,
    body: str,
    *,
    language: str,
    token: str,
    kind: MessageKind = MessageKind.MORE,
    made: Sequence[Remade] = (),
    recording: str = "",
) -> None:
    """More words, pictures or sound from the same person: nobody has understood them yet.

    Raises Impossible when there are too many, NotKept when there is no room for them.
    """
    waiting = "" if made else "".join(str(row.id) for row in kept.waiting_files(session, token))
    message = contributions.say(
        session,
        feedback.contribution,
        body,
        kind=kind,
        language=language,
        form_token=token + digest(made) + waiting,
    )
    if message is None:
        return
    attaching.attach_to_form(session, made, token=token, recording=recording)
    attaching.attach_waiting(session, feedback.contribution, token=token, turn=message.position)
    moving.note(session, feedback, f"member: {kind}", by=None)
    moving.owe_understanding(session, feedback)
