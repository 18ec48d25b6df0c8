"""To a team and back: routing, acknowledging, handing back, the answer, its review, the sending."""

from sqlalchemy.orm import Session

from advisory.answers import actions as answers
from advisory.answers.models import (
    Answer,
    AnswerState,
    Ask,
    DidThisAnswer,
    Outcome,
    Satisfied,
    Source,
)
from advisory.answers.rules import Written, owes
from advisory.clocks import queries as clocks
from advisory.clocks.models import Clock
from advisory.contributions.models import MessageKind
from advisory.feedback import queries, rules
from advisory.feedback.actions import accepting, moving, reading
from advisory.feedback.models import Due, Feedback, Owed, Signpost, State
from advisory.feedback.rules import Move
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.letters import actions as letters
from advisory.people import queries as people
from advisory.people.models import Board, Team
from advisory.words import actions as words
from advisory.words.models import Status, Text


def route(session: Session, feedback: Feedback, team: Team, *, board: Board, by: Hat) -> Ask:
    """Puts an item to a team. Nobody routes what nobody has understood."""
    if feedback.understood_at is None:
        raise Impossible(for_staff("Nobody has understood this yet. Understand it first."))
    moving.refuse_held(feedback)
    running = rules.open_due(feedback.dues, Owed.ANSWER)
    moving.move(session, feedback, Move.ROUTE, by=by)
    moving.meet(feedback, Owed.FIRST_READING, Owed.UNDERSTOOD, Owed.ACKNOWLEDGE)
    answers.close_asks(session, feedback.contribution_id)
    ask = answers.put_to_team(
        session,
        feedback.contribution,
        team,
        board=board,
        round_=feedback.reopens + 1,
        by=by,
        answer_by=running.due_at if running else None,
    )
    feedback.team = team
    _owe_for(session, feedback, ask, running, board)
    moving.settle(feedback)
    return ask


def _owe_for(
    session: Session, feedback: Feedback, ask: Ask, running: Due | None, board: Board
) -> None:
    """A team that agreed owes two dates. One that runs since before a hand-back runs on."""
    if not owes(ask):
        moving.meet(feedback, Owed.ANSWER)
        return
    dates = [(Owed.ACKNOWLEDGE, Clock.ACKNOWLEDGE, ask.acknowledge_by)]
    if running is None:
        dates.append((Owed.ANSWER, Clock.ANSWER, ask.answer_by))
    for owed, clock, due_at in dates:
        moving.owe(session, feedback, owed, clock, board=board, start=now(), due_at=due_at)


def acknowledge(
    session: Session, feedback: Feedback, ask: Ask, *, by: Hat | None, by_silence: bool = False
) -> None:
    """The team has taken it; an agreed team that stays silent for 3 open days has too."""
    moving.refuse_held(feedback)
    answers.acknowledge(session, ask, by=by, by_silence=by_silence)
    moving.move(session, feedback, Move.ACKNOWLEDGE, by=by)
    moving.meet(feedback, Owed.ACKNOWLEDGE)


def hand_back(
    session: Session, feedback: Feedback, ask: Ask, *, reason: str, board: Board, by: Hat | None
) -> None:
    """Not this team. The answer's clock is not reset; the second time it climbs."""
    moving.refuse_held(feedback)
    answers.return_ask(session, ask, reason=reason, by=by)
    moving.move(session, feedback, Move.RETURN, by=by)
    moving.meet(feedback, Owed.ACKNOWLEDGE)
    feedback.team = None
    feedback.returns += 1
    if feedback.returns > 1:
        feedback.escalation = max(feedback.escalation, 1)
        moving.note(session, feedback, "climbed: second return", by=None)
    _tell_facilitators(session, feedback, "handed_back", f"{ask.id}", board)


