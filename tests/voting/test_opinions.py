"""People say what they think of one sentence at a time, and add one of their own."""

from collections import Counter
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.consultations.actions.ending import delete_everything
from advisory.consultations.models import Consultation, Stage
from advisory.consultations.queries.responses import response_of
from advisory.contributions.models import Use
from advisory.foundation.access import Impossible, Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit
from advisory.foundation.keys import SealBroken
from advisory.people.models import Board
from advisory.voting import actions
from advisory.voting.jobs import analyse_polls
from advisory.voting.models import PollResult, Reason, State, Statement, Vote, Voter
from advisory.voting.queries import polls
from advisory.voting.queries.sealed import everybodys_votes, votes_in
from advisory.voting.rules.asking import Heard
from tests.browser import Browser, Seen
from tests.building import a_board, a_person, hat_of
from tests.consultations.making import an_open_one
from tests.consultations.test_answering import code_in
from tests.voting.making import (
    DOORS,
    LETTERS,
    SENTENCES,
    TRAINS,
    a_conversation,
    added_one,
    answered,
    poll_of,
    statement,
)


class Voting:
    """An open consultation of three sentences, a facilitator, and a phone."""

    def __init__(self, session: Session, database: Database, browser: Browser) -> None:
        self.session, self.database, self.browser = session, database, browser
        self.board: Board = a_board(session)
        self.person = a_person(session, self.board, Role.FACILITATOR)
        self.by = hat_of(self.person, self.board, Role.FACILITATOR)
        self.own: Consultation = an_open_one(
            session, self.board, self.by, template=SENTENCES, languages=["fa-AF"]
        )
        self.question, self.poll = poll_of(self.own)
        commit(session)

    def start(self, language: str = "en") -> Seen:
        seen = self.browser.get(f"/{language}/questions/{self.own.id}")
        return self.browser.press(seen, "Start")

    def all_said(self) -> Seen:
        """Agree with each that comes."""
        seen = self.start()
        for _ in range(3):
            seen = self.browser.press(seen, "I agree")
        return seen

    def opinions(self) -> dict[str, int]:
        with self.database.reading() as session:
            known = polls.heard_of(session, self.poll.id)
            opened = [dict(said) for _voter, said in everybodys_votes(session, self.poll.id)]
        heard = known.values()
        counted = {
            "agree": sum(one.agreed for one in heard),
            "disagree": sum(one.disagreed for one in heard),
            "pass": sum(one.passed for one in heard),
        }
        sealed = Counter(
            vote.value for said in opened for one, vote in said.items() if one in known
        )
        assert sealed == {name: count for name, count in counted.items() if count}
        return dict(sealed)

    def answered(self, added: str = "", use: Use = Use.QUOTE, **votes: str) -> UUID:
        """The contribution of one more person, all said and sent."""
        with self.database.transaction() as session:
            known = {"trains": TRAINS, "letters": LETTERS, "doors": DOORS}
            said = {known[name]: vote for name, vote in votes.items()}
            accepted = answered(session, self.board, self.own, said, added=added, use=use)
            return accepted.response.contribution_id

    def added(self) -> Statement | None:
        with self.database.reading() as session:
            return added_one(session, self.poll.id)

    def decide(self, what: str, **typed: str) -> Seen:
        added = self.added()
        assert added is not None
        address = f"/staff/opinions/{self.poll.id}/sentences/{added.id}"
        self.browser.sign_in(self.person)
        seen = self.browser.post(address, {what: "1", **typed})
        self.browser.sign_out()
        return seen


@pytest.fixture
def voting(session: Session, database: Database, browser: Browser) -> Voting:
    return Voting(session, database, browser)


def test_one_sentence_comes_at_a_time_and_not_sure_is_as_big(voting: Voting) -> None:
    seen = voting.start()
    assert sum(seen.says(words) for words in (TRAINS, LETTERS, DOORS)) == 1
    assert seen.says("3 sentences are left.")
    big = [b for b in seen.all("button") if "choice" in (b.get("class") or "")]
    assert ["".join(b.itertext()).strip() for b in big] == [
        "I agree",
        "I disagree",
        "I am not sure",
    ]
    assert {b.get("class") for b in big} == {"choice"}
    again = voting.browser.get(seen.url)
    first = [words for words in (TRAINS, LETTERS, DOORS) if seen.says(words)]
    assert [words for words in (TRAINS, LETTERS, DOORS) if again.says(words)] == first
    seen = voting.browser.press(voting.browser.press(seen, "I agree"), "Skip")
    assert seen.says("One sentence is left.")
    seen = voting.browser.press(seen, "I am not sure")
    assert seen.says("You have seen them all.")
    assert seen.says("You skipped this.")
    assert voting.opinions() == {}


