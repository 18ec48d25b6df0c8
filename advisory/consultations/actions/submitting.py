"""Answered forms of another program become responses, each once."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from advisory.consultations.actions import answering
from advisory.consultations.actions.answering import Sent
from advisory.consultations.actions.building import record
from advisory.consultations.models import Consultation, ImportedInstance
from advisory.consultations.queries.responses import Answers
from advisory.consultations.queries.submitting import known_marks, mark_of
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.submissions import Submission
from advisory.contributions.actions import Told
from advisory.contributions.models import Channel
from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import take_turns
from advisory.languages.catalogues import for_staff, speaking
from advisory.languages.registry import LANGUAGES
from advisory.people.models import Board

AT_ONCE = 200
"""So many in one go: each is sealed and counted, and others wait meanwhile."""
NOT_YET = for_staff("Nobody is asked yet. Open it first.")


def import_submissions(
    session: Session,
    own: Consultation,
    found: Sequence[Submission],
    *,
    board: Board,
    by: Hat,
) -> int:
    """How many came in now, at most AT_ONCE. What came in before, and was deleted, stays away.

    Who holds a slip opens the answer with it; nobody else gets a code, since a code that nobody
    holds opens somebody's words to whoever finds it. Raises Impossible for a draft.
    """
    if lifecycle.may_change_words(own):
        raise Impossible(NOT_YET)
    take_turns(session, f"submissions {own.id}")
    marks = {one.instance: mark_of(session, own.id, one.instance) for one in found}
    known = known_marks(session, own.id, marks.values())
    new = [one for one in found if marks[one.instance] not in known][:AT_ONCE]
    for one in new:
        session.add(ImportedInstance(consultation_id=own.id, mark=marks[one.instance]))
        _keep(session, own, one, board)
    record(session, f"submissions imported: {len(new)}", own, by)
    return len(new)


def _keep(session: Session, own: Consultation, one: Submission, board: Board) -> None:
    reads = one.speaks if one.speaks in LANGUAGES else lifecycle.SOURCE
    told = Told(
        words="",
        speaks=one.speaks,
        reads=reads,
        channel=Channel.IMPORT,
        use=one.use,
        counted=one.counted,
        wants_code=False,
        paper_locator=one.slip,
        arrived_on=one.on,
    )
    sent = Sent(Answers(one.given, one.skipped), told)
    # The consent is kept with the sentence as it stood in the person's language.
    with speaking(reads):
        answering.accept(session, own, sent, board=board, token=new_form_token())
