"""Pictures instead of words: what it is about, how it is, where; then check and send."""

from typing import Any
from uuid import UUID

from flask import request

from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.actions import Told
from advisory.contributions.rules import PreparedCode, new_form_token
from advisory.feedback.actions import accepting
from advisory.feedback.actions.accepting import About
from advisory.feedback.forms import PicturesForm
from advisory.feedback.models import Face
from advisory.feedback.rules import FACE_ICONS, Pictures
from advisory.feedback.views import room
from advisory.feedback.views.attaching import whole_token
from advisory.feedback.views.saying import (
    BOTH,
    CLOSED,
    hours,
    keep_draft,
    prepared_code,
    remember,
    send_once,
    sent_or_gone,
    switch,
    token_of,
)
from advisory.foundation.access import ANYONE, Impossible
from advisory.foundation.pages import Page, go, problems, session, show
from advisory.languages.catalogues import current, for_public
from advisory.languages.registry import LANGUAGES
from advisory.people import queries as people
from advisory.people.models import Board
from advisory.routing import queries as routing
from advisory.routing.rules import BOROUGHS, Pictured

STEPS = ("topic", "face", "place")
NOTHING: dict[str, Any] = {"topic": "", "face": "", "place": "", "said": ""}
CHOOSE_FIRST = for_public("Choose a picture or write a word first.")


@room.page("/<lang:l>/pictures", opens=ANYONE, methods=BOTH)
def pictures() -> Page:
    """The first step; a draft begins with the first answer."""
    form = _form({"token": new_form_token()})
    if request.method != "POST":
        return _step_page(form, "topic")
    token = whole_token(form.token.data) or new_form_token()
    draft_id = keep_draft(token, NOTHING | ({} if "skip" in request.form else form.kept("topic")))
    if "switch" in request.form:
        return switch("feedback.picture_step", draft_id=draft_id, step="topic")
    return go("feedback.picture_step", draft_id=draft_id, step="face")


@room.page(
    "/<lang:l>/pictures/<uuid:draft_id>/<any(topic,face,place):step>", opens=ANYONE, methods=BOTH
)
def picture_step(draft_id: UUID, step: str) -> Page:
    token = token_of(draft_id)
    draft = kept.draft(session(), draft_id, token)
    if draft is None:
        return sent_or_gone(draft_id)
    form = _form(NOTHING | draft | {"token": token})
    if request.method != "POST":
        return _step_page(form, step, draft_id)
    chosen = {} if "skip" in request.form else form.kept(step)
    keep_draft(token, draft | chosen)
    if "switch" in request.form:
        return switch("feedback.picture_step", draft_id=draft_id, step=step)
    if step == STEPS[-1]:
        return go("feedback.picture_check", draft_id=draft_id)
    following = STEPS[STEPS.index(step) + 1]
    return go("feedback.picture_step", draft_id=draft_id, step=following)


@room.page("/<lang:l>/pictures/<uuid:draft_id>/check", opens=ANYONE, methods=BOTH)
def picture_check(draft_id: UUID) -> Page:
    prepared = prepared_code()
    token = token_of(draft_id)
    contributions.same_form_waits(session(), token)
    draft = kept.draft(session(), draft_id, token)
    board = people.site_board(session())
    if draft is None or board is None:
        return sent_or_gone(draft_id)
    form = _form(NOTHING | draft | {"token": token})
    if not form.validate_on_submit():
        return _check_page(form, NOTHING | draft, draft_id, board)
    draft = NOTHING | draft | {"said": form.said.data or "", "hurt_soon": form.hurt_soon.data}
    if "switch" in request.form:
        keep_draft(token, draft)
        return switch("feedback.picture_check", draft_id=draft_id)
    return _send(form, draft, draft_id, board, prepared)


def _send(
    form: PicturesForm,
    draft: dict[str, Any],
    draft_id: UUID,
    board: Board,
    prepared: PreparedCode | None,
) -> Page:
    token = str(form.token.data)
    chosen = _chosen(draft, board)
    if chosen.is_empty:
        form.form_errors.append(CHOOSE_FIRST)
        return _check_page(form, draft, draft_id, board)
    about, told = about_pictures(chosen), told_with_pictures(chosen)
    why = send_once(lambda: _accept(told, about, token, draft, prepared))
    if why:
        form.form_errors.append(why)
        return _check_page(form, draft, draft_id, board)
    remember(draft_id, token)
    return go("feedback.code", draft_id=draft_id)


def _accept(
    told: Told, about: About, token: str, draft: dict[str, Any], prepared: PreparedCode | None
) -> None:
    board = people.site_board(session())
    if board is None:
        raise Impossible(CLOSED)
    hurt_soon = bool(draft.get("hurt_soon"))
    accepting.accept(
        session(), told, about, board=board, token=token, hurt_soon=hurt_soon, prepared=prepared
    )


def about_pictures(chosen: Pictures) -> About:
    topic_id = chosen.topic.topic_id if chosen.topic else None
    return About(topic_id=topic_id, place=chosen.place, face=chosen.face)


def told_with_pictures(chosen: Pictures) -> Told:
    tag = current().tag if current().tag in LANGUAGES else "en"
    return Told(words=chosen.in_words(), english=chosen.in_english(), speaks=tag, reads=tag)


def _topics(board: Board | None) -> list[Pictured]:
    return routing.pictured_topics(session(), board.id, current().tag) if board else []


def _chosen(draft: dict[str, Any], board: Board) -> Pictures:
    return Pictures(
        topic=next((one for one in _topics(board) if str(one.topic_id) == draft["topic"]), None),
        face=Face(draft["face"]) if draft["face"] else None,
        place=draft["place"] if draft["place"] in BOROUGHS else None,
        said=draft["said"],
    )


def _form(typed: dict[str, Any]) -> PicturesForm:
    form = PicturesForm(data=typed)
    form.offer(_topics(people.site_board(session())))
    return form


def _step_page(form: PicturesForm, step: str, draft_id: UUID | None = None) -> Page:
    board = people.site_board(session())
    return show(
        "public/feedback/picture_step.html",
        form=form,
        step=step,
        number=STEPS.index(step) + 1,
        topics=_topics(board),
        icons=FACE_ICONS,
        draft_id=draft_id,
        is_open=board is not None and board.sending_opened_at is not None,
        switch_form="picture",
    )


def _check_page(form: PicturesForm, draft: dict[str, Any], draft_id: UUID, board: Board) -> Page:
    page = problems if form.errors else show
    return page(
        "public/feedback/picture_check.html",
        form=form,
        chosen=_chosen(draft, board),
        draft_id=draft_id,
        hours=hours(board),
        switch_form="sending",
    )
