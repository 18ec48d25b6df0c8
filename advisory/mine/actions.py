"""What the holder of a code does. Each step may arrive twice and is done once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Answer, Satisfied
from advisory.consultations import actions as asked
from advisory.consultations.actions import answering as answering_asks
from advisory.consultations.actions import taking_back
from advisory.consultations.models import Response
from advisory.consultations.queries import asking as consultations
from advisory.consultations.rules import lifecycle
from advisory.contributions import actions as contributions
from advisory.contributions.models import ConsentTo, Contribution, Draft, Message, MessageKind
from advisory.contributions.rules import CHOSEN_LATER, Digits, Tried
from advisory.feedback.actions import accepting, answering, ending, moving, reading
from advisory.feedback.models import Feedback
from advisory.files import actions as files
from advisory.files.models import File
from advisory.files.ports.decoding import Kind, Remade
from advisory.foundation import audit
from advisory.foundation.access import Impossible
from advisory.foundation.database import now
from advisory.handovers import actions as handovers
from advisory.handovers import queries as handing
from advisory.handovers.models import HandOver, Step
from advisory.handovers.rules import is_for_the_person
from advisory.languages.catalogues import for_public
from advisory.languages.dates import london
from advisory.languages.safety import SAFETY
from advisory.mine import queries, rules
from advisory.noticeboard import actions as noticeboard
from advisory.rights.queries import copies
from advisory.words import actions as words
from advisory.words.models import Method


def open_page(session: Session, digits: Digits, *, tried: Tried) -> Contribution | None:
    """What the code opens. None says nothing about why: unknown, deleted, or no try left."""
    contribution = contributions.open_by_code(session, digits, tried=tried)
    if contribution is None:
        return None
    item = queries.own_item(session, contribution.id)
    there = item is not None or queries.own_response(session, contribution.id) is not None
    return contribution if there or queries.may_come(session, contribution.id) else None


def claim_item(session: Session, contribution_id: UUID, *, token: str) -> Feedback | None:
    """The item for one change: a second tap waits until the first is done. None: it is gone."""
    contributions.same_form_waits(session, token)
    return queries.own_item(session, contribution_id)


def may_ask_again(session: Session, feedback: Feedback) -> bool:
    board = moving.board_of(session, feedback.board_id)
    return answering.may_reopen(session, feedback, board=board)


def add_words(
    session: Session,
    feedback: Feedback,
    body: str,
    *,
    language: str,
    token: str,
    kind: MessageKind = MessageKind.MORE,
    made: Sequence[Remade] = (),
    recording: str = "",
) -> None:
    """More words or files. Where everything had ended they open it again, or nobody reads them."""
    before = len(feedback.contribution.messages)
    accepting.add_words(
        session,
        feedback,
        body,
        language=language,
        token=token,
        kind=kind,
        made=made,
        recording=recording,
    )
    if len(feedback.contribution.messages) > before and not rules.waits_for_answer(feedback):
        _open_again(session, feedback)


def reply_question(
    session: Session,
    feedback: Feedback,
    body: str,
    *,
    language: str,
    token: str,
    made: Sequence[Remade] = (),
    recording: str = "",
) -> None:
    """The reply to our question; the clocks go on."""
    add_words(
        session,
        feedback,
        body,
        language=language,
        token=token,
        kind=MessageKind.REPLY,
        made=made,
        recording=recording,
    )
    reading.resume(session, feedback, by=None)


def own_answer(session: Session, feedback: Feedback, answer_id: UUID) -> Answer | None:
    """An answer that was sent to this person; None for anybody else's."""
    answer = answers.answer(session, answer_id)
    if answer is None or answer.contribution_id != feedback.contribution_id:
        return None
    return answer if rules.is_sent(answer) else None


def say_whether_it_answered(
    session: Session,
    feedback: Feedback,
    answer: Answer,
    *,
    replied: Satisfied,
    again: bool,
    more: str,
    language: str,
    token: str,
) -> None:
    """Yes ends it; partly or no may ask again. A second reply changes nothing."""
    if answer.reply is None or not rules.asks_whether_it_answered(feedback, answer):
        return
    answering.reply(
        session,
        feedback,
        answer.reply,
        replied=replied,
        ask_again=again,
        more=more,
        language=language,
        token=token,
        board=moving.board_of(session, feedback.board_id),
    )


def ask_again(
    session: Session, feedback: Feedback, body: str, *, language: str, token: str
) -> None:
    """Opens an item that had ended, for 90 days. A second tap finds it open."""
    if rules.waits_for_answer(feedback):
        return
    if body:
        unsatisfied = MessageKind.UNSATISFIED
        accepting.add_words(
            session, feedback, body, language=language, token=token, kind=unsatisfied
        )
    _open_again(session, feedback)


