from advisory.boards import queries
from advisory.boards.actions import signing
from advisory.boards.actions import wording as actions
from advisory.boards.forms.wording import LanguageForm
from advisory.boards.views import ADMINISTRATOR, board, done, paper, room, there
from advisory.foundation.pages import Page, hat, session
from advisory.languages.catalogues import complete_languages
from advisory.languages.registry import LANGUAGES
from advisory.words.models import OpenedLanguage
from advisory.words.rules import is_opened_as_draft


def _openable(opened: list[OpenedLanguage]) -> list[str]:
    """Not open yet, and with every safety word translated: a half-safe page is none."""
    taken = {row.language for row in opened}
    return [tag for tag in complete_languages("safety") if tag not in taken]


@room.page("/staff/settings/languages", opens=ADMINISTRATOR, methods=("GET", "POST"))
def languages() -> Page:
    opened = queries.opened_rows(session(), hat().board_id)
    signed = queries.all_safety_words(session(), hat().board_id)
    form = LanguageForm(
        tags=_openable(opened), signed={tag for tag, state in signed.items() if state.is_whole}
    )
    if form.validate_on_submit():
        signing.open_language(
            session(),
            board_id=hat().board_id,
            language=form.language.data,
            as_draft=form.how.data == "draft",
            position=len(opened),
            by=hat(),
        )
        return done("boards.languages")
    safe, public = complete_languages("safety"), complete_languages("public")
    return paper(
        "staff/boards/languages.html",
        form,
        opened=[
            (LANGUAGES[row.language], row, is_opened_as_draft(row))
            for row in opened
            if row.language in LANGUAGES
        ],
        catalogues=[(LANGUAGES[tag], tag in public, signed[tag]) for tag in safe],
        others=[language for tag, language in LANGUAGES.items() if tag not in safe],
    )


@room.page("/staff/settings/languages/<lang:tag>/up", opens=ADMINISTRATOR, methods=("POST",))
def language_up(tag: str) -> Page:
    actions.move_language(session(), _row(tag), up=True, by=hat())
    return done("boards.languages")


@room.page("/staff/settings/languages/<lang:tag>/close", opens=ADMINISTRATOR, methods=("POST",))
def close_language(tag: str) -> Page:
    actions.close_language(session(), board(), row=_row(tag), by=hat())
    return done("boards.languages")


def _row(tag: str) -> OpenedLanguage:
    return there(session().get(OpenedLanguage, (hat().board_id, tag)))
