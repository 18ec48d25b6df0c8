"""Whether a machine may draft a translation, and what it made of it."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from advisory.desk.queries.beside import Piece
from advisory.desk.queries.turns import Said, said
from advisory.foundation.access import Hat
from advisory.words import rules
from advisory.words.ports import Engine, EngineSettings, choose_engine


class DraftSettings(EngineSettings, Protocol):
    @property
    def translation_decision(self) -> str: ...


@dataclass(frozen=True)
class Machine:
    """`draft` is none until somebody asks for one."""

    engine: Engine
    draft: Said | None


def machine_beside(
    session: Session, hat: Hat, piece: Piece, settings: DraftSettings
) -> Machine | None:
    """None where no machine may have a say: most texts, and every board that named no server."""
    engine = choose_engine(settings)
    held = piece.item is not None and piece.item.held
    if engine is None or held or not rules.may_translate(hat, piece.version):
        return None
    decided = bool(settings.translation_decision)
    if not rules.machine_may_draft(piece.version, members_words=decided):
        return None
    found = rules.machine_draft(piece.version.text, piece.version.language)
    return Machine(engine, said(session, found) if found else None)
