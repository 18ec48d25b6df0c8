"""The steps of a consultation, its translations, and what goes back to those who answered."""

from datetime import date

from sqlalchemy.orm import Session

from advisory.consultations.actions.building import record
from advisory.consultations.models import Advised, Consultation, Opening, Stage
from advisory.consultations.queries.asking import closing
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.lifecycle import SOURCE
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.recommendations.models import Recommendation
from advisory.words import actions as words
from advisory.words.models import Text, TextKind


def ask_translations(session: Session, own: Consultation, *, by: Hat) -> int:
    """Puts every word that is missing in a chosen language on the translators' list."""
    asked = [
        words.ask_translation(session, text, language=language, due_at=None)
        for language in own.languages
        if language != SOURCE
        for text in lifecycle.texts_to_translate(own)
        if text.language != language
    ]
    count = sum(version is not None for version in asked)
    record(session, f"translations asked: {count}", own, by)
    return count


def take_step(session: Session, own: Consultation, *, to: Stage, by: Hat | None) -> None:
    """Raises Impossible with the first thing that is in the way."""
    reasons = lifecycle.in_the_way(own, to, _today())
    if reasons:
        raise Impossible(reasons[0])
    own.stage = to
    if to is Stage.OPEN:
        for language in (SOURCE, *own.languages):
            _open(session, own, language)
        _owe(own)
    if to is Stage.CLOSED:
        _close(own)
    if to is Stage.ANSWERED:
        own.answered_on = _today()
    record(session, f"consultation: {to}", own, by)


def add_language(session: Session, own: Consultation, *, language: str, by: Hat) -> None:
    """Also while it is open: asked for first, opened when every word is checked."""
    if language not in own.languages:
        own.languages = [*own.languages, language]
        ask_translations(session, own, by=by)


def open_language(session: Session, own: Consultation, *, language: str, by: Hat) -> None:
    """A language more, while people are answering. Raises Impossible while a word is missing."""
    if own.stage is not Stage.OPEN or not lifecycle.is_whole_in(own, language):
        raise Impossible(for_staff("A word is not translated and checked in this language yet."))
    _open(session, own, language)
    record(session, f"consultation opened in {language}", own, by)


def close_ended(session: Session) -> None:
    """Those whose last day is over."""
    for own in closing(session, _today()):
        own.stage = Stage.CLOSED
        _close(own)
        record(session, f"consultation: {Stage.CLOSED}", own, None)


def _open(session: Session, own: Consultation, language: str) -> None:
    if language not in {opening.language for opening in own.openings}:
        own.openings.append(Opening(language=language, opened_on=_today()))
        session.flush()


def _close(own: Consultation) -> None:
    """Closed early, it is owed earlier."""
    last = min(own.closes_on, _today())
    own.closes_on = max(last, own.opens_on)
    _owe(own)


def _owe(own: Consultation) -> None:
    """The dates that we owe are set once, from the last day people are given."""
    own.heard_by_on = own.closes_on + lifecycle.HEARD_WITHIN
    own.act_by_on = own.closes_on + lifecycle.ACTED_WITHIN


def write_heard(
    session: Session, own: Consultation, *, body: str, by: Hat, meaning_changed: bool = True
) -> None:
    """What we heard. Changed after it was published, its translations are out of date."""
    own.heard = _written(session, own, own.heard, body, by, meaning_changed)
    record(session, "what we heard written", own, by)


def publish_heard(session: Session, own: Consultation, *, by: Hat) -> None:
    """For everybody, and on the page of every code that answered."""
    if own.heard is None or not lifecycle.has_closed(own, _today()):
        raise Impossible(for_staff("Write what we heard first, after people have answered."))
    if own.heard_on is None:
        own.heard_on = _today()
        record(session, "what we heard published", own, by)


def write_will(
    session: Session, own: Consultation, *, body: str, by: Hat, meaning_changed: bool = True
) -> None:
    """What they will do; shown to everybody with the step to `answered`."""
    own.will = _written(session, own, own.will, body, by, meaning_changed)
    record(session, "what they will do written", own, by)


def recommend(session: Session, own: Consultation, recommendation: Recommendation) -> None:
    """Remembers what the board asks for because of it. Once."""
    allow(recommendation.board_id == own.board_id, exists=False)
    if session.get(Advised, (own.id, recommendation.id)) is None:
        session.add(Advised(consultation_id=own.id, recommendation_id=recommendation.id))
        session.flush()


def write_check(session: Session, own: Consultation, *, checked_by: str, by: Hat) -> None:
    own.checked_by = clean(checked_by)
    record(session, "checked by the community", own, by)


def write_followed(session: Session, own: Consultation, *, followed: str, by: Hat) -> None:
    own.followed = clean(followed)
    record(session, "what became of it written", own, by)


def _written(
    session: Session,
    own: Consultation,
    text: Text | None,
    body: str,
    by: Hat,
    meaning_changed: bool,
) -> Text:
    if not lifecycle.has_closed(own, _today()):
        raise Impossible(for_staff("People are still answering."))
    if text is not None:
        words.revise_text(session, text, body=body, by=by, meaning_changed=meaning_changed)
        return text
    text = words.write_text(
        session,
        board_id=own.board_id,
        kind=TextKind.NOTICE,
        language=SOURCE,
        body=body,
        person_id=by.person_id,
    )
    for opening in own.openings:
        if opening.language != SOURCE:
            words.ask_translation(session, text, language=opening.language, due_at=None)
    return text


def _today() -> date:
    return london(now()).date()
