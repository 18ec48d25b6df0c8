"""When the questions of an XLSForm are asked, as far as our conditions can say it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from advisory.consultations.models import QuestionKind, Says
from advisory.consultations.ports.workbooks import Line
from advisory.consultations.rules.kinds import NO, STEPS, UNSURE, YES
from advisory.consultations.rules.relevants import (
    NotSayable,
    Wanted,
    columns_in,
    read_relevant,
)
from advisory.consultations.rules.xlsform_lists import BroughtOnly, BroughtQuestion, Effect
from advisory.languages.catalogues import for_staff
from advisory.voting.models import Vote

MOST_CONDITIONS = 2


@dataclass
class Waiting:
    """What the reader of the lines found, for the conditions to be read when all is known."""

    relevants: dict[str, tuple[Line, str]] = field(default_factory=dict)
    """What each question waits for, as written."""
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Which question, and which row of it, a column belongs to."""


class Conditions:
    """Read last: what a question waits for must come before it, and come at all."""

    def __init__(
        self,
        waiting: Waiting,
        questions: Sequence[BroughtQuestion],
        say: Callable[[Line, str, Effect], None],
    ) -> None:
        self.waiting, self._tell = waiting, say
        self.by_name = {one.name: one for one in questions}
        self.at = {one.name: at for at, one in enumerate(questions)}

    def read(self) -> None:
        circles = self._circles()
        for name, (line, relevant) in self.waiting.relevants.items():
            if not relevant:
                continue
            if name in circles:
                self._say(line, for_staff("Questions wait for each other in a circle."))
                continue
            try:
                self.by_name[name].only = self._only(line, name, relevant)
            except NotSayable:
                self._say(line, for_staff("Its condition cannot be said here."))

    def _say(self, line: Line, what: str) -> None:
        asked = for_staff("The condition is left out: everybody is asked.")
        self._tell(line, f"{what} {asked}", Effect.CHANGED)

    def _only(self, line: Line, name: str, relevant: str) -> list[BroughtOnly]:
        found: list[BroughtOnly] = []
        for wanted in read_relevant(relevant):
            on = {self.waiting.columns.get(column, ("", ""))[0] for column in wanted.columns}
            if on - self.by_name.keys():
                self._say(line, for_staff("It waits for a question that does not come."))
                return []
            if len(on) > 1 or (wanted.says is not Says.ANSWERED and len(wanted.columns) > 1):
                raise NotSayable
            before = self.by_name[next(iter(on))]
            if self.at[before.name] >= self.at[name]:
                self._say(line, for_staff("It waits for a question that comes later."))
                return []
            found.append(self._one(line, before, wanted))
        if len(found) > MOST_CONDITIONS:
            self._say(line, for_staff("It has more than two conditions."))
            return []
        return found

    def _one(self, line: Line, before: BroughtQuestion, wanted: Wanted) -> BroughtOnly:
        row = self.waiting.columns[wanted.columns[0]][1]
        if wanted.says is Says.ANSWERED:
            # One row of a table is not the whole of it.
            if row and len(wanted.columns) < len(before.rows):
                raise NotSayable
            return BroughtOnly(before.name, Says.ANSWERED)
        if wanted.value not in names_offered(before):
            raise NotSayable
        if not wanted.asks_for_an_answer:
            what = for_staff("It is asked only of people who answered what it waits for.")
            self._tell(line, what, Effect.CHANGED)
        return BroughtOnly(before.name, wanted.says, wanted.value, row)

    def _circles(self) -> set[str]:
        """Names of questions that wait, in the end, for themselves."""
        waits = {
            name: {self.waiting.columns.get(one, (one, ""))[0] for one in columns_in(relevant)}
            for name, (_line, relevant) in self.waiting.relevants.items()
        }
        return {name for name in waits if name in _reached(name, waits)}


def _reached(name: str, waits: Mapping[str, set[str]]) -> set[str]:
    """All that a question waits for, and what those wait for."""
    found: set[str] = set()
    left = list(waits.get(name, ()))
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += waits.get(one, ())
    return found


def names_offered(question: BroughtQuestion) -> set[str]:
    """What its answers are called in the file."""
    match question.kind:
        case QuestionKind.YES_NO:
            return {YES, NO, UNSURE}
        case QuestionKind.SCALE:
            return set(STEPS)
        case QuestionKind.OPINIONS:
            return set(Vote)
        case _:
            return {one.name for one in question.choices}
