"""The translators' list, and one text beside its translation."""

from typing import TypeVar
from uuid import UUID

from flask import current_app, request

from advisory.contributions import actions as contributions
from advisory.desk.actions import translating as actions
from advisory.desk.forms.translating import Step, TranslationForm
from advisory.desk.queries import beside, translating
from advisory.desk.queries.beside import Piece
from advisory.desk.queries.machine import machine_beside
from advisory.desk.queries.rows import clock_of
from advisory.desk.queries.translating import Wanted, When
from advisory.desk.rules.timing import Clock
from advisory.desk.views import room
from advisory.feedback.actions import moving
from advisory.foundation.access import Impossible, Refused, Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean
from advisory.words import actions as words
from advisory.words import rules
from advisory.words.models import Status
from advisory.words.rules import Risk

TRANSLATORS = staff(Role.TRANSLATOR, Role.FACILITATOR)
IN_THE_MAKING = {Status.MISSING, Status.DRAFT}
TAKEN = for_staff("Somebody else has this now. Copy your words before you leave this page.")
MOVED = for_staff("The source changed while you wrote. Look at what changed, then hand it in.")
PLACES = for_staff("Keep exactly as in the source what a page fills in: %(names)s")
NEVER = for_staff("We never say: %(words)s. Press again if it is right here.")
LAST = 10**9
RISKS: tuple[tuple[Risk, str], ...] = (
    (Risk.SAFETY, for_staff("Safety and consent")),
    (Risk.DATED, for_staff("Somebody waits")),
    (Risk.REST, for_staff("The rest")),
)
WHENS: tuple[tuple[When, str], ...] = (
    (When.LATE, for_staff("Late")),
    (When.WEEK, for_staff("Within 7 days")),
    (When.LATER, for_staff("Later")),
    (When.NO_DATE, for_staff("No date")),
)


@room.page("/staff/translate", opens=TRANSLATORS)
def translations() -> Page:
    wanted = Wanted(
        into=request.args.get("into") or None,
        risk=_one_of(Risk, request.args.get("risk", type=int)),
        when=_one_of(When, request.args.get("when")),
    )
    found = translating.work_list(session(), hat(), clock=_clock(), wanted=wanted)
    return show("staff/desk/translations.html", work=found, wanted=wanted, risks=RISKS, whens=WHENS)


Chosen = TypeVar("Chosen", Risk, When)


def _one_of(kind: type[Chosen], value: object) -> Chosen | None:
    """What somebody typed into the address is no filter."""
    return next((one for one in kind if one == value), None)


@room.page("/staff/translate/<uuid:version_id>", opens=TRANSLATORS, methods=("GET", "POST"))
def translation(version_id: UUID) -> Page:
    piece = _piece(version_id)
    if beside.is_closed(session(), hat(), piece):
        allow(request.method == "GET", exists=False)
        return show("staff/desk/closed_translation.html", piece=piece)
    form = TranslationForm(
        data={
            "body": piece.translation.text if piece.translation else "",
            "source": str(piece.version.text.revision),
        }
    )
    form.needs_words = piece.version.status not in IN_THE_MAKING
    if form.validate_on_submit() and _may_go_on(form, piece):
        return _carry_out(form.chosen, form.body.data or "", piece)
    return _side_by_side(form, piece)


def _side_by_side(form: TranslationForm, piece: Piece) -> Page:
    version, typed = piece.version, form.body.data or ""
    checks = rules.may_check(hat(), version)
    context = {
        "form": form,
        "piece": piece,
        "checks": checks,
        "writes": rules.may_translate(hat(), version) and not checks,
        "mine": version.translator_id == hat().person_id,
        "changes": piece.changes,
        "advice": piece.advice_on(typed) if request.method == "POST" else piece.advice,
        "machine": machine_beside(session(), hat(), piece, current_app.config["SETTINGS"]),
        "handed_in": request.args.get("after") == "handed-in",
    }
    seen = form.source_revision
    if seen is not None and seen < version.text.revision:
        context["changes"] = beside.changes_since(session(), piece, seen)
        form.source.data = str(version.text.revision)
    if form.errors:
        return problems("staff/desk/translation.html", **context)
    return show("staff/desk/translation.html", **context)


def _may_go_on(form: TranslationForm, piece: Piece) -> bool:
    """False, and the form says why. Advice is read once; only a placeholder is a gate."""
    body, step = clean(form.body.data or ""), form.chosen
    if step is Step.LOOK:
        return False
    if not _may(step, piece):
        form.form_errors.append(TAKEN)
    elif (form.source_revision or LAST) < piece.version.text.meaning_revision:
        form.form_errors.append(MOVED)
    elif step in {Step.READY, Step.CHECK}:
        advice = piece.advice_on(body)
        if advice.lost_placeholders:
            form.body.errors = [PLACES % {"names": " ".join(advice.lost_placeholders)}]
        elif advice.never_words and form.seen.data != body:
            form.form_errors.append(NEVER % {"words": ", ".join(advice.never_words)})
            form.seen.data = body
    return not form.errors


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
    found = beside.piece(session(), hat(), version_id)
    if found is None:
        raise Refused(exists=False)
    return found


def open_piece(version_id: UUID) -> Piece:
    piece = _piece(version_id)
    allow(not beside.is_closed(session(), hat(), piece), exists=False)
    return piece


def _may(step: Step, piece: Piece) -> bool:
    if step is Step.CHECK:
        return rules.may_check(hat(), piece.version)
    return rules.may_translate(hat(), piece.version)


def _carry_out(step: Step, body: str, piece: Piece) -> Page:
    version, by = piece.version, hat()
    if step in {Step.SAVE, Step.NEXT} and version.status in IN_THE_MAKING:
        words.write_translation(session(), version, body=body, ready=False, by=by)
        if step is Step.SAVE:
            return go("desk.translation", version_id=version.id)
        return _to_next(piece)
    finish = actions.check_translation if step is Step.CHECK else actions.finish_translation
    finish(session(), version, item=piece.item, answer=piece.answer, body=body, by=by)
    return _go_on(piece)


def _go_on(piece: Piece) -> Page:
    """To the other half of an answer while it waits, else to the next piece of work."""
    waits = [part for part in piece.parts if not (part.done or part.current) and part.version_id]
    if waits:
        return go("desk.translation", version_id=waits[0].version_id)
    return _to_next(piece)


def _to_next(piece: Piece) -> Page:
    found = translating.next_work(session(), hat(), after=piece.version, at=now())
    if found is None:
        return go("desk.translations")
    return go("desk.translation", version_id=found, after="handed-in")
