"""From the desk to a team or straight back to the person: passages, routing, direct answers."""

from uuid import UUID

from advisory.desk.forms.item import (
    AnswerForm,
    NewsForm,
    PassageForm,
    QuestionForm,
    RouteForm,
    SignpostForm,
    typed,
)
from advisory.desk.queries import item as items
from advisory.desk.queries.item import Opened
from advisory.desk.rules.steps import Step
from advisory.desk.views import room
from advisory.desk.views.inbox import FACILITATOR
from advisory.desk.views.item import opened, pressed, written
from advisory.feedback import queries as feedback
from advisory.feedback.actions import answering, reading
from advisory.feedback.models import Signpost
from advisory.foundation.access import Refused
from advisory.foundation.pages import Page, go, hat, session
from advisory.people import queries as people
from advisory.themes import actions as themes
from advisory.themes.rules.marking import TELLING_NAMES, marked


@room.page("/staff/inbox/<uuid:feedback_id>/passage", opens=FACILITATOR, methods=("GET", "POST"))
def release_passage(feedback_id: UUID) -> Page:
    def prefilled(found: Opened) -> PassageForm:
        return PassageForm(body=items.english_of(session(), found))

    return written(
        feedback_id,
        Step.RELEASE_PASSAGE,
        prefilled,
        lambda found, form: themes.release_passage(
            session(), found.contribution, body=typed(form.body), by=hat()
        ),
        template="staff/desk/release_passage.html",
        context=lambda found: {
            "pieces": marked(items.english_of(session(), found)),
            "telling_names": TELLING_NAMES,
            "passages": items.passages(session(), found),
        },
    )


@room.page(
    "/staff/inbox/<uuid:feedback_id>/passage/<uuid:passage_id>/back",
    opens=FACILITATOR,
    methods=("POST",),
)
def take_back_passage(feedback_id: UUID, passage_id: UUID) -> Page:
    found = opened(feedback_id)
    passage = items.passage(session(), found, passage_id) if found.may_read else None
    if passage is None:
        raise Refused(exists=False)
    themes.take_back_passage(session(), passage, by=hat())
    return go("desk.item", feedback_id=feedback_id)


@room.page("/staff/inbox/<uuid:feedback_id>/route", opens=FACILITATOR, methods=("GET", "POST"))
def route(feedback_id: UUID) -> Page:
    def offered(found: Opened) -> RouteForm:
        teams = people.teams_of(session(), found.board.id)
        silent = people.unreachable_teams(session(), found.board.id)
        return RouteForm().offer(teams, items.proposed_team(session(), found.feedback), silent)

    def put(found: Opened, form: RouteForm) -> None:
        team = people.team(session(), UUID(form.team.data))
        if team is None or team.board_id != found.board.id:
            raise Refused(exists=False)
        answering.route(session(), found.feedback, team, board=found.board, by=hat())

    return written(
        feedback_id,
        Step.ROUTE,
        offered,
        put,
        template="staff/desk/route.html",
        context=lambda found: {
            "feedback_id": feedback_id,
            "passages": items.passages(session(), found),
        },
    )


@room.page("/staff/inbox/<uuid:feedback_id>/answer", opens=FACILITATOR, methods=("GET", "POST"))
def answer_directly(feedback_id: UUID) -> Page:
    return written(
        feedback_id,
        Step.ANSWER_DIRECTLY,
        lambda found: AnswerForm(data=items.sent_back_answer(session(), found)).offer(),
        lambda found, form: answering.hand_in(
            session(), found.feedback, form.written(), ask=None, board=found.board, by=hat()
        ),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/signpost", opens=FACILITATOR, methods=("GET", "POST"))
def answer_by_signpost(feedback_id: UUID) -> Page:
    def ready() -> dict[UUID, Signpost]:
        return {row.id: row for row in feedback.signposts(session(), hat().board_id)}

    def send(found: Opened, form: SignpostForm) -> None:
        chosen = ready()[UUID(form.signpost.data)]
        answering.signpost(session(), found.feedback, chosen, board=found.board, by=hat())

    return written(
        feedback_id,
        Step.ANSWER_BY_SIGNPOST,
        lambda _found: SignpostForm().offer({key: row.name for key, row in ready().items()}),
        send,
        template="staff/desk/answer_by_signpost.html",
        context=lambda found: {
            "ready": [
                (row.name, answering.signpost_words(row), _is_ready(row, found))
                for row in ready().values()
            ],
            "feedback_id": feedback_id,
        },
    )


def _is_ready(row: Signpost, found: Opened) -> bool:
    """Whether the person can read it at once, in their language."""
    reads = found.contribution.reads
    return any(version.language == reads and version.body for version in row.text.versions)


@room.page("/staff/inbox/<uuid:feedback_id>/ask", opens=FACILITATOR, methods=("GET", "POST"))
def ask_member(feedback_id: UUID) -> Page:
    return written(
        feedback_id,
        Step.ASK_MEMBER,
        lambda _found: QuestionForm(),
        lambda found, form: reading.ask_member(
            session(), found.feedback, question=typed(form.question), board=found.board, by=hat()
        ),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/news", opens=FACILITATOR, methods=("GET", "POST"))
def tell_news(feedback_id: UUID) -> Page:
    return written(
        feedback_id,
        Step.TELL_NEWS,
        lambda _found: NewsForm(),
        lambda found, form: reading.tell_news(
            session(), found.feedback, news=typed(form.news), board=found.board, by=hat()
        ),
    )


@room.page("/staff/inbox/<uuid:feedback_id>/resume", opens=FACILITATOR, methods=("POST",))
def resume(feedback_id: UUID) -> Page:
    """Goes on without the person's reply."""
    return pressed(
        feedback_id, Step.RESUME, lambda found: reading.resume(session(), found.feedback, by=hat())
    )
