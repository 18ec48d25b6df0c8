"""Responses row by row, for the board's own desk: why is asked, and who took them written down."""

from collections.abc import Iterator
from typing import IO
from uuid import UUID

from werkzeug.wrappers import Response

from advisory.consultations.forms.taking import CSV, TakeForm
from advisory.consultations.models import Consultation
from advisory.consultations.ports.spreadsheets import TooLong, csv_file, workbook_file
from advisory.consultations.queries import tables
from advisory.consultations.queries.tables import Shape
from advisory.consultations.views import room
from advisory.consultations.views.bringing import XLSX
from advisory.consultations.views.building import BOTH, FACILITATOR, english, own_one
from advisory.foundation import audit
from advisory.foundation.access import Impossible
from advisory.foundation.pages import SANDBOX, Page, hat, problems, session, show
from advisory.languages.catalogues import current, for_staff

ABOUT = (
    for_staff("This file holds what people said. Keep it closed, and delete it soon."),
    for_staff("It does not change when somebody deletes their words. Take it anew."),
    for_staff("(skipped): the person was asked and chose not to answer."),
    for_staff("(not asked): an earlier answer closed the question."),
    for_staff("(no answer): the person stopped before it, or left a part of it empty."),
    for_staff("(not for this reader): the person asked for another reader."),
)
PIECE = 65_536
TOO_LONG = for_staff("This is too long for a workbook. Take plain text.")


@room.page(
    "/staff/consultations/<uuid:consultation_id>/responses/file", opens=FACILITATOR, methods=BOTH
)
def responses_file(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    form = TakeForm()
    if form.validate_on_submit():
        what = f"responses exported: {form.shape.data} {form.kind.data}: {form.reason.data}"
        audit.record(session(), what, "consultation", own.id, by=hat(), board_id=own.board_id)
        return _file(own, Shape(form.shape.data), form.kind.data)
    page = problems if form.errors else show
    return page(
        "staff/consultations/responses_file.html",
        form=form,
        own=own,
        title=english(own.title),
        about=ABOUT,
    )


def _file(own: Consultation, shape: Shape, kind: str) -> Page:
    """Written whole before it leaves: what breaks off half-way is no file at all."""
    if kind == CSV:
        return _sent(csv_file(_lines(own, shape)), "text/csv; charset=utf-8", "responses.csv")
    try:
        made = workbook_file(
            _lines(own, shape),
            name="responses",
            right_to_left=current().direction == "rtl",
            about=[str(line) for line in ABOUT],
        )
    except TooLong as why:
        raise Impossible(TOO_LONG) from why
    return _sent(made, XLSX, "responses.xlsx")


def _lines(own: Consultation, shape: Shape) -> Iterator[list[str]]:
    yield tables.heads(session(), own, shape)
    yield from tables.lines(session(), own, shape, by=hat())


def _sent(file: IO[bytes], kind: str, name: str) -> Page:
    response = Response(_pieces(file), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
