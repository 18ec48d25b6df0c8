"""One row of every kind that an address can name, for a board: by the name it has in the address.

Whoever adds a page with another kind of id adds its row here, or the matrix of routes fails.
"""

from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.answers.models import AnswerLink, Commitment, Outcome
from advisory.answers.rules import Written
from advisory.clocks.actions import add_closure
from advisory.consultations.actions import answering as responding
from advisory.consultations.actions.answering import Sent
from advisory.consultations.queries.responses import Answers
from advisory.consultations.rules.kinds import Given
from advisory.contributions import actions as contributions
from advisory.contributions import rules as codes
from advisory.contributions.actions import Told, attaching
from advisory.contributions.models import Code
from advisory.contributions.queries import waiting_files
from advisory.custodian import actions as custodian
from advisory.custodian.models import ContactRequest
from advisory.feedback.actions import answering
from advisory.feedback.models import Feedback, Signpost
from advisory.files.models import File
from advisory.files.ports.decoding import Kind, Remade
from advisory.files.queries import files_of
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import now
from advisory.foundation.keys import keyring
from advisory.handovers import actions as handovers
from advisory.handovers.actions import Receiver
from advisory.handovers.models import HandOver
from advisory.help.actions import add_number
from advisory.letters import actions as letters
from advisory.noticeboard import actions as noticeboard
from advisory.outreach import actions as outreach
from advisory.paper import actions as paper
from advisory.people.models import Board, Grant, Invitation, Passkey, Person, Team
from advisory.recommendations.actions import asking, telling
from advisory.routing import actions as routing
from advisory.safeguarding import queries as concerns
from advisory.sounds import actions as sounds
from advisory.sounds.models import Spoken
from advisory.themes import actions as themes
from advisory.themes.actions import Wording, theming
from advisory.themes.models import Passage
from advisory.themes.rules.labelling import Marks
from advisory.words import actions as words
from advisory.words.models import TextKind
from tests.app.gathered import meeting_rows
from tests.app.rows_around import rows_around
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood
from tests.consultations.making import an_open_one
from tests.recommendations.making import a_recommendation
from tests.voting.making import SENTENCES, TRAINS, added_one, answered, poll_of

ADDRESS = "canary.of.an.address@mine.example"
HELD = "canary of held words"


