"""What a person allows, each use apart; and what somebody has the right to keep longer."""

from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.contributions import queries, rules
from advisory.contributions.models import (
    Consent,
    ConsentTo,
    ConsentWording,
    Contribution,
    LegalHold,
    Use,
)
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import current, for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean


def give_consent(
    session: Session,
    contribution: Contribution,
    to: ConsentTo,
    *,
    spoken: bool = False,
    read: tuple[str, str] | None = None,
    by: Hat | None = None,
) -> None:
    """Kept with the very sentence that the person read, in the language they read it in.

    `read` is that language and sentence, when it was another page's than the one that asks now.
    """
    if queries.consent_to(session, contribution.id, to) is not None:
        return
    session.add(
        Consent(
            contribution_id=contribution.id,
            to=to,
            spoken=spoken,
            wording=_wording(session, to, read).revision,
            given_on=london(now()).date(),
            heard_by_id=by.person_id if by else None,
        )
    )
    if to is ConsentTo.QUOTE:
        contribution.use = Use.QUOTE
    session.flush()


def take_back_consent(session: Session, contribution: Contribution, to: ConsentTo) -> bool:
    """False when it was never given, or is taken back already."""
    given = queries.consent_to(session, contribution.id, to)
    if to is ConsentTo.QUOTE:
        contribution.use = Use.COUNT
    if given is None:
        return False
    given.taken_back_on = london(now()).date()
    session.flush()
    return True


def _wording(session: Session, to: ConsentTo, read: tuple[str, str] | None) -> ConsentWording:
    language, sentence = read or (current().tag, str(rules.CONSENT_WORDINGS[to]))
    revision = rules.revision_of(to, language, sentence)
    known = session.get(ConsentWording, revision)
    if known is None:
        # Twenty people may read a new sentence at the same moment: one of them writes it.
        take_turns(session, f"consent_wordings/{revision}")
        known = session.get(ConsentWording, revision)
    if known is None:
        known = ConsentWording(revision=revision, language=language, sentence=sentence)
        session.add(known)
        session.flush()
    return known


def ask_legal_hold(
    session: Session, contribution: Contribution, *, reason: str, by: Hat
) -> LegalHold:
    """Stops the clocks at once, and for good when a second person confirms it within 14 days."""
    for known in queries.legal_holds_of(session, contribution.id):
        if rules.is_in_force(known, london(now()).date()):
            return known
    hold = LegalHold(
        id=uuid4(),
        board_id=contribution.board_id,
        contribution=contribution,
        asked_by_id=by.person_id,
        asked_on=london(now()).date(),
    )
    place = queries.hold_place(hold)
    hold.sealed_reason = keys.seal(session, contribution.data_key, place, clean(reason))
    session.add(hold)
    session.flush()
    _note(session, "legal hold asked", hold, by)
    return hold


def confirm_legal_hold(session: Session, hold: LegalHold, *, by: Hat) -> None:
    allow(by.board_id == hold.board_id, exists=False)
    allow(by.person_id != hold.asked_by_id)
    if not rules.is_in_force(hold, london(now()).date()):
        raise Impossible(for_staff("This is over. Ask for it again."))
    if hold.confirmed_by_id is None:
        hold.confirmed_by_id = by.person_id
        _note(session, "legal hold confirmed", hold, by)


def end_legal_hold(session: Session, hold: LegalHold, *, by: Hat) -> None:
    allow(by.board_id == hold.board_id, exists=False)
    if hold.ended_on is None:
        hold.ended_on, hold.ended_by_id = london(now()).date(), by.person_id
        _note(session, "legal hold ended", hold, by)


def _note(session: Session, what: str, hold: LegalHold, by: Hat) -> None:
    audit.record(session, what, "contribution", hold.contribution_id, by=by, board_id=hold.board_id)
