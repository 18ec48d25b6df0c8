"""The board builds: a template, what it is about, the questions, when each is asked."""

from collections.abc import Callable
from uuid import UUID

from flask import request

from advisory.consultations.actions import building as actions
from advisory.consultations.forms.building import (
    AboutForm,
    AddQuestionForm,
    NewForm,
    QuestionForm,
    about_of,
    question_of,
)
from advisory.consultations.models import Consultation, Question
from advisory.consultations.queries import asking as queries
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.conditions import never_asked
from advisory.consultations.rules.kinds import KINDS, kind_of
from advisory.consultations.rules.templates import TEMPLATES
from advisory.consultations.views import room
from advisory.foundation.access import Role, allow, staff
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import LANGUAGES
from advisory.routing import queries as routing
from advisory.words import queries as words
from advisory.words.models import Text

FACILITATOR = staff(Role.FACILITATOR)
BOTH = ("GET", "POST")
EMPTY = for_staff("Nothing: an empty page")


def own_one(consultation_id: UUID) -> Consultation:
    """Of this board. Raises Refused for any other."""
    found = queries.consultation(session(), consultation_id)
    allow(found is not None and found.board_id == hat().board_id, exists=False)
    assert found is not None  # noqa: S101 - allowed above
    return found


def english(text: Text) -> str:
    return words.shown(session(), text, lifecycle.SOURCE).body


@room.page("/staff/consultations", opens=FACILITATOR, methods=BOTH)
def consultations() -> Page:
    form = NewForm()
    form.template.choices = [(one.name, one.title) for one in TEMPLATES.values()]
    form.template.choices += [("", str(EMPTY))]
    if form.validate_on_submit():
        template = TEMPLATES.get(form.template.data or "")
        made = actions.make_consultation(session(), template, by=hat())
        return go("consultations.about", consultation_id=made.id)
    return show(
        "staff/consultations/consultations.html",
        form=form,
        found=queries.consultations(session(), hat().board_id),
        english=english,
        stages=lifecycle.STAGES,
    )


@room.page("/staff/consultations/<uuid:consultation_id>/about", opens=FACILITATOR, methods=BOTH)
def about(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    form = AboutForm(data=about_of(own))
    found = routing.topics(session(), own.board_id)
    form.offer((str(topic.id), english(topic.name)) for topic in found)
    if form.validate_on_submit():
        actions.change_about(session(), own, form.about(), by=hat())
        return go("consultations.questions", consultation_id=own.id)
    page = problems if form.errors else show
    return page(
        "staff/consultations/about.html",
        form=form,
        own=own,
        title=english(own.title),
        may_change=lifecycle.may_change_words(own),
    )


@room.page("/staff/consultations/<uuid:consultation_id>/questions", opens=FACILITATOR, methods=BOTH)
def questions(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    form = AddQuestionForm()
    if form.validate_on_submit():
        added = actions.add_question(
            session(), own, kind=form.chosen, wording=form.wording(), by=hat()
        )
        return go("consultations.edit_question", consultation_id=own.id, question_id=added.id)
    page = problems if form.errors else show
    return page(
        "staff/consultations/questions.html",
        form=form,
        own=own,
        title=english(own.title),
        english=english,
        kinds=KINDS,
        dead=never_asked(own.questions),
        unready=[LANGUAGES[tag] for tag in own.languages if not lifecycle.is_whole_in(own, tag)],
        may_change=lifecycle.may_change_words(own),
    )


def _question(own: Consultation, question_id: UUID) -> Question:
    found = next((one for one in own.questions if one.id == question_id), None)
    allow(found is not None, exists=False)
    assert found is not None  # noqa: S101 - allowed above
    return found


@room.page(
    "/staff/consultations/<uuid:consultation_id>/questions/<uuid:question_id>",
    opens=FACILITATOR,
    methods=BOTH,
)
def edit_question(consultation_id: UUID, question_id: UUID) -> Page:
    own = own_one(consultation_id)
    found = _question(own, question_id)
    form = QuestionForm(data=question_of(found))
    form.offer(found, [one for one in own.questions if one.position < found.position])
    if form.validate_on_submit():
        actions.change_question(session(), found, form.wording(), by=hat())
        actions.set_conditions(session(), found, form.only())
        if "more" in request.form:
            return go("consultations.edit_question", consultation_id=own.id, question_id=found.id)
        return go("consultations.questions", consultation_id=own.id)
    page = problems if form.errors else show
    return page(
        "staff/consultations/edit_question.html",
        form=form,
        own=own,
        kind=kind_of(found),
        number=found.position,
        title=english(own.title),
        may_change=lifecycle.may_change_words(own),
    )


def _changed(consultation_id: UUID, question_id: UUID, act: Callable[[Question], None]) -> Page:
    """Does it unless the question is gone already: a double tap."""
    own = own_one(consultation_id)
    found = next((one for one in own.questions if one.id == question_id), None)
    if found is not None:
        act(found)
    return go("consultations.questions", consultation_id=consultation_id)


@room.page(
    "/staff/consultations/<uuid:consultation_id>/questions/<uuid:question_id>/move",
    opens=FACILITATOR,
    methods=("POST",),
)
def move_question(consultation_id: UUID, question_id: UUID) -> Page:
    up = request.form.get("to") == "up"
    return _changed(
        consultation_id,
        question_id,
        lambda one: actions.move_question(session(), one, up=up, by=hat()),
    )


@room.page(
    "/staff/consultations/<uuid:consultation_id>/questions/<uuid:question_id>/delete",
    opens=FACILITATOR,
    methods=("POST",),
)
def delete_question(consultation_id: UUID, question_id: UUID) -> Page:
    return _changed(
        consultation_id, question_id, lambda one: actions.delete_question(session(), one, by=hat())
    )