class House:
    """A board with somebody in every role and a row of every kind."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.board: Board = a_board(session)
        self.team: Team = a_team(session, self.board, is_fallback=True, email="t@team.example")
        self.people: dict[Role, Person] = {
            role: a_person(session, self.board, role, team=self.team, speaks=["ti"])
            for role in Role
        }
        self.by: Hat = hat_of(self.people[Role.FACILITATOR], self.board, Role.FACILITATOR)
        self.rows: dict[str, object] = {
            "kind": "topic",
            "tag": "ar",
            "l": "en",
            "name": "none",
            "step": "face",
            "wording": "STOP_ANY_TIME",
            "after": "answer",
            "about": "PROMISE",
            "offer": "childcare",
            "axis": "language",
        }
        self._words()
        self._answers()
        self._board()
        self._term()
        self._passkey()
        self._consultation()
        self._opinions()
        self._outreach()
        self._meeting()
        self._recommendation()
        session.flush()

    def _words(self) -> None:
        session, board = self.session, self.board
        item, self.digits = some_feedback(session, board, language="ti", reads="en")
        understood(session, item, self.by)
        self.item: Feedback = item
        message = item.contribution.messages[0]
        version = words.ask_translation(session, message.text, language="en", due_at=now())
        assert version is not None
        passage = themes.release_passage(session, item.contribution, body="Some.", by=self.by)
        picture = self._file(token := codes.new_form_token())
        attaching.attach_waiting(session, item.contribution, token=token)
        held, _digits = some_feedback(session, board, words=HELD, hurt_soon=True)
        held_picture = self._file(token := codes.new_form_token())
        attaching.attach_waiting(session, held.contribution, token=token)
        contributions.keep_contact(session, held.contribution, ADDRESS, language="en")
        self.held: Feedback = held
        concern = concerns.concern_of(session, held.contribution_id)
        assert concern is not None
        token = codes.new_form_token()
        draft = contributions.save_draft(session, {"said": "Not yet."}, token=token)
        session.flush()
        code = session.scalars(select(Code).where(Code.contribution_id == item.contribution_id))
        self.rows |= {
            "spoken_id": self._spoken(None).id,
            "own_spoken_id": self._spoken(item).id,
            "feedback_id": item.id,
            "message_id": message.id,
            "version_id": version.id,
            "passage_id": passage.id,
            **self._sense(passage),
            "concern_id": concern.id,
            "request_id": self._request().id,
            "hand_over_id": self._hand_over(item).id,
            "help_id": self._hand_over(item).id,
            "draft_id": draft.id,
            "hold_id": contributions.ask_legal_hold(
                session, item.contribution, reason="A court.", by=self.by
            ).id,
            "code_id": code.one().id,
            "file_id": picture.id,
            "held_file_id": held_picture.id,
        }

    def _sense(self, passage: Passage) -> dict[str, object]:
        """A label on a passage, and a theme made of it."""
        label = themes.add_label(self.session, Wording(name="Letters"), by=self.by)
        themes.put_labels(self.session, passage, Marks(frozenset({label.id})), by=self.by)
        made = theming.make_theme(self.session, "Letters", labels=[label], by=self.by)
        return {"label_id": label.id, "theme_id": made.id}

    def _spoken(self, item: Feedback | None) -> Spoken:
        """For everybody, or for one person; heard by a second person."""
        made = sounds.keep_spoken(
            self.session,
            Remade(Kind.SOUND, b"hm", seconds=3),
            about="PROMISE" if item is None else str(item.id),
            language="ti",
            words="Words.",
            data_key=item.contribution.data_key if item else None,
            by=self.by,
        )
        second = hat_of(self.people[Role.TRANSLATOR], self.board, Role.TRANSLATOR)
        sounds.approve_spoken(self.session, made, words="Words.", by=second)
        return made

    def _file(self, token: str) -> File:
        """A picture that waits with a form, and a sound."""
        made = [Remade(Kind.PICTURE, b"a picture", 3, 2), Remade(Kind.SOUND, b"hm", seconds=3)]
        attaching.attach_to_form(self.session, made, token=token)
        self.session.flush()
        return waiting_files(self.session, token)[0]

    def _request(self) -> ContactRequest:
        """Opened for the facilitator, so that a page that shows it to another would be seen."""
        session, board = self.session, self.board
        item, _digits = some_feedback(session, board)
        contributions.keep_contact(session, item.contribution, ADDRESS, language="en")
        session.flush()
        asked = custodian.ask(session, item.contribution, reason="Why.", board=board, by=self.by)
        second = self.people[Role.OUTSIDE_PERSON]
        outside = hat_of(second, board, Role.OUTSIDE_PERSON)
        custodian.agree(session, asked, board=board, by=outside)
        custodian.open_address(session, asked, by=self.by)
        return asked

    def _hand_over(self, item: Feedback) -> HandOver:
        to = Receiver("A law centre")
        what = "A letter."
        return handovers.offer(self.session, item.contribution, to=to, what=what, by=self.by)

    def _answers(self) -> None:
        session, board = self.session, self.board
        planned = Written(
            heard="", will="In May.", outcome=Outcome.CHANGE_PLANNED, by_on=date(2027, 5, 3)
        )
        done, _digits = some_feedback(session, board)
        understood(session, done, self.by)
        ask = answering.route(session, done, self.team, board=board, by=self.by)
        answer = answering.hand_in(session, done, planned, ask=ask, board=board, by=None)
        answering.send(session, done, answer, by=self.by)
        session.flush()
        commitment = session.scalars(select(Commitment).where(Commitment.answer_id == answer.id))
        ask = answering.route(session, self.item, self.team, board=board, by=self.by)
        link = AnswerLink(id=uuid4(), ask_id=ask.id, made_at=now(), ends_at=now() + timedelta(9))
        session.add(link)
        self.rows |= {
            "answer_id": answer.id,
            "commitment_id": commitment.one().id,
            "ask_id": ask.id,
            "link_id": link.id,
            "token": keyring(session).link_token(link.id),
        }

    def _term(self) -> None:
        self.rows["term_id"] = words.set_term(
            self.session,
            language="en",
            english="code",
            preferred="code",
            allowed=[],
            never=["password"],
            note="",
            by=self.by,
        ).id

    def _board(self) -> None:
        session, board = self.session, self.board
        proposed = noticeboard.Proposed(
            title="Letters", said="Hard.", did="", outcome=Outcome.NO_CHANGE
        )
        signpost = Signpost(id=uuid4(), board_id=board.id, name="Dentist", position=1)
        signpost.text = words.write_text(
            session, board_id=board.id, kind=TextKind.SIGNPOST, language="en", body="Ring 111."
        )
        person = a_person(session, board, Role.TRANSLATOR)
        invitation = Invitation(
            id=uuid4(), person_id=person.id, made_at=now(), ends_at=now() + timedelta(days=3)
        )
        letter = letters.enqueue(
            session,
            board_id=board.id,
            kind="letter_dead",
            about={},
            dedupe_key=f"test/{board.id}",
            person_id=person.id,
        )
        session.add_all([signpost, invitation])
        assert letter is not None
        rule = routing.add_rule(
            session, board_id=board.id, team_id=self.team.id, from_on=date(2026, 1, 1)
        )
        closure = add_closure(
            session,
            calendar_id=board.calendar_id,
            first_on=date(2027, 8, 2),
            last_on=date(2027, 8, 6),
            reason="Summer",
        )
        grant = session.scalars(select(Grant).where(Grant.person_id == person.id))
        self.rows |= {
            "notice_id": noticeboard.propose(session, proposed, board=board, by=self.by).id,
            "signpost_id": signpost.id,
            "person_id": person.id,
            "invitation_id": invitation.id,
            "letter_id": letter.id,
            "rule_id": rule.id,
            "closure_id": closure.id,
            "team_id": self.team.id,
            "grant_id": grant.one().id,
            "row_id": routing.add_topic(session, board_id=board.id, name="Teeth").id,
            "number_id": add_number(
                session, board_id=board.id, name="Line", note="Free.", number="0800 0"
            ).id,
            "mark": "none",
        }

    def _outreach(self) -> None:
        session, board = self.session, self.board
        edition = paper.make_edition(session, board.id, topic_ids=[])
        poster = outreach.make_poster(
            session, languages=["en"], place="Library", phone="", by=self.by
        )
        self.rows |= {
            "batch_id": paper.open_batch(session, edition, language="en", by=self.by).id,
            "poster_id": poster.id,
        }

    def _meeting(self) -> None:
        self.rows |= meeting_rows(
            self.session, self.board, self.by, holder_id=self.item.contribution_id
        )
        self.rows |= rows_around(self.session, self.by)

    def _passkey(self) -> None:
        passkey = Passkey(
            id=uuid4(),
            person=self.people[Role.FACILITATOR],
            credential_id=f"device/{self.board.id}",
            public_key=b"",
            sign_count=0,
            transports=[],
            name="My phone",
            made_at=now(),
        )
        self.session.add(passkey)
        self.rows["passkey_id"] = passkey.id

    def _consultation(self) -> None:
        """Of three questions, open."""
        own = an_open_one(self.session, self.board, self.by)
        asked = own.questions[-1]
        token = codes.new_form_token()
        mine = codes.part_token(token, str(asked.id))
        attaching.attach_to_form(self.session, [Remade(Kind.SOUND, b"a voice")], token=mine)
        kept = responding.accept(
            self.session,
            own,
            Sent(
                Answers({asked.id: Given(words="A bus.")}), Told(words="", speaks="en", reads="en")
            ),
            board=self.board,
            token=token,
        )
        whose = kept.response.contribution.data_key_id
        self.rows |= {
            "consultation_id": own.id,
            "answer_file_id": files_of(self.session, whose)[0].id,
            "question_id": own.questions[0].id,
            "response_id": kept.response.id,
            "words_id": kept.response.own_words[0].id,
        }

    def _recommendation(self) -> None:
        """Put to the team, and a notice of it for everybody."""
        own = a_recommendation(self.session, self.by)
        ask = asking.put(self.session, own, self.team, board=self.board, by=self.by)
        link = AnswerLink(id=uuid4(), ask_id=ask.id, made_at=now(), ends_at=now() + timedelta(9))
        self.session.add(link)
        notice = telling.propose_notice(self.session, own, board=self.board, by=self.by)
        noticeboard.publish(self.session, notice, by=None)
        self.rows |= {
            "recommendation_id": own.id,
            "advice_ask_id": ask.id,
            "advice_link_id": link.id,
            "advice_token": keyring(self.session).link_token(link.id),
        }

    def _opinions(self) -> None:
        """Three sentences of the board's, and one that a member added."""
        own = an_open_one(self.session, self.board, self.by, template=SENTENCES)
        _, poll = poll_of(own)
        answered(self.session, self.board, own, {TRAINS: "agree"}, added="More benches.")
        added = added_one(self.session, poll.id)
        assert added is not None
        self.rows |= {"poll_id": poll.id, "statement_id": added.id}

    def address(self, arguments: set[str], **others: object) -> dict[str, object]:
        """The values for an address; a KeyError names the kind of row that is missing here."""
        return {name: others.get(name, self.rows[name]) for name in arguments}


def nobodys(rows: dict[str, object]) -> dict[str, object]:
    """The same address with ids that no row has."""
    return {name: uuid4() if isinstance(row, UUID) else row for name, row in rows.items()}
