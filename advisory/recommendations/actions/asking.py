"""Putting a recommendation to a team, and the team's answer on its way to everybody."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import actions as answers
from advisory.answers import queries as asked
from advisory.answers.models import Answer, AnswerState, Ask, Stance
from advisory.answers.rules import Written, is_open
from advisory.disclosure.rules import rounded
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.letters import actions as letters
from advisory.people.models import Board, Team
from advisory.recommendations import queries, rules
from advisory.recommendations.actions.trail import note, tell_facilitators
from advisory.recommendations.models import Recommendation, Stage, Voice
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words.models import Text

FASTER = for_staff("Somebody was faster. Look at it again.")


def put(
    session: Session,
    own: Recommendation,
    team: Team,
    *,
    board: Board,
    by: Hat,
    responded: Collection[UUID] = (),
    more: str = "",
) -> Ask:
    """Asks a team. The first time, those whose words stand behind it are kept for good.

    `responded` are the contributions that answered its consultation. A double tap asks once.
    """
    allow(rules.may_write(by, own) and team.board_id == own.board_id, exists=False)
    _take_turns(session, own)
    before = asked.asks_about(session, own.id)
    if not rules.may_be_put(own):
        open_ = next((ask for ask in before if is_open(ask) and ask.team_id == team.id), None)
        if open_ is None:
            raise Impossible(FASTER)
        return open_
    if own.stage is Stage.DRAFT:
        _keep_voices(session, own, responded)
        own.put_on = london(now()).date()
        ask_translations(session, own, rules.texts_of(own))
    own.team, own.stage, own.climbed, own.more = team, Stage.PUT, 0, clean(more)
    handed_back = before[-1] if before and before[-1].returned_at else None
    ask = answers.put_to_team(
        session,
        own.advice,
        team,
        board=board,
        # Handed back it is not asked again: the clock of the answer goes on.
        round_=before[-1].round + (handed_back is None) if before else 1,
        answer_by=handed_back.answer_by if handed_back else None,
        by=by,
    )
    note(session, "recommendation put", own, by=by)
    return ask


def _take_turns(session: Session, own: Recommendation) -> None:
    session.flush()
    take_turns(session, f"recommendations/{own.board_id}")
    session.refresh(own, ["stage"])


def _keep_voices(session: Session, own: Recommendation, responded: Collection[UUID]) -> None:
    named = queries.voices_of(session, own.id)
    found = queries.stood_on(session, own.themes) | set(responded)
    if own.item_id is not None:
        found |= queries.proposed_by(session, own.item_id)
    session.add_all(
        Voice(recommendation_id=own.id, contribution_id=one) for one in sorted(found - named)
    )
    own.voices = rounded(len(found | named)).shown
    session.flush()


def ask_translations(session: Session, own: Recommendation, parts: Collection[Text]) -> None:
    """Into every opened language, and every language that somebody behind it reads."""
    opened = {language.tag for language, _draft in texts.opened_languages(session, own.board_id)}
    wanted = opened | queries.read_by_voices(session, own.id)
    for language in sorted(wanted - {"en"}):
        for text in parts:
            words.ask_translation(session, text, language=language, due_at=None)


# ── What a team does: from its desk, by the link of its letter, or by e-mail ─────────────────────


def acknowledge(
    session: Session, own: Recommendation, ask: Ask, *, by: Hat | None, by_silence: bool = False
) -> None:
    if own.stage is Stage.PUT and is_open(ask):
        answers.acknowledge(session, ask, by=by, by_silence=by_silence)


def save_answer(
    session: Session, own: Recommendation, ask: Ask, written: Written, *, by: Hat | None
) -> Answer:
    """A team's draft; the team is at work on it."""
    return _write(session, own, ask, written, AnswerState.DRAFT, by)


def hand_in(
    session: Session, own: Recommendation, ask: Ask, written: Written, *, by: Hat | None
) -> Answer:
    """To a facilitator's look. That the team needs more is not for everybody: it comes back."""
    answer = _write(session, own, ask, written, AnswerState.IN_REVIEW, by)
    if written.stance is Stance.NEEDS_MORE:
        answers.finish(session, answer, by=by)
        own.stage = Stage.BACK
        note(session, "recommendation needs more", own, by=by)
    else:
        ask_translations(session, own, [answer.will])
    tell_facilitators(session, own, "answer_to_review", key=str(answer.will_id))
    return answer


def _write(
    session: Session,
    own: Recommendation,
    ask: Ask,
    written: Written,
    state: AnswerState,
    by: Hat | None,
) -> Answer:
    _take_turns(session, own)
    given = asked.answers_about(session, own.id)
    if ask.advice_id != own.id or not rules.may_be_answered(own, ask, given):
        raise Impossible(FASTER)
    answers.acknowledge(session, ask, by=by)
    return answers.write_answer(session, own.advice, written, ask=ask, state=state, by=by)


def hand_back(
    session: Session, own: Recommendation, ask: Ask, *, reason: str, by: Hat | None
) -> None:
    """It is not this team's. A double tap hands it back once."""
    _take_turns(session, own)
    given = asked.answers_about(session, own.id)
    if rules.may_be_answered(own, ask, given):
        answers.return_ask(session, ask, reason=reason, by=by)
        own.stage = Stage.BACK
        tell_facilitators(session, own, "handed_back", key=str(ask.id))


# ── What a facilitator does with the answer ──────────────────────────────────────────────────────


def send_back(
    session: Session, own: Recommendation, answer: Answer, *, words_to_team: str, by: Hat
) -> None:
    """The team changes its answer."""
    _take_turns(session, own)
    _waits(own, answer)
    answers.send_back(session, answer, note=words_to_team, by=by)
    if answer.ask is not None:
        key = f"sent_back/{answer.id}/{answer.written_at.isoformat()}"
        answers.tell_team(session, answer.ask, kind="answer_due_soon", key=key)


def send(session: Session, own: Recommendation, answer: Answer, *, by: Hat) -> None:
    """Said: everybody whose words stand behind it reads the answer on their own page."""
    _take_turns(session, own)
    _waits(own, answer)
    answers.finish(session, answer, by=by)
    own.stage = Stage.ANSWERED if answer.stance in rules.PROMISES else Stage.FOLLOWED
    note(session, "recommendation answered", own, by=by)
    _tell_voices(session, own, key=str(answer.id))


def _waits(own: Recommendation, answer: Answer) -> None:
    is_own = answer.advice_id == own.id
    if not is_own or own.stage is not Stage.PUT or answer.state is not AnswerState.IN_REVIEW:
        raise Impossible(FASTER)


def _tell_voices(session: Session, own: Recommendation, *, key: str) -> None:
    """A neutral letter to those who left an address: it says only that there is news."""
    for contact in queries.contacts_of_voices(session, own.id):
        letters.enqueue(
            session,
            board_id=own.board_id,
            kind="news",
            about={"contribution_id": str(contact.contribution_id)},
            dedupe_key=f"news/{key}/{contact.contribution_id}",
            contact_id=contact.id,
        )
