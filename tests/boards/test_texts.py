"""The pages of the consent texts, and what members read of them."""

import pytest
from sqlalchemy import select

from advisory.contributions.models import Consent, ConsentWording
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.words import actions as words
from advisory.words import queries
from advisory.words.models import Edition, OpenedLanguage, Status, Version
from tests.boards.conftest import Desk
from tests.browser import Browser, Seen
from tests.building import a_person, hat_of

TEXTS = "/staff/settings/texts"
PROMISE = f"{TEXTS}/PROMISE_REST"
NEW = "Three people read your words. If someone is in danger, we may have to get help."


def change(desk: Desk, body: str = NEW, meaning: str | None = "no", at: str = PROMISE) -> Seen:
    return desk.browser.press(desk.browser.get(at), "Keep", body=body, meaning=meaning or "")


def publish(desk: Desk) -> Seen:
    second = a_person(desk.session, desk.board, Role.FACILITATOR)
    commit(desk.session)
    desk.browser.sign_in(second)
    return desk.browser.press(desk.browser.get(TEXTS), "Publish in all languages")


@pytest.fixture
def english_only(desk: Desk) -> Desk:
    """The one language of which nobody has to wait for a translator."""
    for row in queries.opened_languages(desk.session, desk.board.id):
        if row[0].tag != "en":
            opened = desk.session.get_one(OpenedLanguage, (desk.board.id, row[0].tag))
            desk.session.delete(opened)
    commit(desk.session)
    return desk


def test_members_read_the_new_words_from_the_publication_on(english_only: Desk) -> None:
    desk = english_only
    desk.open_sending()
    commit(desk.session)
    page = change(desk)
    assert "Changed, not published" in page.words
    assert "You changed the English, so another person publishes it." in page.words
    assert NEW not in desk.browser.get("/en/promise").words
    page = publish(desk)
    assert "Everybody reads edition 1" in page.words
    assert NEW in desk.browser.get("/en/promise").words
    assert "set published: edition 1" in desk.audited()


def test_a_consent_keeps_the_words_that_were_published(english_only: Desk) -> None:
    desk = english_only
    desk.open_sending()
    commit(desk.session)
    change(desk)
    publish(desk)
    page = desk.browser.press(desk.browser.get("/en/say"), "Next", said="The clinic is far.")
    desk.browser.press(page, "Send")
    with desk.reading() as session:
        named = session.scalars(select(Consent.wording)).first()
        kept = session.get_one(ConsentWording, named)
        assert kept.sentence == f"You do not need to give your name. {NEW}"


def agreed_to(desk: Desk) -> str:
    """The sentence that is kept with the newest consent to being read."""
    with desk.reading() as session:
        named = session.scalars(select(Consent.wording)).one()
        return session.get_one(ConsentWording, named).sentence


def test_a_consent_keeps_the_words_that_the_page_showed_before_a_publication(
    english_only: Desk,
) -> None:
    desk = english_only
    desk.open_sending()
    commit(desk.session)
    member = Browser(desk.browser.app)
    old = member.press(member.get("/en/say"), "Next", said="The clinic is far.")
    change(desk)
    publish(desk)
    member.press(old, "Send")
    assert NEW not in agreed_to(desk)
    assert agreed_to(desk).startswith("You do not need to give your name.")


def test_a_yes_at_a_kiosk_keeps_the_promise_that_was_played_before_a_publication(
    english_only: Desk,
) -> None:
    desk = english_only
    desk.open_sending()
    helper = a_person(desk.session, desk.board, Role.FACILITATOR)
    commit(desk.session)
    kiosk = Browser(desk.browser.app)
    kiosk.sign_in(helper)
    wall = kiosk.press(kiosk.get("/staff/kiosk"), "Start the kiosk")
    played = kiosk.press(wall, "English")
    change(desk)
    publish(desk)
    answer = kiosk.press(played, "Next", agrees="yes")
    kiosk.press(kiosk.press(answer, "Next", said="The clinic is far."), "Send")
    assert NEW not in agreed_to(desk)


@pytest.mark.parametrize("told", ["7", "-1", "1.5", "", "x", "٩"])
def test_an_edition_that_never_was_is_not_believed(english_only: Desk, told: str) -> None:
    desk = english_only
    desk.open_sending()
    commit(desk.session)
    change(desk)
    publish(desk)
    page = desk.browser.press(desk.browser.get("/en/say"), "Next", said="The clinic is far.")
    desk.browser.press(page, "Send", words_edition=told)
    assert NEW in agreed_to(desk)


