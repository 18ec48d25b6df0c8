"""What an interpreter sees: the voices in their languages, and one voice with its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.consultations.queries import responses
from advisory.contributions import queries as contributions
from advisory.contributions.models import Contribution, Message
from advisory.contributions.rules import may_read
from advisory.desk.queries.turns import Said, said
from advisory.desk.rules.naming import SpokenIn, language_named
from advisory.desk.rules.timing import Clock, time_words
from advisory.desk.rules.voices import Task, task_of
from advisory.feedback import queries as feedback
from advisory.feedback.rules import GONE
from advisory.foundation.access import Hat
from advisory.rights.queries.voices import Voice, voices
from advisory.words import rules
from advisory.words.models import Method, Status, Text, Version
from advisory.words.rules import UNKNOWN


@dataclass(frozen=True)
class Line:
    """One voice in the list. `closed`: the person's wish must be answered first."""

    message_id: UUID
    """Of the turn, or of the answer to a question."""
    task: Task
    language: SpokenIn
    seconds: int
    due: str
    due_tone: str
    is_mine: bool
    closed: bool


def voice_list(session: Session, hat: Hat, *, clock: Clock) -> list[Line]:
    """Nobody has understood it: first. Then what is to write down, to check, to translate."""
    open_ = [voice for voice in voices(session, hat.board_id) if _may_hear(hat, voice)]
    asked = {voice.contribution.id for voice in open_}
    declared = contributions.declared_by(session, hat.person_id, asked) if asked else set()
    lines = [
        _line(voice, task, hat, clock, declared)
        for voice in open_
        if (task := task_of(hat, voice.text, understood=voice.understood_on is not None))
    ]
    order = list(Task)
    return sorted(lines, key=lambda line: (order.index(line.task), not line.is_mine))


def _may_hear(hat: Hat, voice: Voice) -> bool:
    """A language that the reader speaks, or one that nobody knows yet; the person's wishes."""
    speaks = voice.text.language in {*hat.speaks, "en", UNKNOWN}
    return speaks and (hat.is_woman or not voice.contribution.wants_woman)


def _line(voice: Voice, task: Task, hat: Hat, clock: Clock, declared: set[UUID]) -> Line:
    contribution = voice.contribution
    due_at = voice.feedback.due_at if voice.feedback else None
    due, tone = time_words(due_at, clock) if due_at else ("", "")
    heard = rules.transcript(voice.text)
    return Line(
        message_id=voice.id,
        task=task,
        language=language_named(voice.text.language),
        seconds=voice.file.seconds,
        due=due,
        due_tone=tone,
        is_mine=heard is not None and heard.translator_id == hat.person_id,
        closed=not may_read(hat, contribution, declared=contribution.id in declared),
    )


@dataclass(frozen=True)
class Opened:
    """One voice in the hands of somebody who speaks its language."""

    voice: Voice
    closed: bool
    task: Task | None
    language: SpokenIn
    words: Said | None
    """What the person wrote beside it."""
    transcript: Version | None
    transcribed: Said | None
    gist: Said | None
    translation: Version | None
    translated: Said | None
    taken_by: str
    """Who writes it down, when that is somebody else."""


def opened(session: Session, hat: Hat, message_id: UUID) -> Opened | None:
    """None when there is no such sound (any more) for this reader."""
    found = voices(session, hat.board_id, voice_id=message_id)
    if not found or not _may_hear(hat, found[0]):
        return None
    voice = found[0]
    text, contribution = voice.text, voice.contribution
    declared = contributions.declared_by(session, hat.person_id, [contribution.id])
    original = said(session, rules.original(text))
    heard, english = rules.transcript(text), _english(text.versions, Method.HUMAN)
    other = heard.translator if heard and heard.translator_id != hat.person_id else None
    return Opened(
        voice=voice,
        closed=not may_read(hat, contribution, declared=bool(declared)),
        task=task_of(hat, text, understood=voice.understood_on is not None),
        language=language_named(text.language),
        words=original if original.text else None,
        transcript=heard,
        transcribed=_said(session, heard),
        gist=_said(session, _english(text.versions, Method.GIST)),
        translation=english,
        translated=_said(session, english),
        taken_by=other.name if other else "",
    )


def was_there(session: Session, hat: Hat, message_id: UUID) -> bool:
    """Whether this is a turn or an answer whose words the reader may see: its sound is gone."""
    message = session.get(Message, message_id)
    answer = responses.own_words(session, message_id) if message is None else None
    item = feedback.item_of(session, message.contribution_id) if message else None
    if answer is not None and answer.response.board_id == hat.board_id:
        return _may_see(session, hat, answer.text, answer.response.contribution)
    if message is None or item is None or item.board_id != hat.board_id:
        return False
    open_ = not item.held and item.state not in GONE
    return open_ and _may_see(session, hat, message.text, item.contribution)


def _may_see(session: Session, hat: Hat, text: Text, contribution: Contribution) -> bool:
    declared = contributions.declared_by(session, hat.person_id, [contribution.id])
    speaks = text.language in {*hat.speaks, "en", UNKNOWN}
    return speaks and may_read(hat, contribution, declared=bool(declared))


def _english(versions: Sequence[Version], method: Method) -> Version | None:
    return next((row for row in versions if (row.language, row.method) == ("en", method)), None)


def _said(session: Session, version: Version | None) -> Said | None:
    return said(session, version) if version and version.status is not Status.MISSING else None
