"""Every page of the product that can be looked at, and as whom: made from its routes."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from advisory.answers.models import Answer, Outcome
from advisory.answers.rules import Written
from advisory.boards.actions.furnishing import furnish
from advisory.consultations.actions import answering as responding
from advisory.consultations.actions.answering import Sent
from advisory.consultations.models import Stage
from advisory.consultations.queries.responses import Answers
from advisory.consultations.rules.kinds import Given
from advisory.contributions import actions as contributions
from advisory.contributions.actions import Told
from advisory.contributions.rules import new_form_token
from advisory.desk.views.entering import BESIDE as WRITING_FOR
from advisory.desk.views.slips import SLIP
from advisory.feedback.actions import accepting, answering, reading
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Feedback
from advisory.floor.models import Floor
from advisory.foundation.access import Entry, Role
from advisory.foundation.browser_sessions import KIOSK as HELPER
from advisory.foundation.database import Database, commit, now
from advisory.foundation.keys import keyring
from advisory.outreach.views.kiosk import BESIDE
from advisory.paper import actions as paper
from advisory.people.models import Board, Person
from advisory.people.rules import password_mark
from advisory.themes import actions as themes
from advisory.themes.actions.labels import own_codebook
from advisory.themes.models import Drawn, Passage
from advisory.themes.rules.labelling import Marks
from advisory.words import actions as words
from tests.app.test_access_matrix import HOLDER, NOBODY, Site
from tests.building import a_person, hat_of, some_feedback, understood
from tests.consultations.making import an_open_one
from tests.floor.building import a_floor
from tests.meetings.building import a_meeting, a_plan

HOLDER_ANSWERED, HOLDER_ASKED, RESPONDED = "answered", "asked", "responded"
HALF_IN, HALF_IN_ANEW = "second factor pending", "second factor not made yet"
KIOSK, KIOSK_AFTER = "at a kiosk", "after a kiosk"
CHANGE = Written(heard="", will="In May.", outcome=Outcome.CHANGE_PLANNED, by_on=date(2027, 5, 3))
AFTER_SENDING = {"feedback.code", "feedback.next_steps", "meetings.come_code"}

OF_A_NEW_ITEM = {"desk.write_gist", "desk.name_language"}
OF_A_READ_ITEM = {
    "desk.route",
    "desk.answer_directly",
    "desk.answer_by_signpost",
    "desk.ask_member",
    "desk.merge",
    "desk.not_ours",
}

# What GET answers with a file, with a line for a machine, or with the way to another page.
NOT_PAGES = {
    "assets.serve",
    "consultations.answer_file",
    "consultations.waiting_answer",
    "desk.file",
    "desk.file_of_concern",
    "desk.file_to_translate",
    "desk.spoken_sound",
    "desk.voice_sound",
    "feedback.waiting_file",
    "feeds.feed",
    "health.healthz",
    "health.readyz",
    "meetings.calendar_entry",
    "mine.add_words",
    "mine.ask_again",
    "mine.did_answer",
    "mine.keep_contact",
    "mine.listen",
    "mine.listen_to_answer",
    "mine.own_file",
    "mine.reply_question",
    "outreach.asked",
    "outreach.scanned",
    "people.back_from_sign_on",
    "people.leave_for_sign_on",
}
# Pages of one moment: the tests of their room open the sheets, the smallest board a bare house.
OF_ONE_MOMENT = {"outreach.check_answers", "outreach.key_answers", "people.set_up"}


@dataclass(frozen=True)
class Place:
    """A page, and who stands there."""

    rule: Rule
    visitor: str
    values: dict[str, object]

    @property
    def is_public(self) -> bool:
        return "l" in self.rule.arguments


class Lookout(Site):
    """A site where every journey stands in the middle, so that each of its pages can be seen."""

    def __init__(
        self, app: Flask, session: Session, database: Database, *, languages: tuple[str, ...]
    ) -> None:
        super().__init__(app, session, database)
        board = self.here.board
        furnish(session, board.id, by=None)
        for position, tag in enumerate(languages):
            words.open_language(
                session,
                board_id=board.id,
                language=tag,
                as_draft=tag != "en",
                position=position,
                by=None,
            )
        self.drafts = {name: self._draft(name) for name in ("feedback", "pictures", "questions")}
        self.sent = self._sent(board)
        self.done, self.asked = self._answered(), self._asked()
        self.handed_in, _answer = self._handed_in()
        self.new, self.read = self._read(is_read=False), self._read()
        self.closed = self._closed()
        self.keyed = self._keyed(board)
        self.floor = self._begun()
        self._read_by_two()
        self.visits = self._visits()
        commit(session)

    def _read(self, *, is_read: bool = True) -> Feedback:
        item, _digits = some_feedback(
            self.session, self.here.board, language="en" if is_read else "ti", reads="en"
        )
        if is_read:
            understood(self.session, item, self.here.by)
        return item

    def _handed_in(self) -> tuple[Feedback, Answer]:
        item, board = self._read(), self.here.board
        ask = answering.route(self.session, item, self.here.team, board=board, by=self.here.by)
        answer = answering.hand_in(self.session, item, CHANGE, ask=ask, board=board, by=None)
        self.session.flush()
        return item, answer

    def _answered(self) -> Feedback:
        item, answer = self._handed_in()
        answering.send(self.session, item, answer, by=self.here.by)
        return item

    def _asked(self) -> Feedback:
        item = self._read()
        reading.ask_member(
            self.session, item, question="Where?", board=self.here.board, by=self.here.by
        )
        return item

    def _closed(self) -> dict[str, object]:
        """Questions whose last day is over, and words that somebody wrote there."""
        own = an_open_one(self.session, self.here.board, self.here.by)
        written = {own.questions[-1].id: Given(words="A bus.")}
        told = Told(words="", speaks="en", reads="en")
        sent = responding.accept(
            self.session,
            own,
            Sent(Answers(written), told),
            board=self.here.board,
            token=new_form_token(),
        )
        own.stage = Stage.CLOSED
        self.responded = sent.response.contribution_id
        return {"consultation_id": own.id, "words_id": sent.response.own_words[0].id}

    def _keyed(self, board: Board) -> dict[str, object]:
        """A batch of forms on paper, all keyed: another person keys a sample of it."""
        edition = paper.make_edition(self.session, board.id, topic_ids=[])
        batch = paper.open_batch(self.session, edition, language="en", by=self.here.by)
        batch.keyed_on = now().date()
        return {"batch_id": batch.id}

    def _read_by_two(self) -> None:
        passage = self.session.get_one(Passage, self.here.rows["passage_id"])
        own_codebook(self.session, self.here.board.id).is_double = True
        self.session.add(Drawn(passage_id=passage.id, drawn_on=now().date()))
        self.session.flush()
        other = a_person(self.session, self.here.board, Role.FACILITATOR)
        by = hat_of(other, self.here.board, Role.FACILITATOR)
        themes.put_labels(self.session, passage, Marks(frozenset()), by=by)

    def _begun(self) -> Floor:
        """Of a meeting that has begun: phones come in."""
        plan = a_plan(title="Today")
        meeting = a_meeting(self.session, self.here.board, self.here.by, plan=plan)
        meeting.starts_at, meeting.ends_at = now(), now() + timedelta(hours=2)
        return a_floor(self.session, meeting)

    def _half_in(self, person: Person) -> dict[str, Any]:
        return {"half_user_id": str(person.id), "password_mark": password_mark(person)}

    def _draft(self, name: str) -> tuple[str, str]:
        typed: dict[str, object] = {"said": "The lift is broken."}
        if name == "questions":
            typed = {"consultation": str(self.here.rows["consultation_id"])}
        return self._kept(typed)

    def _kept(self, typed: dict[str, object]) -> tuple[str, str]:
        token = new_form_token()
        draft = contributions.save_draft(self.session, typed, token=token)
        self.session.flush()
        return str(draft.id), token

    def _sent(self, board: Board) -> tuple[str, str]:
        draft_id, token = self._kept({"said": "Sent."})
        told = Told(words="Sent.", speaks="en", reads="en")
        accepting.accept(self.session, told, About(), board=board, token=token, hurt_soon=False)
        return draft_id, token

    def _visits(self) -> dict[str, dict[str, Any]]:
        helper = str(self.here.people[Role.FACILITATOR].id)
        asks = str(self.here.rows["consultation_id"])
        said = {"agreed": True, "said": "The lift is broken.", "asks": asks}
        beside, token = self._kept(said)
        touched = {"touched_at": now().isoformat()}
        written = {"speaks": "ti", "reads": "ti", "agreed": True, "words": "Slow."}
        written["written_in"] = "theirs"
        new = a_person(self.session, self.here.board, Role.FACILITATOR)
        writing, writing_token = self._kept(written)
        drafts = dict((*self.drafts.values(), self.sent))
        came = {str(self.here.rows["meeting_id"]): self.sent[1]}
        return {
            NOBODY: {"drafts": drafts, "came": came},
            HOLDER: {"contribution": str(self.here.item.contribution_id)},
            HOLDER_ANSWERED: {"contribution": str(self.done.contribution_id)},
            HOLDER_ASKED: {"contribution": str(self.asked.contribution_id)},
            RESPONDED: {"contribution": str(self.responded)},
            HALF_IN: self._half_in(self.here.people[Role.FACILITATOR]),
            HALF_IN_ANEW: self._half_in(new),
            KIOSK: {
                HELPER: helper,
                BESIDE: {"token": token, "draft_id": beside, **touched},
            },
            KIOSK_AFTER: {
                HELPER: helper,
                BESIDE: {"token": self.sent[1], "draft_id": self.sent[0], **touched},
            },
            **{
                role: {
                    "_user_id": str(person.id),
                    "_fresh": True,
                    "recovery_codes": ["ABCD-EFGH", "JKLM-NPQR"],
                    WRITING_FOR: {"token": writing_token, "draft_id": writing},
                    SLIP: {"token": self.sent[1], "then": ""},
                }
                for role, person in self.here.people.items()
            },
        }

    def _stands(self, rule: Rule) -> str:
        access = self.access(rule)
        if rule.endpoint == "people.passkey":  # opens for whose it is
            return Role.FACILITATOR
        match access.entry:
            case Entry.HALF_SIGNED_IN:
                return HALF_IN_ANEW if rule.endpoint == "people.start_second_factor" else HALF_IN
            case Entry.STAFF:
                return min(access.roles)
            case Entry.KIOSK:
                return KIOSK_AFTER if rule.endpoint == "outreach.code" else KIOSK
            case Entry.CODE_HOLDER:
                return RESPONDED if rule.endpoint == "mine.response" else HOLDER
        return NOBODY

    def _draft_of(self, endpoint: str) -> str:
        if endpoint in AFTER_SENDING:
            return self.sent[0]
        room, page = endpoint.split(".")
        pictures = "pictures" if page.startswith("picture") else room
        return self.drafts["questions" if room == "consultations" else pictures][0]

    def places(self) -> list[Place]:
        """Every address that may be looked at, whatever comes back."""
        found = []
        for rule, _get in self.routes("GET"):
            values = self.here.address(rule.arguments - {"draft_id"})
            if "draft_id" in rule.arguments:
                values["draft_id"] = self._draft_of(rule.endpoint)
            if rule.endpoint in {"desk.term", "desk.speak"}:  # open for who knows the language
                values["tag"] = "ti"
            values |= self._moment_of(rule.endpoint)
            if "feedback_id" in rule.arguments:
                values["feedback_id"] = self._item_of(rule.endpoint).id
            found.append(Place(rule, self._stands(rule), values))
            if rule.endpoint == "mine.page":
                found += [Place(rule, who, values) for who in (HOLDER_ANSWERED, HOLDER_ASKED)]
        return found

    def _moment_of(self, endpoint: str) -> dict[str, object]:
        """Rows that stand where this page alone opens."""
        match endpoint:
            case "consultations.release_words":
                return self.closed
            case "outreach.check_batch":
                return self.keyed
            case "floor.choose_language":
                return {"number": self.floor.number}
            case "people.welcome":
                invitation_id = self.here.rows["invitation_id"]
                assert isinstance(invitation_id, UUID)
                return {"token": keyring(self.session).link_token(invitation_id)}
        return {}

    def _item_of(self, endpoint: str) -> Feedback:
        if endpoint in OF_A_NEW_ITEM:
            return self.new
        if endpoint in OF_A_READ_ITEM:
            return self.read
        others = {"desk.review": self.handed_in, "desk.propose_notice": self.done}
        return others.get(endpoint, self.here.item)

    def seen(self, place: Place) -> tuple[int, str, str]:
        """The status, the kind of file, and where it leads."""
        client = self.app.test_client()
        with client.session_transaction() as visit:
            visit.update(self.visits[place.visitor])
        response = client.get(self.url(place.rule, place.values))
        return response.status_code, response.mimetype or "", response.headers.get("Location", "")

    def pages(self) -> list[Place]:
        return [place for place in self.places() if self.seen(place)[:2] == (200, "text/html")]

    def unseen(self) -> set[str]:
        """Endpoints of which no page was shown."""
        shown = {place.rule.endpoint for place in self.pages()}
        return {place.rule.endpoint for place in self.places()} - shown
