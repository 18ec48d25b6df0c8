"""What was asked before is found by its words; what many people send alike is one group."""

import pytest
from sqlalchemy.orm import Session

from advisory.consultations.actions import building, stepping
from advisory.consultations.actions.building import Wording
from advisory.consultations.models import QuestionKind, Stage
from advisory.consultations.queries.asking import asked_before
from advisory.consultations.rules.likeness import campaigns, nearest
from advisory.foundation.database import Database, commit
from tests.browser import Browser
from tests.consultations.making import a_draft
from tests.consultations.test_reading import Desk

LETTER = "Please keep the walk-in clinic in Barking open, because many families need it every week."


@pytest.fixture
def desk(session: Session, database: Database, browser: Browser) -> Desk:
    return Desk(session, database, browser)


@pytest.mark.once
def test_questions_are_found_by_the_words_that_carry_them() -> None:
    earlier = {1: "How was your last visit?", 2: "What would make visits easier?", 3: "Where?"}
    assert nearest(["Were the VISITS easier to find?"], earlier) == [2, 1]
    assert nearest(["What is it?"], earlier) == []


@pytest.mark.once
def test_a_campaign_is_one_group_and_its_neighbours_are_not_in_it() -> None:
    sent = {at: f"{LETTER}  {'!' * at}" for at in range(4)}
    sent |= {4: LETTER.replace("many", "so many").upper(), 5: "I like the clinic in Barking a lot."}
    sent |= {6: "The bus to the clinic in Barking never comes, and I wait for an hour in the rain."}
    (group,) = campaigns(sent)
    assert sorted(group) == [0, 1, 2, 3, 4]


@pytest.mark.once
def test_a_campaign_of_thousands_is_found_beside_thousands_of_others() -> None:
    """Two in three words are their own: they share the rest, and stay apart."""
    own = {
        at: f"{at} I {at * 7919} wait {at * 104729} long for letters {at * 31} in {at}"
        for at in range(1_500)
    }
    sent = own | {f"c{at}": f"{LETTER} {at % 7}" for at in range(500)}
    assert [len(group) for group in campaigns(sent)] == [500]


def test_a_campaign_is_shown_with_its_count_and_nothing_goes(desk: Desk) -> None:
    for said in (
        LETTER,
        LETTER + " Thank you.",
        LETTER.lower(),
        "The bus is late every single morning, sadly.",
    ):
        desk.answer("Good", said)
    seen = desk.get("/campaigns")
    assert seen.says("3 responses say nearly the same.")
    assert seen.words.count("walk-in clinic") == 1
    assert not seen.says("The bus is late")
    assert desk.get("/responses").words.count("walk-in clinic") == 3


def test_what_was_asked_before_is_shown_before_it_is_asked_again(desk: Desk) -> None:
    stepping.take_step(desk.session, desk.own, to=Stage.CLOSED, by=desk.by)
    stepping.write_heard(desk.session, desk.own, body="Waiting is hard.", by=desk.by)
    stepping.publish_heard(desk.session, desk.own, by=desk.by)
    again = a_draft(desk.session, desk.board, desk.by)
    for question in list(again.questions):
        building.delete_question(desk.session, question, by=desk.by)
    words = Wording(title="What is hard about waiting?")
    building.add_question(desk.session, again, kind=QuestionKind.LONG, wording=words, by=desk.by)
    assert asked_before(desk.session, again) == [desk.own]
    stepping.take_step(desk.session, again, to=Stage.TRANSLATED, by=desk.by)
    commit(desk.session)
    seen = desk.browser.get(f"/staff/consultations/{again.id}")
    assert seen.says("What was hard?")
    assert seen.says("Waiting is hard.")
    found = desk.browser.get("/staff/consultations/asked?words=hárd")
    assert found.says("What was hard?")
    assert desk.browser.get("/staff/consultations/asked?words=bread").says("Nothing like it")


def test_it_is_seen_as_phone_kiosk_paper_and_script_in_each_language(desk: Desk) -> None:
    for tag, skip in (("ti", "ti: What would make it easier?"), ("en", "Skip")):
        for way in ("phone", "kiosk", "paper", "script"):
            seen = desk.get(f"/preview?language={tag}&as={way}")
            assert seen.says("What would make it easier?"), (tag, way)
            if tag == "ti" or way in {"phone", "kiosk"}:
                assert seen.says(skip), (tag, way)
