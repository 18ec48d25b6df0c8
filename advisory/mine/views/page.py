from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import g, session
from flask_wtf import FlaskForm

from advisory.answers.models import Satisfied
from advisory.feedback.models import Feedback
from advisory.files.ports.stores import NotKept
from advisory.files.rules import NOT_KEPT
from advisory.foundation import pages
from advisory.foundation.access import ANYONE, CODE_HOLDER, allow
from advisory.foundation.pages import Page, go, problems, show
from advisory.languages.catalogues import current
from advisory.languages.dates import second_calendar
from advisory.languages.registry import SPOKEN
from advisory.mine import actions, queries
from advisory.mine.forms import (
    AskAgainForm,
    ContactForm,
    DidAnswerForm,
    MoreForm,
    ReplyForm,
    SoundForm,
    said,
)
from advisory.mine.views import recommended, room
from advisory.mine.views.response import own_response

TEMPLATE = "public/mine/page.html"
BOTH = ("GET", "POST")


@dataclass(frozen=True, kw_only=True)
class Forms:
    """The forms of the page. One that was sent and needs another look takes its place here."""

    more: MoreForm
    reply: ReplyForm
    did: DidAnswerForm
    again: AskAgainForm
    contact: ContactForm


def _forms() -> Forms:
    made = Forms(
        more=MoreForm(prefix="more"),
        reply=ReplyForm(prefix="reply"),
        did=DidAnswerForm(prefix="did"),
        again=AskAgainForm(prefix="again"),
        contact=ContactForm(prefix="contact"),
    )
    for form in vars(made).values():
        form.renew_token()
    if not made.more.words.data:
        made.more.words.data = session.get("kept_words", "")
    return made


def opened(token: str = "") -> Feedback | None:
    """The item whose code this browser has shown; None once it is deleted."""
    if "contribution" not in session:
        return None
    contribution_id = UUID(session["contribution"])
    found = actions.claim_item(pages.session(), contribution_id, token=token)
    if found is None:
        session.pop("contribution")
    return found


def _context(feedback: Feedback, forms: Forms) -> dict[str, Any]:
    again = actions.may_ask_again(pages.session(), feedback)
    own = queries.own_page(pages.session(), feedback, may_ask_again=again)
    g.own_sounds = queries.own_sounds(pages.session(), feedback)
    letter = queries.news_letter(current().tag)
    return {
        "own": own,
        "helped": recommended.helped(feedback.contribution_id),
        "forms": forms,
        "stances": recommended.STANCES,
        "letter": letter,
        "spoken_languages": SPOKEN,
        "second_calendar": second_calendar,
    }


def _look_again(feedback: Feedback, **sent: FlaskForm) -> Page:
    forms = replace(_forms(), **sent)
    (form,) = sent.values()
    return problems(TEMPLATE, form=form, **_context(feedback, forms))


@room.page("/<lang:l>/mine", opens=CODE_HOLDER, hears=True)
def page() -> Page:
    if own_response() is not None:
        return go("mine.response")
    contribution_id = session.get("contribution", "")
    feedback = opened()
    if feedback is None and queries.may_come(pages.session(), UUID(contribution_id)):
        session["contribution"] = contribution_id
        return go("meetings.own")
    if feedback is None:
        return go("mine.code")
    return show(TEMPLATE, **_context(feedback, _forms()))


@room.page("/<lang:l>/mine/more", opens=CODE_HOLDER, methods=BOTH, takes_files=True, hears=True)
def add_words() -> Page:
    return _say(MoreForm(prefix="more"), "more", actions.add_words)


Say = Callable[..., None]


def _say(form: SoundForm, name: str, say: Say) -> Page:
    """Words, pictures or sound of one of the forms, kept once."""
    # Files are made anew here, before the first query: they would hold up everybody who writes.
    is_sent = form.is_submitted()
    _hear(form)
    form.validate_on_submit()
    feedback = opened(said(form.token))
    if feedback is None:
        return go("mine.code")
    if not is_sent:
        return go("mine.page")
    if form.was_kept and not form.words.data:
        return _to_last_turn()
    if form.errors or form.needs_words():
        return _look_again(feedback, **{name: form})
    try:
        say(
            pages.session(),
            feedback,
            said(form.words),
            language=said(form.language),
            token=said(form.token),
            made=form.made,
            recording=said(form.recording),
        )
    except NotKept:
        # Nothing of it is kept then; the words stay in their box.
        pages.close()
        form.form_errors.append(NOT_KEPT)
        again = opened()
        return _look_again(again, **{name: form}) if again else go("mine.code")
    return _to_last_turn()


def _hear(form: SoundForm) -> None:
    """What the recorder sent ahead."""
    if named := said(form.recording):
        with pages.database().reading() as apart:
            form.recorded = queries.recorded(apart, said(form.token), named)


