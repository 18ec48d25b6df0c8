"""The interpreters' list, and one voice: in short, word for word, in English."""

from uuid import UUID

from flask import request

from advisory.contributions import actions as contributions
from advisory.desk.actions import voices as actions
from advisory.desk.forms.item import LanguageForm
from advisory.desk.forms.voices import Step, VoiceForm
from advisory.desk.queries import voices as queries
from advisory.desk.queries.rows import clock_of
from advisory.desk.queries.voices import Opened
from advisory.desk.rules.voices import TASK_NAMES, Task
from advisory.desk.views import room
from advisory.desk.views.translating import IN_THE_MAKING, TRANSLATORS
from advisory.feedback.actions import moving
from advisory.files import queries as files
from advisory.files.ports.stores import NotThere
from advisory.files.rules import TYPES
from advisory.foundation.access import Impossible, Refused, allow
from advisory.foundation.database import now, take_turns
from advisory.foundation.keys import Erased, SealBroken
from advisory.foundation.pages import Page, attachment, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.words import actions as words
from advisory.words import rules
from advisory.words.models import Status
from advisory.words.rules import UNKNOWN

SOUND_GONE = for_staff("The sound was deleted meanwhile: its time was over, or the person did it.")
TAKEN = for_staff("Somebody else has this now. Copy your words before you leave this page.")


@room.page("/staff/voices", opens=TRANSLATORS)
def voices() -> Page:
    clock = clock_of(session(), moving.board_of(session(), hat().board_id), now())
    lines = queries.voice_list(session(), hat(), clock=clock)
    return show("staff/desk/voices.html", lines=lines, tasks=TASK_NAMES, task=Task)


@room.page("/staff/voices/<uuid:message_id>", opens=TRANSLATORS, methods=("GET", "POST"))
def voice(message_id: UUID) -> Page:
    found = _opened(message_id)
    form = VoiceForm(
        gist=found.gist.text if found.gist else "",
        transcript=found.transcribed.text if found.transcribed else "",
        translation=found.translated.text if found.translated else "",
    )
    if not form.is_submitted():
        return _page(found, form)
    allow(not found.closed, exists=False)
    form.validate_on_submit()
    if form.lacks(known=found.gist is not None, english=found.voice.text.language == "en"):
        return _page(found, form)
    if not _may(form.chosen, found):
        form.form_errors.append(TAKEN)
        return _page(found, form)
    take_turns(session(), f"voice {message_id}")
    return _carry_out(form, found)


def _page(found: Opened, form: VoiceForm) -> Page:
    heard, english = found.transcript, found.translation
    context = {
        "found": found,
        "form": form,
        "naming": LanguageForm().offer(current="") if _is_unknown(found) else None,
        "mine": heard is not None and heard.translator_id == hat().person_id,
        "writes": heard is not None and _in_hand(found),
        "checks": found.task is Task.CHECK,
        "translates": english is not None and rules.may_translate(hat(), english),
        "in_the_making": IN_THE_MAKING,
    }
    page = problems if form.errors else show
    return page("staff/desk/voice.html", **context)


def _is_unknown(found: Opened) -> bool:
    return found.voice.text.language == UNKNOWN


def _in_hand(found: Opened) -> bool:
    heard = found.transcript
    return heard is not None and heard.status in IN_THE_MAKING and rules.may_translate(hat(), heard)


def _may(step: Step, found: Opened) -> bool:
    match step:
        case Step.WRITTEN:
            return found.transcript is None or _in_hand(found)
        case Step.CHECKED:
            return found.transcript is not None and rules.may_check(hat(), found.transcript)
        case Step.TRANSLATED:
            english = found.translation
            return english is not None and rules.may_translate(hat(), english)
        case Step.KEEP:
            return True


def _carry_out(form: VoiceForm, found: Opened) -> Page:
    text, by = found.voice.text, hat()
    if form.gist.data and (found.gist is None or form.gist.data != found.gist.text):
        actions.write_gist(session(), found.voice, gist=form.gist.data, by=by)
    match form.chosen:
        case Step.WRITTEN:
            version = words.claim_transcript(session(), text, by=by)
            actions.finish_transcript(
                session(), found.voice, version, body=form.transcript.data or "", by=by
            )
        case Step.CHECKED if found.transcript is not None and found.transcribed is not None:
            typed = form.transcript.data
            body = typed if typed != found.transcribed.text else None
            actions.check_transcript(session(), found.voice, found.transcript, body=body, by=by)
            return go("desk.voices")
        case Step.TRANSLATED if found.translation is not None:
            actions.translate(
                session(), found.voice, found.translation, body=form.translation.data or "", by=by
            )
        case _:
            _keep_drafts(form, found)
    return go("desk.voice", message_id=found.voice.id)


