from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.boards import queries
from advisory.foundation.database import Database, now
from advisory.foundation.jobs import Job
from advisory.languages.dates import london
from advisory.letters import actions as letters
from advisory.letters import rules
from advisory.letters.jobs import register
from advisory.letters.models import Letter
from advisory.letters.queries import recipient
from advisory.people import queries as people
from advisory.people.models import Board
from advisory.people.rules import is_open


def _write_invitation(session: Session, letter: Letter) -> rules.Written | None:
    invitation = people.invitation(session, UUID(letter.about["invitation_id"]))
    reader = recipient(session, letter)
    board = session.get(Board, letter.board_id)
    if invitation is None or reader is None or board is None or not is_open(invitation, now()):
        return None
    return rules.write(
        "invitation",
        to=reader.to,
        language=reader.language,
        board=board.name,
        anew=bool(letter.about.get("anew")),
        link=queries.welcome_link(session, invitation),
        ends_at=london(invitation.ends_at).date(),
    )


register("invitation", _write_invitation)


def tell_of_changed_doors(database: Database) -> int:
    """A letter to whoever's way in was changed, once for each change: they may not have done it.

    Returns how many were new.
    """
    with database.transaction() as session:
        since = now() - timedelta(days=1)
        made = [
            letters.enqueue(
                session,
                board_id=entry.board_id,
                kind="door_changed",
                about={"at": entry.at.isoformat()},
                dedupe_key=f"door/{entry.number}",
                person_id=entry.about_id,
            )
            for entry in queries.changed_doors(session, since)
            if entry.board_id is not None
        ]
        return sum(letter is not None for letter in made)


def _write_door_changed(session: Session, letter: Letter) -> rules.Written | None:
    reader = recipient(session, letter)
    board = session.get(Board, letter.board_id)
    if reader is None or board is None:
        return None
    return rules.write(
        "door_changed",
        to=reader.to,
        language=reader.language,
        board=board.name,
        changed_at=london(datetime.fromisoformat(letter.about["at"])),
        link=f"{session.info['base_url']}/staff/me",
    )


register("door_changed", _write_door_changed)

JOBS = (Job("tell of changed doors", timedelta(minutes=1), tell_of_changed_doors),)
