"""Answered forms of another program (KoboToolbox, ODK), read row by row against our questions.

A column belongs to a question by its name, with or without the groups it stands in: `q1`,
`part/q1`, `part-q1`. Answers stand there by name or by their English words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from advisory.consultations.models import Consultation, Question, QuestionKind
from advisory.consultations.ports.workbooks import Line, Sheet
from advisory.consultations.rules import naming
from advisory.consultations.rules.conditions import asked
from advisory.consultations.rules.kinds import Given, choices, kind_of, rows
from advisory.consultations.rules.xlsform import columns_of, pick_names, row_names
from advisory.contributions.models import Use
from advisory.contributions.rules import LOCATOR, check_digit
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import SPOKEN
from advisory.languages.text import ascii_digits, clean
from advisory.words.rules import UNKNOWN, original

MOST_ROWS, LONGEST_INSTANCE = 2_000, 200
INSTANCES = ("instanceID", "_uuid", "KEY", "__id")
DAYS = ("end", "today", "_submission_time", "SubmissionDate", "start")
YES = frozenset({"ok", "yes", "true", "1", "x"})
_GROUPS = re.compile(r"[/\-:.]")
_BOXES = {
    QuestionKind.SHORT: "said",
    QuestionKind.LONG: "said",
    QuestionKind.NUMBER: "number",
}
_BY_DEVICE = {QuestionKind.VOICE, QuestionKind.FILE}


@dataclass(frozen=True)
class RowProblem:
    row: int
    what: str


@dataclass(frozen=True)
class Submission:
    """One answered form, ready to be kept."""

    row: int
    instance: str
    given: Mapping[UUID, Given]
    skipped: frozenset[UUID]
    speaks: str
    use: Use
    counted: bool
    slip: str
    """The first digits of the code on the tear-off slip that the person holds; "" for none."""
    on: date | None


@dataclass
class Brought:
    """What a file of answered forms holds."""

    found: list[Submission] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Columns that belong to no question: what is in them stays outside."""


def read_submissions(own: Consultation, sheet: Sheet, *, speaks: str, today: date) -> Brought:
    """`speaks` is the language of the words where a row does not say it."""
    return _Reader(own, sheet, speaks, today).read()


class _NotOne(Exception):
    """What stands in a cell is none of the answers."""


