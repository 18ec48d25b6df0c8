"""Which answered forms of another program came in before, and which slips are still free."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.consultations.models import ImportedInstance
from advisory.contributions.models import Code
from advisory.foundation import keys

AT_ONCE = 500


def mark_of(session: Session, consultation_id: UUID, instance: str) -> str:
    """A keyed mark of the number that a form carries there. It leads back to nothing."""
    return keys.keyring(session).peppered(f"instance/{consultation_id}/{instance}").hex()


def known_marks(session: Session, consultation_id: UUID, marks: Iterable[str]) -> set[str]:
    wanted, found = sorted(set(marks)), set[str]()
    for at in range(0, len(wanted), AT_ONCE):
        found |= set(
            session.scalars(
                select(ImportedInstance.mark).where(
                    ImportedInstance.consultation_id == consultation_id,
                    ImportedInstance.mark.in_(wanted[at : at + AT_ONCE]),
                )
            )
        )
    return found


def free_slips(session: Session, board_id: UUID, locators: Iterable[str]) -> set[str]:
    """Those that were printed for this board and belong to nobody's words yet."""
    wanted, found = sorted(set(locators)), set[str]()
    for at in range(0, len(wanted), AT_ONCE):
        found |= set(
            session.scalars(
                select(Code.locator).where(
                    Code.board_id == board_id,
                    Code.locator.in_(wanted[at : at + AT_ONCE]),
                    Code.contribution_id.is_(None),
                    Code.dropped_on.is_(None),
                )
            )
        )
    return found
