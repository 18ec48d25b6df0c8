"""Who has it, and who understands it: own reading, a spoken gist, a translator."""

from uuid import UUID

from werkzeug.wrappers import Response

from advisory.contributions import actions as contributions
from advisory.desk.forms.item import DescribeForm, GistForm, LanguageForm, typed
from advisory.desk.queries import item as items
from advisory.desk.queries.choices import choices
from advisory.desk.queries.item import Opened
from advisory.desk.rules.steps import Step, how_understood, member_messages
from advisory.desk.views import room
from advisory.desk.views.inbox import FACILITATOR
from advisory.desk.views.item import pressed, written
from advisory.feedback.actions import reading
from advisory.foundation.access import Impossible
from advisory.foundation.pages import Page, go, hat, session
from advisory.languages.catalogues import for_staff


@room.page("/staff/inbox/<uuid:feedback_id>/take", opens=FACILITATOR, methods=("POST",))
def take(feedback_id: UUID) -> Page:
    return pressed(
        feedback_id, Step.TAKE, lambda found: reading.take(session(), found.feedback, by=hat())
    )


@room.page("/staff/inbox/<uuid:feedback_id>/give-back", opens=FACILITATOR, methods=("POST",))
def give_back(feedback_id: UUID) -> Page:
    return pressed(
        feedback_id,
        Step.GIVE_BACK,
        lambda found: reading.give_back(session(), found.feedback, by=hat()),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/understand", opens=FACILITATOR, methods=("POST",))
def understand(feedback_id: UUID) -> Page:
    return pressed(feedback_id, Step.UNDERSTAND, _understand)


def _understand(found: Opened) -> None:
    how = how_understood(hat(), found.contribution)
    if how is None:
        raise Impossible(for_staff("You do not read this language. Ask a translator."))
    reading.understand(session(), found.feedback, how=how, by=hat())


@room.page("/staff/inbox/<uuid:feedback_id>/gist", opens=FACILITATOR, methods=("GET", "POST"))
def write_gist(feedback_id: UUID) -> Page:
    return written(feedback_id, Step.WRITE_GIST, lambda _found: GistForm(), _keep_gist)


def _keep_gist(found: Opened, form: GistForm) -> None:
    latest = member_messages(found.contribution)[-1].text
    reading.understand_by_gist(session(), found.feedback, latest, gist=typed(form.gist), by=hat())


@room.page("/staff/inbox/<uuid:feedback_id>/translator", opens=FACILITATOR, methods=("POST",))
def ask_translator(feedback_id: UUID) -> Page:
    return pressed(
        feedback_id,
        Step.ASK_TRANSLATOR,
        lambda found: reading.ask_translator(
            session(), found.feedback, board=found.board, by=hat()
        ),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/language", opens=FACILITATOR, methods=("GET", "POST"))
def name_language(feedback_id: UUID) -> Page:
    return written(
        feedback_id,
        Step.NAME_LANGUAGE,
        lambda found: LanguageForm().offer(current=found.contribution.speaks),
        lambda found, form: reading.name_language(
            session(), found.feedback, language=form.language.data, by=hat()
        ),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/declare", opens=FACILITATOR, methods=("POST",))
def declare(feedback_id: UUID) -> Page:
    return pressed(
        feedback_id,
        Step.DECLARE,
        lambda found: contributions.declare_not_from_country(
            session(), found.contribution, by=hat()
        ),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/describe", opens=FACILITATOR, methods=("GET", "POST"))
def describe(feedback_id: UUID) -> Page:
    """A kind that holds takes it out of the inbox at once."""

    def then() -> Response:
        if items.opened(session(), feedback_id, hat()) is None:
            return go("desk.inbox", done="held")
        return go("desk.item", feedback_id=feedback_id)

    return written(
        feedback_id,
        Step.DESCRIBE,
        lambda found: DescribeForm().offer(choices(session(), hat().board_id), found.feedback),
        lambda found, form: reading.describe(
            session(), found.feedback, board=found.board, by=hat(), **form.described()
        ),
        then=then,
    )
