"""Held words are in no list of any room, from the hold until answering goes on."""

import pytest
from sqlalchemy.orm import Session

from advisory.answers.models import Outcome
from advisory.consultations.queries import responses, tables
from advisory.consultations.queries.asking import consultation
from advisory.consultations.queries.tables import Shape
from advisory.contributions import actions as contributions
from advisory.contributions.actions import attaching
from advisory.contributions.models import ConsentTo
from advisory.contributions.rules import new_form_token
from advisory.desk.queries.beside import piece
from advisory.feedback.actions import reading
from advisory.files.ports.decoding import Kind, Remade
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.noticeboard import actions as noticeboard
from advisory.noticeboard import queries as notices
from advisory.rights.queries.voices import voices
from advisory.safeguarding import actions
from advisory.safeguarding import queries as concerns
from advisory.safeguarding.models import Concern, ConcernState
from advisory.themes import actions as themes
from advisory.themes.queries import coding
from advisory.voting.jobs import analyse_polls
from advisory.voting.queries import polls
from advisory.voting.rules.counting import ENOUGH_VOTES
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of, some_feedback, understood
from tests.consultations.making import an_open_one
from tests.voting.making import SENTENCES, TRAINS, added_one, answered, poll_of

SAID = "He waits for me at the gate."


class Answered:
    """One person adds a sentence to a poll, in Tigrinya; it can be held."""

    def __init__(self, session: Session, database: Database, browser: Browser) -> None:
        self.database, self.browser = database, browser
        self.board = a_board(session)
        roles = (Role.FACILITATOR, Role.SAFEGUARDING_LEAD, Role.TRANSLATOR)
        self.people = {role: a_person(session, self.board, role, speaks=["ti"]) for role in roles}
        by = hat_of(self.people[Role.FACILITATOR], self.board, Role.FACILITATOR)
        self.own = an_open_one(session, self.board, by, template=SENTENCES)
        _, self.poll = poll_of(self.own)
        response = answered(
            session, self.board, self.own, {TRAINS: "agree"}, added=SAID, speaks="ti"
        ).response
        self.whose, self.words_id = response.contribution_id, response.own_words[0].id
        token = new_form_token()
        attaching.attach_to_form(session, [Remade(Kind.SOUND, b"a voice", seconds=3)], token=token)
        [voice] = attaching.attach_waiting(session, response.contribution, token=token)
        self.voice = f"/staff/consultations/{self.own.id}/files/{voice.id}"
        added = added_one(session, self.poll.id)
        assert added is not None
        self.asked = next(one.id for one in added.text.versions if one.language == "en")
        self.sentences = f"/staff/opinions/{self.poll.id}/sentences"
        self.added = str(added.id)
        self.sentence = f"{self.sentences}/{added.id}"
        self.responses = f"/staff/consultations/{self.own.id}/responses"
        self.response = f"{self.responses}/{response.id}"
        commit(session)

    def as_(self, role: Role) -> Browser:
        self.browser.sign_out()
        self.browser.sign_in(self.people[role])
        return self.browser

    def concern(self) -> Concern:
        with self.database.reading() as session:
            found = concerns.concern_of(session, self.whose)
            assert found is not None
            return found

    def hold(self) -> str:
        seen = self.as_(Role.FACILITATOR).post(f"{self.response}/hold")
        assert (seen.status, SAID in seen.words) == (200, False)
        return f"/staff/concerns/{self.concern().id}"

    def pass_on(self, page: str) -> None:
        told = {"told": "Her GP.", "next_step": "I ring.", "to": "A refuge", "consent": "agreed"}
        typed = {"outcome": ConcernState.PASSED_ON.value, "reason": "We talked."}
        assert self.as_(Role.SAFEGUARDING_LEAD).post(f"{page}/decide", typed | told).status == 200

    def is_anywhere(self) -> set[str]:
        """Where a facilitator or a translator still finds the words."""
        desk = self.as_(Role.FACILITATOR)
        reader = hat_of(self.people[Role.FACILITATOR], self.board, Role.FACILITATOR)
        translator = hat_of(self.people[Role.TRANSLATOR], self.board, Role.TRANSLATOR)
        pages = {
            "the list": SAID in desk.get(self.responses).words,
            "the sentences": SAID in desk.get(self.sentences).words,
            "the voice": desk.get(self.voice).status == 200,
            "the decision": desk.get(self.sentence).status == 200,
        }
        with self.database.reading() as session:
            own = consultation(session, self.own.id)
            assert own is not None
            found = pages | {
                "the file": SAID in str(list(tables.lines(session, own, Shape.WIDE, by=reader))),
                "the passage": responses.own_words(session, self.words_id) is not None,
                "the translators": piece(session, translator, self.asked) is not None,
                "the interpreters": bool(voices(session, self.board.id)),
                "the count": bool(polls.waiting_counts(session, self.board.id)),
            }
        return {name for name, is_there in found.items() if is_there}


