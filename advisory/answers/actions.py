"""Asking a team, writing its answer, sending it, and following what it promised."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from advisory.answers import queries
from advisory.answers.models import (
    Advice,
    Answer,
    AnswerLink,
    AnswerState,
    Ask,
    Commitment,
    CommitmentState,
    DidThisAnswer,
    Outcome,
    Satisfied,
    Source,
)
from advisory.answers.queries import Noted
from advisory.answers.rules import Written, is_open, is_usable, unfinished
from advisory.clocks import queries as clocks
from advisory.clocks.models import Clock
from advisory.clocks.rules import add_open_days
from advisory.contributions.models import Contribution
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now
from advisory.foundation.keys import Erased
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london, month_of
from advisory.languages.text import clean
from advisory.letters import actions as letters
from advisory.people import queries as people
from advisory.people.models import Board, Team
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words.models import Text, TextKind
from advisory.words.rules import original

LINK_LASTS = timedelta(days=60)


def put_to_team(
    session: Session,
    about: Contribution | Advice,
    team: Team,
    *,
    board: Board,
    round_: int,
    by: Hat | None,
    answer_by: datetime | None = None,
) -> Ask:
    """Asks a team, sets its two dates, and tells it. A later round has half the time.

    `answer_by` is the date of the team that handed it back: its clock is not reset.
    """
    at = now()
    clock = Clock.ANSWER_THEME if isinstance(about, Advice) else Clock.ANSWER
    acknowledge_by, in_full = _dates(session, board, team, at, round_, clock)
    ask = Ask(
        id=uuid4(),
        board_id=board.id,
        **_subject(about),
        round=round_,
        asked_at=at,
        acknowledge_by=acknowledge_by,
        answer_by=answer_by or in_full,
        answers=[],
    )
    ask.team = team
    if isinstance(about, Advice):
        ask.advice = about
    session.add(ask)
    session.flush()
    tell_team(session, ask, kind="asked", key=f"asked/{ask.id}")
    _note(session, "put to a team", "ask", ask.id, board.id, by)
    return ask


def _subject(about: Contribution | Advice) -> dict[str, UUID]:
    """Which of the two a row is about."""
    name = "advice_id" if isinstance(about, Advice) else "contribution_id"
    return {name: about.id}


def _dates(
    session: Session, board: Board, team: Team, at: datetime, round_: int, clock: Clock
) -> tuple[datetime, datetime]:
    open_time = clocks.open_time(session, board.calendar_id, london(at).date())
    standard = {
        owed: clocks.allowance(session, board.calendar_id, owed, london(at).date()).amount
        for owed in (Clock.ACKNOWLEDGE, clock)
    }
    acknowledge = team.acknowledge_days or standard[Clock.ACKNOWLEDGE]
    # A team's own days are for one person's words: a recommendation never has fewer.
    answer = max(team.answer_days or 0, standard[clock])
    if clock is Clock.ANSWER:
        answer = team.answer_days or standard[clock]
    if round_ > 1:
        acknowledge, answer = max(1, acknowledge // 2), max(1, answer // 2)
    return add_open_days(open_time, at, acknowledge), add_open_days(open_time, at, answer)


def tell_team(session: Session, ask: Ask, *, kind: str, key: str) -> None:
    """Signed-in leads get a letter each; a team without account gets one with a one-time link."""
    leads = people.leads_of(session, ask.team_id)
    about = {"ask_id": str(ask.id)}
    letters.tell(session, leads, board_id=ask.board_id, kind=kind, about=about, key=key)
    if not leads and ask.team.email:
        make_link(session, ask)
        letters.enqueue(
            session,
            board_id=ask.board_id,
            kind=kind,
            about=about,
            dedupe_key=f"{key}/team",
            team_id=ask.team_id,
        )


def make_link(session: Session, ask: Ask) -> AnswerLink:
    """A link that answers this ask once; its secret is derived when the letter is written."""
    link = AnswerLink(id=uuid4(), ask_id=ask.id, made_at=now(), ends_at=now() + LINK_LASTS)
    session.add(link)
    session.flush()
    return link


def acknowledge(session: Session, ask: Ask, *, by: Hat | None, by_silence: bool = False) -> None:
    if ask.acknowledged_at is None:
        ask.acknowledged_at, ask.by_silence = now(), by_silence
        _note(session, "acknowledged", "ask", ask.id, ask.board_id, by)


def return_ask(session: Session, ask: Ask, *, reason: str, by: Hat | None) -> None:
    ask.returned_at, ask.sealed_reason = now(), _sealed(session, ask, "sealed_reason", reason)
    _note(session, "handed back", "ask", ask.id, ask.board_id, by)


def write_answer(
    session: Session,
    about: Contribution | Advice,
    written: Written,
    *,
    ask: Ask | None,
    state: AnswerState,
    by: Hat | None,
) -> Answer:
    """Keeps an answer; an earlier draft or one sent back for the same ask is replaced."""
    answer = unfinished(_given(session, about), ask)
    heard, will = (answer.heard, answer.will) if answer else (None, None)
    if answer is None:
        answer = Answer(id=uuid4(), board_id=about.board_id, **_subject(about))
        session.add(answer)
    answer.ask = ask
    answer.will = _text(session, about, will, written.will, by)
    answer.heard = _text(session, about, heard, written.heard, by) if written.heard else None
    answer.outcome, answer.by_on, answer.source = written.outcome, written.by_on, written.source
    answer.stance = written.stance
    answer.sealed_evidence = _sealed(session, answer, "sealed_evidence", written.evidence)
    answer.sealed_source = _sealed(session, answer, "sealed_source", written.source_note)
    answer.state, answer.written_at = state, now()
    answer.written_by_id = by.person_id if by else None
    session.flush()
    _note(session, f"answer {state}", "answer", answer.id, answer.board_id, by)
    return answer


def _given(session: Session, about: Contribution | Advice) -> list[Answer]:
    if isinstance(about, Advice):
        return queries.answers_about(session, about.id)
    return queries.answers_to(session, about.id)


def _text(
    session: Session, about: Contribution | Advice, kept: Text | None, body: str, by: Hat | None
) -> Text:
    """What did not change stays the same text, with the translations it has."""
    if kept is not None and texts.reading(session, original(kept)) == clean(body):
        return kept
    is_for_all = isinstance(about, Advice)
    return words.write_text(
        session,
        board_id=about.board_id,
        kind=TextKind.NOTICE if is_for_all else TextKind.ANSWER,
        language="en",
        body=body,
        data_key=None if is_for_all else about.data_key,
        person_id=by.person_id if by else None,
    )


def use_link(session: Session, link: AnswerLink) -> None:
    if not is_usable(link, now()):
        raise Impossible(for_staff("This link was used already, or its time is over."))
    link.used_at = now()


def send_back(session: Session, answer: Answer, *, note: str, by: Hat) -> None:
    answer.state = AnswerState.SENT_BACK
    answer.sealed_note = _sealed(session, answer, "sealed_note", note)
    answer.reviewed_by_id = by.person_id
    _note(session, "answer sent back", "answer", answer.id, answer.board_id, by)


def send(session: Session, answer: Answer, *, by: Hat | None) -> DidThisAnswer:
    """The answer is for the person now; asks once whether it answered; notes what was promised."""
    finish(session, answer, by=by)
    asked = DidThisAnswer(id=uuid4(), answer=answer, asked_at=now())
    session.add(asked)
    return asked


def finish(session: Session, answer: Answer, *, by: Hat | None) -> None:
    """Said for good: nobody is asked any more, and what was promised has its date."""
    if answer.state is AnswerState.SENT:
        raise Impossible(for_staff("This answer was sent already."))
    answer.state, answer.sent_at = AnswerState.SENT, now()
    answer.reviewed_by_id = by.person_id if by else None
    if answer.contribution_id is not None:
        close_asks(session, answer.contribution_id)
    elif answer.ask is not None:
        answer.ask.closed_at = now()
    if answer.outcome is Outcome.CHANGE_PLANNED and answer.by_on and answer.ask:
        session.add(
            Commitment(
                id=uuid4(),
                board_id=answer.board_id,
                answer_id=answer.id,
                team_id=answer.ask.team_id,
                due_on=answer.by_on,
                state=CommitmentState.PROMISED,
                next_ask_on=answer.by_on,
            )
        )
    _note(session, "answer sent", "answer", answer.id, answer.board_id, by)


def reply(
    session: Session, asked: DidThisAnswer, *, replied: Satisfied, ask_again: bool, on: date
) -> None:
    asked.replied, asked.ask_again, asked.replied_on = replied, ask_again, on


def ask_whether_it_happened(session: Session, commitment: Commitment) -> None:
    """Asks the team on its own date, then waits for a person to say."""
    commitment.asked_times += 1
    commitment.next_ask_on = None
    leads = people.leads_of(session, commitment.team_id)
    board_id, kind = commitment.board_id, "commitment_due"
    about = {"commitment_id": str(commitment.id)}
    key = f"commitment/{commitment.id}/{commitment.asked_times}"
    letters.tell(session, leads, board_id=board_id, kind=kind, about=about, key=key)
    if not leads:
        letters.enqueue(
            session,
            board_id=board_id,
            kind=kind,
            about=about,
            dedupe_key=f"{key}/team",
            team_id=commitment.team_id,
        )


def settle(
    session: Session,
    commitment: Commitment,
    *,
    happened: bool,
    evidence: str,
    again_on: date | None,
    by: Hat,
) -> None:
    """It happened (asked once more in 90 days), or it did not: a new date or an end."""
    seen = _sealed(session, commitment, "sealed_evidence", evidence)
    if happened:
        commitment.state, commitment.sealed_evidence = CommitmentState.HAPPENED, seen
        first = commitment.asked_times <= 1
        commitment.next_ask_on = london(now()).date() + timedelta(days=90) if first else None
    elif again_on is not None:
        commitment.due_on = commitment.next_ask_on = again_on
    else:
        commitment.state, commitment.sealed_evidence = CommitmentState.LAPSED, seen
        commitment.next_ask_on = None
    _note(
        session, f"promise {commitment.state}", "commitment", commitment.id, commitment.board_id, by
    )


def close_asks(session: Session, contribution_id: UUID) -> None:
    """Nobody is asked any more: it was answered, it ended, or another team is asked."""
    for ask in queries.asks_of(session, contribution_id):
        if is_open(ask):
            ask.closed_at = now()


def forget(session: Session, contribution: Contribution) -> None:
    """Leaves the outcomes and their months: which team was asked, by whom and when is gone too.

    The words of the answers went with the contribution's key.
    """
    of_mine = select(Answer.id).where(Answer.contribution_id == contribution.id)
    asked = select(Ask.id).where(Ask.contribution_id == contribution.id)
    session.execute(delete(Commitment).where(Commitment.answer_id.in_(of_mine)))
    session.execute(delete(AnswerLink).where(AnswerLink.ask_id.in_(asked)))
    for answer in queries.answers_to(session, contribution.id):
        _strip(answer)
    session.flush()
    session.execute(delete(Ask).where(Ask.contribution_id == contribution.id))


def _strip(answer: Answer) -> None:
    answer.ask = answer.written_by_id = answer.reviewed_by_id = answer.sealed_note = None
    answer.sealed_evidence = b"" if answer.outcome is Outcome.CHANGE_MADE else None
    answer.sealed_source = b"" if answer.source is Source.EMAIL else None
    answer.written_at = month_of(answer.written_at)
    answer.by_on = answer.by_on.replace(day=1) if answer.by_on else None
    if answer.sent_at is not None:
        answer.sent_at = month_of(answer.sent_at)
    if answer.reply is not None:
        answer.reply.asked_at = month_of(answer.reply.asked_at)
        on = answer.reply.replied_on
        answer.reply.replied_on = on.replace(day=1) if on else None


def _sealed(session: Session, row: Noted, column: str, body: str | None) -> bytes | None:
    if body is None:
        return None
    key = queries.key_of(row)
    if key is None:
        raise Erased
    return keys.seal(session, key, queries.place(row, column), clean(body))


def _note(
    session: Session, what: str, about: str, row_id: UUID, board_id: UUID, by: Hat | None
) -> None:
    audit.record(
        session,
        what,
        about,
        row_id,
        by=by,
        board_id=board_id,
    )
