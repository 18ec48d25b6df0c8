from uuid import UUID

from sqlalchemy.orm import Session

from advisory.boards import queries
from advisory.foundation.database import now
from advisory.languages.dates import london
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
