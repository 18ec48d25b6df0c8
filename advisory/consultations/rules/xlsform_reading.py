"""An XLSForm as a questionnaire of ours, and everything in it that cannot come, with its row."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from advisory.consultations.models import QuestionKind
from advisory.consultations.ports.workbooks import Line, Sheet
from advisory.consultations.rules import naming, xlsform
from advisory.consultations.rules.kinds import NO, STEPS, UNSURE, YES
from advisory.consultations.rules.lifecycle import SOURCE
from advisory.consultations.rules.xlsform import Words
from advisory.consultations.rules.xlsform_conditions import Conditions, Waiting
from advisory.consultations.rules.xlsform_lists import (
    LONGEST_HINT,
    LONGEST_LINE,
    MOST_ANSWERS,
    BroughtOption,
    BroughtQuestion,
    Effect,
    Finding,
    Languages,
    Lists,
)
from advisory.languages.catalogues import for_staff
from advisory.routing.rules import BOROUGHS
from advisory.voting.models import Vote

MOST_QUESTIONS, MOST_LINES = 60, 2_000
_SELECTS = {
    "select_one": QuestionKind.ONE,
    "select_multiple": QuestionKind.SEVERAL,
    "rank": QuestionKind.RANKING,
}
_OF_DEVICES = frozenset(
    {"start", "end", "today", "deviceid", "phonenumber", "username", "email", "simserial",
     "subscriberid", "audit", "start-geopoint"}
)  # fmt: skip
_UNUSED = {
    "constraint": for_staff("The rule for what may be typed is left out."),
    "calculation": for_staff("The calculation is left out."),
    "default": for_staff("The answer filled in before is left out."),
    "choice_filter": for_staff("All answers are shown: the filter is left out."),
    "guidance_hint": for_staff("The words for interviewers are left out."),
    "image": for_staff("The picture beside the question is left out."),
    "audio": for_staff("The sound beside the question is left out."),
    "video": for_staff("The film beside the question is left out."),
}
_END = re.compile(r"([15])\s*[·.:–—-]?\s*(.*)", re.DOTALL)


@dataclass
class BroughtForm:
    title: str
    about: dict[str, Words] = field(default_factory=dict)
    languages: Sequence[str] = ()
    places: Sequence[str] = ()
    questions: list[BroughtQuestion] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_stopped(self) -> bool:
        return any(one.effect is Effect.STOPS for one in self.findings)


def read_form(sheets: Mapping[str, Sheet], *, pictures: Collection[str] = ()) -> BroughtForm:
    """Never raises: what cannot come is in the findings. `pictures` are those we have."""
    settings = next(iter(sheets.get("settings", ())), Line(1, {}))
    survey, choices = sheets.get("survey", ()), sheets.get("choices", ())
    languages = Languages((survey, choices), settings["default_language"])
    form = BroughtForm(settings["form_title"], languages=languages.tags)
    reader = _Reader(form, survey, languages, Lists(choices, languages, pictures))
    reader.read()
    return form


@dataclass
class _Group:
    name: str
    relevant: str
    row: int


class _Reader:
    def __init__(
        self, form: BroughtForm, survey: Sheet, languages: Languages, lists: Lists
    ) -> None:
        self.form, self.survey, self.languages, self.lists = form, survey, languages, lists
        self.groups: list[_Group] = []
        self.waiting = Waiting()
        self.seen: set[str] = set()

    def read(self) -> None:
        form = self.form
        if not self.survey:
            self._say(Line(1, {}), for_staff("There is no sheet “survey” with rows."), Effect.STOPS)
        if SOURCE not in self.languages.columns["label"]:
            what = for_staff("There is no English. Add the column “label::English (en)”.")
            self._say(Line(1, {}), what, Effect.STOPS)
        for named in self.languages.unknown:
            what = for_staff("This language is not one of ours: its words are left out.")
            self._say(Line(1, {"name": named}), what)
        at = 0
        while at < len(self.survey):
            at = self._line(at)
        for group in self.groups:
            self._say(
                Line(group.row, {"name": group.name}), for_staff("This group is never closed.")
            )
        form.findings += self.lists.findings
        Conditions(self.waiting, form.questions, self._say).read()
        if not form.questions and not form.is_stopped:
            self._say(Line(1, {}), for_staff("No question of it can come."), Effect.STOPS)
        form.findings.sort(
            key=lambda one: (one.effect is not Effect.STOPS, one.sheet != "survey", one.row)
        )

    def _say(self, line: Line, what: str, effect: Effect = Effect.LEFT_OUT) -> None:
        self.form.findings.append(Finding("survey", line.number, line["name"], str(what), effect))

    # ── One line after the other ─────────────────────────────────────────────────────────────────

    def _line(self, at: int) -> int:
        line = self.survey[at]
        kind, argument = type_of(line["type"])
        if kind in {"begin_repeat", "begin_loop"}:
            return self._left_out_group(at, kind.removeprefix("begin_"))
        if kind == "begin_group":
            end = self._table_end(at)
            if end:
                self._table(at, end)
                return end + 1
            self._open(line)
        elif kind == "end_group":
            if self.groups:
                self.groups.pop()
        elif line["name"] in naming.OF_OURS and not self.groups and self._of_ours(line, kind):
            pass
        elif kind:
            return self._question(at, kind, argument)
        return at + 1

    def _left_out_group(self, at: int, what: str) -> int:
        depth = 0
        for place in range(at, len(self.survey)):
            kind, _argument = type_of(self.survey[place]["type"])
            depth += {f"begin_{what}": 1, f"end_{what}": -1}.get(kind, 0)
            if kind:
                self._say(self.survey[place], for_staff("Questions that repeat cannot come."))
            if depth == 0:
                return place + 1
        return len(self.survey)

    def _open(self, line: Line) -> None:
        """A heading becomes words between the questions; what it waits for goes to those in it."""
        if self.languages.words(line).get(SOURCE):
            self._keep(line, QuestionKind.SECTION)
        self.groups.append(_Group(line["name"], line["relevant"], line.number))

    def _of_ours(self, line: Line, kind: str) -> bool:
        """Asked around the questions by ourselves, in every consultation. False: it is another."""
        part = line["name"].removeprefix("about_")
        if part != line["name"] and kind == "note":
            self.form.about[part] = self.languages.words(line, "hint")
            return True
        mine = {"acknowledge": naming.CONSENT, "text": naming.SLIP}
        if line["name"] == mine.get(kind):
            return True
        lists = {naming.SPEAKS: xlsform.LANGUAGE_LIST, naming.QUOTE: naming.QUOTE}
        return kind == "select_one" and type_of(line["type"])[1] == lists.get(line["name"])

    def _question(self, at: int, kind: str, argument: str) -> int:
        line = self.survey[at]
        if kind in _SELECTS:
            return self._select(at, _SELECTS[kind], argument)
        plain = self._plain(line, kind)
        if plain is None:
            self._say(line, _why_not(kind))
        else:
            self._keep(line, plain)
        return at + 1

    def _plain(self, line: Line, kind: str) -> QuestionKind | None:
        appearance = line["appearance"]
        if kind == "text":
            return QuestionKind.LONG if xlsform.MULTILINE in appearance else QuestionKind.SHORT
        if kind == "date":
            if xlsform.MONTH not in appearance:
                what = for_staff("We ask for a month and a year, never for a day.")
                self._say(line, what, Effect.CHANGED)
            return QuestionKind.MONTH
        known = {"integer": "number", "decimal": "number", "note": "section"}
        known |= {"audio": "voice", "image": "file"}
        wanted = known.get(kind, "")
        return QuestionKind(wanted) if wanted in set(QuestionKind) else None

    def _select(self, at: int, kind: QuestionKind, argument: str) -> int:
        line = self.survey[at]
        list_name, _, other = argument.partition(" ")
        offered = self.lists.found.get(list_name)
        if offered is None:
            self._say(line, for_staff("Its list of answers is not in the sheet “choices”."))
            return at + 1
        if other:
            what = for_staff("The answer “other” is left out. Ask for own words in a question.")
            self._say(line, what, Effect.CHANGED)
        why = self._why(at)
        if kind is QuestionKind.ONE:
            kind = self._kind_of_one(line, offered, has_why=why)
        if not 2 <= len(offered) <= MOST_ANSWERS and kind is not QuestionKind.PLACE:
            self._say(line, for_staff("It needs 2 to 20 answers."))
            return at + 1
        kept = self._keep(line, kind, choices=_shown(kind, offered))
        if kept and why and kind is QuestionKind.FACES:
            self.waiting.columns[f"{line['name']}_why"] = (line["name"], "")
        return at + 2 if why and kind is QuestionKind.FACES else at + 1

    def _why(self, at: int) -> bool:
        after = self.survey[at + 1] if at + 1 < len(self.survey) else None
        return (
            after is not None
            and after["name"] == f"{self.survey[at]['name']}_why"
            and type_of(after["type"])[0] == "text"
        )

    def _kind_of_one(
        self, line: Line, offered: Sequence[BroughtOption], *, has_why: bool
    ) -> QuestionKind:
        said = {one.name.lower(): one.words[SOURCE].strip().lower() for one in offered}
        if {YES: "yes", NO: "no"}.items() <= said.items() and said.keys() <= {YES, NO, UNSURE}:
            if UNSURE not in said:
                self._say(line, for_staff("“Not sure” can be chosen, too."), Effect.CHANGED)
            return QuestionKind.YES_NO
        if _is_scale(offered):
            return QuestionKind.SCALE
        if all(one.words[SOURCE] in BOROUGHS for one in offered) and self._are_places(offered):
            return QuestionKind.PLACE
        if xlsform.LIKERT in line["appearance"] and has_why:
            return QuestionKind.FACES
        pictured = xlsform.PICTURES in line["appearance"]
        return QuestionKind.PICTURES if pictured else QuestionKind.ONE

    def _are_places(self, offered: Sequence[BroughtOption]) -> bool:
        """All questions about a place offer the same ones."""
        named = [one.words[SOURCE] for one in offered]
        chosen = [] if set(named) == set(BOROUGHS) else [one for one in BOROUGHS if one in named]
        first = not any(one.kind is QuestionKind.PLACE for one in self.form.questions)
        if first:
            self.form.places = chosen
        return first or list(self.form.places) == chosen

    # ── A table: a group on one page, a head, and one line a row ─────────────────────────────────

    def _table_end(self, at: int) -> int:
        """Where the table that begins here ends; 0 when it is another group."""
        if xlsform.TABLE not in self.survey[at]["appearance"] or at + 2 >= len(self.survey):
            return 0
        head = self.survey[at + 1]
        if type_of(head["type"])[0] != "select_one" or head["appearance"] != xlsform.HEAD:
            return 0
        for place in range(at + 2, len(self.survey)):
            line = self.survey[place]
            if type_of(line["type"])[0] == "end_group":
                return place if place > at + 2 else 0
            is_row = line["type"] == head["type"] and xlsform.ROW in line["appearance"]
            is_more = line["name"] == f"{self.survey[at]['name']}_add"
            if not is_row and not is_more:
                return 0
        return 0

    def _table(self, at: int, end: int) -> None:
        group, head = self.survey[at], self.survey[at + 1]
        offered = self.lists.found.get(type_of(head["type"])[1], [])
        lines = [
            one for one in self.survey[at + 2 : end] if type_of(one["type"])[0] == "select_one"
        ]
        is_opinions = {one.name for one in offered} == set(Vote)
        title = Line(group.number, {**head.cells, **group.cells})
        named = [
            BroughtOption(self._row_name(group, one), self.languages.words(one)) for one in lines
        ]
        rows = [one for one in named if one.words.get(SOURCE)]
        for one, line in zip(named, lines, strict=True):
            if not one.words.get(SOURCE):
                self._say(line, for_staff("A question needs words in English."))
        if not 2 <= len(offered) <= MOST_ANSWERS or not 1 <= len(rows) <= MOST_ANSWERS:
            self._say(group, for_staff("A table needs 2 to 20 answers, and 1 to 20 rows."))
            return
        kind = QuestionKind.OPINIONS if is_opinions else QuestionKind.MATRIX
        choices = () if is_opinions else offered
        if self._keep(title, kind, choices=choices, rows=rows):
            self.form.questions[-1].may_add = is_opinions and len(lines) < end - at - 2
            for line in self.survey[at + 1 : end]:
                is_row = line in lines
                row = self._row_name(group, line) if is_row else ""
                self.waiting.columns[line["name"]] = (group["name"], row)

    @staticmethod
    def _row_name(group: Line, line: Line) -> str:
        return line["name"].removeprefix(f"{group['name']}_")

    # ── What is kept ─────────────────────────────────────────────────────────────────────────────

    def _keep(
        self,
        line: Line,
        kind: QuestionKind,
        *,
        choices: Sequence[BroughtOption] = (),
        rows: Sequence[BroughtOption] = (),
    ) -> bool:
        title, hint = self.languages.words(line), self.languages.words(line, "hint")
        problem = self._problem(line, title, hint)
        if problem:
            self._say(line, problem)
            return False
        for head in line.cells:
            part = head.lower().removeprefix("media::").partition("::")[0]
            if part in _UNUSED:
                self._say(line, _UNUSED[part], Effect.CHANGED)
            elif part == "required" and line[head].lower() in {"yes", "true", "true()", "1"}:
                self._say(line, for_staff("Here every question may be skipped."), Effect.CHANGED)
        name = line["name"]
        self.seen.add(name)
        self.waiting.columns[name] = (name, "")
        waits = [one.relevant for one in self.groups] + [line["relevant"]]
        self.waiting.relevants[name] = (line, " and ".join(f"({one})" for one in waits if one))
        kept = BroughtQuestion(name, line.number, kind, title, hint, choices, rows)
        self.form.questions.append(kept)
        return True

    def _problem(self, line: Line, title: Words, hint: Words) -> str:
        checks: Sequence[tuple[Callable[[], bool], str]] = (
            (lambda: not naming.is_name(line["name"]), for_staff("Its name cannot be read.")),
            (lambda: line["name"] in self.seen, for_staff("This name is there twice.")),
            (lambda: not title.get(SOURCE), for_staff("A question needs words in English.")),
            (lambda: len(title[SOURCE]) > LONGEST_LINE,
             for_staff("It is longer than 200 characters.")),
            (lambda: len(hint.get(SOURCE, "")) > LONGEST_HINT, for_staff("Its help is too long.")),
            (lambda: "${" in title[SOURCE] + hint.get(SOURCE, ""),
             for_staff("An earlier answer is put into its words. That cannot come.")),
            (lambda: len(self.form.questions) >= MOST_QUESTIONS,
             for_staff("There are 60 questions. Nobody answers more.")),
        )  # fmt: skip
        return next((str(why) for is_so, why in checks if is_so()), "")


def type_of(cell: str) -> tuple[str, str]:
    """The type, and what follows it: "select one from x" and "select_one x" are the same."""
    words = " ".join(cell.split())
    for written, meant in (
        ("select one from ", "select_one "),
        ("select multiple from ", "select_multiple "),
        ("select one ", "select_one "),
        ("select multiple ", "select_multiple "),
        ("begin group", "begin_group"),
        ("end group", "end_group"),
        ("begin repeat", "begin_repeat"),
        ("end repeat", "end_repeat"),
    ):
        if words.lower().startswith(written):
            words = meant + words[len(written) :]
    kind, _, argument = words.partition(" ")
    return kind.lower(), argument


def _why_not(kind: str) -> str:
    if kind in _OF_DEVICES:
        return for_staff("It notes the device, the person or the time. We keep none of these.")
    if kind.startswith("geo"):
        return for_staff("It notes where somebody stands. We ask for a borough, never finer.")
    return str(for_staff("We have no question of the type “%(kind)s”.")) % {"kind": kind[:40]}


def _is_scale(offered: Sequence[BroughtOption]) -> bool:
    """1 to 5, of which only the ends have words."""
    if [one.name for one in offered] != list(STEPS):
        return False
    middle = all(one.words[SOURCE].strip() == one.name for one in offered[1:-1])
    return middle and all(_end_words(one) for one in (offered[0], offered[-1]))


def _end_words(one: BroughtOption) -> dict[str, str]:
    found = {tag: _END.fullmatch(said) for tag, said in one.words.items()}
    said = {tag: end.group(2) for tag, end in found.items() if end and end.group(2)}
    return said if SOURCE in said else {}


def _shown(kind: QuestionKind, offered: Sequence[BroughtOption]) -> Sequence[BroughtOption]:
    if kind is QuestionKind.SCALE:
        return [BroughtOption(one.name, _end_words(one)) for one in (offered[0], offered[-1])]
    return offered