def _to_last_turn() -> Page:
    session.pop("kept_words", None)
    return go("mine.page", _anchor="last")


@room.page("/<lang:l>/mine/reply", opens=CODE_HOLDER, methods=BOTH, takes_files=True, hears=True)
def reply_question() -> Page:
    return _say(ReplyForm(prefix="reply"), "reply", actions.reply_question)


@room.page("/<lang:l>/mine/answers/<uuid:answer_id>", opens=CODE_HOLDER, methods=BOTH, hears=True)
def did_answer(answer_id: UUID) -> Page:
    form = DidAnswerForm(prefix="did")
    feedback = opened(said(form.token))
    if feedback is None:
        return go("mine.code")
    answer = actions.own_answer(pages.session(), feedback, answer_id)
    allow(answer is not None, exists=False)
    assert answer is not None  # noqa: S101 - allow() has just said so
    if not form.validate_on_submit():
        return _look_again(feedback, did=form) if form.errors else go("mine.page")
    actions.say_whether_it_answered(
        pages.session(),
        feedback,
        answer,
        replied=Satisfied(said(form.replied)),
        again=said(form.again) == "yes",
        more=said(form.words),
        language=said(form.language),
        token=said(form.token),
    )
    return _to_last_turn()


@room.page("/<lang:l>/mine/again", opens=CODE_HOLDER, methods=BOTH, hears=True)
def ask_again() -> Page:
    form = AskAgainForm(prefix="again")
    feedback = opened(said(form.token))
    if feedback is None:
        return go("mine.code")
    if not form.validate_on_submit():
        return _look_again(feedback, again=form) if form.errors else go("mine.page")
    actions.ask_again(
        pages.session(),
        feedback,
        said(form.words),
        language=said(form.language),
        token=said(form.token),
    )
    return _to_last_turn()


@room.page("/<lang:l>/mine/turns/<uuid:message_id>/not-meant", opens=CODE_HOLDER, methods=("POST",))
def not_meant(message_id: UUID) -> Page:
    feedback = opened(str(message_id))
    if feedback is None:
        return go("mine.code")
    message = actions.own_message(feedback, message_id)
    allow(message is not None, exists=False)
    assert message is not None  # noqa: S101 - allow() has just said so
    actions.contest(pages.session(), feedback, message)
    return go("mine.page", _anchor=f"turn-{message_id}")


@room.page(
    "/<lang:l>/mine/answers/<uuid:answer_id>/not-clear", opens=CODE_HOLDER, methods=("POST",)
)
def not_clear(answer_id: UUID) -> Page:
    feedback = opened(str(answer_id))
    if feedback is None:
        return go("mine.code")
    answer = actions.own_answer(pages.session(), feedback, answer_id)
    allow(answer is not None, exists=False)
    assert answer is not None  # noqa: S101 - allow() has just said so
    actions.say_unclear(pages.session(), feedback, answer)
    return go("mine.page", _anchor="last")


@room.page("/<lang:l>/mine/delete", opens=CODE_HOLDER)
def delete_everything() -> Page:
    return show("public/mine/delete_everything.html")


# Anyone: of a double tap the second finds no page any more, and must not be asked for a code.
@room.page("/<lang:l>/mine/delete", opens=ANYONE, methods=("POST",))
def delete() -> Page:
    answered = own_response()
    feedback = None if answered else opened(session.get("contribution", ""))
    if answered is not None:
        actions.delete_response(pages.session(), answered)
    if feedback is not None:
        actions.delete_everything(pages.session(), feedback)
    _forget_visit()
    return go("mine.deleted")


@room.page("/<lang:l>/deleted", opens=ANYONE)
def deleted() -> Page:
    return show("public/mine/deleted.html")


@room.page("/<lang:l>/mine/contact", opens=CODE_HOLDER, methods=BOTH, hears=True)
def keep_contact() -> Page:
    form = ContactForm(prefix="contact")
    feedback = opened(said(form.token))
    if feedback is None:
        return go("mine.code")
    if not form.validate_on_submit():
        return _look_again(feedback, contact=form) if form.errors else go("mine.page")
    actions.keep_contact(pages.session(), feedback, said(form.address), language=current().tag)
    return go("mine.page", _anchor="news")


@room.page("/<lang:l>/mine/contact/forget", opens=CODE_HOLDER, methods=("POST",))
def forget_contact() -> Page:
    feedback = opened()
    if feedback is None:
        return go("mine.code")
    actions.forget_contact(pages.session(), feedback)
    return go("mine.page", _anchor="news")


@room.page("/<lang:l>/mine/close", opens=ANYONE, methods=("POST",))
def close() -> Page:
    for name in ("contribution", "kept_words"):
        session.pop(name, None)
    return go("mine.home")


def _forget_visit() -> None:
    """All that this browser's session knew, but for the token that a second tap carries."""
    for name in [name for name in session if name != "csrf_token"]:
        session.pop(name)
