"""A voice becomes words: in short, word for word by one, checked by another; then it is gone."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.contributions import actions as contributions
from advisory.contributions import rules as codes
from advisory.contributions.actions import attaching
from advisory.feedback.actions import reading
from advisory.feedback.models import Feedback
from advisory.files.models import File
from advisory.files.ports.decoding import Kind, Remade
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import commit
from advisory.mine import actions as mine
from advisory.people.models import Board, Person
from advisory.rights.actions.letting_go import let_go
from advisory.rights.models import Kept
from advisory.rights.queries.times import over
from advisory.words.models import Method, Status, Version
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, hat_of, some_feedback

GIST = "The person asks how to get medicine."
SOMALI = "Sideen daawada ku heli karaa?"
ENGLISH = "How can I get this medicine?"


@dataclass
class Desk:
    board: Board
    facilitator: Person
    hodan: Person
    ali: Person

    @property
    def by(self) -> Hat:
        return hat_of(self.facilitator, self.board, Role.FACILITATOR)


@pytest.fixture
def desk(session: Session) -> Desk:
    board = a_board(session)
    made = Desk(
        board=board,
        facilitator=a_person(session, board, Role.FACILITATOR),
        hodan=a_person(session, board, Role.TRANSLATOR, speaks=["so"], is_woman=True),
        ali=a_person(session, board, Role.TRANSLATOR, speaks=["so"]),
    )
    commit(session)
    return made


def a_voice(
    session: Session,
    desk: Desk,
    *,
    language: str = "so",
    wants_woman: bool = False,
    not_my_country: bool = False,
    words: str = "",
) -> tuple[Feedback, UUID]:
    """Sound without a word in writing, from somebody without an account."""
    item, _digits = some_feedback(
        session,
        desk.board,
        words=words,
        language=language,
        wants_woman=wants_woman,
        not_my_country=not_my_country,
    )
    token = codes.new_form_token()
    attaching.attach_to_form(session, [Remade(Kind.SOUND, b"a voice", seconds=7)], token=token)
    attaching.attach_waiting(session, item.contribution, token=token)
    message_id = item.contribution.messages[0].id
    commit(session)
    return item, message_id


def at_work(app: Flask, person: Person) -> Browser:
    browser = Browser(app)
    browser.sign_in(person)
    return browser


def page(message_id: UUID) -> str:
    return f"/staff/voices/{message_id}"


def sounds(session: Session) -> list[File]:
    session.expire_all()
    found = list(session.scalars(select(File).where(File.kind == Kind.SOUND)))
    commit(session)
    return found


def version(session: Session, method: Method) -> Version:
    session.expire_all()
    found = session.scalars(select(Version).where(Version.method == method)).one()
    commit(session)
    return found


def write_down(browser: Browser, message_id: UUID, gist: str = GIST) -> Seen:
    fields: dict[str, Any] = {"gist": gist, "transcript": SOMALI}
    return browser.press(browser.get(page(message_id)), "Written down: ready to check", **fields)


def test_a_voice_becomes_words_and_then_the_sound_is_gone(
    app: Flask, session: Session, desk: Desk
) -> None:
    item, message_id = a_voice(session, desk)
    hodan, ali = at_work(app, desk.hodan), at_work(app, desk.ali)
    facilitator, address = at_work(app, desk.facilitator), f"/staff/inbox/{item.id}"

    assert "Nobody has understood it yet" in hodan.get("/staff/voices").words
    seen = write_down(hodan, message_id)
    assert seen.status == 200
    session.refresh(item)
    assert item.understood_how == "gist"
    assert version(session, Method.TRANSCRIPT).status is Status.TO_CHECK
    seen = hodan.press(seen, "Translated: ready to check", translation=ENGLISH)
    assert version(session, Method.HUMAN).status is Status.TO_CHECK
    assert len(sounds(session)) == 1

    assert "Written down, to check" in ali.get("/staff/voices").words
    ali.press(ali.get(page(message_id)), "Correct and checked: delete the sound")
    checked = version(session, Method.TRANSCRIPT)
    assert (checked.status, checked.language) == (Status.CHECKED, "so")
    assert sounds(session) == []
    assert ali.get(page(message_id)).status == 404
    said = facilitator.get(address).words
    assert SOMALI in said
    assert ENGLISH in said
    assert "The sound was deleted, as promised" in said


def test_the_gist_comes_first_and_no_typed_word_is_lost(
    app: Flask, session: Session, desk: Desk
) -> None:
    _item, message_id = a_voice(session, desk)
    seen = write_down(at_work(app, desk.hodan), message_id, gist="")
    assert seen.status == 422
    assert "Write first in short what it says." in seen.words
    assert SOMALI in seen.words


def test_nobody_checks_what_they_wrote_down_themselves(
    app: Flask, session: Session, desk: Desk
) -> None:
    _item, message_id = a_voice(session, desk)
    hodan = at_work(app, desk.hodan)
    write_down(hodan, message_id)
    seen = hodan.post(page(message_id), {"step": "checked", "transcript": SOMALI})
    assert seen.status == 422
    assert len(sounds(session)) == 1


def test_what_somebody_has_in_hand_is_nobody_elses_until_it_is_handed_back(
    app: Flask, session: Session, desk: Desk
) -> None:
    _item, message_id = a_voice(session, desk)
    hodan, ali = at_work(app, desk.hodan), at_work(app, desk.ali)
    hodan.press(hodan.get(page(message_id)), "Take it")
    assert "Somebody else writes this down." in ali.get(page(message_id)).words
    assert ali.post(f"{page(message_id)}/claim").status == 409
    kept = ali.post(page(message_id), {"step": "written", "gist": GIST, "transcript": SOMALI})
    assert kept.status == 422
    assert SOMALI in kept.words
    hodan.press(hodan.get(page(message_id)), "Hand it back")
    assert write_down(ali, message_id).status == 200


def test_drafts_are_kept_without_a_button(app: Flask, session: Session, desk: Desk) -> None:
    _item, message_id = a_voice(session, desk)
    hodan = at_work(app, desk.hodan)
    hodan.post(page(message_id), {"transcript": "Sideen"})
    assert "Sideen" in hodan.get(page(message_id)).words
    assert version(session, Method.TRANSCRIPT).status is Status.DRAFT


def test_the_wish_for_a_woman_holds_for_the_ear_too(
    app: Flask, session: Session, desk: Desk
) -> None:
    _item, message_id = a_voice(session, desk, wants_woman=True)
    hodan, ali = at_work(app, desk.hodan), at_work(app, desk.ali)
    assert ali.get(page(message_id)).status == 404
    assert ali.get(f"{page(message_id)}/sound").status == 404
    assert str(message_id) not in ali.get("/staff/voices").text
    assert hodan.get(f"{page(message_id)}/sound").status == 200


def test_nobody_hears_it_before_they_say_they_are_not_from_that_country(
    app: Flask, session: Session, desk: Desk
) -> None:
    _item, message_id = a_voice(session, desk, not_my_country=True)
    hodan = at_work(app, desk.hodan)
    assert "Look what the person asked for" in hodan.get("/staff/voices").words
    assert hodan.get(f"{page(message_id)}/sound").status == 404
    assert hodan.post(page(message_id), {"step": "keep", "gist": GIST}).status == 404
    hodan.press(hodan.get(page(message_id)), "I am not from this person’s country")
    assert hodan.get(f"{page(message_id)}/sound").status == 200


def test_who_does_not_speak_the_language_hears_nothing(
    app: Flask, session: Session, desk: Desk
) -> None:
    _item, message_id = a_voice(session, desk, language="ti")
    assert at_work(app, desk.ali).get(f"{page(message_id)}/sound").status == 404


def test_a_voice_of_no_known_language_is_named_by_who_hears_it(
    app: Flask, session: Session, desk: Desk
) -> None:
    item, message_id = a_voice(session, desk, language="und")
    hodan = at_work(app, desk.hodan)
    seen = hodan.press(hodan.get(page(message_id)), "Name the language", language="so")
    assert seen.url == page(message_id)
    session.refresh(item.contribution)
    assert item.contribution.speaks == "so"


def test_the_player_gives_the_sound_to_the_page_alone(
    app: Flask, session: Session, desk: Desk
) -> None:
    _item, message_id = a_voice(session, desk)
    headers = at_work(app, desk.ali).get(f"{page(message_id)}/sound").response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Disposition"] == "attachment"
    assert "sandbox" in headers["Content-Security-Policy"]


def test_writing_down_a_sound_that_is_gone_says_so(
    app: Flask, session: Session, desk: Desk
) -> None:
    _item, message_id = a_voice(session, desk)
    hodan = at_work(app, desk.hodan)
    seen = hodan.get(page(message_id))
    [sound] = sounds(session)
    session.delete(sound)
    commit(session)
    late = hodan.press(seen, "Written down: ready to check", gist=GIST, transcript=SOMALI)
    assert late.status == 409
    assert "The sound was deleted meanwhile" in late.words


def test_held_voices_are_in_no_list_and_are_kept(app: Flask, session: Session, desk: Desk) -> None:
    item, message_id = a_voice(session, desk)
    write_down(at_work(app, desk.hodan), message_id)
    session.refresh(item)
    reading.hold(session, item, allegation=False, board=desk.board, by=desk.by)
    commit(session)
    assert at_work(app, desk.ali).get(page(message_id)).status == 404
    assert [row for row in over(session, date(2030, 1, 1)) if row.kept is Kept.SOUND] == []
    commit(session)


def test_a_voice_that_was_understood_goes_after_its_days_and_one_that_was_not_waits(
    app: Flask, session: Session, desk: Desk
) -> None:
    _item, understood = a_voice(session, desk)
    a_voice(session, desk)
    hodan = at_work(app, desk.hodan)
    hodan.post(page(understood), {"gist": GIST})
    today = version(session, Method.GIST).changed_at.date()
    assert over(session, today + timedelta(days=30)) == []
    [row] = over(session, today + timedelta(days=31))
    assert let_go(session, row)
    assert not let_go(session, row)
    commit(session)
    assert len(sounds(session)) == 1


def test_a_legal_hold_keeps_the_voice(app: Flask, session: Session, desk: Desk) -> None:
    item, message_id = a_voice(session, desk)
    at_work(app, desk.hodan).post(page(message_id), {"gist": GIST})
    later = version(session, Method.GIST).changed_at.date() + timedelta(days=31)
    [row] = over(session, later)
    contributions.ask_legal_hold(session, item.contribution, reason="A court.", by=desk.by)
    session.flush()
    assert over(session, later) == []
    assert not let_go(session, row)
    commit(session)


@pytest.mark.parametrize("words", ["", "Also in writing."])
def test_taking_the_sound_back_takes_what_was_made_of_it(
    app: Flask, session: Session, desk: Desk, words: str
) -> None:
    item, message_id = a_voice(session, desk, words=words)
    write_down(at_work(app, desk.hodan), message_id)
    session.expire_all()
    [sound] = session.scalars(select(File))
    mine.delete_file(session, item, sound)
    commit(session)
    session.expire_all()
    left = {row.method for row in session.scalars(select(Version)).all()}
    kept = {Method.ORIGINAL, Method.GIST, Method.HUMAN} if words else {Method.ORIGINAL}
    assert left == kept
    commit(session)


def test_the_person_reads_what_was_written_down_from_their_voice(
    app: Flask, session: Session, desk: Desk
) -> None:
    item, message_id = a_voice(session, desk)
    write_down(at_work(app, desk.hodan), message_id)
    browser = Browser(app)
    with browser.client.session_transaction() as visit:
        visit["contribution"] = str(item.contribution_id)
    seen = browser.get("/en/mine")
    assert SOMALI in seen.words
    browser.press(seen, "This is not what I meant")
    assert version(session, Method.TRANSCRIPT).contested_at is not None
