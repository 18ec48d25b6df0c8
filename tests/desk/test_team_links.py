"""A team without an account answers by a one-time link."""

from datetime import timedelta

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Ask, Source
from advisory.feedback.actions import answering
from advisory.feedback.models import Feedback, State
from advisory.foundation import keys
from advisory.foundation.database import Database, commit, now
from advisory.people.models import Standing
from tests.browser import Browser
from tests.building import a_team
from tests.desk.teams import RELEASED, Desk, answer_fields, now_of, put


def link_of(session: Session, desk: Desk) -> tuple[Feedback, Ask, str]:
    """A team without account has a one-time link in its letter."""
    team = a_team(
        session,
        desk.board,
        "Hospital office",
        standing=Standing.ASKED_BY_LETTER,
        email="office@hospital.example",
    )
    item, ask = put(session, desk, team=team)
    link = answers.open_link(session, ask.id, now())
    assert link is not None
    url = f"/staff/answer/{link.id}/{keys.keyring(session).link_token(link.id)}"
    commit(session)
    return item, ask, url


def test_a_link_answers_once_without_an_account(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, _, url = link_of(session, desk)
    page = browser.get(url)
    assert RELEASED in page.text
    assert now_of(database, item).state is State.ROUTED
    page = browser.press(page, "We have it")
    assert now_of(database, item).state is State.ACKNOWLEDGED
    done = browser.press(page, "Hand in the answer", **answer_fields())
    assert "Your answer is with us" in done.words
    assert RELEASED not in browser.get(url).text
    with database.reading() as reader:
        (answer,) = answers.answers_to(reader, item.contribution_id)
        assert (answer.source, answer.written_by_id) == (Source.LINK, None)


def test_a_link_with_another_secret_opens_nothing(
    session: Session, browser: Browser, desk: Desk
) -> None:
    _, _, url = link_of(session, desk)
    wrong = url[:-1] + ("0" if url[-1] != "0" else "1")
    assert browser.get(wrong).status == 404
    assert browser.post(f"{wrong}/acknowledge").status == 404


def test_a_link_whose_time_is_over_says_so(session: Session, browser: Browser, desk: Desk) -> None:
    _, ask, url = link_of(session, desk)
    link = answers.open_link(session, ask.id, now())
    assert link is not None
    link.ends_at = now() - timedelta(minutes=1)
    commit(session)
    page = browser.get(url)
    assert "does not open any more" in page.words
    assert RELEASED not in page.text


def test_a_link_hands_back_too(
    session: Session, browser: Browser, database: Database, desk: Desk
) -> None:
    item, _, url = link_of(session, desk)
    page = browser.press(browser.get(url), "Hand it back", reason="Not ours.")
    assert "Handed back" in page.words
    assert now_of(database, item).state is State.RETURNED


def test_an_answer_sent_back_to_a_team_without_account_brings_a_new_link(
    session: Session, browser: Browser, desk: Desk
) -> None:
    item, ask, url = link_of(session, desk)
    browser.press(browser.get(url), "Hand in the answer", **answer_fields())
    session.expire_all()
    (answer,) = answers.answers_to(session, item.contribution_id)
    answering.send_back(session, item, answer, note="Say when.", by=desk.facilitator)
    assert answers.open_link(session, ask.id, now()) is not None