def test_what_was_said_counts_when_it_is_sent_and_can_be_changed_by_code(voting: Voting) -> None:
    check = voting.browser.press(voting.all_said(), "Next", said="More benches.")
    assert check.says(f"{TRAINS}: I agree")
    code = code_in(voting.browser.press(check, "Send", use="quote"))
    assert voting.opinions() == {"agree": 3}
    added = voting.added()
    assert added is not None
    assert added.state is State.WAITING

    page = voting.browser.press(voting.browser.get("/en/code"), "Open my page", code=code)
    assert page.says("we read it before others see it")
    seen = voting.browser.press(page, "Change my answers")
    assert seen.says("You have seen them all.")
    seen = voting.browser.get(f"{seen.url}?sentence={statement(voting.poll, DOORS).id}")
    assert seen.says(DOORS)
    seen = voting.browser.press(seen, "I disagree")
    voting.browser.press(voting.browser.press(seen, "Next"), "Send")
    assert voting.opinions() == {"agree": 2, "disagree": 1}
    still = voting.added()
    assert still is not None
    assert still.id == added.id


def test_a_form_sent_twice_votes_once(voting: Voting) -> None:
    check = voting.browser.press(voting.all_said(), "Next", said="More benches.")
    voting.browser.press(check, "Send")
    voting.browser.press(check, "Send")
    assert voting.opinions() == {"agree": 3}
    with voting.database.reading() as session:
        voter = session.scalars(select(Voter)).one()
        assert voter.contribution_id is not None
        assert len(polls.sentence_of(session, voter.contribution_id)) == 1


def test_enough_is_enough_and_a_sentence_from_elsewhere_is_nothing(voting: Voting) -> None:
    seen = voting.start()
    forged = f"{UUID(int=7)}/agree"
    seen = voting.browser.post(seen.url, {"pick": forged})
    assert seen.says("3 sentences are left.")
    seen = voting.browser.press(voting.browser.press(seen, "Skip"), "Enough of these")
    assert not seen.says("You have seen them all.")
    assert seen.says("2 sentences are left.")
    assert seen.words.count("You skipped this.") == 1
    assert voting.browser.press(seen, "Next").says("You skipped this.")


def test_whoever_had_enough_may_still_answer_one_and_is_asked_no_other(voting: Voting) -> None:
    seen = voting.browser.press(voting.start(), "Enough of these")
    one = statement(voting.poll, DOORS).id
    seen = voting.browser.press(voting.browser.get(f"{seen.url}?sentence={one}"), "I agree")
    assert seen.says("2 sentences are left.")
    assert not [b for b in seen.all("button") if "choice" in (b.get("class") or "")]


@pytest.mark.once
def test_a_very_long_sentence_is_refused_and_kept_in_the_box(voting: Voting) -> None:
    seen = voting.browser.press(voting.all_said(), "Next", said="w" * 100_000)
    assert seen.status == 422
    assert seen.says("This is too long.")


def test_others_see_an_added_sentence_in_a_language_only_when_it_was_checked_there(
    voting: Voting,
) -> None:
    voting.answered("More benches.", trains="agree")
    assert voting.decide("publish").says("People see it")
    seen = voting.start()
    assert seen.says("4 sentences are left.")
    voting.browser.sign_out()
    # Asked of the translators, and not shown before two of them said it.
    assert voting.start("fa-AF").tree is not None
    with voting.database.reading() as session:
        added = added_one(session, voting.poll.id)
        assert added is not None
        assert {v.language for v in added.text.versions} == {"en", "fa-AF"}
    dari = voting.start("fa-AF")
    offered = [b.get("value", "") for b in dari.all("button") if b.get("name") == "over"]
    assert len(offered) == 1
    own = {str(one.id) for one in voting.poll.statements}
    for _ in range(3):
        (value,) = [b.get("value", "") for b in dari.all("button") if b.get("name") == "over"]
        assert value in own
        dari = voting.browser.post(dari.url, {"over": value})
    assert not [b for b in dari.all("button") if b.get("name") == "over"]


def test_the_reason_comes_back_on_the_page_of_the_code(voting: Voting) -> None:
    check = voting.browser.press(voting.all_said(), "Next", said="Ask Anna.")
    code = code_in(voting.browser.press(check, "Send", use="quote"))
    voting.decide("keep_back", reason=Reason.NAMES_SOMEBODY.value)
    page = voting.browser.press(voting.browser.get("/en/code"), "Open my page", code=code)
    assert page.says("others do not see it")
    assert page.says("It could show who somebody is.")
    voting.decide("reword", body="Ask a person at the desk.")
    page = voting.browser.press(voting.browser.get("/en/code"), "Open my page", code=code)
    assert page.says("we put it together with this one")
    assert page.says("Ask a person at the desk.")
    voting.decide("reword", body="Ask a person at the desk.")
    with voting.database.reading() as session:
        poll = polls.poll(session, voting.poll.id)
        assert poll is not None
        assert len(poll.statements) == 5
        done = session.scalars(select(AuditEntry.what).where(AuditEntry.what.like("sentence%")))
        assert sorted(done) == ["sentence: kept_back", "sentence: merged"]


def test_nobody_is_shown_the_words_of_somebody_who_said_no(voting: Voting) -> None:
    voting.answered("More benches.", Use.COUNT, trains="agree")
    seen = voting.decide("publish")
    assert seen.status == 409
    added = voting.added()
    assert added is not None
    assert added.state is State.WAITING


