"""Hand-overs as the desk shows them: in a line, and on their own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.custodian import queries as custodian
from advisory.desk.rules.handing import STEP_NAMES, STEP_TONES, yes_words
from advisory.desk.rules.naming import reference
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import now
from advisory.handovers import queries, rules
from advisory.handovers.models import HandOver, Step
from advisory.people import queries as people
from advisory.people.models import Person, Team
from advisory.safeguarding import queries as safeguarding


@dataclass(frozen=True)
class HandOverLine:
    """`to` is empty once the person deleted everything."""

    id: UUID
    reference: str
    to: str
    step: str
    tone: str
    made_at: datetime
    is_late: bool


@dataclass(frozen=True)
class HandOverPage:
    hand_over: HandOver
    line: HandOverLine
    item: Feedback | None
    words: queries.Opened
    yes: str
    made_by: str
    waits_for_reply: bool
    is_accepted: bool
    is_open: bool


def hand_over_lines(session: Session, contribution_id: UUID) -> list[HandOverLine]:
    return [_line(session, row, None) for row in queries.hand_overs_of(session, contribution_id)]


def hand_over_list(session: Session, hat: Hat) -> list[HandOverLine]:
    """What this reader may work on, with its reference and no words of the person."""
    rows = queries.hand_overs(session, hat)
    items = feedback.references_of(session, [row.contribution_id for row in rows])
    return [_line(session, row, items.get(row.contribution_id)) for row in rows]


def hand_over_page(session: Session, hand_over: HandOver) -> HandOverPage:
    item = feedback.item_of(session, hand_over.contribution_id)
    return HandOverPage(
        hand_over=hand_over,
        line=_line(session, hand_over, item),
        item=item,
        words=queries.opened(session, hand_over),
        yes=yes_words(hand_over),
        made_by=hand_over.made_by.name,
        waits_for_reply=hand_over.step is Step.OFFERED,
        is_accepted=hand_over.step is Step.ACCEPTED,
        is_open=hand_over.step in rules.OPEN,
    )


def receivers(session: Session, hat: Hat, *, held: bool) -> tuple[Sequence[Team], list[Person]]:
    """Our teams and colleagues who could take it; of held words those who may see them."""
    roles = (Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON) if held else (Role.FACILITATOR,)
    found = {
        person.id: person
        for role in roles
        for person in people.staff_of(session, hat.board_id, role)
        if person.id != hat.person_id
    }
    return people.teams_of(session, hat.board_id), list(found.values())


def _line(session: Session, hand_over: HandOver, item: Feedback | None) -> HandOverLine:
    return HandOverLine(
        id=hand_over.id,
        reference=reference(item.reference) if item else "",
        to=queries.opened(session, hand_over).to,
        step=STEP_NAMES[hand_over.step],
        tone=STEP_TONES[hand_over.step],
        made_at=hand_over.made_at,
        is_late=rules.is_late(hand_over, now()),
    )


@dataclass(frozen=True)
class Others:
    """Who else helps with an item, as far as this reader may know."""

    lines: Sequence[HandOverLine]
    may_make: bool
    has_contact: bool


def others(session: Session, hat: Hat, feedback: Feedback) -> Others:
    """Of what was done about a concern a facilitator learns nothing, also not by a name here."""
    concern = safeguarding.concern_of(session, feedback.contribution_id)
    if not rules.may_make(hat, feedback.board_id, concern):
        return Others([], may_make=False, has_contact=False)
    return Others(
        hand_over_lines(session, feedback.contribution_id),
        may_make=True,
        has_contact=custodian.has_contact(session, feedback.contribution_id),
    )
