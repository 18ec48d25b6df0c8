from advisory.boards import queries
from advisory.boards.actions import wording as actions
from advisory.boards.forms.wording import LanguageForm
from advisory.boards.views import ADMINISTRATOR, board, done, paper, room, there
from advisory.foundation.pages import Page, hat, session, show
from advisory.languages.catalogues import LazyText, complete_languages, is_draft, speaking
from advisory.languages.registry import LANGUAGES, PSEUDO
from advisory.languages.safety import SAFETY
from advisory.words import actions as words
from advisory.words.models import OpenedLanguage


def _openable(opened: list[OpenedLanguage]) -> list[str]:
    """Not open yet, and with every safety word translated: a half-safe page is none."""
    taken = {row.language for row in opened}
    return [tag for tag in complete_languages("safety") if tag not in taken]


@room.page("/staff/settings/languages", opens=ADMINISTRATOR, methods=("GET", "POST"))
def languages() -> Page:
    opened = queries.opened_rows(session(), hat().board_id)
    form = LanguageForm(tags=_openable(opened))
    if form.validate_on_submit():
        words.open_language(
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
        opened=[(LANGUAGES[row.language], row) for row in opened if row.language in LANGUAGES],
        catalogues=[(LANGUAGES[tag], tag in public, is_draft(tag)) for tag in safe],
        others=[language for tag, language in LANGUAGES.items() if tag not in safe],
    )


@room.page("/staff/settings/languages/<lang:tag>/up", opens=ADMINISTRATOR, methods=("POST",))
def language_up(tag: str) -> Page:
    actions.move_language(session(), _row(tag), up=True, by=hat())
    return done("boards.languages")


@room.page("/staff/settings/languages/<lang:tag>/signed", opens=ADMINISTRATOR, methods=("POST",))
def language_signed(tag: str) -> Page:
    row = _row(tag)
    words.open_language(
        session(),
        board_id=row.board_id,
        language=tag,
        as_draft=False,
        position=row.position,
        by=hat(),
    )
    return done("boards.languages")


@room.page("/staff/settings/languages/<lang:tag>/close", opens=ADMINISTRATOR, methods=("POST",))
def close_language(tag: str) -> Page:
    actions.close_language(session(), board(), row=_row(tag), by=hat())
    return done("boards.languages")


@room.page("/staff/settings/languages/<lang:tag>/sheet", opens=ADMINISTRATOR)
def safety_sheet(tag: str) -> Page:
    """The safety words beside the English, for a bilingual person to read and sign."""
    there(None if tag in PSEUDO else tag)
    english = [text.message for text in vars(SAFETY).values() if isinstance(text, LazyText)]
    with speaking(tag):
        translated = [str(LazyText(message)) for message in english]
    return show(
        "staff/boards/safety_sheet.html",
        spoken=LANGUAGES[tag],
        pairs=[
            (message, theirs if theirs != message or tag == "en" else "")
            for message, theirs in zip(english, translated, strict=True)
        ],
    )


def _row(tag: str) -> OpenedLanguage:
    return there(session().get(OpenedLanguage, (hat().board_id, tag)))