def _tell_facilitators(
    session: Session, feedback: Feedback, kind: str, key: str, board: Board
) -> None:
    readers = people.readers(session, board.id)
    told = [person for person in readers if person.id == feedback.owner_id] or readers
    about = {"feedback_id": str(feedback.id)}
    letters.tell(session, told, board_id=board.id, kind=kind, about=about, key=f"{kind}/{key}")


def save_answer(
    session: Session, feedback: Feedback, ask: Ask, written: Written, *, by: Hat | None
) -> Answer:
    """A team's draft; the team is at work on it."""
    moving.refuse_held(feedback)
    if feedback.state in {State.ROUTED, State.ACKNOWLEDGED}:
        _take_up(session, feedback, ask, by)
    return answers.write_answer(
        session, feedback.contribution, written, ask=ask, state=AnswerState.DRAFT, by=by
    )


def _take_up(session: Session, feedback: Feedback, ask: Ask, by: Hat | None) -> None:
    answers.acknowledge(session, ask, by=by)
    moving.meet(feedback, Owed.ACKNOWLEDGE)
    moving.move(session, feedback, Move.START, by=by)


def hand_in(
    session: Session,
    feedback: Feedback,
    written: Written,
    *,
    ask: Ask | None,
    board: Board,
    by: Hat | None,
) -> Answer:
    """An answer is there: from the team's desk, by link, by e-mail, or from a facilitator.

    It goes to a facilitator's review and, if the person reads another language, to a translator.
    """
    if feedback.understood_at is None and ask is None:
        raise Impossible(for_staff("Nobody has understood this yet. Understand it first."))
    moving.refuse_held(feedback)
    if ask is not None:
        answers.acknowledge(session, ask, by=by)
        moving.meet(feedback, Owed.ACKNOWLEDGE)
    moving.move(session, feedback, Move.REVIEW, by=by)
    answer = answers.write_answer(
        session, feedback.contribution, written, ask=ask, state=AnswerState.IN_REVIEW, by=by
    )
    _ask_for_language(session, feedback, answer, board)
    _tell_facilitators(session, feedback, "answer_to_review", f"{answer.will_id}", board)
    return answer


def _ask_for_language(session: Session, feedback: Feedback, answer: Answer, board: Board) -> None:
    reads = feedback.contribution.reads
    merged = queries.merged_into(session, feedback.id)
    due_at = clocks.due_at(session, board.calendar_id, Clock.UNDERSTOOD, now())
    for language in sorted({reads, *(item.contribution.reads for item in merged)} - {"en"}):
        for text in filter(None, (answer.heard, answer.will)):
            words.ask_translation(session, text, language=language, due_at=due_at)
    feedback.awaits_translation = not is_readable(answer, reads)
    moving.settle(feedback)


def is_readable(answer: Answer, language: str) -> bool:
    """Whether a person has put the whole answer into a language (checked or not)."""
    return all(_has(text, language) for text in (answer.heard, answer.will) if text)


def _has(text: Text, language: str) -> bool:
    ready = {Status.TO_CHECK, Status.CHECKED}
    return any(v.language == language and v.status in ready for v in text.versions)


def answer_translated(session: Session, feedback: Feedback, answer: Answer) -> None:
    """A translator finished a part of the answer."""
    feedback.awaits_translation = not is_readable(answer, feedback.contribution.reads)
    moving.settle(feedback)


def signpost(
    session: Session, feedback: Feedback, signpost: Signpost, *, board: Board, by: Hat
) -> Answer:
    """A ready answer, translated long ago: it can be sent at once."""
    written = Written(
        heard="",
        will=signpost_words(signpost),
        outcome=Outcome.INFORMATION_GIVEN,
        source=Source.SIGNPOST,
    )
    answer = hand_in(session, feedback, written, ask=None, board=board, by=by)
    for version in signpost.text.versions:
        if version.language == feedback.contribution.reads != "en" and version.body:
            words.carry_over(session, answer.will, version, by=by)
    answer_translated(session, feedback, answer)
    return answer


def signpost_words(signpost: Signpost) -> str:
    return next(v.body or "" for v in signpost.text.versions if v.language == "en")