class _Reader:
    def __init__(self, own: Consultation, sheet: Sheet, speaks: str, today: date) -> None:
        self.own, self.sheet, self.speaks, self.today = own, sheet, speaks, today
        self.names = naming.names_of(own.questions)
        self.asks = [one for one in own.questions if kind_of(one).asks]
        self.answers = {one.id: _picks_by_word(one) for one in self.asks}
        self.heads = _heads(sheet, self._wanted())

    def _wanted(self) -> set[str]:
        found = {naming.CONSENT, naming.SPEAKS, naming.QUOTE, naming.SLIP, *INSTANCES, *DAYS}
        for one in self.asks:
            found |= {self.names[one.id], *columns_of(one, self.names[one.id])}
        return found

    def read(self) -> Brought:
        brought = Brought()
        if not self.sheet:
            brought.stops.append(str(for_staff("There is no row in it.")))
            return brought
        if naming.CONSENT not in self.heads:
            what = for_staff("There is no column “consent”. Without a yes nothing comes in.")
            brought.stops.append(str(what))
        if not any(one in self.heads for one in INSTANCES):
            what = for_staff("There is no column “instanceID” or “_uuid”: the number of each form.")
            brought.stops.append(str(what))
        if not any(self._column(one) for one in self.asks):
            what = for_staff("No column is named like a question: export with names, not labels.")
            brought.stops.append(str(what))
        if not brought.stops:
            self._rows(brought)
        return brought

    def _column(self, question: Question) -> bool:
        return any(one in self.heads for one in columns_of(question, self.names[question.id]))

    def _rows(self, brought: Brought) -> None:
        known = set(self.heads.values())
        heads = {head for line in self.sheet for head in line.cells}
        several = [self.names[q.id] for q in self.asks if q.kind is QuestionKind.SEVERAL]
        brought.unknown = sorted(
            head for head in heads - known
            if not head.startswith("_") and not any(f"{one}/" in head for one in several)
        )  # fmt: skip
        seen: set[str] = set()
        for line in self.sheet:
            made = self._row(line, seen)
            if isinstance(made, Submission):
                seen.add(made.instance)
                brought.found.append(made)
            else:
                brought.problems += [RowProblem(line.number, str(what)) for what in made]

    def _cell(self, line: Line, *names: str) -> str:
        """What stands in the first of these columns that is there and filled."""
        cells = (line[self.heads[name]] for name in names if name in self.heads)
        return next((clean(cell) for cell in cells if cell), "")

    def _row(self, line: Line, seen: set[str]) -> Submission | list[str]:
        problems: list[str] = []
        instance = self._cell(line, *INSTANCES).removeprefix("uuid:")[:LONGEST_INSTANCE]
        if not instance:
            problems.append(for_staff("The number of the form is missing."))
        elif instance in seen:
            problems.append(for_staff("This form is there twice. The first one comes."))
        if self._cell(line, naming.CONSENT).lower() not in YES:
            problems.append(for_staff("The person did not say yes. The row stays outside."))
        speaks = self._cell(line, naming.SPEAKS) or self.speaks
        if speaks not in SPOKEN and speaks != UNKNOWN:
            problems.append(for_staff("Its language is not one that we know."))
        slip = _slip(self._cell(line, naming.SLIP))
        if slip is None:
            problems.append(for_staff("The number of the slip has a wrong digit."))
        given = self._given(line, problems)
        if problems:
            return problems
        if not given:
            return [for_staff("Nothing was answered.")]
        use = self._cell(line, naming.QUOTE).lower()
        shown = asked(self.own.questions, given)
        skipped = frozenset(one.id for one in shown if kind_of(one).asks and one.id not in given)
        return Submission(
            line.number, instance, given, skipped, speaks,
            Use.QUOTE if use == Use.QUOTE else Use.COUNT, use in set(Use), slip or "",
            self._day(line),
        )  # fmt: skip

    def _day(self, line: Line) -> date | None:
        """The day it was answered, as the telephone says it; never one that is still to come."""
        for name in DAYS:
            try:
                day = date.fromisoformat(self._cell(line, name)[:10])
            except ValueError:
                continue
            return min(day, self.today)
        return None

    # ── What was answered ────────────────────────────────────────────────────────────────────────

    def _given(self, line: Line, problems: list[str]) -> dict[UUID, Given]:
        found: dict[UUID, Given] = {}
        for one in self.asks:
            if one.kind in _BY_DEVICE:
                continue
            kind, name = kind_of(one), self.names[one.id]
            try:
                typed = self._typed(one, name, line)
            except _NotOne as why:
                what = for_staff("“%(said)s” is not an answer of “%(name)s”.")
                problems.append(str(what) % {"said": str(why)[:60], "name": name})
                continue
            given = kind.parse(one, typed)
            if problem := kind.problem(one, given, typed):
                problems.append(f"{name}: {problem}")
            elif given:
                found[one.id] = given
        return found

    def _typed(self, one: Question, name: str, line: Line) -> Mapping[str, Sequence[str]]:
        """As a form of our own would have sent it. Raises _NotOne."""
        cell = self._cell(line, name)
        if one.kind in _BOXES:
            return {_BOXES[one.kind]: [cell]}
        match one.kind:
            case QuestionKind.MONTH:
                year, _, month = cell[:7].partition("-")
                return {"year": [year], "month": [month]}
            case QuestionKind.MATRIX | QuestionKind.OPINIONS:
                return self._table(one, name, line)
            case QuestionKind.RANKING:
                placed = enumerate(self._several(one, name, line), 1)
                return {f"rank-{pick}": [str(at)] for at, pick in placed}
            case QuestionKind.SEVERAL:
                return {"pick": self._several(one, name, line)}
            case _:
                why = self._cell(line, f"{name}_why") if kind_of(one).has_why else ""
                return {"pick": [self._pick(one, cell)] if cell else [], "why": [why]}

    def _pick(self, one: Question, said: str) -> str:
        known = self.answers[one.id]
        pick = known.get(said) or known.get(said.lower())
        if pick is None:
            raise _NotOne(said)
        return pick

    def _several(self, one: Question, name: str, line: Line) -> list[str]:
        """Names with spaces between; or, without that column, one column an answer."""
        cell = self._cell(line, name)
        if cell:
            return [self._pick(one, said) for said in cell.split()]
        named = pick_names(one)
        return [
            pick for pick, choice in named.items()
            for head in line.cells
            if _is_one(head, f"{name}/{choice}") and line[head].lower() in YES
        ]  # fmt: skip

    def _table(self, one: Question, name: str, line: Line) -> Mapping[str, Sequence[str]]:
        cells = {
            row: self._cell(line, f"{name}_{row_name}") for row, row_name in row_names(one).items()
        }
        said = {row: self._pick(one, cell) for row, cell in cells.items() if cell}
        if one.kind is QuestionKind.MATRIX:
            return {f"row-{row}": [pick] for row, pick in said.items()}
        picks = [f"{row}/{vote}" for row, vote in said.items()]
        return {"pick": picks, "said": [self._cell(line, f"{name}_add")]}


def _heads(sheet: Sheet, wanted: Iterable[str]) -> dict[str, str]:
    """Which column of the file holds what: by its whole name first, else by the end of it."""
    heads = sorted({head for line in sheet for head in line.cells}, key=len)
    found: dict[str, str] = {}
    for name in wanted:
        ending = next((head for head in heads if _is_one(head, name)), None)
        head = name if name in heads else ending
        if head is not None:
            found[name] = head
    return found


def _is_one(head: str, name: str) -> bool:
    before = head.removesuffix(name)
    return head == name or (before != head and _GROUPS.fullmatch(before[-1:]) is not None)


def _picks_by_word(question: Question) -> dict[str, str]:
    """What is kept for an answer, by its name and by its English words in small letters."""
    said = {
        str(one.id): original(one.text).body or "" for one in (*choices(question), *rows(question))
    }
    names = pick_names(question)
    by_words = {(said.get(pick) or pick).lower(): pick for pick in names}
    return {**by_words, **{name: pick for pick, name in names.items()}}


def _slip(typed: str) -> str | None:
    """The slip's number with or without its check digit; "" for none, None for a wrong one."""
    digits = "".join(one for one in ascii_digits(typed) if one.isdecimal())
    if not typed:
        return ""
    if len(digits) == LOCATOR + 1:
        return digits[:-1] if check_digit(digits[:-1]) == digits[-1] else None
    return digits if len(digits) == LOCATOR else None
