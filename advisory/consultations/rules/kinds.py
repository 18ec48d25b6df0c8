"""The closed list of kinds. One definition serves the screen, the print and the interpreter."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from advisory.consultations.models import Axis, Option, Question, QuestionKind
from advisory.files.ports.decoding import Kind as FileKind
from advisory.languages.catalogues import for_public, for_staff
from advisory.languages.text import ascii_digits, clean
from advisory.routing.rules import BOROUGHS
from advisory.voting.models import Vote
from advisory.voting.rules.asking import shown_statements

LONGEST_WORDS, LONGEST_LINE = 5_000, 300
STEPS = ("1", "2", "3", "4", "5")
YES, NO, UNSURE = "yes", "no", "unsure"

Typed = Mapping[str, Sequence[str]]
"""What a form sent for one question, by the name of the field."""

TOO_LONG = for_public("This is too long. Write a shorter answer, or skip.")
ONE_OF_THESE = for_public("Choose one of these, or skip.")
A_NUMBER = for_public("Write a number, or skip.")
A_MONTH = for_public("Choose a month and a year, or skip.")
EACH_ONCE = for_public("Use each number once, or skip.")


@dataclass(frozen=True)
class Given:
    """One answer: what was chosen, in order, what was said in own words, and what came with it."""

    picks: tuple[str, ...] = ()
    words: str = ""
    files: int = 0
    """A sound, or pictures."""

    def __bool__(self) -> bool:
        return bool(self.picks or self.words or self.files)


class Screen(StrEnum):
    """How a kind is drawn: on a phone, on paper."""

    LINE = "line"
    BOX = "box"
    RADIOS = "radios"
    TICKS = "ticks"
    STEPS = "steps"
    NUMBER = "number"
    MONTH = "month"
    RANKS = "ranks"
    GRID = "grid"
    PLACES = "places"
    OPINIONS = "opinions"
    VOICE = "voice"
    FILES = "files"
    WORDS = "words"


class Kind(ABC):
    """What one kind of question takes, refuses, shows, and how it is asked aloud."""

    name: ClassVar[QuestionKind]
    label: ClassVar[str]
    screen: ClassVar[Screen]
    aloud: ClassVar[str] = for_staff("Read the question. Write down what the person says.")
    asks: ClassVar[bool] = True
    may_be_written_down: ClassVar[bool] = True
    """Whether somebody may write the answer down for another person."""
    choices_needed: ClassVar[int] = 0
    rows_needed: ClassVar[int] = 0
    has_pictures: ClassVar[bool] = False
    has_why: ClassVar[bool] = False
    is_counted: ClassVar[bool] = True
    takes: ClassVar[FileKind | None] = None
    """What a person may give besides words: their voice, or pictures."""

    def parse(self, question: Question, typed: Typed) -> Given:
        """The answer in what was typed, as far as it can be read."""
        return Given(tuple(self._picks(question, typed)), _words(typed, "why"))

    @abstractmethod
    def _picks(self, question: Question, typed: Typed) -> Sequence[str]: ...

    def problem(self, question: Question, given: Given, typed: Typed) -> str:
        """What the person may do about an answer that cannot be kept; "" when it can."""
        if len(given.words) > LONGEST_WORDS:
            return TOO_LONG
        unknown = [pick for pick in given.picks if not self._offers(question, pick)]
        return ONE_OF_THESE if unknown else ""

    def _offers(self, question: Question, pick: str) -> bool:
        return pick in self.picks_of(question)

    def picks_of(self, question: Question) -> tuple[str, ...]:
        """All that can be chosen, in order: what the tables of counts have rows for."""
        return tuple(str(option.id) for option in choices(question))

    def fill(self, given: Given) -> dict[str, list[str]]:
        """What the form would have sent for this answer."""
        return {"pick": list(given.picks), "why": [given.words]}

    def counted(self, given: Given) -> tuple[str, ...]:
        return given.picks if self.is_counted else ()

    def missing(self, question: Question) -> bool:
        """Whether options are missing without which it cannot be asked."""
        rows = [option for option in question.options if option.axis is Axis.ROW]
        return len(choices(question)) < self.choices_needed or len(rows) < self.rows_needed


def choices(question: Question) -> list[Option]:
    return [option for option in question.options if option.axis is Axis.CHOICE]


def rows(question: Question) -> list[Option]:
    return [option for option in question.options if option.axis is Axis.ROW]


def _words(typed: Typed, name: str) -> str:
    return clean(next(iter(typed.get(name, ())), ""))


def _chosen(typed: Typed) -> list[str]:
    return [pick for pick in map(clean, typed.get("pick", ())) if pick]


class OneOf(Kind):
    name, label, screen = QuestionKind.ONE, for_staff("One of these"), Screen.RADIOS
    aloud = for_staff("Read the question and all answers. Tick one.")
    choices_needed = 2

    def _picks(self, question: Question, typed: Typed) -> Sequence[str]:
        return _chosen(typed)[:1]


class Several(OneOf):
    name, label, screen = QuestionKind.SEVERAL, for_staff("Several of these"), Screen.TICKS
    aloud = for_staff("Read the question and all answers. Tick each that fits.")

    def _picks(self, question: Question, typed: Typed) -> Sequence[str]:
        return list(dict.fromkeys(_chosen(typed)))


class Pictures(OneOf):
    name, label = QuestionKind.PICTURES, for_staff("One of these, with pictures")
    aloud = for_staff("Show the pictures. Read their words. Tick one.")
    has_pictures = True


class Faces(Pictures):
    name, label = QuestionKind.FACES, for_staff("Faces, and why")
    aloud = for_staff("Show the faces. Tick one. Then ask: why? Write it down.")
    has_why = True


class YesNo(OneOf):
    name, label = QuestionKind.YES_NO, for_staff("Yes or no")
    aloud = for_staff("Read the question. Tick yes, no or not sure.")
    choices_needed = 0

    def picks_of(self, question: Question) -> tuple[str, ...]:
        return (YES, NO, UNSURE)


class Scale(OneOf):
    name, label, screen = QuestionKind.SCALE, for_staff("A scale from 1 to 5"), Screen.STEPS
    aloud = for_staff("Read the question and both ends. Circle a number.")

    def picks_of(self, question: Question) -> tuple[str, ...]:
        return STEPS


class Place(OneOf):
    name, label, screen = QuestionKind.PLACE, for_staff("A part of London"), Screen.PLACES
    aloud = for_staff("Ask for a borough. Never write an address.")
    choices_needed = 0

    def picks_of(self, question: Question) -> tuple[str, ...]:
        return tuple(question.consultation.places) or BOROUGHS


class Short(Kind):
    name, label, screen = QuestionKind.SHORT, for_staff("A few words"), Screen.LINE
    most, takes = LONGEST_LINE, FileKind.SOUND

    def parse(self, question: Question, typed: Typed) -> Given:
        return Given(words=_words(typed, "said"))

    def _picks(self, question: Question, typed: Typed) -> Sequence[str]:
        return ()

    def problem(self, question: Question, given: Given, typed: Typed) -> str:
        return TOO_LONG if len(given.words) > self.most else ""

    def picks_of(self, question: Question) -> tuple[str, ...]:
        return ()

    def fill(self, given: Given) -> dict[str, list[str]]:
        return {"said": [given.words]}


class Long(Short):
    name, label, screen = QuestionKind.LONG, for_staff("Own words"), Screen.BOX
    most = LONGEST_WORDS


class Voice(Long):
    """Who cannot record, writes: no question is closed to anybody."""

    name, label, screen = QuestionKind.VOICE, for_staff("A voice"), Screen.VOICE
    aloud = for_staff("Read the question. Let the person speak into the phone, or write it down.")


class Files(Kind):
    name, label, screen = QuestionKind.FILE, for_staff("Up to 3 pictures"), Screen.FILES
    aloud = for_staff("Ask whether there is a picture to add. Nobody need give one.")
    is_counted, takes, may_be_written_down = False, FileKind.PICTURE, False

    def parse(self, question: Question, typed: Typed) -> Given:
        """What is chosen comes as a file: it is made anew, or refused, before this is asked."""
        return Given()

    def _picks(self, question: Question, typed: Typed) -> Sequence[str]:
        return ()

    def picks_of(self, question: Question) -> tuple[str, ...]:
        return ()

    def fill(self, given: Given) -> dict[str, list[str]]:
        return {}


class Number(Kind):
    name, label, screen = QuestionKind.NUMBER, for_staff("A number"), Screen.NUMBER
    aloud = for_staff("Read the question. Write the number.")
    is_counted = False

    def _picks(self, question: Question, typed: Typed) -> Sequence[str]:
        number = ascii_digits(_words(typed, "number")).replace(" ", "")
        return [number] if number else []

    def _offers(self, question: Question, pick: str) -> bool:
        return re.fullmatch(r"\d{1,6}(?:[.,]\d{1,2})?", pick, re.ASCII) is not None

    def problem(self, question: Question, given: Given, typed: Typed) -> str:
        return A_NUMBER if super().problem(question, given, typed) else ""

    def picks_of(self, question: Question) -> tuple[str, ...]:
        return ()

    def fill(self, given: Given) -> dict[str, list[str]]:
        return {"number": list(given.picks)}


class Month(Number):
    name, label, screen = QuestionKind.MONTH, for_staff("A month"), Screen.MONTH
    aloud = for_staff("Read the question. Write the month and the year, never a day.")

    def _picks(self, question: Question, typed: Typed) -> Sequence[str]:
        year, month = ascii_digits(_words(typed, "year")), ascii_digits(_words(typed, "month"))
        return [f"{year}-{month.zfill(2) if month else ''}"] if year or month else []

    def _offers(self, question: Question, pick: str) -> bool:
        return re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", pick, re.ASCII) is not None

    def problem(self, question: Question, given: Given, typed: Typed) -> str:
        return A_MONTH if super().problem(question, given, typed) else ""

    def fill(self, given: Given) -> dict[str, list[str]]:
        year, _, month = given.picks[0].partition("-") if given.picks else ("", "", "")
        return {"year": [year], "month": [month]}


class Ranking(Kind):
    name, label, screen = QuestionKind.RANKING, for_staff("Put in order"), Screen.RANKS
    aloud = for_staff("Read all answers. Ask: which comes first? And then?")
    choices_needed = 2

    def _picks(self, question: Question, typed: Typed) -> Sequence[str]:
        placed = _ranks(question, typed)
        return [pick for pick, _rank in sorted(placed.items(), key=lambda one: one[1])]

    def problem(self, question: Question, given: Given, typed: Typed) -> str:
        ranks = list(_ranks(question, typed).values())
        most = len(choices(question))
        is_order = len(set(ranks)) == len(ranks) and all(1 <= rank <= most for rank in ranks)
        return "" if is_order else EACH_ONCE

    def fill(self, given: Given) -> dict[str, list[str]]:
        return {f"rank-{pick}": [str(at)] for at, pick in enumerate(given.picks, 1)}

    def counted(self, given: Given) -> tuple[str, ...]:
        """What came first: the one thing about an order that a count can say honestly."""
        return given.picks[:1]


def _ranks(question: Question, typed: Typed) -> dict[str, int]:
    said = {str(one.id): ascii_digits(_words(typed, f"rank-{one.id}")) for one in choices(question)}
    return {pick: int(rank) if len(rank) < 4 and rank.isdecimal() else 0
            for pick, rank in said.items() if rank}  # fmt: skip


class Matrix(Kind):
    name, label, screen = QuestionKind.MATRIX, for_staff("A table: one answer a row"), Screen.GRID
    aloud = for_staff("Read each row, and the answers. Tick one in each row.")
    choices_needed, rows_needed = 2, 1

    def _picks(self, question: Question, typed: Typed) -> Sequence[str]:
        said = {str(row.id): _words(typed, f"row-{row.id}") for row in rows(question)}
        return [f"{row}/{pick}" for row, pick in said.items() if pick]

    def picks_of(self, question: Question) -> tuple[str, ...]:
        return tuple(f"{row.id}/{one.id}" for row in rows(question) for one in choices(question))

    def fill(self, given: Given) -> dict[str, list[str]]:
        parts = [pick.partition("/") for pick in given.picks]
        return {f"row-{row}": [pick] for row, _, pick in parts}


class Opinions(Kind):
    """A pick is a sentence and a vote. Words are a sentence of one's own, where one may add it."""

    name, label = QuestionKind.OPINIONS, for_staff("Sentences: agree, disagree, not sure")
    screen, is_counted = Screen.OPINIONS, False
    aloud = for_staff("Read each sentence. Ask: agree, disagree or not sure? Tick one.")

    def parse(self, question: Question, typed: Typed) -> Given:
        may_add = question.poll is not None and question.poll.may_add
        said = _words(typed, "said") if may_add else ""
        return Given(tuple(self._picks(question, typed)), said)

    def _picks(self, question: Question, typed: Typed) -> Sequence[str]:
        """The last word on each sentence. One that is not shown any more is left out."""
        offered = set(self.picks_of(question))
        # On a page with all of them each sentence is a field of its own.
        apart = [f"{name[5:]}/{_words(typed, name)}" for name in typed if name.startswith("pick-")]
        chosen = [*_chosen(typed), *apart]
        said = {pick.partition("/")[0]: pick for pick in chosen if pick in offered}
        return list(said.values())

    def problem(self, question: Question, given: Given, typed: Typed) -> str:
        return TOO_LONG if len(given.words) > LONGEST_LINE else ""

    def picks_of(self, question: Question) -> tuple[str, ...]:
        shown = shown_statements(question.poll) if question.poll else []
        return tuple(f"{one.id}/{vote}" for one in shown for vote in Vote)

    def fill(self, given: Given) -> dict[str, list[str]]:
        return {"pick": list(given.picks), "said": [given.words]}

    def missing(self, question: Question) -> bool:
        return not self.picks_of(question)


class Section(Kind):
    name, label, screen = QuestionKind.SECTION, for_staff("Words between questions"), Screen.WORDS
    aloud = for_staff("Read this. Nothing is asked.")
    asks = False

    def _picks(self, question: Question, typed: Typed) -> Sequence[str]:
        return ()


KINDS: Mapping[QuestionKind, Kind] = {
    kind.name: kind
    for kind in (
        Short(), Long(), OneOf(), Several(), Pictures(), YesNo(), Scale(), Faces(), Number(),
        Month(), Ranking(), Matrix(), Place(), Voice(), Files(), Opinions(), Section(),
    )
}  # fmt: skip


def kind_of(question: Question) -> Kind:
    return KINDS[question.kind]


def takers(questions: Sequence[Question]) -> list[Question]:
    """Those that somebody may answer with a sound, or with pictures."""
    return [one for one in questions if kind_of(one).takes]
