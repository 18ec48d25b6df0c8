"""What the board asks now, and what became of what it asked before: for everybody."""

from datetime import date
from uuid import UUID

from flask import request

from advisory.consultations.forms.answering import AnswerForm
from advisory.consultations.models import Consultation
from advisory.consultations.queries import asking as queries
from advisory.consultations.queries import showing
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.kinds import kind_of
from advisory.consultations.views import room
from advisory.consultations.views.drafts import begin, token_in
from advisory.contributions.rules import new_form_token
from advisory.foundation.access import ANYONE, Refused
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, session, show
from advisory.languages.catalogues import current
from advisory.languages.dates import london, second_calendar
from advisory.people import queries as people
from advisory.recommendations.queries.showing import Story, stories
from advisory.recommendations.rules import is_public


def today() -> date:
    return london(now()).date()


@room.page("/<lang:l>/questions", opens=ANYONE)
def public_consultations() -> Page:
    board = people.site_board(session())
    found = queries.public_consultations(session(), board.id, today()) if board else []
    lines = [(own, _intro(own)) for own in found]
    return show(
        "public/consultations/public_consultations.html",
        asked=[line for line in lines if lifecycle.is_asked(line[0], today())],
        before=[line for line in lines if lifecycle.has_closed(line[0], today())],
        counted=_counted,
    )


def _counted(own: Consultation) -> int:
    return sum(kind_of(question).asks for question in own.questions)


def _intro(own: Consultation) -> showing.Intro:
    tag = lifecycle.asked_in(own, current().tag)
    return showing.intro(session(), own, tag, reads=current().tag)


def public_one(consultation_id: UUID) -> Consultation:
    """What everybody may see. Raises Refused for a draft and for another board's."""
    board = people.site_board(session())
    own = queries.consultation(session(), consultation_id)
    if own is None or board is None or own.board_id != board.id:
        raise Refused(exists=False)
    if not lifecycle.is_public(own, today()):
        raise Refused(exists=False)
    return own


@room.page("/<lang:l>/questions/<uuid:consultation_id>", opens=ANYONE, methods=("GET", "POST"))
def public_consultation(consultation_id: UUID) -> Page:
    own = public_one(consultation_id)
    if request.method == "POST" and lifecycle.is_asked(own, today()):
        return go("consultations.question", **begin(own, token_in(request.form)))
    return show(
        "public/consultations/public_consultation.html",
        own=own,
        intro=_intro(own),
        level=lifecycle.LEVELS[own.level],
        asked_now=lifecycle.is_asked(own, today()),
        count=_counted(own),
        form=AnswerForm(data={"token": new_form_token()}),
        heard_late=lifecycle.heard_is_late(own, today()),
        act_late=lifecycle.act_is_late(own, today()),
        was_closed="closed" in request.args,
        second_calendar=second_calendar,
        led_to=_led_to(own),
    )


def _led_to(own: Consultation) -> list[Story]:
    """What the board asks for because of the answers, as far as everybody may read it."""
    found = [one for one in queries.recommended(session(), own.id) if is_public(one)]
    return stories(session(), found, current().tag, at=now(), is_own=False)
