"""What may leave the house to be summarised, and what may not."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation.access import Hat
from advisory.themes.models import Label, MachineHelp, Theme
from advisory.themes.ports.drafting import Drafter, DrafterSettings, choose_drafter
from advisory.themes.queries import coding, desk, theming
from advisory.themes.queries.passages import several
from advisory.themes.queries.suggesting import is_on
from advisory.themes.rules.theming import may_be_quoted
from advisory.words import queries as texts
from advisory.words.rules import original

MOST_LOOKED_AT = 100


def drafter_for(session: Session, board_id: UUID, settings: DrafterSettings) -> Drafter | None:
    """None while the operator names no server or the board has not decided."""
    drafter = choose_drafter(settings)
    if drafter is None or not is_on(session, board_id, MachineHelp.DRAFTING):
        return None
    return drafter


def sendable_of_label(session: Session, hat: Hat, label: Label) -> list[str]:
    labels = coding.labels(session, label.board_id)
    return _sendable(session, desk.carrying(session, hat, label, labels))


def sendable_of_theme(session: Session, theme: Theme) -> list[str]:
    return _sendable(session, theming.evidence(session, theme))


def _sendable(session: Session, passage_ids: Iterable[UUID]) -> list[str]:
    """Released words that the person lets us show, with nothing in them that tells who spoke.

    What is held or gone is not among `passage_ids`. Their ids are random: the first are a sample.
    """
    rows = several(session, sorted(passage_ids)[:MOST_LOOKED_AT])
    read = [(row.contribution, texts.reading(session, original(row.text))) for row in rows]
    return [words for contribution, words in read if may_be_quoted(contribution, words)]
