"""Everything that can be written about one person's words, and a look at every column."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.answers import actions as answers
from advisory.answers import queries as asked
from advisory.answers.models import Outcome, Source
from advisory.answers.rules import Written
from advisory.app.schema import whole_schema
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions import rules as codes
from advisory.contributions.actions import Told
from advisory.contributions.models import ConsentTo, MessageKind
from advisory.custodian import actions as custodian
from advisory.feedback.actions import accepting, answering, ending, reading
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Face, Feedback, Kind, Understood
from advisory.foundation.access import Hat, Role
from advisory.handovers import actions as handovers
from advisory.handovers.actions import Receiver
from advisory.meetings.actions import coming
from advisory.meetings.actions.agenda import refuse_topic
from advisory.meetings.rules.coming import Needs
from advisory.noticeboard import actions as noticeboard
from advisory.noticeboard.actions import Proposed, Quoted
from advisory.paper import actions as paper
from advisory.paper.rules import Keyed
from advisory.people.models import Board, Team
from advisory.routing import actions as routing
from advisory.safeguarding import actions as safeguarding
from advisory.safeguarding import queries as concerns
from advisory.safeguarding.models import ConcernState
from advisory.themes import actions as themes
from advisory.words import actions as words
from advisory.words.models import Method, Text
from tests.building import a_board, a_person, a_team, hat_of
from tests.meetings.building import a_meeting

CANARY = "canary"
SPOKEN = "kmr"


def canary(number: int) -> str:
    return f"{CANARY}{number:02} in the coal mine"


class Story:
    """Everything that can be written about one person's words, each with a canary in it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.board: Board = a_board(session)
        self.team: Team = a_team(session, self.board)
        self.by = self._hat(Role.FACILITATOR)
        self.translator = self._hat(Role.TRANSLATOR)
        self.outside = self._hat(Role.OUTSIDE_PERSON)
        self.lead = hat_of(
            a_person(session, self.board, Role.POLICY_LEAD, team=self.team),
            self.board,
            Role.POLICY_LEAD,
            team=self.team,
        )
        self.item = self._said()
        self._read()
        self._opened()
        self._answered()
        self._contested()

    def _hat(self, role: Role) -> Hat:
        return hat_of(a_person(self.session, self.board, role, speaks=[SPOKEN]), self.board, role)

    def _said(self) -> Feedback:
        self.token = codes.new_form_token()
        contributions.save_draft(self.session, {"said": canary(1)}, token=self.token)
        told = Told(words=canary(1), speaks=SPOKEN, reads=SPOKEN, not_my_country=True)
        accepted = accepting.accept(
            self.session,
            told,
            About(place="Camden", face=Face.BAD),
            board=self.board,
            token=self.token,
        )
        assert accepted.digits is not None
        self.digits = accepted.digits
        item = accepted.feedback
        contributions.keep_contact(
            self.session, item.contribution, f"{CANARY}02@mine.example", language=SPOKEN
        )
        contributions.declare_not_from_country(self.session, item.contribution, by=self.by)
        return item

    def _opened(self) -> None:
        """Two open the address, and a colleague of another house is asked to help."""
        session, item, board, by = self.session, self.item, self.board, self.by
        asked = custodian.ask(session, item.contribution, reason=canary(50), board=board, by=by)
        custodian.refuse(session, asked, reason=canary(51), board=board, by=self.outside)
        asked = custodian.ask(session, item.contribution, reason=canary(52), board=board, by=by)
        custodian.agree(session, asked, board=board, by=self.outside)
        custodian.open_address(session, asked, by=by)
        to = Receiver(canary(53))
        row = handovers.offer(session, item.contribution, to=to, what=canary(54), by=by)
        handovers.reject(session, row, reason=canary(55), by=by)
        handovers.ask_for_yes(session, item.contribution, to=to, what=canary(56), by=by)
        edition = paper.make_edition(session, board.id, topic_ids=[])
        batch = paper.open_batch(session, edition, language=SPOKEN, by=by)
        paper.keep_form(session, batch, item.contribution, keyed=Keyed(said=canary(57)))
        self._invited()

    def _invited(self) -> None:
        """Comes to a meeting, and proposes something to talk about."""
        session, by = self.session, self.by
        meeting = a_meeting(session, self.board, by)
        needs = Needs(speaks=SPOKEN, access=canary(60))
        holder_id = self.item.contribution_id
        guest = coming.say_may_come(
            session, meeting, needs, reads=SPOKEN, token="come", holder_id=holder_id
        )
        assert guest is not None
        topic = coming.propose_topic(session, guest, canary(61), language=SPOKEN, token="a")
        assert topic is not None
        refuse_topic(session, topic, reason=canary(62), by=by)

    def _read(self) -> None:
        session, item, board, by = self.session, self.item, self.board, self.by
        text = item.contribution.messages[0].text
        reading.take(session, item, by=by)
        reading.name_language(session, item, language=SPOKEN, by=by)
        reading.understand_by_gist(session, item, text, gist=canary(3), by=by)
        reading.ask_translator(session, item, board=board, by=by)
        self._translate(text, "en", 4)
        reading.understand(session, item, how=Understood.TRANSLATION, by=by)
        reading.ask_member(session, item, question=canary(5), board=board, by=by)
        accepting.add_words(
            session, item, canary(6), language=SPOKEN, token="reply", kind=MessageKind.REPLY
        )
        reading.resume(session, item, by=None)
        reading.understand(session, item, how=Understood.OWN_READING, by=by)
        reading.tell_news(session, item, news=canary(7), board=board, by=by)
        passage = themes.release_passage(session, item.contribution, body=canary(8), by=by)
        themes.release_passage(session, item.contribution, body=canary(9), by=by)
        session.flush()
        themes.take_back_passage(session, passage, by=by)

    def _translate(self, text: Text, language: str, number: int) -> None:
        asked = words.ask_translation(self.session, text, language=language, due_at=None)
        there = (v for v in text.versions if (v.language, v.method) == (language, Method.HUMAN))
        version = asked or next(there)
        words.write_translation(
            self.session, version, body=canary(number), ready=True, by=self.translator
        )

    def _answered(self) -> None:
        session, item, board, by = self.session, self.item, self.board, self.by
        ask = answering.route(session, item, self.team, board=board, by=by)
        answering.hand_back(session, item, ask, reason=canary(10), board=board, by=self.lead)
        ask = answering.route(session, item, self.team, board=board, by=by)
        answering.save_answer(session, item, ask, self._written(11), by=self.lead)
        answer = answering.hand_in(
            session, item, self._written(13), ask=ask, board=board, by=self.lead
        )
        answering.send_back(session, item, answer, note=canary(17), by=by)
        answer = answering.hand_in(
            session, item, self._written(18), ask=ask, board=board, by=self.lead
        )
        assert answer.heard is not None
        self._translate(answer.heard, SPOKEN, 22)
        self._translate(answer.will, SPOKEN, 23)
        answering.answer_translated(session, item, answer)
        answering.send(session, item, answer, by=by)
        for commitment in asked.commitments_of(session, item.contribution_id):
            answers.settle(
                session, commitment, happened=True, evidence=canary(24), again_on=None, by=by
            )
        answering.reopen(session, item, board=board)
        ending.out_of_remit(session, item, reason=canary(25), board=board, by=by)

    def _written(self, number: int) -> Written:
        return Written(
            heard=canary(number),
            will=canary(number + 1),
            outcome=Outcome.CHANGE_PLANNED,
            by_on=date(2027, 1, 4),
            evidence=canary(number + 2),
            source=Source.EMAIL,
            source_note=canary(number + 3),
        )

    def _contested(self) -> None:
        session, item = self.session, self.item
        reading.contest(session, item, item.contribution.messages[0].text)
        reading.hold(session, item, allegation=True, board=self.board, by=self.by)
        concern = concerns.concern_of(session, item.contribution_id)
        assert concern is not None
        safeguarding.write_log(session, concern, note=canary(26), by=self.outside)
        safeguarding.decide(
            session, concern, outcome=ConcernState.CLEARED, reason=canary(27), by=self.outside
        )
        reading.release(session, item, by=self.outside)
        self._shown()

    def _shown(self) -> None:
        session, item, board = self.session, self.item, self.board
        contributions.give_consent(session, item.contribution, ConsentTo.QUOTE)
        proposed = Proposed(title="Letters", said="Hard.", did="Asked.", outcome=Outcome.NO_CHANGE)
        notice = noticeboard.propose(
            session, proposed, board=board, by=self.by, quoted=Quoted(item.contribution, canary(28))
        )
        noticeboard.approve(session, notice, board=board, by=self._hat(Role.FACILITATOR))
        contributions.ask_legal_hold(session, item.contribution, reason=canary(29), by=self.by)
        item.topic = routing.add_topic(session, board_id=board.id, name="Letters")
        item.kind = Kind.QUESTION
        session.flush()


