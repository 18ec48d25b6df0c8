"""What people think is counted in the background, and groups are drawn only when they are real."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.disclosure.rules import Figure
from advisory.foundation.access import Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Database, commit
from advisory.languages.text import safe_cell
from advisory.people.models import Board, Person
from advisory.voting import actions
from advisory.voting.actions import analysing
from advisory.voting.actions.voting import grow
from advisory.voting.jobs import analyse_polls
from advisory.voting.models import PollResult
from advisory.voting.ports import Conversation, read_conversation
from advisory.voting.queries import polls
from advisory.voting.queries.sealed import found_in
from advisory.voting.views.results import _dots, _informed
from tests.browser import Browser, Seen
from tests.building import a_board, a_person
from tests.real_words import folder
from tests.voting.making import a_conversation
from tests.voting.test_analysis import a_vote, analysed, written


class Desk:
    """A facilitator, and a poll that came in whole."""

    def __init__(self, session: Session, database: Database, browser: Browser) -> None:
        self.session, self.database, self.browser = session, database, browser
        self.board: Board = a_board(session)
        self.person: Person = a_person(session, self.board, Role.FACILITATOR)
        self.poll_id = UUID(int=0)

    def take_in(self, conversation: Conversation) -> None:
        poll = actions.import_conversation(
            self.session, conversation, board=self.board, title="Buses and letters"
        )
        self.poll_id = poll.id
        commit(self.session)
        self.browser.sign_in(self.person)

    def found(self) -> dict[str, Any]:
        analyse_polls(self.database)
        with self.database.reading() as session:
            kept = polls.result(session, self.poll_id)
            assert kept is not None
            return found_in(session, kept)

    def names(self) -> list[str]:
        """The ids of the sentences, in the order of the folder."""
        with self.database.reading() as session:
            poll = polls.poll(session, self.poll_id)
            assert poll is not None
            return [str(one.id) for one in poll.statements]

    def page(self) -> Seen:
        return self.browser.get(f"/staff/opinions/{self.poll_id}")

    def file(self) -> dict[str, list[list[str]]]:
        seen = self.browser.post(f"/staff/opinions/{self.poll_id}/file")
        with zipfile.ZipFile(io.BytesIO(seen.response.get_data())) as folder_:
            return {
                name: list(csv.reader(io.StringIO(folder_.read(name).decode())))
                for name in folder_.namelist()
            }


@pytest.fixture
def desk(session: Session, database: Database, browser: Browser) -> Desk:
    return Desk(session, database, browser)


def test_two_real_camps_are_drawn_with_a_table_that_says_the_same(
    desk: Desk, tmp_path: Path
) -> None:
    votes, _camps = a_vote(120, 30, camps=2)
    desk.take_in(a_conversation(votes))
    assert desk.page().says("Not counted yet.")
    found = desk.found()
    told = json.loads(analysed(written(tmp_path / "folder", votes)).output)
    assert found["reliable"] is told["reliable"] is True
    by_group = list(found["groups"].values())
    assert sorted(by_group) == sorted(told["groups"].values())
    seen = desk.page()
    assert 'role="img" aria-labelledby="map-title map-desc"' in seen.text
    assert seen.says("Group A")
    assert seen.says("Group B: agree, of")
    assert seen.says(str((by_group.count(0) + 2) // 5 * 5))
    # Places of a grid, of which there are never more than people.
    assert len(found["dots"]) <= 120


def test_chance_draws_no_groups_and_the_page_says_why(desk: Desk) -> None:
    chance = np.random.default_rng(3)
    desk.take_in(a_conversation(chance.choice([-1.0, 1.0], (60, 8))))
    found = desk.found()
    assert not found["reliable"]
    assert not {"groups", "dots", "representative", "by_group"} & set(found)
    seen = desk.page()
    assert seen.says("No groups are drawn.")
    assert not seen.says("Group A")
    assert "map-title" not in seen.text


def test_few_are_hidden_and_not_said_by_their_share_either(desk: Desk) -> None:
    votes = np.full((30, 2), 1.0)
    votes[:3, 0] = -1.0
    desk.take_in(a_conversation(votes))
    desk.found()
    rows = [["".join(cell.itertext()) for cell in row.iter("td")] for row in desk.page().all("tr")]
    cells = [row[1:] for row in rows if row]
    # 27 agree and 3 do not: either would give the other away. All 30 agree: nothing to hide.
    assert sorted(cells) == [["*", "*", "0", "30"], ["30", "0", "0", "30"]]


@pytest.mark.once
@pytest.mark.parametrize("shape", [(1, 1), (3, 1), (2, 5)])
def test_a_handful_of_votes_is_counted_without_falling_over(
    desk: Desk, shape: tuple[int, int]
) -> None:
    desk.take_in(a_conversation(np.ones(shape)))
    assert desk.found()["failed"][0] == "people"
    seen = desk.page()
    assert seen.says("Fewer than 50 people voted enough.")
    # Neither how many there are, nor how large the smallest group is.
    assert not re.search(r"\b[1-7] people", seen.text)
    assert not desk.page().says("agree No 0")


def test_a_result_that_was_overtaken_is_thrown_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.take_in(a_conversation(np.ones((4, 2))))
    found = analysing._found

    def meanwhile(table: Any) -> dict[str, Any]:
        with desk.database.transaction() as session:
            grow(session, desk.poll_id)
        return found(table)

    monkeypatch.setattr(analysing, "_found", meanwhile)
    assert not analysing.analyse_poll(desk.database, desk.poll_id)
    with desk.database.reading() as session:
        assert session.get(PollResult, desk.poll_id) is None


def test_the_files_come_back_in_as_they_went_out_and_run_no_formula(
    desk: Desk, tmp_path: Path
) -> None:
    votes, _camps = a_vote(12, 3, camps=1)
    desk.take_in(a_conversation(votes, ["=1+1", "Buses, late", "@home"]))
    files = desk.file()
    bodies = {row[-1] for row in files["comments.csv"][1:]}
    assert bodies == {"'=1+1", "Buses, late", "'@home"}
    assert all(safe_cell(body) == body for body in bodies)
    assert {row[3] for row in files["comments.csv"][1:]} == {""}
    for name, rows in files.items():
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
    again = read_conversation(tmp_path)
    assert np.array_equal(again.votes, votes, equal_nan=True)
    (tmp_path / "participants-votes.csv").unlink()
    assert np.nansum(read_conversation(tmp_path).votes) == np.nansum(votes)
    desk.take_in(again)
    with desk.database.reading() as session:
        poll = polls.poll(session, desk.poll_id)
        assert poll is not None
        assert {one.text.versions[0].body for one in poll.statements} == {
            "=1+1",
            "Buses, late",
            "@home",
        }
        taken = session.scalars(
            select(AuditEntry).where(AuditEntry.what == "opinions exported")
        ).all()
    assert len(taken) == 1


@pytest.mark.once
@pytest.mark.real_texts
@pytest.mark.parametrize("name", ["london.youth.policing", "canadian-electoral-reform"])
def test_a_real_conversation_comes_in_and_says_what_the_command_says(desk: Desk, name: str) -> None:
    # The Computational Democracy Project, openData, CC BY 4.0.
    path = folder() / "polis" / name
    desk.take_in(read_conversation(path))
    found, told = desk.found(), json.loads(analysed(path).output)
    known = dict(zip(desk.names(), told["group_informed_consensus"] or desk.names(), strict=False))
    assert found["reliable"] is told["reliable"]
    assert len(found["failed"]) == len(told["reasons"])
    assert [one["voted"] for one in found["consensus"]] == [
        one["votes"] for one in told["consensus"]
    ]
    assert list(found.get("groups", {}).values()) == list(told["groups"].values())
    if name == "london.youth.policing":
        assert not found["reliable"]
        assert desk.page().says("No groups are drawn.")
    else:
        informed = {known[key]: value for key, value in found["group_informed"].items()}
        assert informed == pytest.approx(told["group_informed_consensus"], abs=1e-12)


@pytest.mark.once
def test_nothing_that_can_be_counted_or_multiplied_back_stands_beside_a_hidden_count() -> None:
    few, many = Figure(None), Figure(30)
    assert _informed(0.63, [(many, many), (few, many)]) == "*"
    assert _informed(0.63, [(many, many)]) == "0.63"
    groups = {str(at): int(at >= 60) for at in range(66)}
    found = {"groups": groups, "dots": [(1, 1, 0), (2, 2, 1)]}
    assert {letter for _, _, letter in _dots(found)} == {"A"}
