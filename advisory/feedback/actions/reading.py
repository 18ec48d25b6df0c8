"""The first reading: take it, understand it, say what it is, hold it, set it aside."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import actions as answers
from advisory.answers import queries as asked
from advisory.clocks import queries as clocks
from advisory.clocks.models import Clock
from advisory.clocks.rules import due_after_pause
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.models import MessageKind, Speaker
from advisory.feedback import rules
from advisory.feedback.actions import moving
from advisory.feedback.models import Feedback, Kind, Owed, State, Understood
from advisory.feedback.rules import Move
from advisory.foundation.access import Hat
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.letters import actions as letters
from advisory.people.models import Board
from advisory.safeguarding import actions as safeguarding
from advisory.safeguarding import queries as concerns
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words.models import Method, Text
from advisory.words.rules import UNKNOWN, original


def take(session: Session, feedback: Feedback, *, by: Hat) -> None:
    """This facilitator has it now, and reads it."""
    feedback.owner_id = by.person_id
    _first_reading(session, feedback, by)
    moving.note(session, feedback, "taken", by=by)


def give_back(session: Session, feedback: Feedback, *, by: Hat) -> None:
    feedback.owner_id = None
    moving.note(session, feedback, "given back", by=by)


def _first_reading(session: Session, feedback: Feedback, by: Hat) -> None:
    if feedback.state is State.RECEIVED:
        moving.move(session, feedback, Move.READ, by=by)
    moving.meet(feedback, Owed.FIRST_READING)


def understand(session: Session, feedback: Feedback, *, how: Understood, by: Hat) -> None:
    """A person of ours knows what was said: by own reading, a spoken gist or a translation."""
    _first_reading(session, feedback, by)
    feedback.understood_by_id, feedback.understood_at = by.person_id, now()
    feedback.understood_how = how
    feedback.awaits_translation = False
    moving.meet(feedback, Owed.UNDERSTOOD)
    moving.note(session, feedback, f"understood: {how}", by=by)


def understand_by_gist(
    session: Session, feedback: Feedback, text: Text, *, gist: str, by: Hat
) -> None:
    """A telephone interpreter said what it means: enough to route."""
    words.write_gist(session, text, body=gist, by=by)
    understand(session, feedback, how=Understood.GIST, by=by)


def ask_translator(session: Session, feedback: Feedback, *, board: Board, by: Hat) -> None:
    """Puts every turn that has no English on the translators' list."""
    due_at = clocks.due_at(session, board.calendar_id, Clock.UNDERSTOOD, now())
    for message in feedback.contribution.messages:
        if message.text.language != "en":
            words.ask_translation(session, message.text, language="en", due_at=due_at)
    feedback.awaits_translation = True
    _first_reading(session, feedback, by)
    moving.note(session, feedback, "translator asked", by=by)
    moving.settle(feedback)


def name_language(session: Session, feedback: Feedback, *, language: str, by: Hat) -> None:
    """Somebody who knows says which language the person spoke: the right translator finds it."""
    contribution = feedback.contribution
    for message in contribution.messages:
        if message.speaker is Speaker.MEMBER and message.text.language == contribution.speaks:
            words.name_language(session, message.text, language=language)
    if contribution.reads == UNKNOWN:
        contribution.reads = language
    contribution.speaks = language
    if language == "en":
        feedback.awaits_translation = False
    moving.note(session, feedback, f"language named: {language}", by=by)
    moving.settle(feedback)


def translated(session: Session, feedback: Feedback, *, by: Hat) -> None:
    """A translator has put the person's words into English: that is understanding."""
    understand(session, feedback, how=Understood.TRANSLATION, by=by)


def describe(
    session: Session,
    feedback: Feedback,
    *,
    kind: Kind | None,
    topic_id: UUID | None,
    service_id: UUID | None,
    place: str | None,
    board: Board,
    by: Hat,
) -> None:
    """Kind, topic, service, place. Safeguarding and allegations are held at once."""
    feedback.kind, feedback.topic_id = kind, topic_id
    feedback.service_id, feedback.place = service_id, place
    _first_reading(session, feedback, by)
    moving.note(session, feedback, f"described: {kind or '-'}", by=by)
    if kind in rules.HOLDS:
        hold(session, feedback, allegation=kind is Kind.ALLEGATION, board=board, by=by)


def hold(
    session: Session, feedback: Feedback, *, allegation: bool, board: Board, by: Hat | None
) -> None:
    """Takes an item out of every list but the safeguarding lead's, from this moment."""
    safeguarding.flag(session, feedback.contribution, board=board, by=by, allegation=allegation)
    feedback.held = True
    moving.note(session, feedback, "held", by=by)


