"""Editions by number, batches that are open, and what was keyed first."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.foundation import keys
from advisory.paper import rules
from advisory.paper.models import PaperBatch, PaperEdition, PaperForm
from advisory.paper.rules import Keyed

MOST_SHOWN = 50


def place(form: PaperForm) -> str:
    """Where what was keyed belongs: bound into the seal."""
    return f"paper_forms.sealed/{form.id}"


def last_number(session: Session, board_id: UUID) -> int:
    """Of all forms of a board: 0 before the first."""
    mine = PaperEdition.board_id == board_id
    return session.scalar(select(func.max(PaperEdition.number)).where(mine)) or 0


def newest_edition(
    session: Session, board_id: UUID, *, asks_id: UUID | None = None
) -> PaperEdition | None:
    return session.scalar(
        select(PaperEdition)
        .where(PaperEdition.board_id == board_id, PaperEdition.asks_id == asks_id)
        .order_by(PaperEdition.number.desc())
        .limit(1)
    )


def edition(session: Session, board_id: UUID, number: int) -> PaperEdition | None:
    return session.scalar(
        select(PaperEdition).where(PaperEdition.board_id == board_id, PaperEdition.number == number)
    )


def batch(session: Session, board_id: UUID, batch_id: UUID) -> PaperBatch | None:
    return session.scalar(
        select(PaperBatch)
        .where(PaperBatch.id == batch_id, PaperBatch.board_id == board_id)
        .options(
            joinedload(PaperBatch.edition),
            selectinload(PaperBatch.forms).joinedload(PaperForm.contribution),
        )
    )


def batches(session: Session, board_id: UUID) -> Sequence[PaperBatch]:
    """The newest first; what waits for a second person before what is done."""
    return session.scalars(
        select(PaperBatch)
        .where(PaperBatch.board_id == board_id)
        .options(joinedload(PaperBatch.edition), selectinload(PaperBatch.forms))
        .order_by(PaperBatch.checked_on.is_not(None), PaperBatch.begun_on.desc(), PaperBatch.id)
        .limit(MOST_SHOWN)
    ).all()


def form_of(session: Session, contribution_id: UUID) -> PaperForm | None:
    return session.scalar(select(PaperForm).where(PaperForm.contribution_id == contribution_id))


def keyed(session: Session, form: PaperForm) -> Keyed:
    """What the first person keyed. Raises Erased."""
    opened = keys.unseal(session, form.contribution.data_key, place(form), form.sealed)
    return rules.keyed_from(opened)