def send_back(session: Session, feedback: Feedback, answer: Answer, *, note: str, by: Hat) -> None:
    """The review found something: the team (or the facilitator) changes the answer."""
    answers.send_back(session, answer, note=note, by=by)
    step = Move.TAKE_BACK if answer.ask is None else Move.SEND_BACK
    moving.move(session, feedback, step, by=by)
    feedback.awaits_translation = False
    moving.settle(feedback)
    if answer.ask is not None:
        key = f"sent_back/{answer.id}/{answer.written_at.isoformat()}"
        answers.tell_team(session, answer.ask, kind="answer_due_soon", key=key)


def send(session: Session, feedback: Feedback, answer: Answer, *, by: Hat) -> DidThisAnswer:
    """The person can read the answer from now on, in their language."""
    moving.refuse_held(feedback)
    if answer.state is not AnswerState.IN_REVIEW:
        raise Impossible(for_staff("Somebody was faster. Look at the item again."))
    reads = feedback.contribution.reads
    if not is_readable(answer, reads):
        raise Impossible(for_staff("The answer is not in the person’s language yet."))
    asked_once = answers.send(session, answer, by=by)
    moving.move(session, feedback, Move.SEND, by=by)
    feedback.awaits_translation = False
    moving.unmeet_none(feedback)
    reading.tell_member(session, feedback, "news", f"{answer.id}")
    for merged in queries.merged_into(session, feedback.id):
        reading.tell_member(session, merged, "news", f"{answer.id}/{merged.id}")
    return asked_once


def reply(  # noqa: PLR0913 - what the person replies
    session: Session,
    feedback: Feedback,
    asked_once: DidThisAnswer,
    *,
    replied: Satisfied,
    ask_again: bool,
    more: str,
    language: str,
    token: str,
    board: Board,
) -> None:
    """Did this answer you? Yes ends it; partly or no may ask again."""
    if asked_once.replied is not None:
        return
    answers.reply(
        session, asked_once, replied=replied, ask_again=ask_again, on=london(now()).date()
    )
    if more:
        accepting.add_words(
            session, feedback, more, language=language, token=token, kind=MessageKind.UNSATISFIED
        )
    if replied is Satisfied.YES:
        moving.move(session, feedback, Move.SATISFIED, by=None)
    elif ask_again:
        reopen(session, feedback, board=board)
    elif more:
        # "No, do not ask again", and yet more words: somebody reads them before it can end.
        read_again(session, feedback, board=board)
    else:
        moving.move(session, feedback, Move.UNSATISFIED, by=None)


def read_again(session: Session, feedback: Feedback, *, board: Board) -> None:
    """The person said something after the end: it is read, however long ago that was.

    Unlike asking again this counts as no reopening: nothing climbs, nobody loses it.
    """
    moving.move(session, feedback, Move.REOPEN, by=None)
    feedback.team, feedback.closed_on = None, None
    answers.close_asks(session, feedback.contribution_id)
    at = now()
    moving.owe(session, feedback, Owed.FIRST_READING, Clock.FIRST_READING, board=board, start=at)
    accepting.owe_news(session, feedback, board=board, start=at)
    if feedback.understood_at is None:
        moving.owe_understanding(session, feedback)
    moving.settle(feedback)


def reopen(session: Session, feedback: Feedback, *, board: Board) -> None:
    """Half the time; the second time it climbs and another reader takes it."""
    feedback.reopens += 1
    read_again(session, feedback, board=board)
    if feedback.reopens > 1:
        feedback.escalation, feedback.owner_id = max(feedback.escalation, 1), None
        moving.note(session, feedback, "climbed: reopened again", by=None)


def may_reopen(session: Session, feedback: Feedback, *, board: Board) -> bool:
    today = london(now()).date()
    days = clocks.allowance(session, board.calendar_id, Clock.REOPEN_UNTIL, today).amount
    return rules.may_reopen(feedback, today, days=days)