def _keep_drafts(form: VoiceForm, found: Opened) -> None:
    """What is begun stays begun; what another person has in hand is not touched."""
    heard, english = found.transcript, found.translation
    if form.transcript.data and (heard is None or _in_hand(found)):
        version = words.claim_transcript(session(), found.voice.text, by=hat())
        words.write_translation(
            session(), version, body=form.transcript.data, ready=False, by=hat()
        )
    begun = english is not None and english.status in IN_THE_MAKING
    if english and begun and form.translation.data and rules.may_translate(hat(), english):
        words.write_translation(
            session(), english, body=form.translation.data, ready=False, by=hat()
        )


@room.page("/staff/voices/<uuid:message_id>/sound", opens=TRANSLATORS)
def voice_sound(message_id: UUID) -> Page:
    """In the page's own player; opened by itself it can do nothing."""
    found = _opened(message_id)
    allow(not found.closed, exists=False)
    try:
        content = files.content_of(session(), found.voice.file)
    except (NotThere, SealBroken, Erased) as gone:
        raise Refused(exists=False) from gone
    return attachment(content, TYPES[found.voice.file.kind])


@room.page("/staff/voices/<uuid:message_id>/claim", opens=TRANSLATORS, methods=("POST",))
def claim_voice(message_id: UUID) -> Page:
    found = _opened(message_id)
    allow(not found.closed, exists=False)
    take_turns(session(), f"voice {message_id}")
    if found.taken_by:
        raise Impossible(for_staff("Somebody else has this now."))
    words.claim_transcript(session(), found.voice.text, by=hat())
    return go("desk.voice", message_id=message_id)


@room.page("/staff/voices/<uuid:message_id>/back", opens=TRANSLATORS, methods=("POST",))
def hand_back_voice(message_id: UUID) -> Page:
    found = _opened(message_id)
    allow(found.transcript is not None and not found.closed, exists=False)
    assert found.transcript is not None  # noqa: S101 - allow() has just said so
    words.hand_back(session(), found.transcript, by=hat())
    return go("desk.voices")


@room.page("/staff/voices/<uuid:message_id>/return", opens=TRANSLATORS, methods=("POST",))
def send_back_voice(message_id: UUID) -> Page:
    found = _opened(message_id)
    heard = found.transcript
    if heard is None or heard.status is not Status.TO_CHECK:
        raise Impossible(for_staff("Somebody was faster. Look at it again."))
    allow(not found.closed, exists=False)
    words.send_back(session(), heard, by=hat())
    return go("desk.voices")


@room.page("/staff/voices/<uuid:message_id>/language", opens=TRANSLATORS, methods=("POST",))
def name_voice_language(message_id: UUID) -> Page:
    """The one who hears it knows; then it finds who speaks it."""
    found = _opened(message_id)
    form = LanguageForm().offer(current="")
    if found.closed or not _is_unknown(found) or not form.validate_on_submit():
        raise Impossible(for_staff("Somebody was faster. Look at it again."))
    actions.name_language(session(), found.voice, language=form.language.data, by=hat())
    speaks = form.language.data in {*hat().speaks, "en"}
    return go("desk.voice", message_id=message_id) if speaks else go("desk.voices")


@room.page("/staff/voices/<uuid:message_id>/declare", opens=TRANSLATORS, methods=("POST",))
def declare_for_voice(message_id: UUID) -> Page:
    found = _opened(message_id)
    contributions.declare_not_from_country(session(), found.voice.contribution, by=hat())
    return go("desk.voice", message_id=message_id)


def _opened(message_id: UUID) -> Opened:
    found = queries.opened(session(), hat(), message_id)
    if found is None:
        if request.method == "POST" and queries.was_there(session(), hat(), message_id):
            raise Impossible(SOUND_GONE)
        raise Refused(exists=False)
    return found
