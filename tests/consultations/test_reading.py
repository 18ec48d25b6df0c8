"""What was answered: counts that single nobody out, words in English, and what goes back."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from advisory.consultations.actions import answering, stepping
from advisory.consultations.actions.answering import Sent
from advisory.consultations.jobs import close_ended
from advisory.consultations.models import Consultation, OwnWords, Stage
from advisory.consultations.queries.asking import consultation
from advisory.consultations.queries.responses import Answers
from advisory.consultations.rules.kinds import Given
from advisory.contributions.actions import Told
from advisory.contributions.rules import Digits, new_form_token
from advisory.foundation.access import Hat, Impossible, Role
from advisory.foundation.database import Database, commit, now
from advisory.languages.dates import london
from advisory.people.models import Board, Person
from advisory.words import actions as words
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, hat_of
from tests.consultations.making import an_open_one, pick_of

OWN = "አውቶቡስ"


class Desk:
    """An open consultation, its answers, and somebody who may read them."""

    def __init__(self, session: Session, database: Database, browser: Browser) -> None:
        self.session, self.database, self.browser = session, database, browser
        self.board: Board = a_board(session)
        self.person: Person = a_person(session, self.board, Role.FACILITATOR)
        self.by: Hat = hat_of(self.person, self.board, Role.FACILITATOR)
        self.own: Consultation = an_open_one(session, self.board, self.by, languages=["ti"])
        self.how, self.hard, self.easier = self.own.questions
        commit(session)
        browser.sign_in(self.person)

    def answer(self, face: str, said: str = "", language: str = "en") -> Digits | None:
        given = {self.how.id: Given((pick_of(self.how, face),))}
        given |= {self.easier.id: Given(words=said)} if said else {}
        skipped = frozenset() if said else frozenset({self.easier.id})
        told = Told(words="", speaks=language, reads=language)
        return answering.accept(
            self.session,
            self.own,
            Sent(Answers(given, skipped), told),
            board=self.board,
            token=new_form_token(),
        ).digits

    def get(self, page: str) -> Seen:
        commit(self.session)
        return self.browser.get(f"/staff/consultations/{self.own.id}{page}")

    def close(self) -> None:
        stepping.take_step(self.session, self.own, to=Stage.CLOSED, by=self.by)


@pytest.fixture
def desk(session: Session, database: Database, browser: Browser) -> Desk:
    return Desk(session, database, browser)


def test_one_form_is_kept_once_however_often_it_comes(desk: Desk) -> None:
    token, told = new_form_token(), Told(words="", speaks="en", reads="en")
    answers = Answers({desk.how.id: Given((pick_of(desk.how, "Good"),))})
    sent = [
        answering.accept(desk.session, desk.own, Sent(answers, told), board=desk.board, token=token)
        for _ in range(2)
    ]
    assert sent[0].response is sent[1].response
    assert sent[0].digits == sent[1].digits


def cells(seen: Seen) -> dict[str, str]:
    rows = [[" ".join("".join(c.itertext()).split()) for c in row] for row in seen.all("tr")]
    return {row[0]: row[1] for row in rows}


def test_the_page_of_counts_shows_no_small_number(desk: Desk) -> None:
    for face, times in (("Good", 9), ("OK", 12), ("Bad", 3)):
        for _ in range(times):
            desk.answer(face)
    counted = cells(desk.get("/counts"))
    assert (counted["Good"], counted["OK"], counted["Bad"]) == ("*", "10", "*")
    assert counted["I do not know"] == "0"


def test_own_words_stand_beside_their_english(desk: Desk) -> None:
    desk.answer("Good", OWN, "ti")
    desk.session.flush()
    text = desk.session.scalars(select(OwnWords)).one().text
    assert desk.get("/responses").says("Not translated yet")
    speaks = a_person(desk.session, desk.board, Role.TRANSLATOR, speaks=["ti"])
    commit(desk.session)
    desk.browser.sign_out()
    desk.browser.sign_in(speaks)
    assert OWN in desk.browser.get("/staff/translate").words
    version = next(v for v in text.versions if v.language == "en")
    hat = hat_of(speaks, desk.board, Role.TRANSLATOR)
    words.write_translation(desk.session, version, body="The bus.", ready=True, by=hat)
    commit(desk.session)
    desk.browser.sign_out()
    desk.browser.sign_in(desk.person)
    seen = desk.get("/responses")
    assert OWN in seen.words
    assert seen.says("The bus.")


def test_the_list_asks_the_database_as_often_for_three_as_for_twenty(desk: Desk) -> None:
    counted = []
    for more in (3, 17):
        for _ in range(more):
            desk.answer("Good", "Some words", "ti")
        commit(desk.session)
        counted.append(_queries(desk, "/responses"))
        assert counted[-1] <= 16
    assert counted[0] == counted[1]


def _queries(desk: Desk, page: str) -> int:
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(desk.database.engine, "before_cursor_execute", note)
    assert desk.get(page).status == 200
    event.remove(desk.database.engine, "before_cursor_execute", note)
    return len([one for one in asked if one.startswith("SELECT")])


# ── What goes back ───────────────────────────────────────────────────────────────────────────────


def test_what_we_heard_goes_to_everybody_and_to_each_code(desk: Desk) -> None:
    digits = desk.answer("Good")
    assert digits is not None
    desk.close()
    stepping.write_heard(desk.session, desk.own, body="The bus stops too far away.", by=desk.by)
    commit(desk.session)
    desk.browser.sign_out()
    public = f"/en/questions/{desk.own.id}"
    assert not desk.browser.get(public).says("The bus stops too far away.")
    stepping.publish_heard(desk.session, desk.own, by=desk.by)
    commit(desk.session)
    assert desk.browser.get(public).says("The bus stops too far away.")
    seen = desk.browser.get("/en/code")
    seen = desk.browser.press(seen, "Open my page", code=" ".join(digits.groups))
    assert seen.says("The bus stops too far away.")


def test_nothing_is_said_back_while_people_answer(desk: Desk) -> None:
    with pytest.raises(Impossible, match="still answering"):
        stepping.write_heard(desk.session, desk.own, body="Too soon.", by=desk.by)


def test_the_answer_needs_what_was_heard_and_looked_at(desk: Desk) -> None:
    desk.close()
    stepping.take_step(desk.session, desk.own, to=Stage.MAKING_SENSE, by=desk.by)
    with pytest.raises(Impossible, match="Write what we heard first"):
        stepping.take_step(desk.session, desk.own, to=Stage.CHECKED, by=desk.by)
    stepping.write_heard(desk.session, desk.own, body="Buses.", by=desk.by)
    with pytest.raises(Impossible, match="looked at it"):
        stepping.take_step(desk.session, desk.own, to=Stage.CHECKED, by=desk.by)
    stepping.write_check(desk.session, desk.own, checked_by="The Tigrinya group.", by=desk.by)
    stepping.take_step(desk.session, desk.own, to=Stage.CHECKED, by=desk.by)
    stepping.write_will(desk.session, desk.own, body="A bus in May.", by=desk.by)
    with pytest.raises(Impossible, match="Publish"):
        stepping.take_step(desk.session, desk.own, to=Stage.ANSWERED, by=desk.by)
    stepping.publish_heard(desk.session, desk.own, by=desk.by)
    stepping.take_step(desk.session, desk.own, to=Stage.ANSWERED, by=desk.by)
    commit(desk.session)
    desk.browser.sign_out()
    assert desk.browser.get(f"/en/questions/{desk.own.id}").says("A bus in May.")


def days_after(day: date, weeks: int) -> date:
    return day + timedelta(weeks=weeks, days=1)


def test_late_is_shown_to_all(desk: Desk) -> None:
    commit(desk.session)
    desk.browser.sign_out()
    for weeks, late in ((0, 0), (4, 1), (12, 2)):
        with time_machine.travel(days_after(desk.own.closes_on, weeks), tick=False):
            seen = desk.browser.get(f"/en/questions/{desk.own.id}")
            assert seen.words.count("We are late.") == late, weeks


def test_it_closes_by_itself_after_the_last_day(desk: Desk) -> None:
    commit(desk.session)
    for days, stage in ((0, Stage.OPEN), (1, Stage.CLOSED)):
        with time_machine.travel(desk.own.closes_on + timedelta(days=days), tick=False):
            close_ended(desk.database)
        with desk.database.reading() as looking:
            found = consultation(looking, desk.own.id)
            assert found is not None
            assert found.stage is stage
    assert found is not None
    assert found.heard_by_on == found.closes_on + timedelta(weeks=4)


def test_closed_early_it_is_owed_early(desk: Desk) -> None:
    desk.close()
    assert desk.own.closes_on == london(now()).date()
    assert desk.own.act_by_on == desk.own.closes_on + timedelta(weeks=12)
