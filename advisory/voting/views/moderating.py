"""The sentences that people added, each to be read before others see it."""

from uuid import UUID

from flask import request

from advisory.foundation.access import Role, allow, staff
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.people.models import Board
from advisory.safeguarding import actions as safeguarding
from advisory.voting import actions
from advisory.voting.forms import DecideForm
from advisory.voting.models import Poll, State, Statement
from advisory.voting.queries import polls as queries
from advisory.voting.rules.asking import added_statements, shown_statements
from advisory.voting.rules.telling import told
from advisory.voting.views import room
from advisory.words import queries as words
from advisory.words.models import Text

FACILITATOR = staff(Role.FACILITATOR)
STATES = {
    State.WAITING: for_staff("To read"),
    State.PUBLISHED: for_staff("People see it"),
    State.KEPT_BACK: for_staff("Kept back"),
    State.MERGED: for_staff("Put together with another"),
}
WRITE_IT = for_staff("Write the sentence first.")


def own_poll(poll_id: UUID) -> Poll:
    """Of this board. Raises Refused for any other."""
    found = queries.poll(session(), poll_id)
    allow(found is not None and found.board_id == hat().board_id, exists=False)
    assert found is not None  # noqa: S101 - allowed above
    return found


def english(text: Text) -> str:
    return words.shown(session(), text, "en").body


@room.page("/staff/opinions", opens=FACILITATOR)
def polls() -> Page:
    return show(
        "staff/voting/polls.html",
        found=queries.polls(session(), hat().board_id),
        waiting=queries.waiting_counts(session(), hat().board_id),
        english=english,
    )


@room.page("/staff/opinions/<uuid:poll_id>/sentences", opens=FACILITATOR)
def sentences(poll_id: UUID) -> Page:
    """Those that wait come first."""
    poll = own_poll(poll_id)
    return show(
        "staff/voting/sentences.html",
        poll=poll,
        title=english(poll.title),
        added=sorted(added_statements(poll), key=lambda one: one.state is not State.WAITING),
        own=[english(one.text) for one in poll.statements if not one.contribution_id],
        states=STATES,
        told=told,
        shown=lambda one: words.shown(session(), one.text, one.text.language),
        english=lambda one: words.shown(session(), one.text, "en"),
    )


@room.page(
    "/staff/opinions/<uuid:poll_id>/sentences/<uuid:statement_id>",
    opens=FACILITATOR,
    methods=("GET", "POST"),
)
def decide(poll_id: UUID, statement_id: UUID) -> Page:
    poll = own_poll(poll_id)
    found = next((one for one in added_statements(poll) if one.id == statement_id), None)
    allow(found is not None, exists=False)
    assert found is not None  # noqa: S101 - allowed above
    form = DecideForm()
    others = [one for one in shown_statements(poll) if one is not found]
    form.offer((one.id, english(one.text)) for one in others)
    if form.validate_on_submit() and _decided(form, found, others):
        return go("voting.sentences", poll_id=poll.id)
    page = problems if form.errors else show
    return page(
        "staff/voting/decide.html",
        form=form,
        poll=poll,
        one=found,
        title=english(poll.title),
        said=words.shown(session(), found.text, found.text.language),
        in_english=words.shown(session(), found.text, "en"),
        states=STATES,
    )


def _decided(form: DecideForm, found: Statement, others: list[Statement]) -> bool:
    """False when a word is missing: the form says which."""
    if "publish" in request.form:
        actions.publish(session(), found, by=hat())
    elif "keep_back" in request.form:
        actions.keep_back(session(), found, reason=form.why, by=hat())
    elif "hold" in request.form:
        assert found.contribution is not None  # noqa: S101 - only what a person added is decided
        safeguarding.flag(
            session(),
            found.contribution,
            board=session().get_one(Board, hat().board_id),
            by=hat(),
            allegation=request.form["hold"] == "us",
        )
    elif "merge" in request.form:
        into = next((one for one in others if str(one.id) == form.into.data), None)
        allow(into is not None, exists=False)
        assert into is not None  # noqa: S101 - allowed above
        actions.merge(session(), found, into=into, by=hat())
    elif form.body.data:
        # A second tap finds it put together already.
        if found.state is not State.MERGED:
            actions.reword(session(), found, body=form.body.data, by=hat())
    else:
        form.body.errors = [WRITE_IT]
        return False
    return True
