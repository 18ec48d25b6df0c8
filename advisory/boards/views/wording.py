from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask import request

from advisory.boards import queries, rules
from advisory.boards.actions import wording as actions
from advisory.boards.forms.wording import (
    ChangedHelpNumberForm,
    ChangedSignpostForm,
    NewHelpNumberForm,
    SignpostForm,
)
from advisory.boards.views import ADMINISTRATOR, done, here, paper, room, today
from advisory.feedback.models import Signpost
from advisory.feedback.queries import signposts as signposts_of
from advisory.foundation.access import allow
from advisory.foundation.database import now
from advisory.foundation.pages import Page, hat, session
from advisory.help import actions as help_actions
from advisory.help.models import HelpNumber
from advisory.help.queries import numbers
from advisory.help.rules import is_checked
from advisory.languages.registry import Language
from advisory.words.models import Text
from advisory.words.queries import opened_languages
from advisory.words.rules import original

TRANSLATED_WITHIN = timedelta(days=7)
MOST_ASKED = 400
BACK = ("boards.topics", "boards.help_numbers", "boards.signposts")


def languages_here() -> list[Language]:
    return [language for language, _draft in opened_languages(session(), hat().board_id)]


def states(text: Text, languages: Sequence[Language]) -> dict[str, object]:
    """A text of the board with how far it is in each opened language."""
    return {
        "text": text,
        "english": original(text).body or "",
        "renderings": rules.renderings(text, languages),
        "lacks": rules.languages_without(text, languages),
    }


@room.page("/staff/settings/translations", opens=ADMINISTRATOR, methods=("POST",))
def ask_translations() -> Page:
    text_ids = _ids(request.form.get("texts", ""))
    texts = queries.own_texts(session(), hat().board_id, text_ids)
    allow(bool(texts) and len(texts) == len(text_ids), exists=False)
    actions.ask_translations(
        session(), texts, languages=languages_here(), due_at=now() + TRANSLATED_WITHIN, by=hat()
    )
    wanted = request.form.get("back", "")
    return done(wanted if wanted in BACK else "boards.settings")


def _ids(text: str) -> set[UUID]:
    """The ids of a button; none when they were tampered with."""
    try:
        return {UUID(part) for part in text.split()[:MOST_ASKED]}
    except ValueError:
        return set()


# ── Help numbers ─────────────────────────────────────────────────────────────────────────────────


@room.page("/staff/settings/help", opens=ADMINISTRATOR)
def help_numbers() -> Page:
    languages = languages_here()
    return paper(
        "staff/boards/help_numbers.html",
        numbers=[
            (
                number,
                is_checked(number, today()),
                states(number.name, languages),
                states(number.note, languages),
            )
            for number in numbers(session(), hat().board_id)
        ],
    )


@room.page("/staff/settings/help/add", opens=ADMINISTRATOR, methods=("GET", "POST"))
def add_help_number() -> Page:
    form = NewHelpNumberForm()
    if form.validate_on_submit():
        help_actions.add_number(
            session(),
            board_id=hat().board_id,
            name=form.name.data,
            note=form.note.data,
            number=form.number.data,
            is_emergency=form.is_emergency.data,
            by=hat(),
        )
        return done("boards.help_numbers")
    return paper("staff/boards/add_help_number.html", form)


@room.page("/staff/settings/help/<uuid:number_id>", opens=ADMINISTRATOR, methods=("GET", "POST"))
def help_number(number_id: UUID) -> Page:
    number = here(HelpNumber, number_id)
    form = ChangedHelpNumberForm(
        data={
            "name": original(number.name).body,
            "number": number.number,
            "note": original(number.note).body,
        }
    )
    if form.validate_on_submit():
        actions.change_help_number(
            session(),
            number,
            name=form.name.data,
            note_text=form.note.data,
            digits=form.number.data,
            meaning_changed=form.meaning_changed,
            by=hat(),
        )
        return done("boards.help_numbers")
    return paper("staff/boards/help_number.html", form, number=number)


@room.page("/staff/settings/help/<uuid:number_id>/rang", opens=ADMINISTRATOR, methods=("POST",))
def check_help_number(number_id: UUID) -> Page:
    help_actions.check_number(session(), here(HelpNumber, number_id), on=today(), by=hat())
    return done("boards.help_numbers")


@room.page("/staff/settings/help/<uuid:number_id>/retire", opens=ADMINISTRATOR, methods=("POST",))
def retire_help_number(number_id: UUID) -> Page:
    help_actions.retire_number(session(), here(HelpNumber, number_id), on=today(), by=hat())
    return done("boards.help_numbers")


# ── Ready answers ────────────────────────────────────────────────────────────────────────────────


@room.page("/staff/settings/ready-answers", opens=ADMINISTRATOR, methods=("GET", "POST"))
def signposts() -> Page:
    form = SignpostForm()
    if form.validate_on_submit():
        actions.add_signpost(session(), name=form.name.data, body=form.body.data, by=hat())
        return done("boards.signposts")
    languages = languages_here()
    return paper(
        "staff/boards/signposts.html",
        form,
        signposts=[
            (signpost, states(signpost.text, languages))
            for signpost in signposts_of(session(), hat().board_id)
        ],
    )


@room.page(
    "/staff/settings/ready-answers/<uuid:signpost_id>",
    opens=ADMINISTRATOR,
    methods=("GET", "POST"),
)
def signpost(signpost_id: UUID) -> Page:
    chosen = here(Signpost, signpost_id)
    form = ChangedSignpostForm(data={"name": chosen.name, "body": original(chosen.text).body})
    if form.validate_on_submit():
        actions.change_signpost(
            session(),
            chosen,
            name=form.name.data,
            body=form.body.data,
            meaning_changed=form.meaning_changed,
            by=hat(),
        )
        return done("boards.signposts")
    return paper("staff/boards/signpost.html", form, signpost=chosen)


@room.page(
    "/staff/settings/ready-answers/<uuid:signpost_id>/retire",
    opens=ADMINISTRATOR,
    methods=("POST",),
)
def retire_signpost(signpost_id: UUID) -> Page:
    actions.retire_signpost(session(), here(Signpost, signpost_id), on=today(), by=hat())
    return done("boards.signposts")
