"""A sentence that a member added: shown to others, kept back with a reason, or merged."""

from sqlalchemy.orm import Session

from advisory.contributions.models import Use
from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible
from advisory.languages.catalogues import for_staff
from advisory.languages.text import clean
from advisory.voting.actions.voting import add_statement, grow, write_text
from advisory.voting.models import Poll, Reason, State, Statement
from advisory.voting.rules.asking import is_shown
from advisory.words import actions as words
from advisory.words.models import Text

NOT_ALLOWED = for_staff("This person did not allow that words are shown. Write your own, merge it.")
NOT_ITSELF = for_staff("Choose another sentence that people are shown.")


def publish(session: Session, statement: Statement, *, by: Hat) -> None:
    """Others see it from here on, in each language as soon as two people translated it."""
    if statement.contribution is not None and statement.contribution.use is not Use.QUOTE:
        raise Impossible(NOT_ALLOWED)
    _decide(session, statement, State.PUBLISHED, by)
    ask_translations(session, statement.poll, statement.text)


def keep_back(session: Session, statement: Statement, *, reason: Reason, by: Hat) -> None:
    _decide(session, statement, State.KEPT_BACK, by, reason=reason)


def merge(session: Session, statement: Statement, *, into: Statement, by: Hat) -> None:
    """It says what another says. Only that one is shown."""
    if into is statement or into.poll_id != statement.poll_id or not is_shown(into):
        raise Impossible(NOT_ITSELF)
    _decide(session, statement, State.MERGED, by, into=into)


def reword(session: Session, statement: Statement, *, body: str, by: Hat) -> None:
    """The same in the board's words, with nobody in it; theirs is merged into it."""
    poll = statement.poll
    made = add_statement(session, poll, write_text(session, poll, clean(body), by))
    ask_translations(session, poll, made.text)
    merge(session, statement, into=made, by=by)


def ask_translations(session: Session, poll: Poll, text: Text) -> None:
    """For every language that the question is asked in."""
    for language in {version.language for version in poll.title.versions} - {text.language}:
        words.ask_translation(session, text, language=language, due_at=None)


def _decide(
    session: Session,
    statement: Statement,
    state: State,
    by: Hat,
    *,
    reason: Reason | None = None,
    into: Statement | None = None,
) -> None:
    """Twice is once: a decision that stands already writes nothing."""
    after = (state, reason, into.id if into else None)
    if after == (statement.state, statement.reason, statement.merged_into_id):
        return
    if statement.contribution_id is None:
        raise Impossible(for_staff("This sentence is the board’s own."))
    for other in statement.poll.statements:
        if other.merged_into_id == statement.id:
            other.state, other.merged_into_id = State.WAITING, None
    statement.state, statement.reason, statement.merged_into_id = after
    session.flush()
    grow(session, statement.poll_id)
    audit.record(
        session,
        f"sentence: {state}",
        "poll",
        statement.poll_id,
        by=by,
        board_id=statement.poll.board_id,
    )
