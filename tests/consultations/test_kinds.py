"""Each kind reads what was typed, says what is wrong in plain words, and gives it back."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import pytest

from advisory.consultations.models import Axis, Consultation, Option, Question, QuestionKind
from advisory.consultations.rules.kinds import (
    A_MONTH,
    A_NUMBER,
    EACH_ONCE,
    KINDS,
    ONE_OF_THESE,
    TOO_LONG,
    Given,
    kind_of,
)
from advisory.languages.text import safe_cell

A, B, C = (UUID(int=n) for n in (1, 2, 3))
ROW = UUID(int=9)


def question(kind: QuestionKind) -> Question:
    choices = [Option(id=one, axis=Axis.CHOICE, position=n) for n, one in enumerate((A, B, C))]
    rows = [Option(id=ROW, axis=Axis.ROW, position=1)]
    asked = Question(id=UUID(int=5), kind=kind, options=[*choices, *rows])
    asked.consultation = Consultation(places=[])
    return asked


def read(kind: QuestionKind, typed: Mapping[str, Sequence[str]]) -> tuple[Given, str]:
    asked = question(kind)
    given = kind_of(asked).parse(asked, typed)
    return given, str(kind_of(asked).problem(asked, given, typed))


GOOD: list[tuple[QuestionKind, dict[str, list[str]], Given]] = [
    (QuestionKind.SHORT, {"said": [" A few  "]}, Given(words="A few")),
    (QuestionKind.LONG, {"said": ["በዝሒ"]}, Given(words="በዝሒ")),
    (QuestionKind.ONE, {"pick": [str(A), str(B)]}, Given((str(A),))),
    (QuestionKind.SEVERAL, {"pick": [str(B), str(A), str(B)]}, Given((str(B), str(A)))),
    (QuestionKind.PICTURES, {"pick": [str(C)]}, Given((str(C),))),
    (QuestionKind.YES_NO, {"pick": ["unsure"]}, Given(("unsure",))),
    (QuestionKind.SCALE, {"pick": ["5"]}, Given(("5",))),
    (QuestionKind.FACES, {"pick": [str(A)], "why": ["No seat"]}, Given((str(A),), "No seat")),
    (QuestionKind.NUMBER, {"number": ["۱۲"]}, Given(("12",))),
    (QuestionKind.MONTH, {"month": ["٣"], "year": ["٢٠٢٦"]}, Given(("2026-03",))),
    (
        QuestionKind.RANKING,
        {f"rank-{A}": ["2"], f"rank-{B}": ["1"], f"rank-{C}": [""]},
        Given((str(B), str(A))),
    ),
    (QuestionKind.MATRIX, {f"row-{ROW}": [str(B)]}, Given((f"{ROW}/{B}",))),
    (QuestionKind.PLACE, {"pick": ["Camden"]}, Given(("Camden",))),
    (QuestionKind.VOICE, {"said": ["Or in writing"]}, Given(words="Or in writing")),
    (QuestionKind.FILE, {"said": ["x"], "pick": [str(A)]}, Given()),
    (QuestionKind.SECTION, {"pick": ["x"]}, Given()),
]


@pytest.mark.parametrize(("kind", "typed", "given"), GOOD)
def test_an_answer_is_read_and_comes_back_as_it_was_typed(
    kind: QuestionKind, typed: dict[str, list[str]], given: Given
) -> None:
    assert read(kind, typed) == (given, "")
    asked = question(kind)
    assert kind_of(asked).parse(asked, kind_of(asked).fill(given)) == given


@pytest.mark.parametrize("kind", QuestionKind)
def test_nothing_typed_is_always_a_good_answer(kind: QuestionKind) -> None:
    assert read(kind, {}) == (Given(), "")


BAD: list[tuple[QuestionKind, dict[str, list[str]], object]] = [
    (QuestionKind.SHORT, {"said": ["w" * 301]}, TOO_LONG),
    (QuestionKind.LONG, {"said": ["w" * 5001]}, TOO_LONG),
    (QuestionKind.FACES, {"why": ["w" * 5001]}, TOO_LONG),
    (QuestionKind.ONE, {"pick": [str(ROW)]}, ONE_OF_THESE),
    (QuestionKind.SCALE, {"pick": ["6"]}, ONE_OF_THESE),
    (QuestionKind.PLACE, {"pick": ["12 Some Street"]}, ONE_OF_THESE),
    (QuestionKind.MATRIX, {f"row-{ROW}": ["x"]}, ONE_OF_THESE),
    (QuestionKind.NUMBER, {"number": ["many"]}, A_NUMBER),
    (QuestionKind.NUMBER, {"number": ["9" * 100_000]}, A_NUMBER),
    (QuestionKind.MONTH, {"month": ["13"], "year": ["2026"]}, A_MONTH),
    (QuestionKind.MONTH, {"month": ["3"]}, A_MONTH),
    (QuestionKind.RANKING, {f"rank-{A}": ["1"], f"rank-{B}": ["1"]}, EACH_ONCE),
    (QuestionKind.RANKING, {f"rank-{A}": ["9" * 100_000]}, EACH_ONCE),
]


@pytest.mark.parametrize(("kind", "typed", "problem"), BAD)
def test_what_cannot_be_kept_is_said_in_plain_words(
    kind: QuestionKind, typed: dict[str, list[str]], problem: object
) -> None:
    assert read(kind, typed)[1] == str(problem)


def test_the_list_of_kinds_is_closed_and_whole() -> None:
    assert set(KINDS) == set(QuestionKind)


@pytest.mark.parametrize("formula", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1"])
def test_a_cell_never_runs_as_a_formula(formula: str) -> None:
    assert safe_cell(formula) == f"'{formula}"