@pytest.mark.parametrize(
    ("body", "meaning", "told"),
    [
        (NEW, None, "Say whether the meaning changed."),
        ("", "yes", "Write the text."),
        ("x" * 100_000, "yes", "Use 1000 characters or fewer."),
    ],
)
def test_half_a_change_is_sent_back_with_what_was_typed(
    desk: Desk, body: str, meaning: str | None, told: str
) -> None:
    page = change(desk, body, meaning)
    assert page.status == 422
    assert told in page.words
    assert (page.all("textarea")[0].text or "").strip() == body


def test_a_place_that_a_page_fills_in_stays(desk: Desk) -> None:
    page = change(desk, "May we ask others to help you?", "yes", f"{TEXTS}/ASK_YOUR_YES")
    assert page.status == 422
    assert "Keep the places that a page fills in: %(name)s" in page.words


def test_two_who_edit_at_once_see_each_other(desk: Desk) -> None:
    first, second = desk.browser.get(PROMISE), desk.browser.get(PROMISE)
    desk.browser.press(first, "Keep", body="The first words.", meaning="no")
    page = desk.browser.press(second, "Keep", body="The second words.", meaning="no")
    assert page.status == 422
    assert "Somebody changed this text while you wrote." in page.words
    assert "The first words." in page.words
    assert (page.all("textarea")[0].text or "").strip() == "The second words."
    desk.browser.press(page, "Keep", meaning="no")
    with desk.reading() as session:
        assert "The second words." in {
            version.body for version in session.scalars(select(Version)).all()
        }


def test_an_open_language_that_is_not_ready_is_named_and_holds_everything_back(
    desk: Desk,
) -> None:
    change(desk, meaning="yes")
    second = a_person(desk.session, desk.board, Role.FACILITATOR)
    commit(desk.session)
    desk.browser.sign_in(second)
    page = desk.browser.get(TEXTS)
    assert "3 opened languages are not ready." in page.words
    assert "ትግርኛ" in page.words
    assert "Publish in all languages" not in page.words
    answer = desk.browser.post(f"{TEXTS}/publish", {"seen": seen_by(desk)})
    assert answer.status == 409
    with desk.reading() as session:
        assert session.scalars(select(Edition)).all() == []


def seen_by(desk: Desk) -> str:
    with desk.reading() as session:
        return queries.standing(session, desk.board.id).seen


def test_publishing_twice_from_one_page_is_once(english_only: Desk) -> None:
    desk = english_only
    change(desk)
    second = a_person(desk.session, desk.board, Role.FACILITATOR)
    commit(desk.session)
    desk.browser.sign_in(second)
    page = desk.browser.get(TEXTS)
    for _tap in range(2):
        done = desk.browser.press(page, "Publish in all languages")
        assert "Everybody reads edition 1" in done.words
    with desk.reading() as session:
        assert len(session.scalars(select(Edition)).all()) == 1


def test_only_a_changed_meaning_takes_a_ready_answer_out_of_date(desk: Desk) -> None:
    translator = a_person(desk.session, desk.board, Role.TRANSLATOR, speaks=["ar"])
    by = hat_of(translator, desk.board, Role.TRANSLATOR)
    commit(desk.session)
    ready = "/staff/settings/ready-answers"
    page = desk.browser.press(desk.browser.get(ready), "Add", name="Dentist", body="Ring 111.")
    desk.browser.press(page, "Ask for the missing translations")
    arabic = select(Version).where(Version.language == "ar")
    asked = desk.session.scalars(arabic).one()
    words.write_translation(desk.session, asked, body="اتصل بـ 111.", ready=True, by=by)
    commit(desk.session)

    def reword(body: str, meaning: str) -> Status:
        page = desk.browser.get(desk.browser.get(ready).link("Change"))
        assert desk.browser.press(page, "Keep", body=body, meaning=meaning).status == 200
        with desk.reading() as session:
            return session.scalars(arabic).one().status

    assert reword("Please ring 111.", "no") is Status.TO_CHECK
    assert reword("Ring 112.", "yes") is Status.OUT_OF_DATE
