"""A machine's draft beside a translation: asked for by a translator, read by nobody else."""

import logging
from uuid import UUID

from flask import current_app

from advisory.desk.queries.beside import Piece
from advisory.desk.queries.machine import Machine, machine_beside
from advisory.desk.views import room
from advisory.desk.views.translating import TRANSLATORS, open_piece
from advisory.foundation import pages
from advisory.foundation.access import Impossible, Refused
from advisory.foundation.pages import Page, go, hat, session
from advisory.languages.catalogues import for_staff
from advisory.words import actions as words
from advisory.words.ports import Engine, NoDraft

log = logging.getLogger("advisory")


@room.page("/staff/translate/<uuid:version_id>/machine", opens=TRANSLATORS, methods=("POST",))
def ask_machine(version_id: UUID) -> Page:
    piece = open_piece(version_id)
    engine, revision = _machine(piece).engine, piece.version.text.revision
    asked = piece.source.text, piece.source_language.tag, piece.into.tag
    # Nobody waits for the database while a server of somebody else's thinks.
    pages.close()
    body = _drafted(engine, *asked)
    piece = open_piece(version_id)
    _machine(piece)
    if piece.version.text.revision == revision:
        words.keep_machine_draft(session(), piece.version, body=body, by=hat())
    return go("desk.translation", version_id=version_id)


def _machine(piece: Piece) -> Machine:
    """Raises Refused where no machine may have a say."""
    found = machine_beside(session(), hat(), piece, current_app.config["SETTINGS"])
    if found is None:
        raise Refused(exists=False)
    return found


def _drafted(engine: Engine, text: str, source: str, target: str) -> str:
    try:
        return engine.draft(text, source=source, target=target)
    except NoDraft as why:
        log.warning("no machine draft: %s", why)
        raise Impossible(for_staff("There is no machine draft now. Translate without it.")) from why
