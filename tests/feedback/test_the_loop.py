"""The loop in actions alone: each step by the one who may make it."""

from sqlalchemy.orm import Session

from advisory.answers.models import DidThisAnswer, Outcome, Satisfied
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


class Loop:
    """One item and the people around it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.board = board = a_board(session)
        self.team = a_team(session, board)
        self.facilitator = hat_of(
            a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR
        )
        self.translator, self.checker = (
            hat_of(a_person(session, board, Role.TRANSLATOR, speaks=["ti"]), board, Role.TRANSLATOR)
            for _ in range(2)
        )
        lead = a_person(session, board, Role.POLICY_LEAD, team=self.team)
        self.lead = hat_of(lead, board, Role.POLICY_LEAD, team=self.team)
        self.feedback, self.digits = some_feedback(
            session, board, words="ደብዳበ ብእንግሊዝኛ", language="ti"
        )
        commit(session)

    def translate(self, text: Text, language: str, body: str) -> None:
        version = version_in(text, language)
        words.write_translation(self.session, version, body=body, ready=True, by=self.translator)
        words.check_translation(self.session, version, by=self.checker)
        assert version.status is Status.CHECKED

    def understand(self) -> None:
        session, feedback = self.session, self.feedback
        text = feedback.contribution.messages[0].text
        reading.take(session, feedback, by=self.facilitator)
        gist = "Letter in English."
        reading.understand_by_gist(session, feedback, text, gist=gist, by=self.facilitator)
        assert feedback.understood_how is Understood.GIST
        reading.ask_translator(session, feedback, board=self.board, by=self.facilitator)
        assert feedback.column == Column.NEEDS_TRANSLATION
        self.translate(text, "en", "The letter is in English.")
        reading.translated(session, feedback, by=self.translator)

    def answer(self) -> DidThisAnswer:
        session, feedback, board = self.session, self.feedback, self.board
        ask = answering.route(session, feedback, self.team, board=board, by=self.facilitator)
        assert ask.round == feedback.reopens + 1
        answering.acknowledge(session, feedback, ask, by=self.lead)
        written = Written(heard="Letters.", will="One line.", outcome=Outcome.INFORMATION_GIVEN)
        answer = answering.hand_in(session, feedback, written, ask=ask, board=board, by=self.lead)
        assert feedback.column == Column.NEEDS_TRANSLATION
        for part in filter(None, (answer.heard, answer.will)):
            self.translate(part, "ti", "መልሲ")
        answering.answer_translated(session, feedback, answer)
        assert feedback.column == Column.READY_TO_SEND
        return answering.send(session, feedback, answer, by=self.facilitator)

    def reply(self, asked_once: DidThisAnswer, replied: Satisfied) -> None:
        answering.reply(
            self.session,
            self.feedback,
            asked_once,
            replied=replied,
            ask_again=replied is Satisfied.NO,
            more="",
            language="ti",
            token="",
            board=self.board,
        )
        commit(self.session)


def test_words_are_answered_refused_answered_again_and_end_well(session: Session) -> None:
    loop = Loop(session)
    loop.understand()
    for replied, state in (
        (Satisfied.NO, State.REOPENED),
        (Satisfied.YES, State.CLOSED_SATISFIED),
    ):
        asked_once = loop.answer()
        assert word(loop.feedback.state) is Word.ANSWERED
        loop.reply(asked_once, replied)
        assert loop.feedback.state is state
    assert first_broken_entry(session) is None


def test_who_deletes_leaves_nothing_that_the_code_opens(session: Session) -> None:
    loop = Loop(session)
    loop.understand()
    contribution = open_by_code(session, loop.digits)
    assert contribution is not None
    ending.delete_everything(session, contribution)
    commit(session)
    assert open_by_code(session, loop.digits) is None
    gone = queries.item(session, loop.feedback.id)
    assert gone is not None
    assert gone.state is State.DELETED_BY_MEMBER
