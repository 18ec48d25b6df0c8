"""Recommendations from the board's desk: written, put to a team, the answer looked at and sent."""

from uuid import UUID

from flask import request

from advisory.answers.models import Answer, Source
from advisory.consultations.actions import stepping
from advisory.consultations.models import Consultation
from advisory.consultations.queries import asking as consultations
from advisory.desk.forms.recommending import (
    STANCES,
    EmailStanceForm,
    LookForm,
    PutForm,
    RecommendationForm,
    written_already,
)
from advisory.desk.forms.reviewing import SendBackForm
from advisory.desk.queries import recommending as queries
from advisory.desk.queries.recommending import AdvicePage
from advisory.desk.views import room
from advisory.desk.views.entering import board
from advisory.desk.views.inbox import FACILITATOR
from advisory.desk.views.reviewing import opened_item
from advisory.desk.views.team import clock_on
from advisory.foundation.access import Impossible, Refused, allow
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.meetings import queries as meetings
from advisory.people import queries as people
from advisory.recommendations import queries as kept
from advisory.recommendations import rules
from advisory.recommendations.actions import asking, telling, writing
from advisory.recommendations.actions.writing import Overtaken, Sources
from advisory.recommendations.models import Recommendation, Stage
from advisory.themes.queries import theming

BOTH = ("GET", "POST")
STAGES = {
    Stage.DRAFT: (for_staff("Draft"), ""),
    Stage.PUT: (for_staff("With a team"), ""),
    Stage.BACK: (for_staff("Back with you"), "warn"),
    Stage.ANSWERED: (for_staff("Answered, to be followed"), "good"),
    Stage.FOLLOWED: (for_staff("Followed to its end"), "good"),
}
OVERTAKEN = for_staff("Somebody changed it while you wrote. Look at it, then save again.")
NAMES = {"stances": STANCES, "stages": STAGES, "number_of": rules.number_of}


@room.page("/staff/recommendations", opens=FACILITATOR)
def recommendations() -> Page:
    return show(
        "staff/desk/recommendations.html",
        found=_from_source(),
        is_public=rules.is_public,
        **NAMES,
    )


def _from_source() -> list[Recommendation]:
    """All of the board, or what a theme or a meeting led to."""
    theme_id, meeting_id, here = _named("theme"), _named("meeting"), hat().board_id
    if theme_id is not None:
        return [one for one in kept.of_theme(session(), theme_id) if one.board_id == here]
    if meeting_id is not None:
        return [one for one in kept.of_meeting(session(), meeting_id) if one.board_id == here]
    return kept.recommendations(session(), here)


@room.page("/staff/recommendations/write", opens=FACILITATOR, methods=BOTH)
def write_recommendation() -> Page:
    sources, consultation = _sources(), _consultation()
    prefilled = {"ask": "", "why": sources.themes[0].statement} if sources.themes else {}
    form = RecommendationForm(data=prefilled).begin()
    if form.validate_on_submit():
        own = writing.write_recommendation(
            session(), form.content(), sources, token=form.token.data or "", by=hat()
        )
        if consultation is not None:
            stepping.recommend(session(), consultation, own)
        return go("desk.recommendation", recommendation_id=own.id)
    page = problems if form.errors else show
    return page("staff/desk/write_recommendation.html", form=form, sources=sources, own=None)


def _sources() -> Sources:
    """From the address: of this board, or 404."""
    theme_id, item_id = _named("theme"), _named("item")
    feedback_id = _named("feedback")
    theme = theming.theme(session(), theme_id) if theme_id else None
    item = meetings.item(session(), item_id) if item_id else None
    contribution = opened_item(feedback_id).contribution if feedback_id else None
    here = hat().board_id
    allow((theme is None) == (theme_id is None), exists=False)
    allow((item is None) == (item_id is None), exists=False)
    allow(theme is None or theme.board_id == here, exists=False)
    allow(item is None or item.meeting.board_id == here, exists=False)
    return Sources(
        themes=(theme,) if theme else (),
        item=item,
        contribution=contribution,
    )


def _consultation() -> Consultation | None:
    consultation_id = _named("consultation")
    if consultation_id is None:
        return None
    found = consultations.consultation(session(), consultation_id)
    allow(found is not None and found.board_id == hat().board_id, exists=False)
    return found


def _named(name: str) -> UUID | None:
    try:
        return UUID(request.args[name]) if request.args.get(name) else None
    except ValueError:
        raise Refused(exists=False) from None


@room.page("/staff/recommendations/<uuid:recommendation_id>", opens=FACILITATOR)
def recommendation(recommendation_id: UUID) -> Page:
    return _shown(_own(recommendation_id))


@room.page("/staff/recommendations/<uuid:recommendation_id>/words", opens=FACILITATOR, methods=BOTH)
def change_recommendation(recommendation_id: UUID) -> Page:
    own = _own(recommendation_id)
    form, overtaken = RecommendationForm(data=written_already(own)), ""
    if form.validate_on_submit():
        try:
            writing.change_recommendation(
                session(), own, form.content(), seen=form.seen_revision, by=hat()
            )
            return go("desk.recommendation", recommendation_id=own.id)
        except Overtaken:
            overtaken, form.seen.data = OVERTAKEN, str(own.revision)
    page = problems if form.errors or overtaken else show
    return page(
        "staff/desk/write_recommendation.html", form=form, own=own, overtaken=overtaken, **NAMES
    )


