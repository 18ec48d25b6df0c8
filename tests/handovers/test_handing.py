"""Nobody is asked to help without the person's yes, and the yes can be taken back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from advisory.contributions.rules import Digits
from advisory.desk.actions import handing
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat, Impossible, Refused, Role
from advisory.foundation.database import Database, commit, now
from advisory.handovers import actions, queries
from advisory.handovers.actions import Receiver
from advisory.handovers.jobs import remind_of_hand_overs
from advisory.handovers.models import HandOver, Step, Yes
from advisory.letters.models import Letter
from advisory.people.models import Board
from tests.browser import Browser
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

CENTRE = Receiver("Camden law centre")
WHAT = "Help with a letter."


class Helped:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.board: Board = a_board(session)
        self.by = self.hat(Role.FACILITATOR)
        self.lead = self.hat(Role.SAFEGUARDING_LEAD)
        self.item, self.digits = some_feedback(session, self.board)
        understood(session, self.item, self.by)
        commit(session)

    def hat(self, role: Role) -> Hat:
        return hat_of(a_person(self.session, self.board, role), self.board, role)

    def ask(self, to: Receiver = CENTRE) -> HandOver:
        made = handing.ask_for_yes(self.session, self.item, to=to, what=WHAT, by=self.by)
        commit(self.session)
        return made

    def offer(self, to: Receiver = CENTRE) -> HandOver:
        made = actions.offer(self.session, self.item.contribution, to=to, what=WHAT, by=self.by)
        commit(self.session)
        return made

    def held(self) -> Feedback:
        item, _ = some_feedback(self.session, self.board, hurt_soon=True)
        return item

    def now_is(self, hand_over: HandOver) -> Step:
        self.session.expire_all()
        step = self.session.get_one(HandOver, hand_over.id).step
        # The browser writes in a transaction of its own.
        commit(self.session)
        return step


@pytest.fixture
def helped(session: Session) -> Helped:
    return Helped(session)


def own_page(browser: Browser, digits: Digits) -> Any:
    page = browser.get("/en/code")
    return browser.press(page, "Open my page", code=" ".join(digits.groups))


def test_the_person_is_asked_on_their_page_and_their_yes_is_kept(
    helped: Helped, browser: Browser
) -> None:
    made = helped.ask()
    page = own_page(browser, helped.digits)
    assert "May we ask" in page.words
    assert "Camden law centre" in page.words
    page = browser.press(page, "Yes, ask them")
    assert "You said yes to us asking" in page.words
    assert helped.now_is(made) is Step.OFFERED
    assert (made.yes, made.yes_wording) == (Yes.OWN_PAGE, "2026-11")
    page = browser.press(page, "Take my yes back")
    assert helped.now_is(made) is Step.REVOKED
    assert "We do not ask them any more." in page.words


def test_a_no_ends_it_and_is_not_shown_again(helped: Helped, browser: Browser) -> None:
    made = helped.ask()
    page = browser.press(own_page(browser, helped.digits), "No, do not ask them")
    assert helped.now_is(made) is Step.SAID_NO
    assert "Camden law centre" not in page.words
    with pytest.raises(Impossible):
        actions.accept(helped.session, made, by=helped.by)


def test_what_is_done_cannot_be_taken_back(helped: Helped, browser: Browser) -> None:
    made = helped.offer()
    actions.accept(helped.session, made, by=helped.by)
    actions.finish(helped.session, made, by=helped.by)
    commit(helped.session)
    page = own_page(browser, helped.digits)
    assert "They say that it is done." in page.words
    assert "Take my yes back" not in page.words
    late = browser.post(f"/en/mine/help/{made.id}/back")
    assert late.status == 409
    assert helped.now_is(made) is Step.DONE


def test_the_table_takes_no_offer_without_a_yes_or_a_reason(helped: Helped) -> None:
    made = helped.ask()
    for step in (Step.OFFERED, Step.ACCEPTED, Step.DONE):
        with pytest.raises(IntegrityError, match="has_a_yes_or_a_reason"):
            helped.session.execute(update(HandOver).where(HandOver.id == made.id).values(step=step))
        helped.session.rollback()


def test_only_whoever_leads_on_safeguarding_goes_on_without_a_yes(helped: Helped) -> None:
    def without(item: Feedback, by: Hat) -> HandOver:
        return actions.offer(
            helped.session,
            item.contribution,
            to=CENTRE,
            what=WHAT,
            overriding="A child.",
            by=by,
        )

    with pytest.raises(Refused):
        without(helped.item, helped.by)
    with pytest.raises(Refused):
        without(helped.item, helped.lead)
    made = without(helped.held(), helped.lead)
    commit(helped.session)
    assert made.yes is None
    assert queries.opened(helped.session, made).override == "A child."


def test_what_goes_on_without_a_yes_is_not_on_the_persons_page(
    helped: Helped, browser: Browser
) -> None:
    item, digits = some_feedback(helped.session, helped.board, hurt_soon=True)
    actions.offer(
        helped.session,
        item.contribution,
        to=CENTRE,
        what=WHAT,
        overriding="A child.",
        by=helped.lead,
    )
    commit(helped.session)
    assert "Camden" not in own_page(browser, digits).text


def test_the_item_keeps_its_owner_until_a_colleague_takes_it(helped: Helped) -> None:
    colleague = a_person(helped.session, helped.board, Role.FACILITATOR, name="Cleo")
    made = helped.offer(Receiver("Cleo", person=colleague))
    assert helped.item.owner_id == helped.by.person_id
    handing.accept(
        helped.session,
        made,
        helped.item,
        by=hat_of(colleague, helped.board, Role.FACILITATOR),
    )
    assert helped.item.owner_id == colleague.id


def test_a_no_of_theirs_has_a_reason(helped: Helped, browser: Browser, session: Session) -> None:
    made = helped.offer()
    person = a_person(session, helped.board, Role.FACILITATOR)
    commit(session)
    browser.sign_in(person)
    page = browser.get(f"/staff/hand-overs/{made.id}")
    assert browser.press(page, "They cannot help", reason="").status == 422
    browser.press(page, "They cannot help", reason="No room.")
    assert helped.now_is(made) is Step.REJECTED


def test_of_a_held_persons_hand_over_no_facilitator_learns(
    helped: Helped, browser: Browser, session: Session
) -> None:
    made = actions.offer(session, helped.held().contribution, to=CENTRE, what=WHAT, by=helped.lead)
    someone = a_person(session, helped.board, Role.FACILITATOR)
    commit(session)
    browser.sign_in(someone)
    assert browser.get(f"/staff/hand-overs/{made.id}").status == 404
    assert "Camden" not in browser.get("/staff/hand-overs").text


def test_a_teams_name_is_not_told_to_the_person(
    helped: Helped, browser: Browser, session: Session
) -> None:
    team = a_team(session, helped.board, "Hotel Albion")
    helped.ask(Receiver(team.name, team=team))
    page = own_page(browser, helped.digits)
    assert "Albion" not in page.text
    assert "a team of ours" in page.words


def test_who_made_it_is_reminded_after_three_days_and_then_daily(
    helped: Helped, database: Database
) -> None:
    made = helped.offer()

    def reminded(after: timedelta) -> int:
        with time_machine.travel(now() + after, tick=False):
            return remind_of_hand_overs(database)

    assert reminded(timedelta(hours=71)) == 0
    assert reminded(timedelta(hours=73)) == 1
    assert reminded(timedelta(hours=74)) == 0
    assert reminded(timedelta(hours=98)) == 1
    letters = select(func.count()).select_from(Letter).where(Letter.kind == "hand_over")
    assert helped.session.scalar(letters) == 2
    helped.session.refresh(made)
    actions.accept(helped.session, made, by=helped.by)
    assert made.remind_at is not None
    assert made.remind_at > now() + timedelta(days=6)
