"""Pictures and sound for whoever may read the words they came with, and for nobody else."""

from uuid import UUID

from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.desk.queries import item as items
from advisory.feedback import queries as feedback
from advisory.files import queries as files
from advisory.files.models import File
from advisory.foundation.access import Hat


def file_for_reader(session: Session, file_id: UUID, hat: Hat) -> File | None:
    """By the rule of its words: own board, not held, not gone, the person's wishes met."""
    file = files.file(session, file_id)
    if file is None or file.data_key_id is None:
        return None
    item = feedback.items_sealed_under(session, {file.data_key_id}).get(file.data_key_id)
    found = items.opened(session, item.id, hat) if item else None
    return file if found is not None and found.may_read else None


def file_of(session: Session, contribution: Contribution, file_id: UUID) -> File | None:
    """One of a contribution that the reader has in hand already."""
    file = files.file(session, file_id)
    return file if file is not None and file.data_key_id == contribution.data_key_id else None