def _open_again(session: Session, feedback: Feedback) -> None:
    if not may_ask_again(session, feedback):
        raise Impossible(for_public("This ended long ago. Please say it anew on the first page."))
    answering.reopen(session, feedback, board=moving.board_of(session, feedback.board_id))


def own_message(feedback: Feedback, message_id: UUID) -> Message | None:
    """A turn of this conversation; None for anybody else's."""
    messages = feedback.contribution.messages
    return next((message for message in messages if message.id == message_id), None)


def contest(session: Session, feedback: Feedback, message: Message) -> None:
    """This is not what I meant: a person reads it again, also long after the end."""
    newly = reading.contest(session, feedback, message.text)
    if newly and not rules.waits_for_answer(feedback):
        board = moving.board_of(session, feedback.board_id)
        answering.reopen(session, feedback, board=board)


def say_unclear(session: Session, feedback: Feedback, answer: Answer) -> None:
    """The translation of an answer is not clear, or wrong: a person looks at it again."""
    texts = [text for text in (answer.heard, answer.will) if text is not None]
    translated = [
        row for text in texts for row in text.versions if row.method is not Method.ORIGINAL
    ]
    if all(row.contested_at is not None for row in translated):
        return
    for text in texts:
        words.contest(session, text)
    moving.note(session, feedback, "member: answer not clear", by=None)


def own_hand_over(session: Session, feedback: Feedback, hand_over_id: UUID) -> HandOver | None:
    """What this person is asked, or said yes to; None for anybody else's."""
    found = handing.hand_over(session, hand_over_id)
    if found is None or found.contribution_id != feedback.contribution_id:
        return None
    return found if is_for_the_person(found) or found.step is Step.SAID_NO else None


def say_yes(session: Session, hand_over: HandOver) -> None:
    handovers.say_yes(session, hand_over)


def say_no(session: Session, hand_over: HandOver) -> None:
    handovers.say_no(session, hand_over)


def take_back_yes(session: Session, hand_over: HandOver) -> None:
    """While it is not done."""
    if hand_over.step is Step.DONE:
        raise Impossible(SAFETY.THEY_HELPED)
    handovers.take_back(session, hand_over)


def delete_everything(session: Session, feedback: Feedback) -> None:
    ending.delete_everything(session, feedback.contribution)


def change_response(session: Session, response: Response, *, token: str) -> Draft:
    """A form filled with what was answered, to change it or to go on."""
    own = consultations.consultation(session, response.consultation_id)
    if own is None or (response.sent_on and not lifecycle.is_asked(own, london(now()).date())):
        raise Impossible(answering_asks.TOO_LATE)
    return answering_asks.draft_of(session, response, token=token)


def delete_response(session: Session, response: Response) -> None:
    asked.delete_everything(session, response.contribution)


def delete_file(session: Session, feedback: Feedback, file: File) -> None:
    """One picture or sound of the person's own, with what was written down from it."""
    for message in feedback.contribution.messages:
        if file.kind is Kind.SOUND and message.position == file.turn:
            words.forget_voice(session, message.text)
    audit.record(session, "file deleted by member", "file", file.id, coarse=True)
    files.delete_file(session, file)


def delete_answer_file(session: Session, response: Response, file: File) -> None:
    own = consultations.consultation(session, response.consultation_id)
    assert own is not None  # noqa: S101 - a response belongs to one
    taking_back.delete_file(session, own, response, file)


def keep_contact(session: Session, feedback: Feedback, address: str, *, language: str) -> None:
    """Where to say "there is news". The newest address replaces the one before."""
    contributions.keep_contact(session, feedback.contribution, address, language=language)
    _record(session, feedback, "contact kept")


def forget_contact(session: Session, feedback: Feedback) -> None:
    contributions.forget_contact(session, feedback.contribution)
    _record(session, feedback, "contact forgotten")


def change_consents(session: Session, contribution: Contribution, allowed: set[ConsentTo]) -> None:
    """Each use apart. Taking back a quote takes it off every page at once."""
    for to in CHOSEN_LATER:
        if to in allowed:
            contributions.give_consent(session, contribution, to)
        else:
            contributions.take_back_consent(session, contribution, to)
    if ConsentTo.QUOTE not in allowed:
        noticeboard.take_out_quotes(session, contribution)
    board_id, about_id = contribution.board_id, contribution.id
    audit.record(
        session, "consents changed", "contribution", about_id, board_id=board_id, coarse=True
    )


def take_copy(session: Session, feedback: Feedback) -> dict[str, Any]:
    """Everything we hold, for the person to take home."""
    _record(session, feedback, "copy taken")
    return copies.copy_of(session, feedback)


def _record(session: Session, feedback: Feedback, what: str) -> None:
    audit.record(session, what, "feedback", feedback.id, board_id=feedback.board_id, coarse=True)
