"""The termbase: how we say an English term in each language, and what we never say."""

from uuid import UUID

from flask import request

from advisory.desk.forms.translating import NewTermForm, TermForm, lines
from advisory.desk.queries import listening
from advisory.desk.queries import terms as queries
from advisory.desk.queries.listening import Subject
from advisory.desk.queries.terms import Row
from advisory.desk.rules.naming import language_named
from advisory.desk.views import room
from advisory.desk.views.listening import STATE_NAMES
from advisory.foundation.access import Role, allow, staff
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.registry import LANGUAGES
from advisory.words import actions as words

SPEAKERS = {Role.TRANSLATOR, Role.FACILITATOR}
KEEPERS = staff(Role.TRANSLATOR, Role.FACILITATOR, Role.ADMINISTRATOR)


@room.page("/staff/terms", opens=KEEPERS, methods=("GET", "POST"))
def terms() -> Page:
    into = request.args.get("into", "en")
    allow(into in LANGUAGES, exists=False)
    form = NewTermForm()
    if form.validate_on_submit():
        _keep(form, "en", form.english.data or "")
        return go("desk.terms")
    context = {
        "form": form,
        "into": language_named(into),
        "terms": queries.table(session(), hat().board_id, into),
        "languages": [language_named(tag) for tag in queries.languages(session(), hat())],
        "may_edit": _may_edit(into),
        "sounds": listening.terms(session(), hat(), into) if hat().role in SPEAKERS else {},
        "states": STATE_NAMES,
    }
    page = "staff/desk/terms.html"
    return problems(page, **context) if form.errors else show(page, **context)


@room.page("/staff/terms/<uuid:term_id>/<lang:tag>", opens=KEEPERS, methods=("GET", "POST"))
def term(term_id: UUID, tag: str) -> Page:
    row = queries.row(session(), hat().board_id, term_id, tag)
    allow(row is not None and tag in LANGUAGES, exists=False)
    assert row is not None  # noqa: S101 - the line above
    allow(_may_edit(tag))
    form = TermForm(data=row.as_typed)
    if form.validate_on_submit():
        _keep(form, tag, row.english.english)
        return go("desk.terms", into=tag)
    context = {
        "form": form,
        "row": row,
        "into": language_named(tag),
        "sound": _sound(row, tag),
        "states": STATE_NAMES,
    }
    page = "staff/desk/term.html"
    return problems(page, **context) if form.errors else show(page, **context)


def _sound(row: Row, tag: str) -> Subject | None:
    """None for a word that nobody has chosen, and for who neither speaks nor hears here."""
    if row.said is None or hat().role not in SPEAKERS:
        return None
    return listening.terms(session(), hat(), tag).get(str(row.said.id))


def _may_edit(tag: str) -> bool:
    """Who knows the language; the English is everybody's."""
    return tag == "en" or tag in hat().speaks


def _keep(form: TermForm, tag: str, english: str) -> None:
    words.set_term(
        session(),
        language=tag,
        english=english,
        preferred=form.preferred.data or "",
        allowed=lines(form.allowed),
        never=lines(form.never),
        note=form.note.data or "",
        by=hat(),
    )
