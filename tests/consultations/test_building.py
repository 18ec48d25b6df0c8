"""The board builds without script: from a template, on a phone, and is told what is missing."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import Session

from advisory.consultations.actions import building, stepping
from advisory.consultations.actions.building import Offered, Only, Wording
from advisory.consultations.models import Consultation, QuestionKind, Says, Stage
from advisory.consultations.queries.asking import consultation, consultations
from advisory.consultations.rules.conditions import never_asked
from advisory.consultations.rules.kinds import KINDS
from advisory.consultations.rules.lifecycle import in_the_way, ready
from advisory.consultations.rules.templates import SERVICE
from advisory.foundation.access import Hat, Impossible, Role
from advisory.foundation.database import Database, commit, now
from advisory.languages.dates import london
from advisory.people.models import Board, Person
from advisory.words.models import Status
from advisory.words.rules import original
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, hat_of
from tests.consultations.making import (
    a_draft,
    an_open_one,
    facilitator_of,
    pick_of,
    said,
    translate_all,
)


class Desk:
    def __init__(self, session: Session, database: Database, browser: Browser) -> None:
        self.session, self.database, self.browser = session, database, browser
        self.board: Board = a_board(session)
        self.person: Person = a_person(session, self.board, Role.FACILITATOR)
        self.by: Hat = hat_of(self.person, self.board, Role.FACILITATOR)
        commit(session)
        browser.sign_in(self.person)

    def reload(self, own: Consultation) -> Consultation:
        self.session.flush()
        self.session.expire_all()
        found = consultation(self.session, own.id)
        assert found is not None
        return found

    def days(self, **after: int) -> dict[str, Any]:
        today = london(now()).date()
        return {name: (today + timedelta(days=n)).isoformat() for name, n in after.items()}


@pytest.fixture
def desk(session: Session, database: Database, browser: Browser) -> Desk:
    return Desk(session, database, browser)


def about_filled(desk: Desk, seen: Seen) -> Seen:
    days = desk.days(opens_on=0, closes_on=20, acts_on=60)
    return desk.browser.press(seen, "Keep", who="The health team.", **days)


def test_three_questions_open_in_six_presses(desk: Desk) -> None:
    seen = desk.browser.get("/staff/consultations")
    seen = desk.browser.press(seen, "Ask something new", template="three")
    seen = about_filled(desk, seen)
    assert seen.says("What would make it easier?")
    seen = desk.browser.get(seen.link("To the next step"))
    seen = desk.browser.press(seen, "Take this step")
    seen = desk.browser.press(seen, "Take this step")
    desk.browser.sign_out()
    assert desk.browser.get("/en/questions").says("Your last visit to a doctor")


def test_a_question_of_every_kind_can_be_made_seen_and_printed(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by)
    offered = [Offered("One"), Offered("Two", "clock")]
    for kind in QuestionKind:
        wording = Wording(title=f"Of kind {kind}?", choices=offered, rows=[Offered("A row")])
        building.add_question(desk.session, own, kind=kind, wording=wording, by=desk.by)
    commit(desk.session)
    for seen_as in ("phone", "paper", "script"):
        seen = desk.browser.get(f"/staff/consultations/{own.id}/preview?as={seen_as}")
        assert all(f"Of kind {kind}?" in seen.words for kind in KINDS), seen_as
    for question in own.questions:
        address = f"/staff/consultations/{own.id}/questions/{question.id}"
        assert desk.browser.get(address).status == 200


def test_lines_are_added_taken_out_and_keep_their_translations(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by, languages=["ti"])
    translate_all(desk.session, own, "ti")
    hard = own.questions[1]
    kept = {option.text_id for option in hard.options[1:]}
    commit(desk.session)
    seen = desk.browser.get(f"/staff/consultations/{own.id}/questions/{hard.id}")
    typed: dict[str, Any] = {"choices-0-words": "", "choices-3-words": "The cost"}
    seen = desk.browser.press(seen, "Keep, and add lines", **typed)
    assert seen.url.endswith(str(hard.id))
    hard = desk.reload(own).questions[1]
    by_text = {option.text_id: option.text for option in hard.options}
    assert [original(one.text).body for one in hard.options] == [
        *("The way there", "The waiting", "The cost"),
    ]
    assert kept < set(by_text)
    for text_id in kept:
        assert [v.status for v in by_text[text_id].versions] == [Status.CHECKED] * 2


def test_a_changed_word_is_out_of_date_in_every_language(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by, languages=["ti"])
    translate_all(desk.session, own, "ti")
    own = desk.reload(own)
    count = ready(own, "ti")[1]
    assert ready(own, "ti") == (count, count)
    wording = Wording(title="How was it?")
    building.change_question(desk.session, own.questions[2], wording, by=desk.by)
    own = desk.reload(own)
    assert ready(own, "ti")[0] < ready(own, "ti")[1]
    assert in_the_way(own, Stage.TRANSLATED, london(now()).date())


def test_a_comma_leaves_the_translations_as_they_are(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by, languages=["ti"])
    translate_all(desk.session, own, "ti")
    own = desk.reload(own)
    whole = ready(own, "ti")
    asked, title = own.questions[2], original(own.title).body
    for url, typed in (
        (f"questions/{asked.id}", f"{original(asked.title).body},"),
        ("about", f"{title},"),
    ):
        commit(desk.session)
        seen = desk.browser.get(f"/staff/consultations/{own.id}/{url}")
        desk.browser.press(seen, "Keep", title=typed, meaning="no")
        own = desk.reload(own)
    assert original(own.title).body == f"{title},"
    assert ready(own, "ti") == whole


def test_questions_never_wait_for_each_other(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by)
    how, hard, _easier = own.questions
    assert [one.on_id for one in hard.conditions] == [how.id]
    with pytest.raises(Impossible, match="wait for each other"):
        building.set_conditions(desk.session, how, [Only(hard.id, Says.ANSWERED, "")])


def test_a_condition_on_a_later_question_is_not_offered(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by)
    how, hard, _easier = own.questions
    commit(desk.session)
    seen = desk.browser.get(f"/staff/consultations/{own.id}/questions/{how.id}")
    values = {"title": "How?", "hint": "", "first": f"{hard.id}|answered|", "second": ""}
    seen = desk.browser.post(seen.url, values)
    assert seen.status == 422


def test_a_question_moved_before_what_it_waits_for_can_never_be_asked(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by)
    building.move_question(desk.session, own.questions[1], up=True, by=desk.by)
    own = desk.reload(own)
    assert [said(one) for one in never_asked(own.questions)] == ["What was hard?"]
    assert any("never" in reason for reason in in_the_way(own, Stage.TRANSLATED, own.opens_on))
    commit(desk.session)
    assert desk.browser.get(f"/staff/consultations/{own.id}/questions").says("can never be asked")


def test_a_deleted_answer_leaves_a_dead_question(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by)
    faces = [Offered("Good"), Offered("OK")]
    wording = Wording(title="How?", choices=faces)
    building.change_question(desk.session, own.questions[0], wording, by=desk.by)
    assert [said(one) for one in never_asked(desk.reload(own).questions)] == ["What was hard?"]


def test_a_deleted_question_frees_those_that_waited_for_it(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by)
    building.delete_question(desk.session, own.questions[0], by=desk.by)
    own = desk.reload(own)
    assert [(one.position, one.conditions) for one in own.questions] == [(1, []), (2, [])]


def test_nobody_changes_a_question_while_people_answer(desk: Desk) -> None:
    own = an_open_one(desk.session, desk.board, desk.by)
    with pytest.raises(Impossible, match="stay as they are"):
        building.change_question(desk.session, own.questions[0], Wording(title="No"), by=desk.by)


def test_no_more_than_sixty_questions(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by)
    one_more = partial(
        building.add_question,
        desk.session,
        own,
        kind=QuestionKind.SECTION,
        wording=Wording(title="One more."),
        by=desk.by,
    )
    for _ in range(57):
        one_more()
    with pytest.raises(Impossible, match="60 questions"):
        one_more()


# ── Steps ────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_settled_is_not_asked_and_the_page_says_why(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by)
    stepping.take_step(desk.session, own, to=Stage.TRANSLATED, by=desk.by)
    own.is_settled = True
    commit(desk.session)
    seen = desk.browser.get(f"/staff/consultations/{own.id}")
    assert seen.says("This is settled already. Asking now would only look like asking.")
    seen = desk.browser.post(f"/staff/consultations/{own.id}/step", {"to": "open"})
    assert seen.status == 409


def test_it_opens_in_a_language_only_when_every_word_is_checked_there(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by, languages=["ti"])
    today = london(now()).date()
    assert in_the_way(own, Stage.TRANSLATED, today)
    translate_all(desk.session, own, "ti")
    assert in_the_way(desk.reload(own), Stage.TRANSLATED, today) == []


def test_a_language_added_while_it_is_open_waits_for_its_words(desk: Desk) -> None:
    own = an_open_one(desk.session, desk.board, desk.by)
    commit(desk.session)
    address = f"/staff/consultations/{own.id}"
    desk.browser.press(desk.browser.get(address), "Ask for it", add="ti")
    assert desk.browser.post(f"{address}/languages", {"open": "ti"}).status == 409
    own = desk.reload(own)
    assert [one.language for one in own.openings] == ["en"]
    translate_all(desk.session, own, "ti")
    commit(desk.session)
    seen = desk.browser.press(desk.browser.get(address), "Open it")
    assert seen.status == 200
    assert [one.language for one in desk.reload(own).openings] == ["en", "ti"]


def test_no_step_is_jumped(desk: Desk) -> None:
    own = a_draft(desk.session, desk.board, desk.by)
    with pytest.raises(Impossible, match="not the next step"):
        stepping.take_step(desk.session, own, to=Stage.ANSWERED, by=desk.by)


def test_what_was_asked_before_stands_beside_the_step_that_opens(desk: Desk) -> None:
    before = an_open_one(desk.session, desk.board, desk.by)
    assert pick_of(before.questions[0], "Good")
    own = a_draft(desk.session, desk.board, desk.by)
    stepping.take_step(desk.session, own, to=Stage.TRANSLATED, by=desk.by)
    commit(desk.session)
    seen = desk.browser.get(f"/staff/consultations/{own.id}")
    assert seen.says("Already asked")
    assert seen.says("How was your last visit?")


def test_another_boards_consultation_is_not_there(desk: Desk) -> None:
    other = a_board(desk.session)
    own = an_open_one(desk.session, other, facilitator_of(desk.session, other), template=SERVICE)
    commit(desk.session)
    for page in ("", "/about", "/questions", "/preview", "/counts", "/responses", "/became"):
        assert desk.browser.get(f"/staff/consultations/{own.id}{page}").status == 404
    assert consultations(desk.session, desk.board.id) == []
