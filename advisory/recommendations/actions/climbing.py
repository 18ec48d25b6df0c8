"""What time does by itself: silence counts as having it, and lateness climbs."""

from sqlalchemy.orm import Session

from advisory.answers.models import Ask
from advisory.answers.rules import owes
from advisory.foundation.access import Role
from advisory.foundation.database import now
from advisory.letters import actions as letters
from advisory.people import queries as people
from advisory.people.models import Person
from advisory.recommendations import queries, rules
from advisory.recommendations.actions import asking
from advisory.recommendations.actions.trail import note
from advisory.recommendations.models import Recommendation


def climb_overdue(session: Session) -> int:
    """Team, then its parent team, then the board's chair. Returns how many climbed."""
    return sum(_climb(session, own, ask) for own, ask in queries.owed(session))


def _climb(session: Session, own: Recommendation, ask: Ask) -> bool:
    at = now()
    if owes(ask) and ask.acknowledged_at is None and ask.acknowledge_by < at:
        asking.acknowledge(session, own, ask, by=None, by_silence=True)
    level = rules.lateness(ask, at)
    if level <= own.climbed:
        return False
    own.climbed = level
    note(session, f"recommendation late {level}", own, by=None)
    letters.tell(
        session,
        _told(session, own, ask, level),
        board_id=own.board_id,
        kind="answer_late" if level == 1 else "late_climbed",
        about={"recommendation_id": str(own.id), "due_at": ask.answer_by.isoformat()},
        key=f"late/{ask.id}/{level}",
    )
    return True


def _told(session: Session, own: Recommendation, ask: Ask, level: int) -> list[Person]:
    if level == 1:
        readers = people.readers(session, own.board_id)
        return [*people.leads_of(session, ask.team_id), *readers]
    chairs = people.staff_of(session, own.board_id, Role.ADMINISTRATOR)
    parent = ask.team.parent_id
    above = people.leads_of(session, parent) if parent and level == 2 else []
    return above or chairs
