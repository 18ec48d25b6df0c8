"""From the words to the code: say, check and send, the code, what happens next.

A form's token opens its draft and, once sent, its receipt. It stands in the form itself and in the
browser's session, so that a page that was open too long, Back and a double tap all find their way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask import session as visit
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from advisory.clocks import queries as clocks
from advisory.clocks.rules import NoOpenDay, next_reading
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.rules import (
    PreparedCode,
    new_form_token,
    prepare_code,
    token_hash,
    token_key,
)
from advisory.feedback import queries
from advisory.feedback.actions import accepting
from advisory.feedback.forms import CheckForm, SayForm
from advisory.feedback.models import Owed
from advisory.feedback.views import room
from advisory.feedback.views.attaching import remove_file, take_files, whole_token
from advisory.files.ports.stores import NotKept
from advisory.files.queries import recorded
from advisory.files.rules import NOT_KEPT
from advisory.foundation.access import ANYONE, Impossible, allow
from advisory.foundation.database import now
from advisory.foundation.keys import keyring
from advisory.foundation.pages import Page, close, database, go, problems, session, show
from advisory.languages.catalogues import current, for_public
from advisory.languages.dates import london, second_calendar
from advisory.languages.registry import LANGUAGES
from advisory.people import queries as people
from advisory.people.models import Board
from advisory.routing import queries as routing
from advisory.routing.models import Service, Topic
from advisory.words import queries as words

MOST_DRAFTS = 8
BOTH = ("GET", "POST")
ELSEWHERE = {"switch", "change", "remove"}
"""Buttons that keep what was typed and lead to another page."""
CLOSED = for_public("Sending is not open yet. Your words are still here.")


@room.page("/<lang:l>/say", opens=ANYONE, methods=BOTH, takes_files=True, hears=True)
def say() -> Page:
    form = SayForm(data={"token": new_form_token()})
    return _take_words(form) if request.method == "POST" else _say_page(form)


@room.page(
    "/<lang:l>/say/<uuid:draft_id>", opens=ANYONE, methods=BOTH, takes_files=True, hears=True
)
def say_again(draft_id: UUID) -> Page:
    if request.method == "POST":
        return _take_words(SayForm())
    token = token_of(draft_id)
    draft = kept.draft(session(), draft_id, token)
    if draft is None:
        return sent_or_gone(draft_id)
    return _say_page(SayForm(data=draft | {"token": token}), draft_id)


def _say_page(form: SayForm, draft_id: UUID | None = None) -> Page:
    board = people.site_board(session())
    is_open = board is not None and board.sending_opened_at is not None
    shown = show if not form.errors else problems
    return shown(
        "public/feedback/say.html",
        form=form,
        is_open=is_open,
        switch_form="say",
        draft_id=draft_id,
        files=kept.waiting_files(session(), token_of(draft_id)) if draft_id else (),
        was_closed="closed" in request.args,
    )


def _take_words(form: SayForm) -> Page:
    elsewhere = {"switch", "remove"} & set(request.form)
    # Files are made anew here, before the first query: they would hold up everybody who writes.
    token = whole_token(form.token.data) or new_form_token()
    _hear(form, token)
    form.validate_on_submit()
    waiting = take_files(form, token)
    if not elsewhere and form.needs_words(files_wait=bool(waiting)):
        return _say_page(form)
    if "switch" in elsewhere and not (form.said.data or waiting):
        return switch("feedback.say")
    if form.errors and not elsewhere and not waiting:
        return _say_page(form)
    draft_id = keep_draft(token, {"said": form.said.data or ""})
    if elsewhere:
        remove_file(token)
        return _away(elsewhere, "feedback.say_again", draft_id)
    return _say_page(form, draft_id) if form.errors else go("feedback.check", draft_id=draft_id)


def _hear(form: SayForm, token: str) -> None:
    """What the recorder sent ahead; read apart, so that nobody waits while it is made anew."""
    if named := form.recording.data:
        with database().reading() as apart:
            form.recorded = recorded(apart, token_hash(token), token_key(token), named)


def _away(elsewhere: set[str], endpoint: str, draft_id: UUID) -> Page:
    """To the languages, back to the words, or to this page without a file."""
    if "change" in elsewhere:
        return go("feedback.say_again", draft_id=draft_id)
    if "remove" in elsewhere:
        return go(endpoint, draft_id=draft_id)
    return switch(endpoint, draft_id=draft_id)


@room.page("/<lang:l>/say/<uuid:draft_id>/check", opens=ANYONE, methods=BOTH)
def check(draft_id: UUID) -> Page:
    prepared = prepared_code()
    token = token_of(draft_id)
    contributions.same_form_waits(session(), token)
    draft = kept.draft(session(), draft_id, token)
    board = people.site_board(session())
    if draft is None:
        return sent_or_gone(draft_id)
    if board is None:
        # Nobody can check anything before there is a board; the words stay in their box.
        return go("feedback.say_again", draft_id=draft_id)
    offered = _offered(board)
    form = CheckForm(data=_guesses() | draft | {"token": token})
    form.offer(offered.topics, offered.services, a_woman=offered.a_woman)
    if not form.validate_on_submit():
        return _check_page(form, draft, draft_id, board)
    if elsewhere := ELSEWHERE & set(request.form):
        keep_draft(token, draft | form.data)
        remove_file(token)
        return _away(elsewhere, "feedback.check", draft_id)
    return _send(form, draft, draft_id, offered, prepared)


def prepared_code() -> PreparedCode | None:
    """A code made ready before the first query: its slow hash holds up nobody who writes."""
    sends = request.method == "POST" and not ELSEWHERE & set(request.form)
    return prepare_code(keyring(session())) if sends else None


def switch(endpoint: str, **values: object) -> Page:
    """To the languages and back to this page; or at once to its English, where that was asked."""
    if request.form.get("switch") == "en":
        return go(endpoint, l="en", **values)
    _, _, path = url_for(endpoint, **values).removeprefix("/").partition("/")  # type: ignore[arg-type] # values become text
    return go("mine.languages", next=path)


def _send(
    form: CheckForm,
    draft: dict[str, Any],
    draft_id: UUID,
    offered: "Offered",
    prepared: PreparedCode | None,
) -> Page:
    about = form.about(offered.rows, offered.rows)
    token, hurt_soon = str(form.token.data), bool(form.hurt_soon.data)
    why = send_once(lambda: _accept(form, draft, about, token, hurt_soon, prepared))
    if why:
        form.form_errors.append(why)
        return _check_page(form, draft, draft_id, people.site_board(session()))
    remember(draft_id, token)
    return go("feedback.code", draft_id=draft_id)


def send_once(accept: Callable[[], object]) -> str | None:
    """What to tell when nothing was kept; None when it was, now or a moment ago."""
    try:
        try:
            accept()
        except IntegrityError:
            # Of two at the same moment one was first: a fresh look finds what it left.
            close()
            accept()
    except (Impossible, NoOpenDay, NotKept) as why:
        close()
        return NOT_KEPT if isinstance(why, NotKept) else CLOSED
    return None


def _accept(
    form: CheckForm,
    draft: dict[str, Any],
    about: accepting.About,
    token: str,
    hurt_soon: bool,
    prepared: PreparedCode | None,
) -> None:
    board = people.site_board(session())
    if board is None:
        raise Impossible(CLOSED)
    told = form.told(draft["said"])
    accepting.accept(
        session(), told, about, board=board, token=token, hurt_soon=hurt_soon, prepared=prepared
    )


def _check_page(
    form: CheckForm, draft: dict[str, Any], draft_id: UUID, board: Board | None
) -> Page:
    shown = problems if form.errors else show
    return shown(
        "public/feedback/check.html",
        form=form,
        said=draft["said"],
        files=kept.waiting_files(session(), token_of(draft_id)),
        draft_id=draft_id,
        hours=hours(board) if board else None,
        switch_form="sending",
    )


@dataclass(frozen=True)
class Offered:
    """What people may choose from, in their language; `rows` by the id in the form."""

    topics: list[SelectChoice]
    services: list[SelectChoice]
    rows: dict[str, Any]
    a_woman: bool


def _offered(board: Board) -> Offered:
    topics = routing.topics(session(), board.id)
    services = routing.services(session(), board.id)
    both: list[Topic | Service] = [*topics, *services]
    return Offered(
        [_choice(topic) for topic in topics],
        [_choice(service) for service in services],
        {str(row.id): row for row in both},
        people.has_woman_reader(session(), board.id),
    )


def _choice(row: Topic | Service) -> SelectChoice:
    name = words.shown(session(), row.name, current().tag)
    if name.wanted:
        return SelectChoice(str(row.id), name.body)
    marked = {"lang": name.language, "dir": name.direction}
    if isinstance(row, Service):
        return SelectChoice(str(row.id), name.body, render_kw=marked)
    spoken = Markup('<bdi lang="{}" dir="{}">{}</bdi>')
    return SelectChoice(str(row.id), spoken.format(name.language, name.direction, name.body))


def _guesses() -> dict[str, str]:
    """Most people write in the language of the page and want to read the answer in it."""
    tag = current().tag if current().tag in LANGUAGES else "en"
    return {"speaks": tag, "reads": tag}


@dataclass(frozen=True)
class Hours:
    """What people are told before they send."""

    reads_at: datetime
    away: bool
    news_on: date
    second: str


def hours(board: Board) -> Hours | None:
    """None while the board has no hours at all; then sending is not open either."""
    today = london(now()).date()
    try:
        reads_at = next_reading(clocks.open_time(session(), board.calendar_id, today), now())
        news_on = accepting.promised_on(session(), board, now())
    except NoOpenDay:
        return None
    away = clocks.closure_on(session(), board.calendar_id, today) is not None
    return Hours(reads_at, away, news_on, second_calendar(news_on) or "")


@room.page("/<lang:l>/say/<uuid:draft_id>/code", opens=ANYONE)
def code(draft_id: UUID) -> Page:
    token = token_of(draft_id)
    allow(bool(token), exists=False)
    receipt = kept.receipt(session(), token)
    digits = kept.code_in(receipt, token) if receipt else None
    if digits is None:
        return go("feedback.next_steps", draft_id=draft_id)
    is_mine = bool(visit.get("only_mine"))
    return show(
        "public/feedback/code.html",
        code="".join(digits.groups),
        draft_id=draft_id,
        is_mine=is_mine,
    )


@room.page("/<lang:l>/say/<uuid:draft_id>/without-code", opens=ANYONE, methods=("POST",))
def without_code(draft_id: UUID) -> Page:
    token = token_of(draft_id)
    allow(bool(token), exists=False)
    if (receipt := kept.receipt(session(), token)) is not None:
        contributions.drop_code(session(), receipt.contribution_id)
    return go("feedback.next_steps", draft_id=draft_id)


@room.page("/<lang:l>/say/<uuid:draft_id>/next", opens=ANYONE)
def next_steps(draft_id: UUID) -> Page:
    token = token_of(draft_id)
    allow(bool(token), exists=False)
    receipt = kept.receipt(session(), token)
    item = queries.item_of(session(), receipt.contribution_id) if receipt else None
    dues = {due.owed: due.due_at for due in item.dues} if item else {}
    return show(
        "public/feedback/next_steps.html",
        read_by=dues.get(Owed.FIRST_READING),
        news_on=item.promised_on if item else None,
        second=(second_calendar(item.promised_on) or "") if item else "",
        draft_id=draft_id,
        is_mine=bool(visit.get("only_mine")),
    )


def token_of(draft_id: UUID) -> str:
    """The form's own token, else the one this browser remembers; "" when there is none."""
    remembered = visit.get("drafts", {}).get(str(draft_id), "")
    return whole_token(request.form.get("token")) or remembered


def keep_draft(token: str, content: dict[str, Any]) -> UUID:
    contributions.same_form_waits(session(), token)
    before = kept.draft_of_form(session(), token) or {}
    typed = {name: said for name, said in content.items() if name not in {"csrf_token", "token"}}
    draft = contributions.save_draft(session(), before | typed, token=token)
    remember(draft.id, token)
    return draft.id


def remember(draft_id: UUID, token: str) -> None:
    drafts = {**visit.get("drafts", {}), str(draft_id): token}
    visit["drafts"] = dict(list(drafts.items())[-MOST_DRAFTS:])


def sent_or_gone(draft_id: UUID) -> Page:
    """The draft is gone: it was sent, or its time is over."""
    token = token_of(draft_id)
    if token and kept.receipt(session(), token) is not None:
        remember(draft_id, token)
        return go("feedback.code", draft_id=draft_id)
    return go("feedback.say", closed=1)
