"""Pictures and sound at the desk: each address asks the rule of the words on the same page."""

from uuid import UUID

from advisory.desk.queries import files as queries
from advisory.desk.views import room
from advisory.desk.views.concerns import ROTA, contribution_of
from advisory.desk.views.inbox import FACILITATOR
from advisory.desk.views.translating import TRANSLATORS, open_piece
from advisory.files import queries as files
from advisory.files.models import File
from advisory.files.ports.stores import NotThere
from advisory.files.rules import TYPES
from advisory.foundation.access import Refused
from advisory.foundation.keys import Erased, SealBroken
from advisory.foundation.pages import Page, attachment, hat, session


@room.page("/staff/files/<uuid:file_id>", opens=FACILITATOR)
def file(file_id: UUID) -> Page:
    return _shown(queries.file_for_reader(session(), file_id, hat()))


@room.page("/staff/translate/<uuid:version_id>/files/<uuid:file_id>", opens=TRANSLATORS)
def file_to_translate(version_id: UUID, file_id: UUID) -> Page:
    """Who writes down what a sound says must hear it."""
    piece = open_piece(version_id)
    return _shown(next((row for row in piece.files if row.id == file_id), None))


@room.page("/staff/concerns/<uuid:concern_id>/files/<uuid:held_file_id>", opens=ROTA)
def file_of_concern(concern_id: UUID, held_file_id: UUID) -> Page:
    contribution = contribution_of(concern_id)
    return _shown(queries.file_of(session(), contribution, held_file_id))


def _shown(found: File | None) -> Page:
    if found is None:
        raise Refused(exists=False)
    try:
        content = files.content_of(session(), found)
    except (NotThere, SealBroken, Erased) as gone:
        raise Refused(exists=False) from gone
    return attachment(content, TYPES[found.kind])
