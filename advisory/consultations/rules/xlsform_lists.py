"""What an XLSForm brings: its words by language, its lists of answers, and what cannot come."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from advisory.consultations.models import QuestionKind, Says
from advisory.consultations.ports.workbooks import Line, Sheet
from advisory.consultations.rules.lifecycle import SOURCE
from advisory.consultations.rules.xlsform import Words
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import LANGUAGES
from advisory.languages.text import clean

MOST_ANSWERS, LONGEST_LINE, LONGEST_HINT = 20, 200, 3_000
_TAG = re.compile(r"(.*?)\s*\(([A-Za-z-]{2,12})\)")


class Effect(StrEnum):
    STOPS = "stops"
    LEFT_OUT = "left_out"
    CHANGED = "changed"


EFFECTS: Mapping[Effect, str] = {
    Effect.STOPS: for_staff("Stops it"),
    Effect.LEFT_OUT: for_staff("Left out"),
    Effect.CHANGED: for_staff("Changed"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that does not come as it stands in the file, and where it stands."""

    sheet: str
    row: int
    name: str
    what: str
    effect: Effect = Effect.LEFT_OUT


@dataclass(frozen=True)
class BroughtOption:
    name: str
    words: Words
    picture: str = ""


@dataclass(frozen=True)
class BroughtOnly:
    """A condition, by names: of the question, of a row if it is a table, of the answer."""

    on: str
    says: Says
    pick: str = ""
    row: str = ""


@dataclass
class BroughtQuestion:
    name: str
    row: int
    kind: QuestionKind
    title: Words
    hint: Words = field(default_factory=dict)
    choices: Sequence[BroughtOption] = ()
    rows: Sequence[BroughtOption] = ()
    may_add: bool = False
    only: Sequence[BroughtOnly] = ()


class Languages:
    """Which columns hold words, and in which language."""

    def __init__(self, sheets: Iterable[Sheet], default: str) -> None:
        self.default = tag_of(default) or SOURCE
        heads = {head for sheet in sheets for line in sheet for head in line.cells}
        self.columns: dict[str, dict[str, str]] = {"label": {}, "hint": {}}
        self.unknown: list[str] = []
        for head in sorted(heads):
            part, _, named = (piece.strip() for piece in head.partition("::"))
            if part.lower() not in self.columns:
                continue
            tag = tag_of(named) if named else self.default
            if not tag:
                self.unknown.append(named)
            elif head != part or tag not in self.columns[part.lower()]:
                self.columns[part.lower()][tag] = head

    @property
    def tags(self) -> list[str]:
        """Those of the labels; the source first."""
        found = self.columns["label"]
        return [tag for tag in (SOURCE, *LANGUAGES) if tag in found and tag != SOURCE]

    def words(self, line: Line, part: str = "label") -> dict[str, str]:
        said = {tag: clean(line[head]) for tag, head in self.columns[part].items()}
        return {tag: body for tag, body in said.items() if body}


def tag_of(named: str) -> str:
    """The tag of a language as a column or a setting names it; "" for one that is not ours."""
    known = _TAG.fullmatch(named.strip())
    by_tag = {tag.lower(): tag for tag in LANGUAGES}
    if known is not None and known.group(2).lower() in by_tag:
        return by_tag[known.group(2).lower()]
    name = (known.group(1) if known else named).strip().lower()
    named_so = {one.english_name.lower(): tag for tag, one in LANGUAGES.items()}
    named_so |= {one.own_name.lower(): tag for tag, one in LANGUAGES.items()}
    return by_tag.get(name) or named_so.get(name, "")


class Lists:
    """The lists of answers, and what is wrong with them."""

    def __init__(self, sheet: Sheet, languages: Languages, pictures: Collection[str]) -> None:
        self.found: dict[str, list[BroughtOption]] = {}
        self.findings: list[Finding] = []
        self._pictures = pictures
        for line in sheet:
            name = line["list_name"] or line["list name"]
            self._add(name, line, languages)

    def _add(self, list_name: str, line: Line, languages: Languages) -> None:
        options = self.found.setdefault(list_name, [])
        words, name = languages.words(line), line["name"] or line["value"]
        said = words.get(SOURCE, "")
        if not name or not said:
            self._say(line, name, for_staff("An answer needs a name, and words in English."))
        elif name in {one.name for one in options}:
            self._say(line, name, for_staff("This name is there twice in its list."))
        elif said in {one.words[SOURCE] for one in options}:
            self._say(line, name, for_staff("These words are there twice in their list."))
        elif len(said) > LONGEST_LINE:
            self._say(line, name, for_staff("It is longer than 200 characters."))
        else:
            options.append(BroughtOption(name, words, self._picture(line)))

    def _picture(self, line: Line) -> str:
        """The name of one of our pictures; of others only the words come."""
        files = [
            line[head]
            for head in line.cells
            if head.lower().removeprefix("media::").startswith("image")
        ]
        wanted = files[0].rpartition(".")[0] or files[0] if files else ""
        if wanted and wanted not in self._pictures:
            what = for_staff("Its picture is not one of ours. Its words come.")
            self._say(line, line["name"], what, Effect.CHANGED)
            return ""
        return wanted

    def _say(self, line: Line, name: str, what: str, effect: Effect = Effect.LEFT_OUT) -> None:
        self.findings.append(Finding("choices", line.number, name, str(what), effect))
