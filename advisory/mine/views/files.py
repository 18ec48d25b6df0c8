"""A person's own pictures and sound: to see, to hear, to take back."""

from uuid import UUID

from advisory.consultations.models import Response
from advisory.feedback.models import Feedback
from advisory.files import queries as files
from advisory.files.models import File
from advisory.files.ports.stores import NotThere
from advisory.files.rules import TYPES
from advisory.foundation import pages
from advisory.foundation.access import CODE_HOLDER, Refused
from advisory.foundation.keys import Erased, SealBroken
from advisory.foundation.pages import Page, attachment, go
from advisory.mine import actions, queries
from advisory.mine.views import room
from advisory.mine.views.page import opened
from advisory.mine.views.response import own_response


def _own(file_id: UUID) -> tuple[Feedback | Response, File] | None:
    """None when the page was closed meanwhile. Raises Refused for the file of anybody else."""
    whose = own_response() or opened(str(file_id))
    if whose is None:
        return None
    found = queries.own_file(pages.session(), whose.contribution, file_id)
    if found is None:
        raise Refused(exists=False)
    return whose, found


@room.page("/<lang:l>/mine/files/<uuid:file_id>", opens=CODE_HOLDER)
def own_file(file_id: UUID) -> Page:
    own = _own(file_id)
    if own is None:
        return go("mine.code")
    _whose, found = own
    try:
        content = files.content_of(pages.session(), found)
    except (NotThere, SealBroken, Erased) as gone:
        raise Refused(exists=False) from gone
    return attachment(content, TYPES[found.kind])


@room.page("/<lang:l>/mine/files/<uuid:file_id>/delete", opens=CODE_HOLDER, methods=("POST",))
def delete_file(file_id: UUID) -> Page:
    own = _own(file_id)
    if own is None:
        return go("mine.code")
    whose, found = own
    if isinstance(whose, Response):
        actions.delete_answer_file(pages.session(), whose, found)
        return go("mine.response")
    actions.delete_file(pages.session(), whose, found)
    return go("mine.page")
