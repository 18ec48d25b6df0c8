"""Pictures and sound that wait with words not sent yet."""

from contextlib import suppress
from uuid import UUID

from flask import request
from flask import session as visit

from advisory.feedback import queries
from advisory.feedback.actions import attaching
from advisory.feedback.views import room
from advisory.files.forms import FilesForm
from advisory.files.models import File
from advisory.files.ports.stores import NotKept, NotThere
from advisory.files.rules import NOT_KEPT, TYPES
from advisory.foundation.access import ANYONE, Impossible, Refused
from advisory.foundation.keys import SealBroken
from advisory.foundation.pages import Page, attachment, session


def take_files(form: FilesForm, token: str) -> list[File]:
    """Keeps what the form has made anew, and returns all that waits with it.

    What cannot be kept is said beside the field; the words stay.
    """
    try:
        attaching.attach_to_form(session(), form.made, token=token)
    except Impossible as why:
        form.pictures.errors = [*form.pictures.errors, str(why)]
    except NotKept:
        form.pictures.errors = [*form.pictures.errors, NOT_KEPT]
    return queries.waiting_files(session(), token)


def remove_file(token: str) -> None:
    """The file whose button was pressed; none for a button that names nothing of this form."""
    with suppress(ValueError):
        file_id = UUID(request.form.get("remove", ""))
        attaching.delete_waiting(session(), token=token, file_id=file_id)


@room.page("/<lang:l>/say/<uuid:draft_id>/files/<uuid:file_id>", opens=ANYONE)
def waiting_file(draft_id: UUID, file_id: UUID) -> Page:
    token = visit.get("drafts", {}).get(str(draft_id), "")
    try:
        found = queries.waiting_content(session(), token, file_id)
    except (NotThere, SealBroken) as gone:
        raise Refused(exists=False) from gone
    if found is None:
        raise Refused(exists=False)
    file, content = found
    return attachment(content, TYPES[file.kind])
