"""A voice or pictures as an answer: taken with the question, heard again before sending."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from flask import request, url_for

from advisory.consultations.forms.answering import AnswerForm
from advisory.consultations.models import Question
from advisory.consultations.queries.typed import Answering
from advisory.consultations.rules.kinds import kind_of, takers
from advisory.consultations.views import room
from advisory.consultations.views.asking import public_one
from advisory.consultations.views.drafts import token_of
from advisory.contributions import queries as kept
from advisory.contributions.actions import attaching
from advisory.contributions.rules import part_token, token_hash, token_key
from advisory.files.models import File
from advisory.files.ports.decoding import Kind
from advisory.files.ports.stores import NotKept, NotThere
from advisory.files.queries import recorded
from advisory.files.rules import NOT_KEPT, TYPES
from advisory.foundation.access import ANYONE, Impossible, Refused
from advisory.foundation.keys import SealBroken
from advisory.foundation.pages import Page, attachment, database, session


def hear(form: AnswerForm, token: str, question_id: UUID) -> None:
    """Makes anew what came with a form; what the recorder sent ahead is read apart."""
    if not form.is_submitted():
        return
    part = part_token(token, str(question_id))
    if token and (named := form.recording.data):
        with database().reading() as apart:
            form.recorded = recorded(apart, token_hash(part), token_key(part), named)
    form.validate()


def take(form: AnswerForm, mine: Answering, here: Question) -> str:
    """Keeps what this question takes, in the place of what waited; else says why not."""
    takes = kind_of(here).takes
    if takes is None:
        return ""
    part = part_token(mine.token, str(here.id))
    made = [one for one in form.made if one.kind is takes]
    field = form.sound if takes is Kind.SOUND else form.pictures
    refused = next(map(str, field.errors), "")
    _remove(part)
    if made and takes is Kind.SOUND:
        for file in mine.waiting.get(str(here.id), ()):
            attaching.delete_waiting(session(), token=part, file_id=file.id)
    try:
        attaching.attach_to_form(session(), made, token=part, recording=form.recording.data or "")
    except (Impossible, NotKept) as why:
        refused = NOT_KEPT if isinstance(why, NotKept) else str(why)
    _look_again(mine)
    return str(refused)


def _remove(part: str) -> None:
    """Only what came with this form; what was sent before goes on the person's own page."""
    with suppress(ValueError):
        file_id = UUID(request.form.get("remove", ""))
        attaching.delete_waiting(session(), token=part, file_id=file_id)


def _look_again(mine: Answering) -> None:
    asked = [str(one.id) for one in takers(mine.own.questions)]
    mine.waiting = kept.waiting_parts(session(), mine.token, asked)


def url_of(mine: Answering, here: Question, file: File) -> str:
    if file.data_key_id is not None:
        return url_for("mine.own_file", file_id=file.id)
    return url_for(
        "consultations.waiting_answer",
        consultation_id=mine.own.id,
        draft_id=mine.draft_id,
        question_id=here.id,
        answer_file_id=file.id,
    )


def urls(mine: Answering) -> Callable[[File], str]:
    """For the last look: where each can be heard or seen."""
    asked = {file.id: one for one in mine.own.questions for file in mine.files(one)}
    return lambda file: url_of(mine, asked[file.id], file)


@room.page(
    "/<lang:l>/questions/<uuid:consultation_id>/<uuid:draft_id>/<uuid:question_id>"
    "/files/<uuid:answer_file_id>",
    opens=ANYONE,
)
def waiting_answer(
    consultation_id: UUID, draft_id: UUID, question_id: UUID, answer_file_id: UUID
) -> Page:
    """For the browser that has the form: what waits is sealed under a token of its question."""
    public_one(consultation_id)
    token = token_of(draft_id)
    part = part_token(token, str(question_id)) if token else ""
    try:
        found = kept.waiting_content(session(), part, answer_file_id)
    except (NotThere, SealBroken) as gone:
        raise Refused(exists=False) from gone
    if found is None:
        raise Refused(exists=False)
    file, content = found
    return attachment(content, TYPES[file.kind])