@room.page(
    "/staff/recommendations/<uuid:recommendation_id>/put", opens=FACILITATOR, methods=("POST",)
)
def put_recommendation(recommendation_id: UUID) -> Page:
    own = _own(recommendation_id)
    form = _put_form()
    if not form.validate():
        return _shown(own, put=form)
    asking.put(
        session(),
        own,
        form.chosen,
        board=board(),
        by=hat(),
        responded=queries.responded(session(), own),
        more=form.more.data or "",
    )
    return go("desk.recommendation", recommendation_id=own.id)


@room.page(
    "/staff/recommendations/<uuid:recommendation_id>/send", opens=FACILITATOR, methods=("POST",)
)
def send_stance(recommendation_id: UUID) -> Page:
    own = _own(recommendation_id)
    look = LookForm()
    if own.stage not in {Stage.PUT, Stage.BACK}:  # a double tap
        return go("desk.recommendation", recommendation_id=own.id)
    if not look.validate():
        return _shown(own, look=look)
    asking.send(session(), own, _waiting(own), by=hat())
    return go("desk.recommendation", recommendation_id=own.id)


@room.page(
    "/staff/recommendations/<uuid:recommendation_id>/back", opens=FACILITATOR, methods=("POST",)
)
def send_stance_back(recommendation_id: UUID) -> Page:
    own = _own(recommendation_id)
    back = SendBackForm(prefix="back")
    if not back.validate():
        return _shown(own, back=back)
    asking.send_back(session(), own, _waiting(own), words_to_team=back.note.data or "", by=hat())
    return go("desk.recommendation", recommendation_id=own.id)


@room.page("/staff/recommendations/<uuid:recommendation_id>/email", opens=FACILITATOR, methods=BOTH)
def email_stance(recommendation_id: UUID) -> Page:
    """A team without account wrote back."""
    own = _own(recommendation_id)
    page = queries.advice_page(session(), own, clock=clock_on(own.board_id))
    ask, form = page.ask, EmailStanceForm()
    if ask is None or page.to_look_at is not None or own.stage is not Stage.PUT:
        raise Impossible(for_staff("No team is asked about this now."))
    if form.validate_on_submit():
        written = form.written(Source.EMAIL, form.source_note())
        asking.hand_in(session(), own, ask, written, by=hat())
        return go("desk.recommendation", recommendation_id=own.id)
    shown = problems if form.errors else show
    return shown("staff/desk/email_stance.html", page=page, form=form)


@room.page(
    "/staff/recommendations/<uuid:recommendation_id>/notice", opens=FACILITATOR, methods=("POST",)
)
def show_recommendation(recommendation_id: UUID) -> Page:
    """A notice that a second person approves; then everybody reads it."""
    made = telling.propose_notice(session(), _own(recommendation_id), board=board(), by=hat())
    return go("desk.notice", notice_id=made.id)


def _shown(
    own: Recommendation,
    *,
    put: PutForm | None = None,
    look: LookForm | None = None,
    back: SendBackForm | None = None,
) -> Page:
    page = queries.advice_page(session(), own, clock=clock_on(own.board_id))
    wrong = any(form is not None and form.errors for form in (put, look, back))
    answer = page.given[-1] if page.given else None
    return (problems if wrong else show)(
        "staff/desk/recommendation.html",
        page=page,
        put=put or _put_form(),
        look=look or LookForm(formdata=None),
        back=back or SendBackForm(formdata=None, prefix="back"),
        may_be_put=rules.may_be_put(own),
        is_public=rules.is_public(own),
        to_show=_to_show(page),
        last=answer,
        **NAMES,
    )


def _to_show(page: AdvicePage) -> bool:
    """Whether there is something that everybody does not read yet, and nobody has proposed."""
    own, answer = page.own, rules.sent([one.answer for one in page.given])
    if own.put_on is None:
        return False
    notice = own.notice
    if notice is None or not (rules.is_public(own) or notice.state in telling.WAITING):
        return True
    return answer is not None and notice.did is None and notice.state not in telling.WAITING


def _put_form() -> PutForm:
    silent = people.unreachable_teams(session(), hat().board_id)
    return PutForm().offer(people.teams_of(session(), hat().board_id), silent)


def _own(recommendation_id: UUID) -> Recommendation:
    found = kept.recommendation(session(), recommendation_id)
    allow(found is not None and rules.may_write(hat(), found), exists=False)
    assert found is not None  # noqa: S101 - allowed above
    return found


def _waiting(own: Recommendation) -> Answer:
    page = queries.advice_page(session(), own, clock=clock_on(own.board_id))
    if page.to_look_at is None:
        raise Impossible(for_staff("There is no answer here to look at now."))
    return page.to_look_at.answer
