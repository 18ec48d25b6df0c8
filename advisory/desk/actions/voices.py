"""From a voice to words: the gist, the transcript, its check; then the sound goes."""

from sqlalchemy.orm import Session

from advisory.clocks import queries as clocks
from advisory.clocks.models import Clock
from advisory.contributions.models import Contribution, Speaker
from advisory.desk.actions.translating import finish_translation
from advisory.desk.rules.steps import needs_translator
from advisory.feedback.actions import moving, reading
from advisory.feedback.models import Feedback, Understood
from advisory.files import actions as files
from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.foundation.database import now
from advisory.rights.queries.voices import Voice
from advisory.words import actions as words
from advisory.words import rules
from advisory.words.models import Version

ENGLISH = "en"


def write_gist(session: Session, voice: Voice, *, gist: str, by: Hat) -> None:
    """What it means, in short English: enough for the house to know of it."""
    words.write_gist(session, voice.text, body=gist, by=by)
    if voice.feedback is not None:
        _understood(session, voice.feedback, Understood.GIST, by)


def _understood(session: Session, item: Feedback, how: Understood, by: Hat) -> None:
    if item.understood_at is None and _is_all_known(item.contribution):
        reading.understand(session, item, how=how, by=by)


def _is_all_known(contribution: Contribution) -> bool:
    said = [row.text for row in contribution.messages if row.speaker is Speaker.MEMBER]
    return all(text.language == ENGLISH or rules.english(text) is not None for text in said)


def finish_transcript(
    session: Session, voice: Voice, version: Version, *, body: str, by: Hat
) -> None:
    """Another person can check it; and it is put on the translators' list."""
    words.write_translation(session, version, body=body, ready=True, by=by)
    item = voice.feedback
    note(session, voice, "voice written down", by=by)
    if item is None:
        if version.language != ENGLISH:
            words.ask_translation(session, voice.text, language=ENGLISH, due_at=None)
        return
    if version.language == ENGLISH:
        _understood(session, item, Understood.OWN_READING, by)
        return
    board = moving.board_of(session, item.board_id)
    if needs_translator(item):
        reading.ask_translator(session, item, board=board, by=by)
    else:
        due_at = clocks.due_at(session, board.calendar_id, Clock.UNDERSTOOD, now())
        words.ask_translation(session, voice.text, language=ENGLISH, due_at=due_at)


def check_transcript(
    session: Session, voice: Voice, version: Version, *, body: str | None, by: Hat
) -> None:
    """The words are safe now, so the sound goes, as was promised to the person."""
    words.check_translation(session, version, by=by, body=body)
    files.delete_file(session, voice.file)
    note(session, voice, "sound deleted", by=by)


def translate(session: Session, voice: Voice, version: Version, *, body: str, by: Hat) -> None:
    finish_translation(session, version, item=voice.feedback, answer=None, body=body, by=by)


def name_language(session: Session, voice: Voice, *, language: str, by: Hat) -> None:
    if voice.feedback is not None:
        reading.name_language(session, voice.feedback, language=language, by=by)
        return
    words.name_language(session, voice.text, language=language)
    note(session, voice, f"language named: {language}", by=by)


def note(session: Session, voice: Voice, what: str, *, by: Hat) -> None:
    """On the timeline of its item; an answer to a question has none, and stands in the log."""
    if voice.feedback is not None:
        moving.note(session, voice.feedback, what, by=by)
        return
    whose = voice.contribution
    audit.record(session, what, "contribution", whose.id, by=by, board_id=whose.board_id)
