"""The translators' list, and one text beside its translation."""

from uuid import UUID

from flask import request

from advisory.contributions import actions as contributions
from advisory.desk.actions import translating as actions
from advisory.desk.forms.translating import Step, TranslationForm
from advisory.desk.queries import translating
from advisory.desk.queries.rows import clock_of
from advisory.desk.queries.translating import Piece
from advisory.desk.rules.timing import Clock
from advisory.desk.views import room
from advisory.feedback.actions import moving
from advisory.foundation.access import Impossible, Refused, Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.words import actions as words
from advisory.words import rules
from advisory.words.models import Status

TRANSLATORS = staff(Role.TRANSLATOR, Role.FACILITATOR)
IN_THE_MAKING = {Status.MISSING, Status.DRAFT}
TAKEN = for_staff("Somebody else has this now. Copy your words before you leave this page.")


@room.page("/staff/translate", opens=TRANSLATORS)
def translations() -> Page:
    into = request.args.get("into") or None
    found = translating.work_list(session(), hat(), clock=_clock(), into=into)
    return show("staff/desk/translations.html", work=found, into=into)


@room.page("/staff/translate/<uuid:version_id>", opens=TRANSLATORS, methods=("GET", "POST"))
def translation(version_id: UUID) -> Page:
    piece = _piece(version_id)
    if translating.is_closed(session(), hat(), piece):
        allow(request.method == "GET", exists=False)
        return show("staff/desk/closed_translation.html", piece=piece)
    form = TranslationForm(body=piece.translation.text if piece.translation else "")
    form.needs_words = piece.version.status not in IN_THE_MAKING
    if form.validate_on_submit():
        if _may(form.chosen, piece):
            return _carry_out(form.chosen, form.body.data or "", piece)
        form.form_errors.append(TAKEN)
    context = {"form": form, "piece": piece, "checks": rules.may_check(hat(), piece.version)}
    context["writes"] = rules.may_translate(hat(), piece.version) and not context["checks"]
    context["mine"] = piece.version.translator_id == hat().person_id
    if form.errors:
        return problems("staff/desk/translation.html", **context)
    return show("staff/desk/translation.html", **context)


@room.page("/staff/translate/<uuid:version_id>/claim", opens=TRANSLATORS, methods=("POST",))
def claim_translation(version_id: UUID) -> Page:
    piece = open_piece(version_id)
    if piece.version.translator_id not in {None, hat().person_id}:
        raise Impossible(for_staff("Somebody else has this now."))
    words.claim(session(), piece.version, by=hat())
    return go("desk.translation", version_id=version_id)


@room.page("/staff/translate/<uuid:version_id>/back", opens=TRANSLATORS, methods=("POST",))
def hand_back_translation(version_id: UUID) -> Page:
    words.hand_back(session(), open_piece(version_id).version, by=hat())
    return go("desk.translations")


@room.page("/staff/translate/<uuid:version_id>/return", opens=TRANSLATORS, methods=("POST",))
def send_back_translation(version_id: UUID) -> Page:
    version = open_piece(version_id).version
    if version.status is not Status.TO_CHECK:
        raise Impossible(for_staff("Somebody was faster. Look at the text again."))
    words.send_back(session(), version, by=hat())
    return go("desk.translations")


@room.page("/staff/translate/<uuid:version_id>/declare", opens=TRANSLATORS, methods=("POST",))
def declare_for_translation(version_id: UUID) -> Page:
    piece = _piece(version_id)
    if piece.item is not None:
        contributions.declare_not_from_country(session(), piece.item.contribution, by=hat())
    return go("desk.translation", version_id=version_id)


def _clock() -> Clock:
    return clock_of(session(), moving.board_of(session(), hat().board_id), now())


def _piece(version_id: UUID) -> Piece:
    found = translating.piece(session(), hat(), version_id)
    if found is None:
        raise Refused(exists=False)
    return found


def open_piece(version_id: UUID) -> Piece:
    piece = _piece(version_id)
    allow(not translating.is_closed(session(), hat(), piece), exists=False)
    return piece


def _may(step: Step, piece: Piece) -> bool:
    if step is Step.CHECK:
        return rules.may_check(hat(), piece.version)
    return rules.may_translate(hat(), piece.version)


def _carry_out(step: Step, body: str, piece: Piece) -> Page:
    version, by = piece.version, hat()
    if step is Step.SAVE and version.status in IN_THE_MAKING:
        words.write_translation(session(), version, body=body, ready=False, by=by)
        return go("desk.translation", version_id=version.id)
    finish = actions.check_translation if step is Step.CHECK else actions.finish_translation
    finish(session(), version, item=piece.item, answer=piece.answer, body=body, by=by)
    return _go_on(piece)


def _go_on(piece: Piece) -> Page:
    """To the other half of an answer while it waits, else to the list."""
    waits = [part for part in piece.parts if not (part.done or part.current) and part.version_id]
    if waits:
        return go("desk.translation", version_id=waits[0].version_id)
    return go("desk.translations")
