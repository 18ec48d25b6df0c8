"""What a person says after the end is read by somebody, however late they say it."""

from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Outcome, Satisfied
from advisory.answers.rules import Written
from advisory.feedback.actions import answering, reading
from advisory.feedback.models import Feedback, State, Understood
from advisory.feedback.rules import Column
from advisory.foundation.access import Role
from advisory.foundation.database import now
from advisory.mine import actions
from tests.building import a_board, a_person, hat_of, some_feedback


def answered(session: Session) -> Feedback:
    board = a_board(session)
    by = hat_of(a_person(session, board, Role.FACILITATOR, speaks=["ti"]), board, Role.FACILITATOR)
    item, _ = some_feedback(session, board, language="ti", reads="en")
    text = item.contribution.messages[0].text
    reading.understand_by_gist(session, item, text, gist="A letter.", by=by)
    reading.understand(session, item, how=Understood.GIST, by=by)
    written = Written(heard="", will="In May.", outcome=Outcome.INFORMATION_GIVEN)
    answer = answering.hand_in(session, item, written, ask=None, board=board, by=by)
    answering.send(session, item, answer, by=by)
    session.flush()
    return item


def say(session: Session, item: Feedback, *, replied: Satisfied, more: str) -> None:
    answer = answers.answers_to(session, item.contribution_id)[-1]
    actions.say_whether_it_answered(
        session,
        item,
        answer,
        replied=replied,
        again=False,
        more=more,
        language="en",
        token="a token",
    )


def test_not_what_i_meant_is_read_again_also_after_ninety_days(session: Session) -> None:
    item = answered(session)
    say(session, item, replied=Satisfied.YES, more="")
    assert item.column == Column.FINISHED.value
    with time_machine.travel(now() + timedelta(days=200), tick=False):
        actions.contest(session, item, item.contribution.messages[0])
    assert item.state is State.REOPENED
    assert item.column is Column.TO_READ


def test_no_with_more_words_is_read_by_somebody(session: Session) -> None:
    item = answered(session)
    say(session, item, replied=Satisfied.NO, more="And yet the lift is broken.")
    assert item.column is Column.TO_READ


def test_no_without_a_word_ends_it(session: Session) -> None:
    item = answered(session)
    say(session, item, replied=Satisfied.NO, more="")
    assert item.state is State.CLOSED_UNSATISFIED