NOTED = {canary(number) for number in (10, 17, 20, 21, 24, 29)}
SEALED_NOTES = {
    ("asks", "sealed_reason"),
    ("answers", "sealed_evidence"),
    ("answers", "sealed_source"),
    ("answers", "sealed_note"),
    ("commitments", "sealed_evidence"),
    ("legal_holds", "sealed_reason"),
}


def notes(session: Session, story: Story) -> set[str]:
    """What staff noted about the words, as their pages open it."""
    of = story.item.contribution_id
    rows: list[tuple[asked.Noted, str]] = [
        *((row, "sealed_reason") for row in asked.asks_of(session, of)),
        *((row, "sealed_evidence") for row in asked.commitments_of(session, of)),
        *(
            (row, column)
            for row in asked.answers_to(session, of)
            for column in ("sealed_evidence", "sealed_source", "sealed_note")
        ),
    ]
    told = {asked.noted(session, row, column) for row, column in rows}
    told |= {kept.why_held(session, hold) for hold in kept.legal_holds_of(session, of)}
    return told - {""}


def readable(session: Session) -> set[tuple[str, str]]:
    return {(table, column) for table, column, value in every_value(session) if canaries(value)}


def canaries(value: object) -> bool:
    return CANARY.encode() in value if isinstance(value, bytes) else CANARY in str(value)


def every_value(session: Session) -> list[tuple[str, str, object]]:
    return [
        (table.name, column, value)
        for table in whole_schema().sorted_tables
        for row in session.execute(select(table)).mappings()
        for column, value in row.items()
    ]
