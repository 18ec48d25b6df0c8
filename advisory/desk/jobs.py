"""Writes the letters to staff and teams, and tells translators once a day that work came in."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.desk.queries import letters as read
from advisory.desk.queries.translating import new_work
from advisory.foundation.access import Role
from advisory.foundation.database import Database, now
from advisory.foundation.jobs import Job
from advisory.languages.dates import london
from advisory.letters import actions as letters
from advisory.letters.jobs import register
from advisory.people import queries as people
from advisory.people.models import Person

for _kind, _reads in read.WRITERS.items():
    register(_kind, read.writer(_reads))


def tell_translators(database: Database) -> int:
    """One letter for each language and day, however many texts came in."""
    with database.transaction() as session:
        board = people.site_board(session)
        translators = people.staff_of(session, board.id, Role.TRANSLATOR) if board else []
        return sum(_tell(session, person, board.id) for person in translators if board)


def _tell(session: Session, person: Person, board_id: UUID) -> int:
    today = london(now()).date()
    told = 0
    for version in new_work(session, person, board_id, today):
        letter = letters.enqueue(
            session,
            board_id=board_id,
            kind="translation_asked",
            about={"version_id": str(version.id)},
            dedupe_key=f"translation_asked/{today}/{version.language}/{person.id}",
            person_id=person.id,
        )
        told += letter is not None
    return told


JOBS = (Job("tell translators", timedelta(minutes=30), tell_translators),)
