"""What the holder of a code may do, once each, however often it arrives."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from advisory.contributions import queries as contributions
from advisory.contributions.jobs import write_to_member
from advisory.contributions.models import MessageKind
from advisory.feedback.actions import accepting, ending, reading
from advisory.feedback.models import State
from advisory.foundation.database import Database, commit
from advisory.languages.safety import SAFETY
from advisory.letters.models import Letter
from advisory.words.models import Status, Version
from tests.browser import Browser, Seen
from tests.building import some_feedback
from tests.mine.conftest import Member, press

MORE, REPLY, SEND, AGAIN = "Add my words", "Send my reply", "Send", "Ask again"
NOT_MEANT = "This is not what I meant"


def did(member: Member, seen: Seen, replied: str, again: str = "", more: str = "") -> Seen:
    """The one button named "Send" and nothing else."""
    form = next(f for f in seen.all("form") if "/mine/answers/" in f.get("action", ""))
    token = next(i for i in form.iter("input") if i.get("name") == "did-token").get("value", "")
    fields = {
        "did-token": token,
        "did-replied": replied,
        "did-again": again,
        "did-words": more,
        "did-language": "en",
    }
    return member.browser.post(form.get("action", ""), fields)


def messages(member: Member) -> list[MessageKind]:
    return [message.kind for message in member.now_is().contribution.messages]


def test_words_added_twice_by_a_double_tap_are_kept_once(member: Member) -> None:
    seen = member.open()
    for _ in range(2):
        after = press(member, seen, MORE, more_words="It came again.")
    assert after.words.count("It came again.") == 1
    assert messages(member) == [MessageKind.WORDS, MessageKind.MORE]


def test_added_words_are_in_the_page_s_language_unless_changed(member: Member) -> None:
    press(member, member.open("en"), MORE, more_words="Dheweke", more_language="so")
    assert member.now_is().contribution.messages[-1].text.language == "so"


def test_words_too_long_come_back_whole(member: Member) -> None:
    seen = press(member, member.open(), MORE, more_words="a" * 20_001)
    assert seen.status == 422
    assert "Send no more than 20000 letters at once." in seen.words
    assert "a" * 20_001 in seen.text


@pytest.mark.parametrize("typed", ["", "   ", "\x00\u202e\u200b"])
def test_words_that_nobody_can_see_are_asked_for(member: Member, typed: str) -> None:
    seen = press(member, member.open(), MORE, more_words=typed)
    assert (seen.status, messages(member)) == (422, [MessageKind.WORDS])
    assert "Write something first." in seen.words


def ask(member: Member) -> None:
    member.understand()
    with member.database.transaction() as session:
        reading.ask_member(
            session,
            member.item(session),
            question="Which clinic was it?",
            board=member.board,
            by=member.facilitator,
        )


def test_a_reply_to_our_question_is_kept_once_and_the_work_goes_on(member: Member) -> None:
    ask(member)
    seen = member.open()
    assert "Which clinic was it?" in seen.words
    for _ in range(2):
        press(member, seen, REPLY, reply_words="The one by the park.")
    assert messages(member)[-1] is MessageKind.REPLY
    assert len(messages(member)) == 3
    assert member.now_is().state is State.IN_READING
    assert REPLY not in member.open().words


def answered(member: Member) -> Seen:
    member.understand()
    member.route()
    member.answer()
    return member.open()


def test_yes_ends_it(member: Member) -> None:
    seen = did(member, answered(member), "yes")
    assert member.now_is().state is State.CLOSED_SATISFIED
    assert "You said that this answered you. Thank you." in seen.words


def test_partly_may_ask_again_with_words(member: Member) -> None:
    page = answered(member)
    for _ in range(2):
        seen = did(member, page, "partly", "yes", "And who pays?")
    feedback = member.now_is()
    assert (feedback.state, feedback.reopens) == (State.REOPENED, 1)
    assert seen.words.index("You can ask for letters") < seen.words.index("And who pays?")
    assert messages(member) == [MessageKind.WORDS, MessageKind.UNSATISFIED]


def test_no_may_also_leave_it(member: Member) -> None:
    seen = did(member, answered(member), "no", "no")
    assert member.now_is().state is State.CLOSED_UNSATISFIED
    press(member, seen, AGAIN, again_words="I thought about it.")
    assert member.now_is().state is State.REOPENED


@pytest.mark.parametrize(
    ("replied", "mistake"),
    [("", "Choose yes, partly or no."), ("no", "Say whether we shall ask again.")],
)
def test_a_reply_that_says_too_little_keeps_its_words(
    member: Member, replied: str, mistake: str
) -> None:
    seen = did(member, answered(member), replied, more="And who pays?")
    assert seen.status == 422
    assert mistake in seen.words
    assert "And who pays?" in seen.text
    assert member.now_is().state is State.ANSWERED


def test_after_ninety_days_it_is_not_opened_again(member: Member) -> None:
    did(member, answered(member), "yes")
    assert AGAIN in member.open().words
    with time_machine.travel(datetime.now(UTC) + timedelta(days=92), tick=False):
        assert AGAIN not in member.open().words


def test_what_belongs_to_another_person_is_not_there(member: Member, session: Session) -> None:
    other, _digits = some_feedback(session, member.board, words="Of another person.")
    commit(session)
    page = answered(member)
    mine, member.feedback = member.feedback, other
    member.understand()
    foreign = member.answer()
    member.feedback = mine
    with member.database.reading() as reads:
        found = contributions.contribution(reads, other.contribution_id)
        assert found is not None
        turn = found.messages[0].id
    assert page.status == 200
    answered_by_me = {"did-replied": "yes", "did-language": "en"}
    assert member.browser.post(f"/en/mine/answers/{foreign.id}", answered_by_me).status == 404
    assert member.browser.post(f"/en/mine/turns/{turn}/not-meant").status == 404


def test_deleting_asks_first_and_then_nothing_opens_any_more(member: Member) -> None:
    confirm = member.browser.get(member.open().link("Delete everything I sent"))
    assert str(SAFETY.DELETE_MEANS) in confirm.words
    assert member.now_is().state is State.RECEIVED
    for _ in range(2):
        seen = press(member, confirm, "Delete everything I sent")
        assert (seen.url, seen.h1) == ("/en/deleted", "Your words are deleted.")
    assert member.now_is().state is State.DELETED_BY_MEMBER
    assert member.browser.get("/en/mine").url == "/en/code"
    assert member.open().status == 422


def test_a_page_deleted_elsewhere_closes(member: Member) -> None:
    page = member.open()
    with member.database.transaction() as session:
        ending.delete_everything(session, member.item(session).contribution)
    assert press(member, page, MORE, more_words="Hello?").url == "/en/code"


def test_closing_the_page_asks_for_the_code_again(member: Member) -> None:
    press(member, member.open(), "Close my page")
    assert member.browser.get("/en/mine").url == "/en/code"


def test_somebody_who_opened_it_before_is_seen(member: Member) -> None:
    assert "last opened" not in member.open().words
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2), tick=False):
        assert "Your page was last opened on" in member.open().words


def test_an_address_gets_the_very_words_that_were_shown(amal: Member) -> None:
    page = amal.open("ar")
    form = next(f for f in page.all("form") if f.get("action", "").endswith("/contact"))
    label = "".join(next(iter(form.iter("button"))).itertext()).strip()
    kept = press(amal, page, label, contact_address="amal@home.example")
    assert "amal@home.example" not in kept.text
    amal.understand()
    amal.answer()
    with amal.database.reading() as session:
        letter = session.query(Letter).filter_by(kind="news").one()
        written = write_to_member(session, letter)
    assert written is not None
    assert (written.to, written.language) == ("amal@home.example", "ar")
    for line in (written.subject, *written.text.splitlines()):
        assert line.strip() in page.words


def test_an_address_that_was_taken_back_gets_no_letter(member: Member) -> None:
    page = press(member, member.open(), "Keep my address", contact_address="amal@home.example")
    member.understand()
    member.answer()
    press(member, page, "Forget my address")
    with member.database.reading() as session:
        assert session.query(Letter).filter_by(kind="news").all() == []


def test_half_an_address_is_shown_again(member: Member) -> None:
    seen = press(member, member.open(), "Keep my address", contact_address="amal@")
    assert seen.status == 422
    assert "Write a whole e-mail address." in seen.words


def test_an_expired_form_comes_back_with_its_words(member: Member) -> None:
    page = member.open()
    member.browser.sign_out()
    seen = press(member, page, MORE, more_words="It came again.")
    assert seen.status == 422
    assert "It came again." in seen.text


def test_the_page_asks_as_often_for_five_turns_as_for_one(
    member: Member, database: Database, browser: Browser
) -> None:
    member.open()
    one = statements(database, browser)
    with member.database.transaction() as session:
        for number in range(4):
            accepting.add_words(
                session, member.item(session), f"Word {number}.", language="ar", token=str(number)
            )
    assert statements(database, browser) == one


def statements(database: Database, browser: Browser) -> int:
    asked: list[str] = []

    def count(_c: object, _k: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    try:
        assert browser.get("/en/mine").status == 200
    finally:
        event.remove(database.engine, "before_cursor_execute", count)
    return len(asked)


def test_an_unclear_translation_of_an_answer_goes_back_to_a_person(amal: Member) -> None:
    amal.understand()
    answer = amal.answer()
    seen = amal.open("ar")
    for _tap in range(2):
        told = press(amal, seen, "This translation is not clear")
        assert "You told us that this is not clear. A person looks at it again." in told.words
    with amal.database.reading() as session:
        rows = session.scalars(select(Version).where(Version.text_id == answer.will_id)).all()
        contested = {row.language: (row.contested_at is not None, row.status) for row in rows}
    assert contested["ar"] == (True, Status.TO_CHECK)
    assert contested["en"] == (False, Status.CHECKED)
    assert [e.what for e in amal.now_is().events].count("member: answer not clear") == 1
    assert "This translation is not clear" not in amal.open("ar").words


def test_the_answer_of_another_person_is_not_called_unclear(
    member: Member, session: Session
) -> None:
    other, _digits = some_feedback(session, member.board)
    commit(session)
    member.understand()
    answer = member.answer()
    with member.browser.client.session_transaction() as visit:
        visit["contribution"] = str(other.contribution_id)
    refused = member.browser.post(f"/en/mine/answers/{answer.id}/not-clear")
    assert refused.status == 404
