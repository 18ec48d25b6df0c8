"""The page of the person who holds the code: how far, and what was said."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from advisory.feedback.actions import ending, reading
from advisory.feedback.models import Feedback, State
from advisory.foundation.database import commit
from advisory.languages.catalogues import speaking
from advisory.languages.safety import SAFETY
from advisory.people.models import Standing
from advisory.words import actions as words
from advisory.words.models import Text
from tests.browser import Seen
from tests.building import some_feedback
from tests.mine.conftest import ARABIC, WILL_IN_ARABIC, Member, press

MORE, REPLY, SEND, AGAIN = "Add my words", "Send my reply", "Send", "Ask again"
NOT_MEANT = "This is not what I meant"


def steps(seen: Seen) -> list[str]:
    return [
        item.get("class", "")
        for item in seen.all("li")
        if item.get("class") in {"done", "now", "later"}
    ]


# ── How far ──────────────────────────────────────────────────────────────────────────────────────


def test_four_words_say_how_far_it_is(member: Member) -> None:
    assert steps(member.open()) == ["now", "later", "later", "later"]
    member.understand()
    assert steps(member.open()) == ["done", "now", "later", "later"]
    member.route()
    assert steps(member.open()) == ["done", "done", "now", "later"]
    member.answer()
    assert steps(member.open()) == ["done", "done", "done", "now"]


def test_words_nobody_reads_yet_say_so(amal: Member) -> None:
    assert "We are looking for" not in amal.open().words
    with amal.database.transaction() as session:
        reading.ask_translator(session, amal.item(session), board=amal.board, by=amal.facilitator)
    seen = amal.open()
    assert "We are looking for a person who reads: العربية ." in seen.words
    amal.understand()
    assert "We are looking for" not in amal.open().words


def test_the_promised_date_stands_there_until_it_is_over(member: Member) -> None:
    seen = member.open()
    assert f"UK date: {member.now_is().promised_on:%d/%m/%Y}" in seen.words
    with time_machine.travel(datetime.now(UTC) + timedelta(days=40), tick=False):
        late = member.open()
    assert "We are late. There is no answer yet." in late.words


def test_a_second_calendar_stands_beside_the_promised_date(amal: Member) -> None:
    assert "تشرين" in amal.open("ar").words or "كانون" in amal.open("ar").words


@pytest.mark.parametrize(
    ("standing", "is_late"),
    [(Standing.AGREED, True), (Standing.ASKED_BY_LETTER, False), (Standing.OUTSIDE, False)],
)
def test_only_a_team_that_agreed_is_ever_late(
    member: Member, standing: Standing, is_late: bool
) -> None:
    member.understand()
    member.route(standing)
    assert "No reply yet." in member.open().words
    with time_machine.travel(datetime.now(UTC) + timedelta(days=60), tick=False):
        seen = member.open()
    assert ("The answer is late." in seen.words) is is_late
    assert ("No reply yet." in seen.words) is not is_late


# ── What was said ────────────────────────────────────────────────────────────────────────────────


def test_own_words_keep_their_language_on_a_page_in_another(amal: Member) -> None:
    seen = amal.open("ti")
    (voice,) = seen.all("div", class_="voice", lang="ar")
    assert (voice.get("dir"), "".join(voice.itertext()).strip()) == ("rtl", ARABIC)


def test_the_team_s_english_says_who_made_it(amal: Member) -> None:
    text = amal.now_is().contribution.messages[0].text
    assert "What the team read" not in amal.open().words
    with amal.database.transaction() as session:
        row = session.get_one(Text, text.id)
        words.write_gist(session, row, body="A letter in English.", by=amal.facilitator)
    assert str(SAFETY.BY_GIST) in amal.open().words
    amal.translate(text, "en", "The clinic letter came only in English.")
    seen = amal.open()
    assert str(SAFETY.BY_PERSON) in seen.words
    assert "The clinic letter came only in English." in seen.words


def test_not_what_i_meant_goes_back_to_a_person_once(amal: Member) -> None:
    amal.translate(amal.now_is().contribution.messages[0].text, "en", "The letter never came.")
    amal.understand()
    seen = amal.open()
    again = press(amal, seen, NOT_MEANT)
    assert "A person looks at it again." in again.words
    assert amal.now_is().understood_at is None
    events = len(amal.now_is().events)
    press(amal, seen, NOT_MEANT)
    assert len(amal.now_is().events) == events


def test_not_what_i_meant_opens_an_answered_item_again(amal: Member) -> None:
    amal.translate(amal.now_is().contribution.messages[0].text, "en", "The letter never came.")
    amal.understand()
    amal.route()
    amal.answer()
    press(amal, amal.open(), NOT_MEANT)
    assert amal.now_is().state is State.REOPENED


def test_the_answer_comes_in_the_reader_s_language_with_its_original(amal: Member) -> None:
    amal.understand()
    amal.route(shown_as="The clinic’s front desk")
    amal.answer()
    seen = amal.open("ar")
    assert WILL_IN_ARABIC in seen.words
    with speaking("ar"):
        assert str(SAFETY.NOT_IN_LANGUAGE) not in seen.words
    assert "The clinic’s front desk" in seen.words
    original = seen.all("div", lang="en", dir="ltr")
    assert any("You can ask for letters" in "".join(e.itertext()) for e in original)


def test_a_team_without_a_public_name_stays_nameless(member: Member) -> None:
    member.understand()
    member.route()
    member.answer()
    seen = member.open()
    assert "The people who can answer" in seen.words
    assert "Access team" not in seen.text


def test_an_answer_that_is_not_in_the_page_s_language_is_one_english_block(amal: Member) -> None:
    amal.understand()
    amal.answer()
    seen = amal.open("ti")
    with speaking("ti"):
        assert str(SAFETY.NOT_IN_LANGUAGE) in seen.words
    blocks = [voice.get("lang") for voice in seen.all("div", class_="voice")]
    assert blocks == ["ar", "en", "en", "ar", "ar"]


def test_an_unsent_answer_is_not_shown(amal: Member) -> None:
    amal.understand()
    amal.route()
    amal.hand_in("You can ask.")
    assert "Thank you." not in amal.open().words


def test_a_merged_item_reads_the_other_s_answer_and_never_their_words(
    member: Member, session: Session
) -> None:
    other, _digits = some_feedback(session, member.board, words="Secret of another person.")
    commit(session)
    member.understand()
    with member.database.transaction() as writing:
        into = writing.get_one(Feedback, other.id)
        ending.merge(writing, member.item(writing), into, by=member.facilitator)
    assert steps(member.open()) == ["now", "later", "later", "later"]
    mine, member.feedback = member.feedback, other
    member.understand()
    member.answer("One answer for both.")
    member.feedback = mine
    seen = member.open()
    assert "One answer for both." in seen.words
    assert "Secret of another person." not in seen.text
    assert "Did this answer you?" not in seen.words
    again = press(member, seen, AGAIN)
    assert member.now_is().state is State.REOPENED
    assert "One answer for both." in again.words


def test_a_merged_item_is_read_again_when_the_other_person_deletes_theirs(
    member: Member, session: Session
) -> None:
    other, _digits = some_feedback(session, member.board, words="Of another person.")
    commit(session)
    member.understand()
    with member.database.transaction() as writing:
        into = writing.get_one(Feedback, other.id)
        ending.merge(writing, member.item(writing), into, by=member.facilitator)
        ending.delete_everything(writing, into.contribution)
    assert member.now_is().state is State.REOPENED
    assert steps(member.open()) == ["done", "done", "now", "later"]


def test_what_is_not_ours_to_answer_says_why_and_where_to_go(member: Member) -> None:
    member.understand()
    with member.database.transaction() as session:
        ending.out_of_remit(
            session,
            member.item(session),
            reason="Ask the housing desk.",
            board=member.board,
            by=member.facilitator,
        )
    seen = member.open()
    assert "Ask the housing desk." in seen.words
    assert AGAIN in seen.words
