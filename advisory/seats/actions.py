from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.contributions.rules import token_hash
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.seats import queries, rules
from advisory.seats.models import (
    BoardSeat,
    InductionStep,
    Kept,
    Learnt,
    Member,
    Standing,
    TermsOfReference,
)
from advisory.words import actions as words
from advisory.words import rules as texts
from advisory.words.models import TextKind

DEFAULT_MONTHS = 12


class Binding(Exception):
    """These words would make an invitation a duty."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__()


@dataclass(frozen=True, kw_only=True)
class Terms:
    body: str
    quorum: int
    months: int
    review_on: date


def agree_terms(
    session: Session, terms: Terms, *, languages: list[str], by: Hat
) -> TermsOfReference:
    """A new version; the same words and numbers again are no new one. Raises Binding."""
    allow(rules.may_seat(by, by.board_id))
    if found := rules.binding_words(terms.body):
        raise Binding(found)
    take_turns(session, f"terms of {by.board_id}")
    before = queries.terms_in_force(session, by.board_id)
    if before is not None and _says(before) == terms:
        return before
    made = TermsOfReference(
        id=uuid4(),
        board_id=by.board_id,
        number=before.number + 1 if before else 1,
        quorum=terms.quorum,
        months=terms.months,
        review_on=terms.review_on,
        agreed_on=london(now()).date(),
        written_by_id=by.person_id,
    )
    made.text = words.write_text(
        session,
        board_id=by.board_id,
        kind=TextKind.NOTICE,
        language="en",
        body=terms.body,
        person_id=by.person_id,
    )
    session.add(made)
    session.flush()
    for language in languages:
        if language != "en":
            words.ask_translation(session, made.text, language=language, due_at=None)
    _note(session, "terms agreed", made.id, by)
    return made


def _says(terms: TermsOfReference) -> Terms:
    body = texts.original(terms.text).body or ""
    return Terms(body=body, quorum=terms.quorum, months=terms.months, review_on=terms.review_on)


def add_seat(session: Session, name: str, *, kept_for: Kept, by: Hat) -> BoardSeat:
    """One of this name is not added again."""
    allow(rules.may_seat(by, by.board_id))
    take_turns(session, f"seats of {by.board_id}")
    for known in queries.seats(session, by.board_id):
        if known.name == clean(name):
            return known
    seat = BoardSeat(id=uuid4(), board_id=by.board_id, name=clean(name), kept_for=kept_for)
    session.add(seat)
    session.flush()
    _note(session, "seat added", seat.id, by)
    return seat


def invite_member(
    session: Session, profile: rules.Profile, *, seat: BoardSeat | None, token: str, by: Hat
) -> Member:
    """A form sent twice invites once."""
    allow(rules.may_seat(by, by.board_id) and (seat is None or seat.board_id == by.board_id))
    take_turns(session, f"seats of {by.board_id}")
    hashed = token_hash(f"{token}/member")
    known = queries.member_of_form(session, hashed)
    if known is not None:
        return known
    _allow_seat(session, seat, None)
    terms = queries.terms_in_force(session, by.board_id)
    today = london(now()).date()
    member = Member(
        id=uuid4(),
        board_id=by.board_id,
        seat=seat,
        data_key=keys.make_data_key(session, keys.Purpose.CONTACT),
        standing=Standing.INVITED,
        from_on=today,
        to_on=rules.months_after(today, terms.months if terms else DEFAULT_MONTHS),
        form_token_hash=hashed,
        steps=[],
    )
    _seal(session, member, profile)
    session.add(member)
    session.flush()
    _note(session, "member invited", member.id, by)
    return member


def change_member(
    session: Session, member: Member, profile: rules.Profile, *, seat: BoardSeat | None, by: Hat
) -> None:
    _allow_member(member, by)
    allow(seat is None or seat.board_id == member.board_id, exists=False)
    take_turns(session, f"seats of {by.board_id}")
    _allow_seat(session, seat, member)
    member.seat = seat
    _seal(session, member, profile)
    _note(session, "member changed", member.id, by)


def mark_member(session: Session, member: Member, standing: Standing, *, by: Hat) -> None:
    """Said twice it is noted once. Nobody is asked why: they are free to go."""
    _allow_member(member, by)
    if member.standing is standing:
        return
    if not rules.may_become(member, standing):
        raise Impossible(for_staff("This membership cannot change like that now."))
    member.standing = standing
    if standing is Standing.LEFT:
        member.left_on, member.seat = london(now()).date(), None
    _note(session, f"member {standing}", member.id, by)


def tick_step(session: Session, member: Member, learnt: Learnt, *, by: Hat) -> None:
    """Done; once more, and it is not done after all."""
    _allow_member(member, by)
    known = next((step for step in member.steps if step.learnt is learnt), None)
    if known is not None:
        member.steps.remove(known)
    else:
        member.steps.append(InductionStep(learnt=learnt, done_on=london(now()).date()))
    _note(session, f"induction: {learnt}", member.id, by)


def let_go_of_members(session: Session) -> int:
    """Those who left 30 days ago: their key is destroyed, their row deleted."""
    old = queries.left_long_ago(session, london(now()).date())
    for member in old:
        forget_member(session, member)
    return len(old)


def forget_member(session: Session, member: Member) -> None:
    keys.destroy(member.data_key)
    session.delete(member)
    session.flush()


def _allow_member(member: Member, by: Hat) -> None:
    allow(rules.may_seat(by, member.board_id), exists=False)


def _allow_seat(session: Session, seat: BoardSeat | None, member: Member | None) -> None:
    if seat is None:
        return
    for other in queries.members(session, seat.board_id):
        if other is not member and other.seat_id == seat.id:
            raise Impossible(for_staff("Somebody has this seat already."))


def _seal(session: Session, member: Member, profile: rules.Profile) -> None:
    member.sealed = keys.seal(session, member.data_key, queries.place(member), profile.as_json())


def _note(session: Session, what: str, about_id: UUID, by: Hat) -> None:
    audit.record(session, what, "board member", about_id, by=by, board_id=by.board_id)
