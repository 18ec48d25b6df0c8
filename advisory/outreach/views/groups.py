"""Notes of a group: one response with its head count, never as many as were in the room."""

from uuid import UUID

from flask import request

from advisory.consultations.actions import answering as actions
from advisory.consultations.actions.answering import Entered, Sent
from advisory.consultations.forms.answering import typed_by_question
from advisory.consultations.models import Consultation, Wrote
from advisory.consultations.queries import asking as consultations
from advisory.consultations.queries import showing
from advisory.consultations.queries.typed import Answering
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.entering import interpreter
from advisory.consultations.rules.kinds import kind_of
from advisory.contributions.actions import Told
from advisory.contributions.models import Channel, Use
from advisory.contributions.rules import PreparedCode, new_form_token, prepare_code
from advisory.feedback.actions import moving
from advisory.foundation.access import Impossible, allow
from advisory.foundation.keys import keyring
from advisory.foundation.pages import Page, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.outreach.forms.entering import GroupForm
from advisory.outreach.views import room
from advisory.outreach.views.kiosk import FACILITATOR, home_address
from advisory.words.rules import original

NOT_YET = for_staff("Nobody is asked yet.")
NOTHING = for_staff("Nothing is written. Notes without an answer are left out.")
NO_DRAFT = UUID(int=0)


def own_one(consultation_id: UUID) -> Consultation:
    """Of this board, and asked already. What comes after its last day is kept and marked late."""
    own = consultations.consultation(session(), consultation_id)
    allow(own is not None and own.board_id == hat().board_id, exists=False)
    assert own is not None  # noqa: S101 - allowed above
    if own.stage not in lifecycle.TO_MEMBERS:
        raise Impossible(NOT_YET)
    return own


def all_answers(own: Consultation, token: str) -> Answering:
    """What was typed under all questions on one page. What is empty was skipped."""
    asked = [one for one in own.questions if kind_of(one).may_be_written_down]
    return Answering(own, NO_DRAFT, token, typed=typed_by_question(request.form, asked))


@room.page(
    "/staff/consultations/<uuid:consultation_id>/group",
    opens=FACILITATOR,
    methods=("GET", "POST"),
)
def enter_group(consultation_id: UUID) -> Page:
    # The slow hash is made before the first query: it holds up nobody who writes.
    prepared = prepare_code(keyring(session())) if request.method == "POST" else None
    own = own_one(consultation_id)
    form = GroupForm()
    if not form.is_submitted():
        form.token.data = new_form_token()
        return _page(own, form, None)
    mine = all_answers(own, form.token.data or new_form_token())
    is_whole = form.validate()
    if problem := refusal(mine):
        form.form_errors.append(problem)
    if not is_whole or form.errors:
        return _page(own, form, mine)
    return _keep(mine, form, prepared)


def refusal(mine: Answering) -> str:
    """Why answers cannot be kept as they are typed; "" when they can."""
    if not (mine.answers.given):
        return NOTHING
    return next(
        (
            f"{original(one.title).body}: {problem}"
            for one in mine.way
            if (problem := str(mine.problem(one)))
        ),
        "",
    )


def _page(own: Consultation, form: GroupForm, mine: Answering | None) -> Page:
    page = problems if form.errors else show
    return page(
        "staff/outreach/enter_group.html",
        form=form,
        own=own,
        title=original(own.title).body,
        asked=asked_in_english(own),
        typed=mine.typed if mine else {},
    )


def asked_in_english(own: Consultation) -> list[showing.Asking]:
    return [
        showing.asking(session(), one, lifecycle.SOURCE)
        for one in own.questions
        if kind_of(one).asks and kind_of(one).may_be_written_down
    ]


def _keep(mine: Answering, form: GroupForm, prepared: PreparedCode | None) -> Page:
    told = Told(
        words="",
        speaks=form.written_in.data,
        reads=form.written_in.data,
        channel=Channel.GROUP,
        heads=form.count,
        spoken_consent=True,
        use=Use.QUOTE if form.use.data == Use.QUOTE else Use.COUNT,
        counted=form.use.data in set(Use),
    )
    entered = Entered(
        by=hat(),
        wrote=Wrote(form.wrote.data),
        interpreter=interpreter(form.interpreter.data),
        languages=form.languages.data or (),
        dissent=form.dissent.data or "",
    )
    accepted = actions.accept(
        session(),
        mine.own,
        Sent(mine.answers, told, entered=entered),
        board=moving.board_of(session(), hat().board_id),
        token=mine.token,
        prepared=prepared,
    )
    return show(
        "staff/outreach/group_kept.html",
        own=mine.own,
        title=original(mine.own.title).body,
        digits="".join(accepted.digits.groups) if accepted.digits else "",
        address=home_address(),
        response=accepted.response,
    )
