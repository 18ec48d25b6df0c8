"""Who has read which safety sentence: the sheet to print, and the record of it."""

from advisory.boards import queries
from advisory.boards.actions import signing as actions
from advisory.boards.actions.signing import Checked
from advisory.boards.forms.signing import SignOffForm
from advisory.boards.models import SignedOn
from advisory.boards.rules import SafetyWords
from advisory.boards.views import ADMINISTRATOR, done, paper, room, there
from advisory.foundation.pages import Page, hat, printed, session
from advisory.languages.registry import LANGUAGES
from advisory.languages.signing import safety_strings, sheet_number

_SHEET = "/staff/settings/languages/<lang:tag>"


@room.page(f"{_SHEET}/sign-off", opens=ADMINISTRATOR, methods=("GET", "POST"))
def sign_off(tag: str) -> Page:
    spoken = there(LANGUAGES.get(tag))
    state = queries.safety_words(session(), hat().board_id, tag)
    form = SignOffForm().offer(state.waiting)
    if form.validate_on_submit():
        _keep(form, tag, state)
        return done("boards.sign_off", tag=tag)
    return paper(
        "staff/boards/sign_off.html",
        form,
        spoken=spoken,
        state=state,
        number=sheet_number(tag),
    )


def _keep(form: SignOffForm, tag: str, state: SafetyWords) -> None:
    chosen = state.waiting
    if not form.every.data:
        chosen = [string for string in chosen if string.mark in (form.strings.data or ())]
    actions.sign_off_strings(
        session(),
        board_id=hat().board_id,
        language=tag,
        strings=chosen,
        checked=Checked(
            by=form.checked_by.data,
            on=form.checked_on.data,
            how=SignedOn(form.how.data),
            sheet=form.sheet.data or "",
        ),
        by=hat(),
    )


@room.page(f"{_SHEET}/sign-off/back", opens=ADMINISTRATOR, methods=("POST",))
def sign_off_back(tag: str) -> Page:
    there(LANGUAGES.get(tag))
    actions.take_sign_off_back(session(), board_id=hat().board_id, language=tag, by=hat())
    return done("boards.sign_off", tag=tag)


@room.page(f"{_SHEET}/sheet", opens=ADMINISTRATOR)
def safety_sheet(tag: str) -> Page:
    """The safety words beside the English, for a bilingual person to read and sign."""
    return printed(
        "staff/boards/safety_sheet.html",
        f"words-{tag}",
        spoken=there(LANGUAGES.get(tag)),
        strings=safety_strings(tag),
        number=sheet_number(tag),
    )