def test_a_yes_taken_back_takes_the_sentence_off_the_page(voting: Voting) -> None:
    """By the person, on the page of the code, whenever they want: also after the last day."""
    check = voting.browser.press(voting.all_said(), "Next", said="More benches.")
    code = code_in(voting.browser.press(check, "Send", use="quote"))
    voting.decide("publish")
    assert voting.start().says("4 sentences are left.")
    voting.browser.press(voting.browser.get("/en/code"), "Open my page", code=code)
    allowed = voting.browser.get("/en/mine/allow")
    assert [box.get("name") for box in allowed.all("input") if "checked" in box.attrib] == [
        "quote",
        "count",
    ]
    after = voting.browser.press(allowed, "Keep this", quote="", count="y")
    assert after.says("others do not see it")
    assert voting.start().says("3 sentences are left.")


def test_two_sentences_are_put_together_only_within_one_question(voting: Voting) -> None:
    voting.answered("More benches.", trains="agree")
    elsewhere = an_open_one(voting.session, voting.board, voting.by, template=SENTENCES)
    commit(voting.session)
    _, other = poll_of(elsewhere)
    assert voting.decide("merge", into=str(other.statements[0].id)).status == 404
    with voting.database.transaction() as session:
        mine, theirs = (
            added_one(session, voting.poll.id),
            session.get(Statement, other.statements[0].id),
        )
        assert mine is not None
        assert theirs is not None
        with pytest.raises(Impossible):
            actions.merge(session, mine, into=theirs, by=voting.by)
    voting.decide("merge", into=str(statement(voting.poll, DOORS).id))
    added = voting.added()
    assert added is not None
    assert added.state is State.MERGED


def test_another_boards_sentences_and_files_are_nowhere(voting: Voting) -> None:
    voting.answered("More benches.", trains="agree")
    added = voting.added()
    assert added is not None
    other = a_board(voting.session)
    stranger = a_person(voting.session, other, Role.FACILITATOR)
    commit(voting.session)
    voting.browser.sign_in(stranger)
    own = f"/staff/opinions/{voting.poll.id}"
    for address in (own, f"{own}/sentences", f"{own}/sentences/{added.id}"):
        assert voting.browser.get(address).status == 404
    assert voting.browser.post(f"{own}/file").status == 404
    assert voting.browser.post(f"{own}/sentences/{added.id}", {"publish": "1"}).status == 404
    assert voting.added().state is State.WAITING  # type: ignore[union-attr] # asked above


def test_deleting_takes_opinions_and_the_own_sentence_and_the_results_follow(
    voting: Voting,
) -> None:
    goes = voting.answered("More benches.", trains="agree", letters="agree")
    voting.answered(trains="disagree")
    voting.decide("publish")
    added = voting.added()
    assert added is not None
    with voting.database.transaction() as session:
        answered(session, voting.board, voting.own, {str(added.id): "agree"})
    analyse_polls(voting.database)
    with voting.database.transaction() as session:
        assert session.get(PollResult, voting.poll.id) is not None
        found = response_of(session, goes)
        assert found is not None
        delete_everything(session, found.contribution)
    assert voting.added() is None
    assert voting.opinions() == {"disagree": 1}
    with voting.database.reading() as session:
        assert session.get(PollResult, voting.poll.id) is None
        assert voting.poll.id in polls.outdated(session)
    analyse_polls(voting.database)
    with voting.database.reading() as session:
        assert voting.poll.id not in polls.outdated(session)


def test_a_late_opinion_is_kept_and_counts_nowhere(voting: Voting) -> None:
    seen = voting.browser.press(voting.all_said(), "Next", said="More benches.")
    with voting.database.transaction() as session:
        own = session.get(Consultation, voting.own.id)
        assert own is not None
        own.stage = Stage.CLOSED
    voting.browser.press(seen, "Send")
    assert voting.opinions() == {}
    assert voting.added() is None


def test_who_takes_the_tables_learns_how_many_and_never_what_a_code_thinks(
    voting: Voting,
) -> None:
    """A vote stands nowhere in the clear, nor the group somebody was found in."""
    for _ in range(3):
        voting.answered(trains="agree", doors="disagree")
    analyse_polls(voting.database)
    with voting.database.reading() as session:
        for table in (Voter.__table__, PollResult.__table__):
            rows = [repr(tuple(row)) for row in session.execute(select(table))]
            assert rows
            told = "".join(rows)
            assert not [vote for vote in Vote if f'"{vote.value}"' in told]
            assert str(statement(voting.poll, TRAINS).id) not in told
        heard = polls.heard_of(session, voting.poll.id)
        assert heard[statement(voting.poll, DOORS).id] == Heard(disagreed=3)


def test_votes_open_in_no_other_row(voting: Voting) -> None:
    """Not even in one that the same key seals, as those of a folder are."""
    with voting.database.transaction() as session:
        folder = a_conversation(np.array([[1.0], [-1.0]]))
        actions.import_conversation(session, folder, board=voting.board, title="From elsewhere")
        first, second = session.scalars(select(Voter).order_by(Voter.position))
        first.sealed = second.sealed
        with pytest.raises(SealBroken):
            votes_in(session, first)
