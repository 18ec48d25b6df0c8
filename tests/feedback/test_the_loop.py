"""The loop in actions alone: each step by the one who may make it."""

from sqlalchemy.orm import Session

from advisory.answers.models import Outcome, Satisfied
from advisory.answers.rules import Written
from advisory.contributions.actions import open_by_code
from advisory.feedback import queries
from advisory.feedback.actions import answering, ending, reading
from advisory.feedback.models import State, Understood
from advisory.feedback.rules import Column, Word, word
from advisory.foundation.access import Role
from advisory.foundation.audit import first_broken_entry
from advisory.foundation.database import commit
from advisory.words import actions as words
from advisory.words.models import Method, Status, Text, Version
from tests.building import a_board, a_person, a_team, hat_of, some_feedback


def version_in(text: Text, language: str) -> Version:
    return next(v for v in text.versions if v.language == language and v.method is Method.HUMAN)


def test_words_are_answered_refused_answered_again_and_end_well(session: Session) -> None:
    board = a_board(session)
    team = a_team(session, board)
    facilitator = hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
    translator = hat_of(
        a_person(session, board, Role.TRANSLATOR, speaks=["ti"]), board, Role.TRANSLATOR
    )
    checker = hat_of(
        a_person(session, board, Role.TRANSLATOR, speaks=["ti"]), board, Role.TRANSLATOR
    )
    lead_person = a_person(session, board, Role.POLICY_LEAD, team=team)
    lead = hat_of(lead_person, board, Role.POLICY_LEAD, team=team)
    feedback, digits = some_feedback(session, board, words="ደብዳበ ብእንግሊዝኛ", language="ti")
    commit(session)

    text = feedback.contribution.messages[0].text
    reading.take(session, feedback, by=facilitator)
    reading.understand_by_gist(session, feedback, text, gist="Letter in English.", by=facilitator)
    assert feedback.understood_how is Understood.GIST
    reading.ask_translator(session, feedback, board=board, by=facilitator)
    assert feedback.column == Column.NEEDS_TRANSLATION
    wanted = version_in(text, "en")
    words.write_translation(
        session, wanted, body="The letter is in English.", ready=True, by=translator
    )
    words.check_translation(session, wanted, by=checker)
    assert wanted.status is Status.CHECKED
    reading.translated(session, feedback, by=translator)

    for round_, replied in ((1, Satisfied.NO), (2, Satisfied.YES)):
        ask = answering.route(session, feedback, team, board=board, by=facilitator)
        assert ask.round == round_
        answering.acknowledge(session, feedback, ask, by=lead)
        written = Written(
            heard="Letters.", will="We will add a line.", outcome=Outcome.INFORMATION_GIVEN
        )
        answer = answering.hand_in(session, feedback, written, ask=ask, board=board, by=lead)
        assert feedback.column == Column.NEEDS_TRANSLATION
        for part in filter(None, (answer.heard, answer.will)):
            version = version_in(part, "ti")
            words.write_translation(session, version, body="መልሲ", ready=True, by=translator)
            words.check_translation(session, version, by=checker)
        answering.answer_translated(session, feedback, answer)
        assert feedback.column == Column.READY_TO_SEND
        asked_once = answering.send(session, feedback, answer, by=facilitator)
        assert word(feedback.state) is Word.ANSWERED
        answering.reply(
            session,
            feedback,
            asked_once,
            replied=replied,
            ask_again=replied is Satisfied.NO,
            more="",
            language="ti",
            token="",
            board=board,
        )
        commit(session)
        assert feedback.state is (
            State.REOPENED if replied is Satisfied.NO else State.CLOSED_SATISFIED
        )
    assert first_broken_entry(session) is None

    contribution = open_by_code(session, digits)
    assert contribution is not None
    ending.delete_everything(session, contribution)
    commit(session)
    assert open_by_code(session, digits) is None
    gone = queries.item(session, feedback.id)
    assert gone is not None
    assert gone.state is State.DELETED_BY_MEMBER