def release(session: Session, feedback: Feedback, *, by: Hat) -> None:
    """The safeguarding lead has decided; what can still be answered goes on as before.

    A team that was asked is told again: letters about held words are not sent.
    """
    concern = concerns.concern_of(session, feedback.contribution_id)
    if concern is not None:
        safeguarding.let_go_on(session, concern, by=by)
    feedback.held = False
    ask = asked.open_ask(session, feedback.contribution_id)
    if ask is not None and feedback.state in {State.ROUTED, State.ACKNOWLEDGED, State.IN_PROGRESS}:
        answers.tell_team(session, ask, kind="asked", key=f"released/{ask.id}/{now():%Y%m%d%H%M}")
    if feedback.kind in rules.HOLDS:
        feedback.kind = None
    moving.note(session, feedback, "released", by=by)
    moving.settle(feedback)


def ask_member(
    session: Session, feedback: Feedback, *, question: str, board: Board, by: Hat
) -> None:
    """A question for the person. The clocks stand still until they reply, 20 open days at most."""
    contribution = feedback.contribution
    message = contributions.say(
        session,
        contribution,
        question,
        kind=MessageKind.QUESTION,
        language="en",
        speaker=Speaker.FACILITATOR,
        by=by,
    )
    assert message is not None  # noqa: S101 - only a form's token can make it a repeat
    if contribution.reads != "en":
        due_at = clocks.due_at(session, board.calendar_id, Clock.FIRST_READING, now())
        words.ask_translation(session, message.text, language=contribution.reads, due_at=due_at)
    feedback.resumes = feedback.state
    moving.move(session, feedback, Move.ASK_MEMBER, by=by)
    feedback.paused_at = now()
    moving.settle(feedback)
    tell_member(session, feedback, "question_for_you", f"question/{message.id}")


def tell_news(session: Session, feedback: Feedback, *, news: str, board: Board, by: Hat) -> None:
    """Keeps the promise "news by this date, even if there is no answer yet"; promises the next.

    The same news is not told twice in a row: a double tap.
    """
    last = feedback.contribution.messages[-1]
    if last.kind is MessageKind.NEWS and texts.reading(session, original(last.text)) == clean(news):
        return
    message = contributions.say(
        session,
        feedback.contribution,
        news,
        kind=MessageKind.NEWS,
        language="en",
        speaker=Speaker.FACILITATOR,
        by=by,
    )
    assert message is not None  # noqa: S101 - only a form's token can make it a repeat
    if feedback.contribution.reads != "en":
        due_at = clocks.due_at(session, board.calendar_id, Clock.FIRST_READING, now())
        words.ask_translation(
            session, message.text, language=feedback.contribution.reads, due_at=due_at
        )
    moving.meet(feedback, Owed.NEWS)
    due = moving.owe(session, feedback, Owed.NEWS, Clock.ANSWER, board=board, start=now())
    feedback.promised_on = london(due.due_at).date()
    moving.note(session, feedback, "news told", by=by)
    moving.settle(feedback)
    tell_member(session, feedback, "news", f"news/{message.id}")


def resume(session: Session, feedback: Feedback, *, by: Hat | None) -> None:
    """The person replied, or a facilitator goes on without the reply. Dates move by the pause."""
    if feedback.state is not State.NEEDS_MEMBER:
        return
    if feedback.paused_at is not None:
        _move_dates(session, feedback, feedback.paused_at)
    feedback.paused_at = None
    moving.move(session, feedback, Move.RESUME, by=by)
    feedback.resumes = None


def _move_dates(session: Session, feedback: Feedback, paused_at: datetime) -> None:
    """All that is owed moves by the open days of the pause: to the team and to the person too."""
    calendar_id = moving.board_of(session, feedback.board_id).calendar_id
    on = london(paused_at).date()
    open_time = clocks.open_time(session, calendar_id, on)
    longest = clocks.allowance(session, calendar_id, Clock.NEEDS_MEMBER_PAUSE, on).amount

    def moved(due_at: datetime) -> datetime:
        return due_after_pause(open_time, due_at, paused_at, now(), longest)

    for row in feedback.dues:
        if row.met_at is None:
            row.due_at, row.very_late_at = moved(row.due_at), moved(row.very_late_at)
            if row.owed is Owed.NEWS:
                feedback.promised_on = london(row.due_at).date()
    ask = asked.open_ask(session, feedback.contribution_id)
    if ask is not None:
        ask.acknowledge_by, ask.answer_by = moved(ask.acknowledge_by), moved(ask.answer_by)


def contest(session: Session, feedback: Feedback, text: Text) -> bool:
    """The person says: this is not what I meant. Nobody has understood it any more.

    False when they had said so before.
    """
    if not any(v.contested_at is None for v in text.versions if v.method is not Method.ORIGINAL):
        return False
    words.contest(session, text)
    moving.note(session, feedback, "member: not what I meant", by=None)
    moving.owe_understanding(session, feedback)
    return True


def tell_member(session: Session, feedback: Feedback, kind: str, dedupe_key: str) -> None:
    """A neutral letter, if the person left an address. It says only that there is news."""
    contact = kept.contact_of(session, feedback.contribution_id)
    if contact is not None:
        letters.enqueue(
            session,
            board_id=feedback.board_id,
            kind=kind,
            about={"contribution_id": str(feedback.contribution_id)},
            dedupe_key=f"{kind}/{dedupe_key}",
            contact_id=contact.id,
        )
