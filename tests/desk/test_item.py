"""One item: who may open it, what it shows, and every step that is taken from it."""

import ast
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.answers.models import Answer, Ask
from advisory.contributions import actions as contributions
from advisory.contributions.models import Channel, Code, MessageKind
from advisory.contributions.rules import MISSES_A_MONTH, month_of
from advisory.desk.rules.happenings import happening
from advisory.desk.rules.marking import marked
from advisory.desk.rules.steps import OFFERS, Step
from advisory.feedback.actions import accepting, reading
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Feedback, Kind, Owed, Signpost, State, Understood
from advisory.feedback.rules import Move
from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit, now
from advisory.people.models import Board, Person, Team
from advisory.routing import actions as routing
from advisory.safeguarding.queries import concern_of
from advisory.themes.models import Passage
from advisory.words import actions as words
from advisory.words.models import Method, TextKind
from tests.browser import Browser
from tests.building import LONG_AGO, a_board, a_person, a_team, hat_of, some_feedback, understood

TIGRINYA = "ካርድ ሓኪም የብለይን"
ACTIONS = Path(__file__).parents[2] / "advisory" / "feedback" / "actions"


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


def page(item: Feedback, step: str = "") -> str:
    return f"/staff/inbox/{item.id}" + (f"/{step}" if step else "")


def an_item(session: Session, board: Board, person: Person | None = None) -> Feedback:
    """With a person: taken and understood by them."""
    item, _ = some_feedback(session, board)
    if person is not None:
        understood(session, item, hat_of(person, board, Role.FACILITATOR))
    commit(session)
    return item


def a_foreign_item(session: Session, board: Board) -> Feedback:
    item, _ = some_feedback(session, board, words=TIGRINYA, language="ti")
    commit(session)
    return item


# ── Who may open it ──────────────────────────────────────────────────────────────────────────────


def test_a_held_item_is_not_there_for_a_facilitator(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, hurt_soon=True)
    commit(session)
    assert browser.get(page(item)).status == 404
    assert browser.post(page(item, "take")).status == 404


def test_an_item_of_another_board_is_not_there(
    session: Session, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, a_board(session))
    commit(session)
    assert browser.get(page(item)).status == 404
    assert browser.get(page(item, "route")).status == 404
    assert browser.post(page(item, "take")).status == 404


def test_opening_an_item_is_written_down(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board)
    browser.get(page(item))
    entry = session.scalars(select(AuditEntry).where(AuditEntry.what == "opened")).one()
    assert (entry.about_id, entry.person_id) == (item.id, facilitator.id)


def test_words_stay_closed_until_a_reader_says_they_are_not_from_the_country(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, words="Keep this quiet.", not_my_country=True)
    commit(session)
    seen = browser.get(page(item))
    assert "Keep this quiet." not in seen.text
    assert browser.get(page(item, "describe")).status == 403
    assert "Keep this quiet." in browser.press(seen, "I am not from this person’s country").words


