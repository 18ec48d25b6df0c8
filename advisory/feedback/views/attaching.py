"""Pictures and sound that wait with words not sent yet."""

import re
from contextlib import suppress
from uuid import UUID

from flask import jsonify, request
from flask import session as visit

from advisory.contributions import actions as contributions
from advisory.contributions import queries
from advisory.contributions.actions import attaching
from advisory.contributions.rules import token_hash
from advisory.feedback.views import room
from advisory.files.actions import NotTheSame
from advisory.files.forms import FilesForm
from advisory.files.models import File
from advisory.files.ports.stores import NotKept, NotThere
from advisory.files.queries import parts_of_form
from advisory.files.rules import NOT_KEPT, TYPES
from advisory.foundation.access import ANYONE, Impossible, Refused
from advisory.foundation.keys import SealBroken
from advisory.foundation.pages import Page, attachment, session

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_RECORDING = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"[0-9]{1,2}")


def whole_token(token: str | None) -> str:
    """A form's token as we make them, else nothing."""
    return token if token and _TOKEN.fullmatch(token) else ""


def take_files(form: FilesForm, token: str) -> list[File]:
    """Keeps what the form has made anew, and returns all that waits with it.

    What cannot be kept is said beside the field; the words stay.
    """
    try:
        recording = str(form.recording.data or "")
        attaching.attach_to_form(session(), form.made, token=token, recording=recording)
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


@room.page("/<lang:l>/say/sound", opens=ANYONE, methods=("POST",))
def keep_sound() -> Page:
    """One part of a recording, from any form that has a recorder; says which parts there are.

    Without a part it only says so. What is no part of a recording is answered with 400, too much
    of it with 409, and what arrived changed with 422: that one is worth another try.
    """
    said = request.form
    token, recording = whole_token(said.get("token")), said.get("recording", "")
    number, part = said.get("number", ""), request.files.get("part")
    if not (
        token and _RECORDING.fullmatch(recording) and (part is None or _NUMBER.fullmatch(number))
    ):
        return _answer([], 400)
    contributions.same_form_waits(session(), token)
    if "drop" in said:
        attaching.drop_recording(session(), token=token, recording=recording)
    status = 200
    if part is not None:
        status = _keep_part(part.stream.read(), token, recording, int(number))
    there = parts_of_form(session(), token_hash(token), recording)
    return _answer([part.number for part in there], status)


def _keep_part(content: bytes, token: str, recording: str, number: int) -> int:
    digest = request.form.get("digest", "")
    try:
        attaching.keep_part(
            session(), content, token=token, recording=recording, number=number, digest=digest
        )
    except NotTheSame:
        return 422
    except Impossible:
        return 409
    return 200


def _answer(has: list[int], status: int) -> Page:
    response = jsonify(has=has)
    response.status_code = status
    return response


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
