"""Proposing, approving, stopping and publishing: what everybody may read about what changed."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.answers.models import Outcome
from advisory.clocks import queries as clocks
from advisory.clocks.rules import add_open_days
from advisory.contributions.models import Contribution, Use
from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible, Role, allow
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.letters import actions as letters
from advisory.noticeboard import queries, rules
from advisory.noticeboard.models import Notice, Publication, Quote
from advisory.people import queries as people
from advisory.people.models import Board
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words.models import Text, TextKind


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What a facilitator wants on the board: their own neutral words, not the person's.

    A text is one that the board has already, with its translations.
    """

    title: str | Text
    said: str | Text
    did: str | Text
    outcome: Outcome
    promised_for: date | None = None
    happened_on: date | None = None
    asked_on: date | None = None
    replaces: Notice | None = None


@dataclass(frozen=True)
class Quoted:
    """A piece of one person's words that may stand under the notice."""

    contribution: Contribution
    words: str


def propose(
    session: Session,
    proposed: Proposed,
    *,
    board: Board,
    by: Hat,
    quoted: Quoted | None = None,
) -> Notice:
    """Waits for a second person; its translations into every opened language are asked for."""
    notice = Notice(
        id=uuid4(),
        board_id=board.id,
        outcome=proposed.outcome,
        promised_for=proposed.promised_for,
        happened_on=proposed.happened_on,
        asked_on=proposed.asked_on,
        replaces=proposed.replaces,
        state=Publication.PROPOSED,
        proposed_by_id=by.person_id,
        proposed_at=now(),
    )
    notice.title = _text(session, board, proposed.title, by)
    notice.said = _text(session, board, proposed.said, by)
    notice.did = _text(session, board, proposed.did, by) if proposed.did else None
    session.add(notice)
    session.flush()
    for language, _draft in texts.opened_languages(session, board.id):
        for text in filter(None, (notice.title, notice.said, notice.did)):
            if language.tag != "en":
                words.ask_translation(session, text, language=language.tag, due_at=None)
    if quoted is not None:
        _quote(session, notice, quoted, by)
    _note(session, "notice proposed", notice, by)
    return notice


def _quote(session: Session, notice: Notice, quoted: Quoted, by: Hat) -> None:
    """Sealed under the person's own key: erased with it, out of every copy of the database."""
    if quoted.contribution.use is not Use.QUOTE:
        raise Impossible(for_staff("This person does not allow that their words are shown."))
    quote = Quote(id=uuid4(), contribution_id=quoted.contribution.id)
    quote.text = words.write_text(
        session,
        board_id=notice.board_id,
        kind=TextKind.PASSAGE,
        language="en",
        body=quoted.words,
        data_key=quoted.contribution.data_key,
        person_id=by.person_id,
    )
    notice.quotes.append(quote)
    session.flush()


def forget(session: Session, contribution: Contribution) -> None:
    """The person's words leave the board. The notice stays: its own words are ours."""
    for quote in queries.quotes_of(session, contribution.id):
        session.delete(quote)
    session.flush()


def take_out_quotes(session: Session, contribution: Contribution) -> int:
    """The person no longer allows it: gone from every notice, and their words with them."""
    taken = queries.quotes_of(session, contribution.id)
    for quote in taken:
        session.delete(quote)
        session.flush()
        words.forget_text(session, quote.text_id)
    session.flush()
    return len(taken)


def approve(session: Session, notice: Notice, *, board: Board, by: Hat) -> None:
    """Published at once by a second person; alone on a small board, after two open days."""
    allow(rules.may_approve(by, notice, board.profile))
    if by.person_id != notice.proposed_by_id:
        notice.approved_by_id = by.person_id
        publish(session, notice, by=by)
        return
    outside = people.staff_of(session, board.id, Role.OUTSIDE_PERSON)
    if not outside:
        raise Impossible(for_staff("Nobody from outside could stop it. Ask a second person."))
    # Both at once: the table refuses one person's approval that does not wait.
    open_time = clocks.open_time(session, board.calendar_id, london(now()).date())
    notice.waits_until = add_open_days(open_time, now(), rules.WAIT_DAYS)
    notice.approved_by_id, notice.state = by.person_id, Publication.APPROVED
    letters.tell(
        session,
        outside,
        board_id=board.id,
        kind="outside_told",
        about={"notice_id": str(notice.id)},
        key=f"outside_told/{notice.id}",
    )
    _note(session, "notice approved alone", notice, by)


def publish(session: Session, notice: Notice, *, by: Hat | None) -> None:
    if notice.state in {Publication.STOPPED, Publication.RETRACTED}:
        raise Impossible(for_staff("This notice was stopped."))
    notice.state, notice.published_on = Publication.PUBLISHED, london(now()).date()
    if notice.replaces is not None and notice.replaces.state is Publication.PUBLISHED:
        notice.replaces.state = Publication.RETRACTED
    _note(session, "notice published", notice, by)


def stop(session: Session, notice: Notice, *, by: Hat) -> None:
    allow(rules.may_stop(by, notice))
    notice.state, notice.stopped_by_id = Publication.STOPPED, by.person_id
    _note(session, "notice stopped", notice, by)


def retract(session: Session, notice: Notice, *, by: Hat) -> None:
    """Takes a published notice off the board."""
    allow(by.board_id == notice.board_id and by.role is Role.FACILITATOR)
    notice.state, notice.stopped_by_id = Publication.RETRACTED, by.person_id
    _note(session, "notice retracted", notice, by)


def publish_ready(session: Session) -> int:
    """Publishes what waited its two open days and was not stopped; returns how many."""
    ready = queries.ready(session, now())
    for notice in ready:
        publish(session, notice, by=None)
    return len(ready)


def _text(session: Session, board: Board, body: str | Text, by: Hat) -> Text:
    if isinstance(body, Text):
        return body
    return words.write_text(
        session,
        board_id=board.id,
        kind=TextKind.NOTICE,
        language="en",
        body=body,
        person_id=by.person_id,
    )


def _note(session: Session, what: str, notice: Notice, by: Hat | None) -> None:
    audit.record(
        session,
        what,
        "notice",
        notice.id,
        by=by,
        board_id=notice.board_id,
    )