@pytest.fixture
def one(session: Session, database: Database, browser: Browser) -> Answered:
    return Answered(session, database, browser)


EVERYWHERE = {
    *("the list", "the file", "the sentences", "the decision", "the passage"),
    *("the translators", "the interpreters", "the voice", "the count"),
}


def test_an_answer_that_is_held_is_in_no_list_file_or_poll_until_it_is_let_go_on(
    one: Answered,
) -> None:
    assert one.is_anywhere() == EVERYWHERE
    page = one.hold()
    assert one.is_anywhere() == set()
    seen = one.as_(Role.SAFEGUARDING_LEAD).get(page)
    assert SAID in seen.words
    assert "/files/" in seen.text
    one.pass_on(page)
    assert one.is_anywhere() == set()
    lead = one.as_(Role.SAFEGUARDING_LEAD)
    lead.press(lead.get(page), "Let answering go on")
    assert one.is_anywhere() == EVERYWHERE


def test_a_sentence_that_others_see_is_gone_once_somebody_may_be_hurt(one: Answered) -> None:
    desk = one.as_(Role.FACILITATOR)
    desk.post(one.sentence, {"publish": "1"})
    with one.database.transaction() as session:
        for _ in range(ENOUGH_VOTES):
            answered(session, one.board, one.own, {TRAINS: "agree", one.added: "agree"})
    analyse_polls(one.database)
    results = f"/staff/opinions/{one.poll.id}"
    assert desk.get(results).words.count(SAID) == 2
    desk.post(one.sentence, {"hold": "us"})
    after = desk.get(results)
    assert (after.status, after.words.count(SAID)) == (200, 0)
    desk.sign_out()
    seen = desk.press(desk.get(f"/en/questions/{one.own.id}"), "Start")
    assert seen.says("3 sentences are left.")
    assert one.concern().is_allegation


def test_what_a_team_a_theme_or_a_notice_had_is_gone_until_answering_goes_on(
    session: Session,
) -> None:
    """Passed on and decided, the words are held all the same: so are the pieces of them."""
    board = a_board(session)
    by, second, lead = (
        hat_of(a_person(session, board, role), board, role)
        for role in (Role.FACILITATOR, Role.FACILITATOR, Role.SAFEGUARDING_LEAD)
    )
    item, _digits = some_feedback(session, board, words=SAID)
    understood(session, item, by)
    contributions.give_consent(session, item.contribution, ConsentTo.QUOTE)
    passage = themes.release_passage(session, item.contribution, body="A gate.", by=by)
    proposed = noticeboard.Proposed(title="Gate", said="Hard.", did="", outcome=Outcome.NO_CHANGE)
    notice = noticeboard.propose(
        session, proposed, board=board, by=by, quoted=noticeboard.Quoted(item.contribution, SAID)
    )
    noticeboard.approve(session, notice, board=board, by=second)

    def shown() -> tuple[bool, bool]:
        session.flush()
        session.expire_all()
        (told,) = notices.published(session, board.id)
        return passage.id in coding.open_ids(session, board.id), bool(told.quotes)

    assert shown() == (True, True)
    reading.hold(session, item, allegation=False, board=board, by=by)
    assert shown() == (False, False)
    concern = concerns.concern_of(session, item.contribution_id)
    assert concern is not None
    actions.decide(session, concern, outcome=ConcernState.PASSED_ON, reason="Told.", by=lead)
    assert shown() == (False, False)
    reading.release(session, item, by=lead)
    assert shown() == (True, True)