def test_a_man_is_never_asked_to_open_what_was_said_for_a_woman(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(
        session, board, words="For a woman.", wants_woman=True, not_my_country=True
    )
    commit(session)
    seen = browser.get(page(item))
    assert "the person asked for a woman" in seen.words
    assert "I am not from this person’s country" not in seen.words
    assert "For a woman." not in seen.text


# ── What it shows ────────────────────────────────────────────────────────────────────────────────


def test_the_original_stands_beside_its_translation_each_in_its_direction(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, words="جاءت الرسالة بالإنجليزية", language="ar")
    words.write_gist(
        session,
        item.contribution.messages[0].text,
        body="The letter came in English.",
        by=hat_of(facilitator, board, Role.FACILITATOR),
    )
    commit(session)
    seen = browser.get(page(item))
    assert [box.get("dir") for box in seen.all("div", lang="ar")] == ["rtl"]
    assert "The letter came in English." in seen.words
    assert "A person told us in short what it says." in seen.words
    assert "Nobody has understood this yet." in seen.words


def test_the_whole_conversation_is_there(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board, facilitator)
    reading.ask_member(
        session,
        item,
        question="Which clinic was it?",
        board=board,
        by=hat_of(facilitator, board, Role.FACILITATOR),
    )
    contributions.say(
        session, item.contribution, "The one in Camden.", kind=MessageKind.REPLY, language="en"
    )
    commit(session)
    seen = browser.get(page(item))
    assert "We asked" in seen.words
    assert "Which clinic was it?" in seen.words
    assert "The one in Camden." in seen.words


def whats_written_down() -> set[str]:
    """Every `what` that feedback's actions give to `note`, with a stand-in for each detail."""
    details = {
        "arrived: ": [channel.value for channel in Channel],
        "understood: ": [how.value for how in Understood],
        "described: ": [*(kind.value for kind in Kind), "-"],
        "member: ": [kind.value for kind in MessageKind],
        "late: ": [f"{owed} {level}" for owed in Owed for level in (1, 2, 3)],
        "merged: ": ["1042"],
        "language named: ": ["ti", "bfi"],
    }
    found = {move.value for move in Move}
    for path in ACTIONS.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            named = getattr(call, "func", None)
            if getattr(named, "attr", getattr(named, "id", "")) != "note":
                continue
            assert isinstance(call, ast.Call)
            what = call.args[2] if len(call.args) > 2 else None
            if isinstance(what, ast.Constant):
                found.add(str(what.value))
            elif isinstance(what, ast.JoinedStr):
                start = what.values[0]
                assert isinstance(start, ast.Constant)
                known = str(start.value)
                found |= {known + detail for detail in details[known]}
    return found


def test_every_happening_has_a_sentence() -> None:
    whats = whats_written_down()
    assert {"taken", "held", "understood: gist", "late: answer 2", "merged: 1042"} <= whats
    unknown = happening("something else").split(":")[0]
    assert [what for what in sorted(whats) if happening(what).startswith(unknown)] == []


def test_every_step_has_its_page(app_pages: set[str]) -> None:
    assert {f"desk.{step.value}" for step in Step} <= app_pages
    assert set(OFFERS) == set(Step)


@pytest.fixture
def app_pages(browser: Browser) -> set[str]:
    return set(browser.app.view_functions)


# ── Understanding ────────────────────────────────────────────────────────────────────────────────


def test_an_item_is_taken_and_given_back(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board)
    seen = browser.press(browser.get(page(item)), "Take it")
    assert "You have it" in seen.words
    assert "Nobody has it" in browser.press(seen, "Give it back").words


def test_a_reader_of_the_language_says_that_they_understand(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, words="جاءت الرسالة", language="ar")
    commit(session)
    seen = browser.press(browser.get(page(item)), "I read العربية: I understand it")
    assert "Read in the original" in seen.words
    assert "Nobody has understood this yet." not in seen.words


def test_nobody_understands_a_language_they_do_not_read(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    assert "understand it" not in browser.get(page(item)).words
    assert browser.post(page(item, "understand")).status == 409
    session.refresh(item)
    assert item.understood_at is None


def test_a_spoken_gist_is_enough_to_understand(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    form = browser.get(page(item, "gist"))
    assert TIGRINYA in form.words
    seen = browser.press(form, "I have understood it", gist="No card from the doctor.")
    assert "No card from the doctor." in seen.words
    assert "Spoken gist by an interpreter" in seen.words


def test_an_empty_gist_is_asked_for_again(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    seen = browser.press(browser.get(page(item, "gist")), "I have understood it", gist=" ")
    assert seen.status == 422
    assert "Write what you were told." in seen.words


def test_far_too_many_words_are_refused_kindly_and_kept(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    long = "word " * 20_000
    seen = browser.press(browser.get(page(item, "gist")), "I have understood it", gist=long)
    assert seen.status == 422
    assert "Use 5,000 characters or fewer." in seen.words
    assert long.strip() in seen.text


def test_a_translator_is_asked_once(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    seen = browser.press(browser.get(page(item)), "Needs a translator")
    assert "A translator was asked" in seen.words
    assert browser.post(page(item, "translator")).status == 409


def test_the_language_of_the_words_can_be_named(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, words=TIGRINYA, language="und", reads="ti")
    commit(session)
    assert "Not known yet" in browser.get(page(item)).words
    seen = browser.press(browser.get(page(item, "language")), "Keep it", language="ti")
    assert "Original, ትግርኛ" in seen.words
    session.refresh(item.contribution)
    assert item.contribution.speaks == "ti"


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


def test_more_words_of_the_person_ask_to_be_understood_again(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = an_item(session, board, facilitator)
    accepting.add_words(session, item, "And one more thing.", language="en", token="another")
    commit(session)
    seen = browser.get(page(item))
    assert "Nobody has understood this yet." in seen.words
    assert "The person added more words" in seen.words


def test_a_translation_by_a_person_lets_a_reader_understand(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item = a_foreign_item(session, board)
    text = item.contribution.messages[0].text
    translator = a_person(session, board, Role.TRANSLATOR, speaks=["ti"])
    version = words.ask_translation(session, text, language="en", due_at=now() + timedelta(days=1))
    assert version is not None
    assert version.method is Method.HUMAN
    hat = hat_of(translator, board, Role.TRANSLATOR)
    words.write_translation(session, version, body="No card.", ready=True, by=hat)
    commit(session)
    seen = browser.press(browser.get(page(item)), "I have read it and understand it")
    assert "Translated by a person, not checked" in seen.words


def test_a_number_that_is_no_item_is_not_there(facilitator: Person, browser: Browser) -> None:
    assert browser.get(f"/staff/inbox/{UUID(int=7)}").status == 404


def test_an_item_shows_what_the_person_chose(
    session: Session, board: Board, facilitator: Person, browser: Browser
) -> None:
    item, _ = some_feedback(session, board, about=About(place="Camden"))
    commit(session)
    seen = browser.get(page(item))
    assert "Camden" in seen.words
    assert "News by" in seen.words
