"""A hand-over is asked for, offered, taken or not, taken back, done; each step is written down."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, Role, allow
from advisory.foundation.database import now
from advisory.foundation.keys import Purpose
from advisory.handovers import queries, rules
from advisory.handovers.models import HandOver, Step, Yes
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.letters import actions as letters
from advisory.people import queries as people
from advisory.people.models import Person, Team
from advisory.safeguarding import actions as safeguarding
from advisory.safeguarding import queries as concerns


@dataclass(frozen=True)
class Receiver:
    """An organisation by its name, or one of our teams, or a colleague."""

    name: str
    team: Team | None = None
    person: Person | None = None


def ask_for_yes(
    session: Session, contribution: Contribution, *, to: Receiver, what: str, by: Hat
) -> HandOver:
    """Asks the person on their page. Nothing is offered before they say yes."""
    hand_over = _made(session, contribution, Step.ASKED, to=to, what=what, by=by)
    return _keep(session, hand_over, to, what, by)


def offer(
    session: Session,
    contribution: Contribution,
    *,
    to: Receiver,
    what: str,
    overriding: str = "",
    by: Hat,
) -> HandOver:
    """With the yes that `by` has heard; or, where somebody must be kept safe, `overriding` it."""
    concern = concerns.concern_of(session, contribution.id)
    allow(not overriding or rules.may_override(by, concern))
    hand_over = _made(session, contribution, Step.OFFERED, to=to, what=what, by=by)
    if overriding:
        hand_over.overridden_by_id = by.person_id
        hand_over.sealed_override = _sealed(session, hand_over, "sealed_override", overriding)
    else:
        _say_yes(hand_over, Yes.SPOKEN)
        hand_over.heard_by_id = by.person_id
    return _keep(session, hand_over, to, what, by)


def _made(
    session: Session, contribution: Contribution, step: Step, *, to: Receiver, what: str, by: Hat
) -> HandOver:
    concern = concerns.concern_of(session, contribution.id)
    allow(rules.may_make(by, contribution.board_id, concern), exists=False)
    hand_over = HandOver(
        id=uuid4(),
        board_id=contribution.board_id,
        contribution_id=contribution.id,
        step=step,
        team_id=to.team.id if to.team else None,
        person_id=to.person.id if to.person else None,
        made_by_id=by.person_id,
        made_at=now(),
        offered_at=now() if step is Step.OFFERED else None,
        remind_at=rules.first_reminder(step, now()),
    )
    hand_over.data_key = keys.make_data_key(session, Purpose.SAFEGUARDING)
    hand_over.sealed_to = _sealed(session, hand_over, "sealed_to", to.name)
    hand_over.sealed_what = _sealed(session, hand_over, "sealed_what", what)
    return hand_over


def _keep(session: Session, hand_over: HandOver, to: Receiver, what: str, by: Hat) -> HandOver:
    """Only now, whole: the table takes none without a yes or a reason."""
    session.add(hand_over)
    _note(session, hand_over, by, f"{to.name}\n{what}")
    if to.person is not None and hand_over.step is Step.OFFERED:
        _tell(session, hand_over, [to.person], "offered")
    return hand_over


def say_yes(session: Session, hand_over: HandOver) -> None:
    """The person's own yes, on their page. A second tap finds it said."""
    if hand_over.step is not Step.ASKED:
        return
    _say_yes(hand_over, Yes.OWN_PAGE)
    hand_over.offered_at = now()
    _move(session, hand_over, Step.OFFERED, by=None)


def say_no(session: Session, hand_over: HandOver) -> None:
    if hand_over.step is Step.ASKED:
        _move(session, hand_over, Step.SAID_NO, by=None)


def take_back(session: Session, hand_over: HandOver) -> None:
    """The person takes their yes back: it ends here. What has ended already stays as it is."""
    if rules.may_take_back(hand_over):
        _move(session, hand_over, Step.REVOKED, by=None)


def accept(session: Session, hand_over: HandOver, *, by: Hat) -> None:
    _work(session, hand_over, Step.ACCEPTED, by=by)
    hand_over.accepted_at = now()


def reject(session: Session, hand_over: HandOver, *, reason: str, by: Hat) -> None:
    hand_over.sealed_end = _sealed(session, hand_over, "sealed_end", reason)
    _work(session, hand_over, Step.REJECTED, by=by, words=reason)


