"""Every step that a facilitator takes with an item, and where it is refused."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.answers.models import Answer, Ask
from advisory.contributions.models import Code
from advisory.contributions.rules import MISSES_A_MONTH, month_of
from advisory.feedback.models import Kind, Signpost, State
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit, now
from advisory.people.models import Board, Person, Team
from advisory.routing import actions as routing
from advisory.safeguarding.queries import concern_of
from advisory.themes.models import Passage
from advisory.themes.rules.marking import marked
from advisory.words import actions as words
from advisory.words.models import TextKind
from tests.browser import Browser
from tests.building import LONG_AGO, a_board, a_person, a_team, hat_of, some_feedback, understood
from tests.desk.items import an_item, page


@pytest.fixture
def board(session: Session) -> Board:
    return a_board(session)


@pytest.fixture
def facilitator(session: Session, board: Board, browser: Browser) -> Person:
    person = a_person(session, board, Role.FACILITATOR, name="Hawa", speaks=["ar"])
    commit(session)
    browser.sign_in(person)
    return person


@pytest.fixture
def team(session: Session, board: Board) -> Team:
    return a_team(session, board)


# ── Describing and safeguarding ──────────────────────────────────────────────────────────────────


def test_describing_shows_the_team_that_the_rules_propose(
    session: Session, board: Board, facilitator: Person, team: Team, browser: Browser
) -> None:
    topic = routing.add_topic(session, board_id=board.id, name="Letters")
    routing.add_rule(
        session, board_id=board.id, team_id=team.id, from_on=LONG_AGO, topic_id=topic.id
    )
    item = an_item(session, board)
    seen = browser.get(page(item))
    assert "The rules propose" not in seen.words
    seen = browser.press(seen, "Keep it", kind="question", topic=str(topic.id), place="Camden")
    assert "The rules propose: Access team" in seen.words
    session.refresh(item)
    assert (item.kind, item.topic_id, item.place) == (Kind.QUESTION, topic.id, "Camden")


def test_a_kind_that_holds_takes_it_out_of_the_inbox(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board)
    seen = browser.press(browser.get(page(item)), "Keep it", kind="safeguarding")
    assert "It is held." in seen.words
    assert f"F-{item.reference}" not in seen.words
    assert browser.get(page(item)).status == 404


def test_a_safeguarding_flag_holds_at_once(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board)
    form = browser.get(browser.get(page(item)).link("Safeguarding"))
    seen = browser.press(form, "Hold it now")
    assert seen.h1 == "Inbox"
    assert "It is held." in seen.words
    concern = concern_of(session, item.contribution_id)
    assert concern is not None
    assert not concern.is_allegation


def test_an_allegation_goes_to_the_outside_person(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board)
    browser.press(browser.get(page(item, "hold")), "Hold it now", allegation="y")
    concern = concern_of(session, item.contribution_id)
    assert concern is not None
    assert concern.is_allegation


# ── Passages ─────────────────────────────────────────────────────────────────────────────────────


def test_what_may_tell_is_marked_and_must_be_looked_at(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, words="Call me on 020 7946 0018.")
    understood(session, item, hat_of(facilitator, board, Role.FACILITATOR))
    commit(session)
    form = browser.get(page(item, "passage"))
    assert ["".join(mark.itertext()) for mark in form.all("mark")] == ["020 7946 0018"]
    again = browser.press(form, "Release it")
    assert again.status == 422
    assert "It still holds" in again.words
    seen = browser.press(form, "Release it", body="They asked to be called.")
    assert "They asked to be called." in seen.words
    assert "Take this passage back" in seen.words


def test_a_passage_can_be_taken_back(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board, facilitator)
    seen = browser.press(browser.get(page(item, "passage")), "Release it")
    browser.press(seen, "Take this passage back")
    assert session.scalars(select(Passage)).all() == []


def test_a_passage_of_another_item_is_not_taken_back_from_here(
    session: Session, database: Database, board: Board, facilitator: Person, browser: Browser
) -> None:
    one, other = an_item(session, board, facilitator), an_item(session, board, facilitator)
    browser.press(browser.get(page(one, "passage")), "Release it")
    with database.reading() as looking:
        passage_id = looking.scalars(select(Passage.id)).one()
    assert browser.post(page(other, f"passage/{passage_id}/back")).status == 404


def test_marked_pieces_together_are_the_text() -> None:
    text = "Dr Smith said: call ٠٢٠٧٩٤٦٠٠١٨ or write to me@there.example, or 020 7946 0018"
    pieces = marked(text)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.tells for piece in pieces if piece.tells] == [
        "name_after_title",
        "telephone",
        "email",
        "telephone",
    ]


# ── To a team, or straight back ──────────────────────────────────────────────────────────────────


def test_a_team_that_nobody_could_tell_is_not_asked(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    silent = a_team(session, board, "Nobody’s team", email=None)
    item = an_item(session, board, facilitator)
    seen = browser.press(
        browser.get(page(item, "route")), "Put it to this team", team=str(silent.id)
    )
    assert seen.status == 422
    assert "Nobody can be told" in seen.words
    assert session.scalars(select(Ask)).all() == []


def test_the_proposed_team_is_chosen_already(
    session: Session, board: Board, facilitator: Person, team: Team, browser: Browser
) -> None:
    a_team(session, board, "Another team")
    fallback = a_team(session, board, "Partnership desk", is_fallback=True)
    item = an_item(session, board, facilitator)
    form = browser.get(page(item, "route"))
    chosen = [box.get("value") for box in form.all("input", name="team") if "checked" in box.attrib]
    assert chosen == [str(fallback.id)]
    seen = browser.press(form, "Put it to this team", team=str(team.id))
    assert "With a team" in seen.words
    assert session.scalars(select(Ask.team_id)).one() == team.id


def test_nobody_routes_what_nobody_has_understood(
    session: Session, board: Board, facilitator: Person, team: Team, browser: Browser
) -> None:
    item = an_item(session, board)
    assert "Put to a team" not in browser.get(page(item)).words
    assert browser.post(page(item, "route"), {"team": str(team.id)}).status == 409


def test_a_team_of_another_board_cannot_be_chosen(
    session: Session, board: Board, facilitator: Person, team: Team, browser: Browser
) -> None:
    stranger = a_team(session, a_board(session), "Elsewhere")
    item = an_item(session, board, facilitator)
    form = browser.get(page(item, "route"))
    seen = browser.press(form, "Put it to this team", team=str(stranger.id))
    assert seen.status == 422
    assert "Choose a team." in seen.words
    assert session.scalars(select(Ask)).all() == []


def test_when_somebody_was_faster_what_was_typed_is_still_there(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    one, other = an_item(session, board, facilitator), an_item(session, board, facilitator)
    form = browser.get(page(one, "merge"))
    seen = browser.press(form, "Merge", into=f"F-{one.reference}")
    assert seen.status == 422
    assert "Choose another item of this board." in seen.words
    assert f"F-{one.reference}" in [box.get("value") for box in seen.all("input", name="into")]
    seen = browser.press(seen, "Merge", into=f"F-{other.reference}")
    assert f"F-{other.reference}" in seen.words
    session.refresh(one)
    assert (one.state, one.merged_into_id) == (State.MERGED, other.id)


def test_a_held_item_cannot_be_merged_into(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    held, _ = some_feedback(session, board, hurt_soon=True)
    item = an_item(session, board, facilitator)
    form = browser.get(page(item, "merge"))
    seen = browser.press(form, "Merge", into=f"F-{held.reference}")
    assert "There is no such item here that you may open." in seen.words


def test_a_facilitator_answers_directly(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board, facilitator)
    seen = browser.press(
        browser.get(page(item, "answer")),
        "Hand it in",
        heard="You asked about letters.",
        will="Ask the reception for an interpreter.",
        outcome="information_given",
    )
    assert "Answer to look at" in seen.words
    assert "Ask the reception for an interpreter." in seen.words


def test_a_change_needs_its_evidence(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board, facilitator)
    form = browser.get(page(item, "answer"))
    seen = browser.press(form, "Hand it in", will="It is done.", outcome="change_made")
    assert seen.status == 422
    assert "Write how people can see that it changed." in seen.words
    assert session.scalars(select(Answer)).all() == []


def test_a_ready_answer_is_used(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    text = words.write_text(
        session,
        board_id=board.id,
        kind=TextKind.SIGNPOST,
        language="en",
        body="Anybody can see a doctor.",
    )
    ready = Signpost(board_id=board.id, name="Register with a doctor", text=text, position=1)
    session.add(ready)
    item = an_item(session, board, facilitator)
    form = browser.get(page(item, "signpost"))
    seen = browser.press(form, "Use this answer", signpost=str(ready.id))
    assert "Anybody can see a doctor." in seen.words
    assert "Answer to look at" in seen.words


def test_the_person_is_asked_and_the_item_goes_on_without_a_reply(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board, facilitator)
    seen = browser.press(browser.get(page(item, "ask")), "Ask", question="Which clinic?")
    assert "Waiting for the person" in seen.words
    assert "The clock stands still" in seen.words
    assert "Being read" in browser.press(seen, "Go on without a reply").words


# ── Ends ─────────────────────────────────────────────────────────────────────────────────────────


def test_spam_needs_a_second_person(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board)
    seen = browser.press(browser.get(page(item)), "Set aside as spam")
    assert "Somebody set this aside as spam." in seen.words
    assert browser.post(page(item, "reject")).status == 403
    second = a_person(session, board, Role.FACILITATOR, name="Sam")
    commit(session)
    browser.sign_in(second)
    assert "It left the inbox." in browser.press(browser.get(page(item)), "Yes, it is spam").words
    session.refresh(item)
    assert item.state is State.REJECTED_SPAM


def test_what_is_no_spam_comes_back(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board)
    seen = browser.press(browser.get(page(item)), "Set aside as spam")
    assert "Being read" in browser.press(seen, "It is not spam").words


def test_what_is_not_ours_ends_with_a_reason_the_person_reads(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board, facilitator)
    form = browser.get(page(item, "not-ours"))
    seen = browser.press(form, "End it with this reason", reason="Ask the council about rent.")
    assert "Not ours to answer" in seen.words
    assert "Ask the council about rent." in seen.words


def test_a_locked_code_is_lifted_for_the_person_who_is_here(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board)
    code = session.scalars(select(Code).where(Code.contribution_id == item.contribution_id)).one()
    code.misses, code.misses_month = MISSES_A_MONTH, month_of(now().date())
    commit(session)
    seen = browser.press(browser.get(page(item)), "Let them try again")
    assert "The code is locked" not in seen.words
    session.refresh(code)
    assert code.misses == 0
