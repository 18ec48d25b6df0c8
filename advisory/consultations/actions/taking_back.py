"""The person takes back one sound or picture: what was written down from it goes too."""

from dataclasses import replace

from sqlalchemy.orm import Session

from advisory.consultations.actions import counting
from advisory.consultations.actions.answering import keep_answers
from advisory.consultations.models import Consultation, Response
from advisory.consultations.queries.responses import answers_in
from advisory.files import actions as files
from advisory.files.models import File
from advisory.files.ports.decoding import Kind
from advisory.foundation import audit
from advisory.words import actions as words


def delete_file(session: Session, own: Consultation, response: Response, file: File) -> None:
    """An answer that was nothing else is no answer any more, and the counts follow."""
    question = next(one for one in own.questions if one.position == file.turn)
    counting.take_out(session, response)
    given = dict(answers_in(session, response).given)
    skipped = answers_in(session, response).skipped
    left = given[question.id].files - 1 if question.id in given else 0
    for said in response.own_words:
        if said.question_id == question.id and file.kind is Kind.SOUND:
            words.forget_voice(session, said.text)
    given[question.id] = replace(given[question.id], files=max(left, 0))
    keep_answers(
        session,
        response,
        picks={str(one): was.picks for one, was in given.items() if was.picks},
        skipped=[str(one) for one in skipped],
        files={one: was.files for one, was in given.items()},
    )
    files.delete_file(session, file)
    session.flush()
    counting.put_in(session, response)
    audit.record(session, "file deleted by member", "file", file.id, coarse=True)