def revoke(session: Session, hand_over: HandOver, *, reason: str, by: Hat) -> None:
    """We take it back ourselves."""
    hand_over.sealed_end = _sealed(session, hand_over, "sealed_end", reason)
    _work(session, hand_over, Step.REVOKED, by=by, words=reason)


def finish(session: Session, hand_over: HandOver, *, by: Hat) -> None:
    _work(session, hand_over, Step.DONE, by=by)


def remind(session: Session, hand_over: HandOver) -> None:
    """Whoever made it, or those who do such work when that person has left."""
    at = now()
    board_id = hand_over.board_id
    staff = people.staff_of(session, board_id)
    told = [person for person in staff if person.id == hand_over.made_by_id]
    role = Role.SAFEGUARDING_LEAD if rules.is_overridden(hand_over) else Role.FACILITATOR
    told = told or people.staff_of(session, board_id, role)
    _tell(session, hand_over, told, f"{london(at):%Y%m%d%H}")
    hand_over.remind_at = rules.next_reminder(hand_over.step, at)


def forget_kept(session: Session, contribution_id: UUID) -> None:
    """What was kept to keep somebody safe goes with the log of the concern."""
    for hand_over in queries.hand_overs_of(session, contribution_id):
        keys.destroy(hand_over.data_key)
        session.delete(hand_over)


def forget(session: Session, contribution: Contribution) -> None:
    """What rested on the person's yes ends and is unreadable; what keeps somebody safe stays."""
    for hand_over in queries.hand_overs_of(session, contribution.id):
        if rules.is_overridden(hand_over):
            continue
        if hand_over.step in rules.OPEN:
            _move(session, hand_over, Step.REVOKED, by=None)
        keys.destroy(hand_over.data_key)
        hand_over.sealed_to = hand_over.sealed_what = hand_over.sealed_end = None


def _work(session: Session, hand_over: HandOver, step: Step, *, by: Hat, words: str = "") -> None:
    concern = concerns.concern_of(session, hand_over.contribution_id)
    allow(rules.may_work(by, hand_over, concern), exists=False)
    _move(session, hand_over, step, by=by, words=words)


def _move(
    session: Session, hand_over: HandOver, step: Step, *, by: Hat | None, words: str = ""
) -> None:
    if not rules.may_move(hand_over, step):
        raise Impossible(for_staff("This has moved on. Look at it again."))
    hand_over.step = step
    hand_over.remind_at = rules.first_reminder(step, now())
    if step not in rules.OPEN:
        hand_over.ended_at = now()
    _note(session, hand_over, by, words)
    told = {hand_over.made_by_id, hand_over.person_id} - {by.person_id if by else None}
    if step is Step.SAID_NO:
        told = {hand_over.made_by_id}
    staff = people.staff_of(session, hand_over.board_id)
    _tell(session, hand_over, [person for person in staff if person.id in told], step.value)


def _say_yes(hand_over: HandOver, how: Yes) -> None:
    hand_over.yes, hand_over.yes_wording = how, rules.WORDING
    hand_over.yes_on = london(now()).date()


def _sealed(session: Session, hand_over: HandOver, column: str, words: str) -> bytes:
    return keys.seal(session, hand_over.data_key, queries.place(hand_over, column), clean(words))


def _tell(session: Session, hand_over: HandOver, persons: list[Person], key: str) -> None:
    letters.tell(
        session,
        persons,
        board_id=hand_over.board_id,
        kind="hand_over",
        about={"hand_over_id": str(hand_over.id)},
        key=f"hand_over/{hand_over.id}/{key}",
    )


def _note(session: Session, hand_over: HandOver, by: Hat | None, words: str) -> None:
    """In the audit; where the words are held, in the log of the concern too."""
    audit.record(
        session,
        f"hand-over: {hand_over.step}",
        "hand_over",
        hand_over.id,
        by=by,
        board_id=hand_over.board_id,
        coarse=by is None,
    )
    concern = concerns.concern_of(session, hand_over.contribution_id)
    if concern is not None:
        what = f"hand-over: {hand_over.step}"
        safeguarding.write_step(session, concern, what=what, note=words, by=by)
