"""The consent, privacy and safety texts: how they stand, changing one, publishing them as a set."""

from flask import request

from advisory.boards import rules
from advisory.boards.forms.wording import SetTextForm
from advisory.boards.views import READERS, done, paper, room, there
from advisory.boards.views.wording import languages_here
from advisory.foundation.pages import Page, go, hat, session
from advisory.languages.catalogues import for_staff
from advisory.languages.safety import message_of
from advisory.words import actions as words
from advisory.words import queries
from advisory.words.models import TextKind
from advisory.words.queries import SetLine

KINDS: tuple[tuple[TextKind, str], ...] = (
    (TextKind.CONSENT, for_staff("The promise, and what people agree to")),
    (TextKind.PRIVACY, for_staff("What we keep, and what we cannot hide")),
    (TextKind.SAFETY, for_staff("What we are not")),
)


@room.page("/staff/settings/texts", opens=READERS)
def set_texts() -> Page:
    standing = queries.standing(session(), hat().board_id)
    languages = languages_here()
    return paper(
        "staff/boards/set_texts.html",
        standing=standing,
        is_author=hat().person_id in standing.authors,
        kinds=KINDS,
        state_of=rules.state_of,
        renderings={
            line.name: rules.renderings(line.text, languages)
            for line in standing.lines
            if line.text
        },
    )


@room.page("/staff/settings/texts/<wording>", opens=READERS, methods=("GET", "POST"))
def set_text(wording: str) -> Page:
    line = _line(wording)
    form = SetTextForm(data={"body": line.english, "seen": str(line.revision)})
    form.shipped = message_of(wording)
    if form.validate_on_submit() and _is_kept(form, wording):
        return done("boards.set_texts")
    return _edited(form, line)


def _line(wording: str) -> SetLine:
    return there(queries.standing(session(), hat().board_id).line(wording))


def _is_kept(form: SetTextForm, wording: str) -> bool:
    """False, and the form says so, when somebody was faster."""
    try:
        return words.change_set_text(
            session(),
            wording,
            body=form.body.data,
            meaning_changed=form.meaning_changed,
            seen=form.revision,
            by=hat(),
        )
    except words.Overtaken:
        form.form_errors.append(rules.OVERTAKEN)
        return False


def _edited(form: SetTextForm, line: SetLine) -> Page:
    """What was typed stays; from here on it is beside the newest wording."""
    newest = line
    if rules.OVERTAKEN in form.form_errors:
        newest = _line(line.name)
        form.seen.data = str(newest.revision)
    known = queries.wordings_of(session(), newest.text.id) if newest.text else []
    return paper(
        "staff/boards/set_text.html",
        form,
        line=newest,
        wordings=[row for row in known if row.language == "en"],
    )


@room.page("/staff/settings/texts/publish", opens=READERS, methods=("POST",))
def publish_set() -> Page:
    standing = queries.standing(session(), hat().board_id)
    seen = request.form.get("seen", "")
    if not standing.is_new and seen == standing.seen:
        # A second tap, or a colleague a moment ago: it is as this person wants it.
        return go("boards.set_texts")
    words.publish_set(session(), seen=seen, by=hat())
    return done("boards.set_texts")
