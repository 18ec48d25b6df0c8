"""Groups are drawn only when they are real; what people agree on is always said."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from advisory.app.commands import main
from advisory.voting.ports import Groups, Votes, read_conversation
from advisory.voting.rules.counting import consensus, group_informed_consensus
from advisory.voting.rules.grouping import opinion_map
from advisory.voting.rules.reliability import adjusted_rand, reliability
from tests.real_words import folder

COMMENTS = "comment-id,moderated,comment-body\n"
HEADER = "participant,group-id,n-disagree,"


def analysed(path: Path) -> Result:
    return CliRunner().invoke(main, ["votes", "analyse", str(path), "--json"])


def a_vote(
    people: int, statements: int, *, camps: int, seed: int = 5, seen: float = 0.7
) -> tuple[Votes, Groups]:
    """Each camp agrees with its own statements; the rest is chance. Some are not seen."""
    chance = np.random.default_rng(seed)
    camp = chance.integers(0, camps, people)
    leaning = chance.choice([0.1, 0.9], (camps, statements))
    votes = np.where(chance.random((people, statements)) < leaning[camp], 1.0, -1.0)
    votes[chance.random(votes.shape) > seen] = np.nan
    return votes, camp


def written(path: Path, votes: Votes) -> Path:
    ids = [str(at) for at in range(votes.shape[1])]
    path.mkdir(exist_ok=True)
    (path / "comments.csv").write_text(
        COMMENTS + "".join(f'{one},0,"No {one}, in words"\n' for one in ids), encoding="utf-8"
    )
    rows = [
        f"p{at},,0," + ",".join("" if np.isnan(vote) else str(int(vote)) for vote in row)
        for at, row in enumerate(votes)
    ]
    table = "\n".join([HEADER + ",".join(ids), *rows]) + "\n"
    (path / "participants-votes.csv").write_text(table, encoding="utf-8")
    return path


@pytest.mark.real_texts
def test_the_published_consensus_is_reproduced() -> None:
    # The Computational Democracy Project, openData, CC BY 4.0.
    path = folder() / "polis" / "bg2050-volunteers"
    rows = (path / "comments.csv").read_text(encoding="utf-8").splitlines()
    assert "group-informed-consensus" in rows[0]
    vote = read_conversation(path)
    assert vote.published is not None
    own = group_informed_consensus(vote.votes, vote.published)
    published = {row.split(",")[1]: float(row.split(",")[8]) for row in rows[1:] if "," in row}
    apart = [abs(value - published[name]) for name, value in zip(vote.statements, own, strict=True)]
    assert len(apart) == 371
    assert max(apart) < 1e-9


@pytest.mark.real_texts
@pytest.mark.parametrize("name", ["canadian-electoral-reform", "scoop-hivemind.biodiversity"])
def test_groups_are_those_that_were_published(name: str) -> None:
    told = json.loads(analysed(folder() / "polis" / name).output)
    assert told["reliable"], told["reasons"]
    assert told["published"]["share_in_the_same_group"] >= 0.98
    assert set(told["representative"]) == {str(group) for group in told["groups"].values()}


@pytest.mark.real_texts
@pytest.mark.parametrize("name", ["london.youth.policing", "bg2050-volunteers"])
def test_groups_that_are_not_real_are_not_drawn(name: str) -> None:
    told = json.loads(analysed(folder() / "polis" / name).output)
    assert not told["reliable"]
    assert told["reasons"]
    assert (told["groups"], told["representative"], told["group_informed_consensus"]) == (
        {},
        {},
        {},
    )
    assert told["consensus"]


def test_two_camps_are_found_and_named_by_what_they_hold(tmp_path: Path) -> None:
    votes, camp = a_vote(120, 30, camps=2)
    told = json.loads(analysed(written(tmp_path / "two", votes)).output)
    assert told["reliable"], told["reasons"]
    groups = np.array([told["groups"][f"p{at}"] for at in range(120)])
    assert adjusted_rand(groups, camp) > 0.95


def test_votes_by_chance_have_no_groups() -> None:
    chance = np.random.default_rng(2)
    votes = chance.choice([-1.0, 0.0, 1.0], (120, 30))
    found = opinion_map(votes)
    gates = reliability(votes, found)
    assert not gates.holds
    assert gates.chance > 0.05


def test_forty_nine_people_are_too_few_however_clear_they_are() -> None:
    votes, _ = a_vote(49, 30, camps=2)
    gates = reliability(votes, opinion_map(votes))
    assert gates.reasons == ("49 people voted enough; groups need 50.",)


def test_a_group_of_four_is_never_drawn() -> None:
    votes, camp = a_vote(100, 30, camps=2, seen=1.0)
    few = np.concatenate([np.flatnonzero(camp == 0)[:4], np.flatnonzero(camp == 1)])
    some = votes[few]
    assert len(some) >= 50
    assert any("smallest group" in why for why in reliability(some, opinion_map(some)).reasons)


def test_the_same_votes_give_the_same_map() -> None:
    votes, _ = a_vote(80, 20, camps=3)
    one, again = opinion_map(votes), opinion_map(votes.copy())
    assert (one.groups == again.groups).all()
    assert (one.points == again.points).all()


def test_a_statement_that_was_taken_out_is_nobody_s_opinion(tmp_path: Path) -> None:
    path = written(tmp_path / "out", np.ones((30, 3)))
    words = (path / "comments.csv").read_text(encoding="utf-8").replace("1,0,", "1,-1,", 1)
    (path / "comments.csv").write_text(words, encoding="utf-8")
    told = json.loads(analysed(path).output)
    assert {one["statement"] for one in told["consensus"]} == {"0", "2"}


def test_nineteen_votes_among_many_people_say_nothing_yet() -> None:
    votes = np.full((40, 2), np.nan)
    votes[:19, 0], votes[:20, 1] = 1.0, 1.0
    assert [finding.statement for finding in consensus(votes)] == [1]


def test_a_list_of_votes_serves_where_there_is_no_table_and_the_last_one_counts(
    tmp_path: Path,
) -> None:
    (tmp_path / "comments.csv").write_text(COMMENTS + "7,0,Words\n", encoding="utf-8")
    lines = ["comment-id,voter-id,vote", "7,a,-1", "7,b,1", "7,a,1", "7,c,"]
    (tmp_path / "votes.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    vote = read_conversation(tmp_path)
    assert vote.participants == ["a", "b", "c"]
    assert vote.votes[:2, 0].tolist() == [1.0, 1.0]
    assert np.isnan(vote.votes[2, 0])


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "has no column n-disagree"),
        ("participant,n-disagree,0\na,0,2\n", "line 2 holds '2'"),
        ("participant,n-disagree,0\na,0\n", "line 2 has 2 columns instead of 3"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path: Path, table: str, told: str) -> None:
    (tmp_path / "comments.csv").write_text(COMMENTS + "0,0,Words\n", encoding="utf-8")
    (tmp_path / "participants-votes.csv").write_text(table, encoding="utf-8")
    ran = analysed(tmp_path)
    assert ran.exit_code != 0
    assert told in ran.output


@pytest.mark.parametrize("people", [0, 1, 2, 6])
def test_a_handful_of_people_gets_an_answer_too(tmp_path: Path, people: int) -> None:
    told = json.loads(analysed(written(tmp_path / "few", np.ones((people, 4)))).output)
    assert not told["reliable"]
    assert told["people"] == people
