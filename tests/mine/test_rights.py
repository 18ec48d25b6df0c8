"""What the holder of a code may ask: to change what they allow, a copy, and that all is gone."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.answers.models import Outcome
from advisory.app.schema import whole_schema
from advisory.contributions import actions as contributions
from advisory.contributions.models import Consent, ConsentTo, ConsentWording, Use
from advisory.contributions.rules import Digits, new_form_token, revision_of
from advisory.feedback.actions import reading
from advisory.feedback.models import Feedback
from advisory.foundation.access import Impossible, Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit
from advisory.languages.safety import MAY_COUNT
from advisory.meetings.actions import coming
from advisory.meetings.rules.coming import Needs
from advisory.noticeboard import actions as noticeboard
from advisory.noticeboard.actions import Proposed, Quoted
from advisory.people.models import Board
from advisory.themes import actions as themes
from advisory.words.models import Text
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, hat_of, some_feedback, understood
from tests.meetings.building import a_meeting

SAID = "The clinic letter came only in English."
QUOTED = "A letter came that nobody could read."


def a_member(session: Session, browser: Browser) -> tuple[Board, Feedback, Digits]:
    board = a_board(session)
    item, digits = some_feedback(session, board, words=SAID)
    by = hat_of(a_person(session, board, Role.FACILITATOR, name="Hodan"), board, Role.FACILITATOR)
    understood(session, item, by)
    themes.release_passage(session, item.contribution, body="A piece.", by=by)
    reading.tell_news(session, item, news="We asked the clinic.", board=board, by=by)
    commit(session)
    return board, item, digits


def opened(browser: Browser, digits: Digits, language: str = "en") -> Seen:
    page = browser.get(f"/{language}/code")
    return browser.press(page, "Open", code=" ".join(digits.groups))


def a_quote(session: Session, board: Board, item: Feedback) -> None:
    contributions.give_consent(session, item.contribution, ConsentTo.QUOTE)
    by, second = (
        hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
        for _ in range(2)
    )
    proposed = Proposed(title="Letters", said="Hard.", did="Asked.", outcome=Outcome.CHANGE_MADE)
    quoted = Quoted(item.contribution, QUOTED)
    notice = noticeboard.propose(session, proposed, board=board, by=by, quoted=quoted)
    noticeboard.approve(session, notice, board=board, by=second)
    commit(session)


def test_nothing_is_allowed_that_nobody_chose(session: Session, browser: Browser) -> None:
    _board, item, digits = a_member(session, browser)
    given = session.scalars(select(Consent.to)).all()
    assert given == [ConsentTo.BEING_READ]
    assert item.contribution.use is Use.COUNT
    commit(session)
    opened(browser, digits)
    page = browser.get("/en/mine/allow")
    boxes = page.all("input", type="checkbox")
    assert [box.get("name") for box in boxes] == ["quote", "count", "ask_again"]
    assert not [box for box in boxes if box.get("checked") is not None]


def test_each_use_is_kept_with_the_sentence_that_was_read(
    session: Session, browser: Browser
) -> None:
    _board, item, digits = a_member(session, browser)
    opened(browser, digits)
    browser.press(browser.get("/en/mine/allow"), "Keep this", count="y")
    session.expire_all()
    consent = contributions_consent(session, item, ConsentTo.COUNT)
    assert consent is not None
    wording = session.get_one(ConsentWording, consent.wording)
    assert (wording.sentence, wording.language) == (str(MAY_COUNT), "en")
    assert wording.revision != revision_of(ConsentTo.COUNT, "en", "Other words.")
    assert contributions_consent(session, item, ConsentTo.QUOTE) is None
    commit(session)
    browser.press(browser.get("/en/mine/allow"), "Keep this", count=None)
    session.expire_all()
    assert contributions_consent(session, item, ConsentTo.COUNT) is None
    taken = session.scalars(select(Consent).where(Consent.to == ConsentTo.COUNT)).one()
    assert taken.taken_back_on is not None


def contributions_consent(session: Session, item: Feedback, to: ConsentTo) -> Consent | None:
    commit(session)
    wanted = Consent.contribution_id == item.contribution_id, Consent.to == to
    return session.scalar(select(Consent).where(*wanted, Consent.taken_back_on.is_(None)))


def test_a_quote_that_is_taken_back_leaves_the_noticeboard_and_the_tables(
    session: Session, browser: Browser
) -> None:
    board, item, digits = a_member(session, browser)
    a_quote(session, board, item)
    texts = len(session.scalars(select(Text.id)).all())
    commit(session)
    assert QUOTED in browser.get("/en/changed").words
    opened(browser, digits)
    page = browser.get("/en/mine/allow")
    browser.press(page, "Keep this", quote=None)
    shown = browser.get("/en/changed").words
    assert QUOTED not in shown
    assert "Asked." in shown
    assert len(session.scalars(select(Text.id)).all()) == texts - 1


def test_nobody_quotes_a_person_who_did_not_say_yes(session: Session, browser: Browser) -> None:
    board, item, _digits = a_member(session, browser)
    by = hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
    proposed = Proposed(title="Letters", said="Hard.", did="Asked.", outcome=Outcome.CHANGE_MADE)
    try:
        noticeboard.propose(
            session, proposed, board=board, by=by, quoted=Quoted(item.contribution, QUOTED)
        )
    except Impossible:
        session.rollback()
    else:
        raise AssertionError


def a_copy(browser: Browser, digits: Digits, kind: str, language: str = "en") -> Any:
    page = opened(browser, digits, language)
    token = page.all("input", name="csrf_token")[0].get("value")
    return browser.client.post(f"/{language}/mine/copy", data={"as": kind, "csrf_token": token})


def test_the_copy_holds_every_word_and_no_name_of_staff(session: Session, browser: Browser) -> None:
    board, item, digits = a_member(session, browser)
    a_quote(session, board, item)
    contributions.keep_contact(session, item.contribution, "amal@home.example", language="en")
    by = hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
    needs, token = Needs(speaks="ti", access="A ramp."), new_form_token()
    meeting, whose = a_meeting(session, board, by), item.contribution_id
    guest = coming.say_may_come(session, meeting, needs, reads="en", token=token, holder_id=whose)
    assert guest is not None
    coming.propose_topic(session, guest, "Earlier trains.", language="en", token=token)
    commit(session)
    for kind, name in (("json", "copy.json"), ("page", "copy.html")):
        response = a_copy(browser, digits, kind)
        assert response.status_code == 200
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert "no-store" in response.headers["Cache-Control"]
        body = response.get_data(as_text=True)
        for words in (
            SAID,
            "We asked the clinic.",
            "A piece.",
            QUOTED,
            "A ramp.",
            "Earlier trains.",
        ):
            assert words in body, (kind, words)
        assert "facilitator" in body
        for secret in ("Hodan", "amal@home.example", digits.secret, "http"):
            assert secret not in body, (kind, secret)
    whole = json.loads(a_copy(browser, digits, "json").get_data(as_text=True))
    assert whole["address_kept"] is True
    assert {row["to"] for row in whole["consents"]} == {"being_read", "quote", "contact"}
    session.expire_all()
    assert session.scalar(select(AuditEntry).where(AuditEntry.what == "copy taken")) is not None


def test_the_copy_stands_in_the_language_and_direction_of_the_page(
    session: Session, browser: Browser
) -> None:
    _board, _item, digits = a_member(session, browser)
    body = a_copy(browser, digits, "page", "ar").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl">' in body
    assert '<blockquote lang="en" dir="ltr">' in body
    assert "<script" not in body
    assert "<link" not in body


def test_the_copy_never_says_that_something_is_held_for_safety(
    session: Session, browser: Browser
) -> None:
    board, item, digits = a_member(session, browser)
    by = hat_of(a_person(session, board, Role.FACILITATOR), board, Role.FACILITATOR)
    reading.hold(session, item, allegation=False, board=board, by=by)
    commit(session)
    whole = json.loads(a_copy(browser, digits, "json").get_data(as_text=True))
    assert "held" not in json.dumps(whole["steps"])


# Each table that leads to a contribution: where the copy shows it, or why it does not.
IN_THE_COPY = {
    "messages": "turns",
    "consents": "consents",
    "codes": "code",
    "contacts": "address_kept",
    "feedback": "about",
    "asks": "asked",
    "answers": "answers",
    "passages": "pieces_for_teams",
    "codings": "labels",
    "quotes": "quotes",
    "hand_overs": "passed_on_with_your_yes",
    "guests": "meetings",
    "recommendation_voices": "helped_to_ask_for",
    "proposed_items": "meetings",
}
NOT_IN_IT = {
    "calendar_feeds": "a secret address: it stands on the person's page, where it can be ended",
    "receipts": "24 hours, and only the form opens it",
    "declarations": "which reader said where they come from: theirs, not the person's",
    "concerns": "could put somebody in danger, as the copy says",
    "contact_requests": "why somebody had to reach the person could put them in danger",
    "legal_holds": "who has the right to ask; the person is told by those who asked",
    "responses": "all of it stands on the page of its own code, where it can be deleted",
    "statements": "part of a response, on the same page",
    "voters": "part of a response: what was pressed is changed on the same page",
    "paper_forms": "the same words, until a second person has checked how they were keyed",
}


def test_each_table_of_a_person_is_in_the_copy_or_says_why_not(
    session: Session, browser: Browser
) -> None:
    leads = {
        table.name
        for table in whole_schema().sorted_tables
        if any(key.column.table.name == "contributions" for key in table.foreign_keys)
    }
    assert leads - IN_THE_COPY.keys() - NOT_IN_IT.keys() == set()
    _board, _item, digits = a_member(session, browser)
    whole = json.loads(a_copy(browser, digits, "json").get_data(as_text=True))
    assert set(IN_THE_COPY.values()) <= whole.keys()


def test_everything_goes_in_one_walk(
    session: Session, browser: Browser, database: Database
) -> None:
    board, item, digits = a_member(session, browser)
    a_quote(session, board, item)
    opened(browser, digits)
    browser.press(browser.get("/en/mine/allow"), "Keep this", quote="y", count="y")
    assert QUOTED in browser.get("/en/changed").words
    browser.press(browser.get("/en/mine/delete"), "Delete everything I sent")
    assert QUOTED not in browser.get("/en/changed").words
    with database.reading() as looking:
        assert looking.scalars(select(Consent)).all() == []


# ── Nothing a member does leaves a second ────────────────────────────────────────────────────────

# Gone within a day, or of staff and the machine and not of the member.
PASSING = {"browser_sessions", "job_runs", "receipts", "drafts"}


def moments(session: Session) -> dict[tuple[str, str, str], datetime]:
    return {
        (table.name, column, str(tuple(row[key.name] for key in table.primary_key.columns))): value
        for table in whole_schema().sorted_tables
        if table.name not in PASSING
        for row in session.execute(select(table)).mappings()
        for column, value in row.items()
        if isinstance(value, datetime)
    }


def test_what_a_member_does_keeps_the_hour_at_most(
    session: Session, browser: Browser, database: Database
) -> None:
    board, _item, digits = a_member(session, browser)
    with database.reading() as looking:
        before = moments(looking)
    some_feedback(session, board)
    some_feedback(session, board, hurt_soon=True)
    commit(session)
    page = opened(browser, digits)
    browser.press(page, "Add my words", more_words="It came again.")
    page = browser.press(
        browser.get("/en/mine"), "Keep my address", contact_address="a@home.example"
    )
    browser.press(browser.get("/en/mine/allow"), "Keep this", count="y")
    a_copy(browser, digits, "json")
    with database.reading() as looking:
        after = moments(looking)
    fine = [
        (place, at)
        for place, at in after.items()
        if before.get(place) != at and (at.minute, at.second, at.microsecond) != (0, 0, 0)
    ]
    assert fine == []
