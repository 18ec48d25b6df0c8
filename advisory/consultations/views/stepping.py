"""One consultation from behind: its step, its languages, and what goes back to people."""

from uuid import UUID

from flask import request

from advisory.consultations.actions import stepping as actions
from advisory.consultations.forms.building import BecameForm, became_of
from advisory.consultations.models import Consultation, Stage
from advisory.consultations.queries import asking as queries
from advisory.consultations.queries import responses
from advisory.consultations.queries.areas import heard_by
from advisory.consultations.rules import lifecycle
from advisory.consultations.views import room
from advisory.consultations.views.asking import today
from advisory.consultations.views.building import BOTH, FACILITATOR, english, own_one
from advisory.disclosure.rules import rounded
from advisory.foundation.access import Impossible
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import LANGUAGES
from advisory.recommendations.rules import number_of
from advisory.themes.queries.counting import benchmarks
from advisory.themes.rules.groups import Missing, missing

DONE, NOW, LATER = "done", "now", "later"


@room.page("/staff/consultations/<uuid:consultation_id>", opens=FACILITATOR)
def consultation(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    to = lifecycle.next_stage(own)
    return show(
        "staff/consultations/consultation.html",
        own=own,
        title=english(own.title),
        english=english,
        steps=_steps(own),
        stages=lifecycle.STAGES,
        to=to,
        in_the_way=lifecycle.in_the_way(own, to, today()) if to else [],
        languages=_languages(own),
        offered=[one for tag, one in LANGUAGES.items() if tag not in {"en", *own.languages}],
        before=queries.asked_before(session(), own),
        sent=rounded(responses.sent_count(session(), own.id)),
        unheard=_unheard(own),
        may_change=lifecycle.may_change_words(own),
        has_closed=lifecycle.has_closed(own, today()),
        heard_late=lifecycle.heard_is_late(own, today()),
        act_late=lifecycle.act_is_late(own, today()),
        led_to=queries.recommended(session(), own.id),
        number_of=number_of,
    )


def _steps(own: Consultation) -> list[dict[str, str]]:
    at = lifecycle.ORDER.index(own.stage)
    return [
        {"word": word, "state": DONE if number < at else NOW if number == at else LATER}
        for number, word in enumerate(lifecycle.STAGES.values())
    ]


def _unheard(own: Consultation) -> list[Missing]:
    """Whom the board expects and hardly hears here."""
    expected = benchmarks(session(), own.board_id)
    return missing(expected, heard_by(session(), own)) if expected else []


def _languages(own: Consultation) -> list[dict[str, object]]:
    opened = {opening.language for opening in own.openings}
    found: list[dict[str, object]] = []
    for tag in ("en", *own.languages):
        done, count = lifecycle.ready(own, tag)
        found.append(
            {
                "language": LANGUAGES[tag],
                "done": done,
                "count": count,
                "opened": tag in opened,
                "may_open": own.stage is Stage.OPEN and tag not in opened and done == count,
            }
        )
    return found


@room.page("/staff/consultations/<uuid:consultation_id>/step", opens=FACILITATOR, methods=("POST",))
def step(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    wanted = request.form.get("to", "")
    # A double tap finds it there already.
    if wanted in set(Stage) and own.stage is not Stage(wanted):
        actions.take_step(session(), own, to=Stage(wanted), by=hat())
    return go("consultations.consultation", consultation_id=own.id)


@room.page(
    "/staff/consultations/<uuid:consultation_id>/translations",
    opens=FACILITATOR,
    methods=("POST",),
)
def translations(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    actions.ask_translations(session(), own, by=hat())
    return go("consultations.consultation", consultation_id=own.id)


@room.page(
    "/staff/consultations/<uuid:consultation_id>/languages", opens=FACILITATOR, methods=("POST",)
)
def language(consultation_id: UUID) -> Page:
    """One more is asked for; one that is ready is opened."""
    own = own_one(consultation_id)
    if (tag := request.form.get("add", "")) in LANGUAGES:
        actions.add_language(session(), own, language=tag, by=hat())
    if (tag := request.form.get("open", "")) in own.languages:
        actions.open_language(session(), own, language=tag, by=hat())
    return go("consultations.consultation", consultation_id=own.id)


@room.page("/staff/consultations/<uuid:consultation_id>/became", opens=FACILITATOR, methods=BOTH)
def became(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    form = BecameForm(data=became_of(own))
    if form.validate_on_submit():
        if not lifecycle.has_closed(own, today()):
            raise Impossible(for_staff("People are still answering."))
        _keep(own, form)
        return go("consultations.consultation", consultation_id=own.id)
    page = problems if form.errors else show
    return page("staff/consultations/became.html", form=form, own=own, title=english(own.title))


def _keep(own: Consultation, form: BecameForm) -> None:
    before, anew = became_of(own), form.meaning.data != "no"
    if form.heard.data and form.heard.data != before["heard"]:
        actions.write_heard(session(), own, body=form.heard.data, by=hat(), meaning_changed=anew)
    if form.will.data and form.will.data != before["will"]:
        actions.write_will(session(), own, body=form.will.data, by=hat(), meaning_changed=anew)
    if form.checked_by.data != before["checked_by"]:
        actions.write_check(session(), own, checked_by=form.checked_by.data or "", by=hat())
    if form.followed.data != before["followed"]:
        actions.write_followed(session(), own, followed=form.followed.data or "", by=hat())


@room.page(
    "/staff/consultations/<uuid:consultation_id>/publish", opens=FACILITATOR, methods=("POST",)
)
def publish_heard(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    actions.publish_heard(session(), own, by=hat())
    return go("consultations.consultation", consultation_id=own.id)
