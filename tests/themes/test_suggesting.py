"""Suggestions are for a person to look at: few, honest about doubt, and learned here alone."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest
from click.testing import CliRunner, Result

from advisory.app.commands import main
from advisory.themes.rules.learning import Model
from advisory.themes.rules.suggesting import Certainty, Coded, is_read_without, learnable
from advisory.themes.rules.trial import calibration_error
from tests.real_words import folder

WAITING = "The waiting room was full and we had to wait for hours"
TRAVEL = "The bus ticket costs more than a day of food"
PLAIN = "Thank you for asking us"
DRAWS = 4


def some_coded(each: int = 15) -> list[Coded[str]]:
    """Two labels with words of their own, and texts with none. The numbers make them differ."""
    return [
        coded
        for at in range(each)
        for coded in (
            Coded(f"{WAITING} {at}", {"waiting"}),
            Coded(f"{TRAVEL} {at * 7}", {"travel"}),
            Coded(f"{PLAIN} {at * 3}", set()),
        )
    ]


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def a_file(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def a_table(path: Path, coded: Sequence[Coded[str]], labels: Sequence[str]) -> Path:
    rows = [
        [str(at), one.text, *(str(int(label in one.labels)) for label in labels)]
        for at, one in enumerate(coded)
    ]
    return a_file(path, [["document_id", "text", *labels], *rows])


def tried(train: Path, test: Path) -> Result:
    return CliRunner().invoke(main, ["codebook", "trial", str(train), str(test), "--json"])


def test_words_that_drove_a_suggestion_stand_in_the_text() -> None:
    [first, *rest] = Model(some_coded()).suggested("We had to wait: the waiting room was cold.")
    assert (first.label, first.certainty) == ("waiting", Certainty.LIKELY)
    assert "waiting" in first.words
    assert set(first.words) <= {"had", "wait", "the", "waiting", "room", "was", "cold"}
    assert 1 <= len(first.words) <= 3
    assert "travel" not in {one.label for one in rest}


def test_a_text_unlike_all_labels_gets_no_likely_one() -> None:
    found = Model(some_coded()).suggested("Xylophon")
    assert all(one.certainty is Certainty.MAYBE for one in found)
    assert Model(some_coded()).suggested("") == Model(some_coded()).suggested("   ")


def test_at_most_three_are_shown() -> None:
    always = [Coded(f"{WAITING} {at}", set("abcdef") if at % 3 else set()) for at in range(60)]
    assert len(Model(always).suggested(WAITING)) == 3


def test_nothing_is_learned_below_thirty_texts_or_five_of_a_label() -> None:
    few = some_coded(9)
    assert len(few) == 27
    assert Model(few).suggested(WAITING) == []
    assert learnable([*some_coded(10), *[Coded(PLAIN, {"rare"})] * 4]) == ["waiting", "travel"]
    assert "rare" in learnable([*some_coded(10), *[Coded(PLAIN, {"rare"})] * 5])


def test_texts_without_words_teach_nothing() -> None:
    silent = [Coded("…", {"a"} if at % 2 else set()) for at in range(40)]
    assert Model(silent).suggested("…") == []


def test_what_is_learned_from_the_same_codings_is_the_same() -> None:
    first, second = (Model(some_coded()).suggested(f"{WAITING} at the bus") for _ in range(2))
    assert first == second


def test_one_passage_in_ten_is_read_without_suggestions() -> None:
    without = [at for at in range(20_000) if is_read_without(at)]
    assert 1_800 < len(without) < 2_200
    assert without == [at for at in range(20_000) if is_read_without(at)]
    # Fixed for good: the same passages in every house and every version.
    assert without[:3] == [16, 23, 32]


def test_a_probability_that_keeps_its_word_has_no_error() -> None:
    half = np.full((10, 2), 0.5)
    yes = np.array([[True, False]] * 10)
    assert calibration_error(half, yes) == pytest.approx(0)
    assert calibration_error(np.full((10, 2), 0.9), yes) == pytest.approx(0.4)


@pytest.mark.real_texts
def test_a_hundred_codings_are_enough_to_suggest_from(tmp_path: Path) -> None:
    # CIMT thematic dataset (Romberg), freiRaum Ottensen, CC BY-SA 4.0.
    header, *rows = rows_of(folder() / "cimt" / "ottensen-dev.csv")
    found = []
    for draw in range(DRAWS):
        mixed = [rows[at] for at in np.random.default_rng(1_000 + draw).permutation(len(rows))]
        train = a_file(tmp_path / "train.csv", [header, *mixed[:100]])
        test = a_file(tmp_path / "test.csv", [header, *mixed[100:]])
        found.append(json.loads(tried(train, test).output))
    assert {(one["train"], one["test"], one["macro_labels"]) for one in found} == {(100, 305, 10)}
    assert fmean(one["samples_f1"] for one in found) >= 0.76
    assert fmean(one["macro_f1"] for one in found) >= 0.46
    assert fmean(one["calibration_error"] for one in found) <= 0.05
    assert fmean(one["likely"]["right"] for one in found) >= 0.85


def test_a_trial_tells_each_label_and_leaves_out_what_it_learned_from(tmp_path: Path) -> None:
    labels = ["waiting", "travel", "rare"]
    train = a_table(tmp_path / "train.csv", some_coded(12), labels)
    test = a_table(tmp_path / "test.csv", some_coded(20), labels)
    told = json.loads(tried(train, test).output)
    assert (told["train"], told["test"], told["left_out"]) == (36, 24, 36)
    assert told["samples_f1"] == 1
    assert [one["recall"] for one in told["labels"]] == [1, 1, None]
    assert [one["counts"] for one in told["labels"]] == [True, True, False]
    assert (told["macro_labels"], told["learned_labels"], told["left_out"]) == (2, 2, 36)
    # Texts without a label still get the likeliest one, which lowers F1 and is not hidden.
    assert told["macro_f1"] == pytest.approx(fmean(one["f1"] for one in told["labels"][:2]))
    assert 0.5 < told["macro_f1"] < 1
    words = CliRunner().invoke(main, ["codebook", "trial", str(train), str(test)]).output
    assert "36 rows stand in both files" in words


BAD = {
    "document_id,text\n1,a\n": "has no label column",
    "document_id,words,a\n1,b,0\n": "has no column text",
    "": "is empty",
    "document_id,text,a\n": "has no rows",
    "document_id,text,a\n1,words,1\n": "has 1 row of its own; a trial needs 30",
    'document_id,text,a\n1,words,"=1+1"\n': "line 2, column 'a', holds '=1+1' where 0 or 1",
    "document_id,text,a\n1,words,\n": "holds nothing where 0 or 1",
    "document_id,text,a\n1,words\n": "line 2 has 2 columns instead of 3",
    "document_id,text,a,a\n1,words,0,1\n": "has the column 'a' twice",
    "document_id,text,a,\n1,words,0,1\n": "has a column without a name",
    "document_id,text," + ",".join(map(str, range(3_000))): "has 3000 label columns",
    "document_id,text,a\n1," + "x" * 200_000 + ",0\n": "cannot be read as a table",
    "document_id,text,b\n" + "1,words,0\n" * 40: "have no label in common",
    "document_id,text,a,b\n" + "1,words,0,1\n" * 40: "has no column 'b', which the other file has",
    "document_id,text,a\n" + "1,words,0\n" * 40: "has no label with words beside it on 5 rows",
}


@pytest.mark.parametrize(("written", "said"), BAD.items(), ids=BAD.values())
def test_a_bad_table_is_told_in_one_sentence(tmp_path: Path, written: str, said: str) -> None:
    good = a_table(tmp_path / "good.csv", [Coded(one.text, {"a"}) for one in some_coded()], ["a"])
    bad = tmp_path / "bad.csv"
    bad.write_text(written, encoding="utf-8")
    answer = tried(bad, good)
    assert answer.exit_code == 1
    assert said in answer.output
    assert answer.output.count("\n") == 1


def test_a_table_in_another_encoding_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes("document_id,text,a\n1,Straße,0\n".encode("latin-1"))
    assert "bad.csv is not UTF-8 text" in tried(bad, bad).output


def test_a_file_tried_on_itself_is_refused(tmp_path: Path) -> None:
    same = a_table(tmp_path / "same.csv", some_coded(), ["waiting", "travel"])
    assert "has 0 rows of its own" in tried(same, same).output
