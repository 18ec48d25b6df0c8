"""A consultation as an XLSForm: the three sheets that KoboToolbox, ODK and others make forms of.

https://xlsform.org, read in November 2026. What one kind of question becomes, and comes back from:
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from advisory.consultations.models import Condition, Consultation, Question, QuestionKind, Says
from advisory.consultations.rules import naming
from advisory.consultations.rules.kinds import NO, STEPS, UNSURE, YES, choices, kind_of, rows
from advisory.consultations.rules.lifecycle import SOURCE, is_ready
from advisory.languages.catalogues import for_public, speaking
from advisory.languages.registry import LANGUAGES, SPOKEN
from advisory.languages.safety import SAFETY, USE_WORDS, USE_WORDS_NO, USE_WORDS_YES
from advisory.voting.models import Vote
from advisory.voting.rules.asking import starting_statements
from advisory.words.models import Text
from advisory.words.rules import UNKNOWN, original

Words = Mapping[str, str]
"""The same said in several languages, by tag."""

LIKERT, PICTURES, MULTILINE, MONTH = "likert", "columns-pack", "multiline", "month-year"
TABLE, HEAD, ROW = "field-list", "label", "list-nolabel"
YES_NO, OPINIONS, PLACES, LANGUAGE_LIST = "yes_no", "opinions", "places", "languages"
SHEETS = ("survey", "choices", "settings")
_COLUMNS = ("type", "name", "relevant", "appearance", "required")

_SAID_YES_NO = {
    YES: for_public("Yes"),
    NO: for_public("No"),
    UNSURE: for_public("Not sure"),
}
_SAID_OF_A_SENTENCE = {
    Vote.AGREE.value: for_public("I agree"),
    Vote.DISAGREE.value: for_public("I disagree"),
    Vote.PASS.value: for_public("I am not sure"),
}
_HEADINGS = {
    "title": for_public("Questions for you"),
    "purpose": for_public("Questions for you"),
    "who": for_public("Who acts on it, and when"),
    "can": for_public("What can change"),
    "cannot": for_public("What cannot change"),
}
MY_WORDS_ARE_IN = for_public("My words are in")
YOUR_NUMBER = for_public("Your number")
WHY = for_public("Why?")
ONE_MORE = for_public("Is something missing? Write one sentence.")


def column_of(tag: str) -> str:
    """How the columns of a language end: "Dari (fa-AF)"."""
    return f"{LANGUAGES[tag].english_name} ({tag})"


def form_sheets(own: Consultation, tags: Sequence[str]) -> dict[str, list[list[str]]]:
    """The sheets, each with its line of heads. A language stands there where its words are ready.

    Raises KeyError for a tag that is not in the registry.
    """
    form = _Form(tags)
    _say_what_it_is_about(form, own)
    for question in own.questions:
        _WAYS.get(question.kind, _one_row)(form, question, _Named.of(question))
    return form.sheets(own)


@dataclass
class _Form:
    """What is written so far."""

    tags: Sequence[str]
    survey: list[dict[str, str]] = field(default_factory=list)
    offered: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def ask(self, kind: str, name: str, *words: Words, **more: str) -> None:
        """One row; its words are the question itself, then the help under it."""
        row = {"type": kind, "name": name, **more}
        for part, said in zip(("label", "hint"), words, strict=False):
            row |= {f"{part}::{column_of(tag)}": body for tag, body in said.items()}
        self.survey.append(row)

    def offer(self, list_name: str, named: Iterable[tuple[str, Words, str]]) -> str:
        """A list of answers: name, words, picture."""
        if list_name not in self.offered:
            self.offered[list_name] = [
                {"list_name": list_name, "name": name}
                | {f"label::{column_of(tag)}": said for tag, said in label.items()}
                | {f"media::image::{column_of(tag)}": f"{picture}.png" for tag in label if picture}
                for name, label, picture in named
            ]
        return list_name

    def ours(self, word: str) -> Words:
        """Words of the product itself, in every language of the form."""
        found = {}
        for tag in self.tags:
            with speaking(tag):
                found[tag] = str(word)
        return found

    def of(self, text: Text | None) -> Words:
        """What stands checked in each language; the source as it is."""
        if text is None:
            return {}
        return {tag: said for tag in self.tags if (said := _said(text, tag))}

    def sheets(self, own: Consultation) -> dict[str, list[list[str]]]:
        named = [column_of(tag) for tag in self.tags]
        heads = [*_COLUMNS, *(f"{part}::{one}" for part in ("label", "hint") for one in named)]
        choice_heads = ["list_name", "name", *(f"label::{one}" for one in named)]
        choice_heads += [f"media::image::{one}" for one in named]
        settings = {
            "form_title": original(own.title).body or "",
            "form_id": f"consultation_{own.id.hex[:12]}",
            "version": own.made_on.strftime("%Y%m%d"),
            "default_language": column_of(SOURCE),
            "style": "pages",
        }
        lines = [line for one in self.offered.values() for line in one]
        return {
            "survey": [heads, *([row.get(head, "") for head in heads] for row in self.survey)],
            "choices": [choice_heads, *([row.get(h, "") for h in choice_heads] for row in lines)],
            "settings": [list(settings), list(settings.values())],
        }


def _said(text: Text, tag: str) -> str:
    if tag == SOURCE:
        return original(text).body or ""
    ready = (one for one in text.versions if one.language == tag and is_ready(text, tag))
    return next((one.body or "" for one in ready if one.revision >= text.meaning_revision), "")


@dataclass(frozen=True)
class _Named:
    """A question with its name, those of its answers, and when it is asked."""

    name: str
    relevant: str
    options: Mapping[str, str]

    @classmethod
    def of(cls, question: Question) -> "_Named":
        names = naming.names_of(question.consultation.questions)
        before = {one.id: one for one in question.consultation.questions}
        said = (_condition(one, before[one.on_id], names) for one in question.conditions)
        return cls(names[question.id], " and ".join(said), pick_names(question))

    def when(self) -> dict[str, str]:
        return {"relevant": self.relevant} if self.relevant else {}


def pick_names(question: Question) -> dict[str, str]:
    """What an answer is called in a file, by what is kept when it is chosen."""
    if question.kind is QuestionKind.PLACE:
        return dict(naming.place_names(kind_of(question).picks_of(question)))
    if question.kind in {QuestionKind.YES_NO, QuestionKind.SCALE}:
        return {pick: pick for pick in kind_of(question).picks_of(question)}
    if question.kind is QuestionKind.OPINIONS:
        return {vote.value: vote.value for vote in Vote}
    return naming.option_names(choices(question), "a")


def row_names(question: Question) -> dict[str, str]:
    """The same for the rows of a table, and for the board's own sentences."""
    if question.poll is not None:
        return {
            str(one.id): f"s{at}" for at, one in enumerate(starting_statements(question.poll), 1)
        }
    return naming.option_names(rows(question), "r")


def columns_of(question: Question, name: str) -> list[str]:
    """The columns its answers stand in: any of them filled means that it was answered."""
    if question.kind in {QuestionKind.MATRIX, QuestionKind.OPINIONS}:
        more = [f"{name}_add"] if question.poll is not None and question.poll.may_add else []
        return [*(f"{name}_{row}" for row in row_names(question).values()), *more]
    return [name, f"{name}_why"] if kind_of(question).has_why else [name]


# ── When a question is asked ─────────────────────────────────────────────────────────────────────


def _condition(one: Condition, on: Question, names: Mapping[UUID, str]) -> str:
    columns = columns_of(on, names[on.id])
    answered = " or ".join(f"${{{column}}} != ''" for column in columns)
    answered = f"({answered})" if len(columns) > 1 else answered
    if one.says is Says.ANSWERED:
        return answered
    chosen = _chosen(one, on, names[on.id])
    return chosen if one.says is Says.IS else f"{answered} and not({chosen})"


def _chosen(one: Condition, on: Question, name: str) -> str:
    row, slash, pick = one.pick.partition("/")
    if slash:
        return f"${{{name}_{row_names(on).get(row, row)}}} = '{pick_names(on).get(pick, pick)}'"
    known = pick_names(on).get(one.pick, one.pick)
    many = on.kind in {QuestionKind.SEVERAL, QuestionKind.RANKING}
    return f"selected(${{{name}}}, '{known}')" if many else f"${{{name}}} = '{known}'"


# ── What each kind is ────────────────────────────────────────────────────────────────────────────


def _say_what_it_is_about(form: _Form, own: Consultation) -> None:
    for one in naming.ABOUT:
        text: Text = getattr(own, one)
        if original(text).body:
            form.ask("note", f"about_{one}", form.ours(_HEADINGS[one]), form.of(text))
    form.ask("acknowledge", naming.CONSENT, form.ours(SAFETY.PROMISE), required="yes")
    spoken: list[tuple[str, Words, str]] = [
        (tag, dict.fromkeys(form.tags, one.own_name), "") for tag, one in SPOKEN.items()
    ]
    spoken.append((UNKNOWN, form.ours(for_public("Another language")), ""))
    list_name = form.offer(LANGUAGE_LIST, spoken)
    form.ask(f"select_one {list_name}", naming.SPEAKS, form.ours(MY_WORDS_ARE_IN))
    allowed = {"quote": USE_WORDS_YES, "count": USE_WORDS_NO}
    list_name = form.offer(
        naming.QUOTE, [(one, form.ours(said), "") for one, said in allowed.items()]
    )
    form.ask(f"select_one {list_name}", naming.QUOTE, form.ours(USE_WORDS))
    form.ask("text", naming.SLIP, form.ours(YOUR_NUMBER), appearance="numbers")


def _one_row(form: _Form, question: Question, named: _Named) -> None:
    """A line, a number, a month, or words between the questions."""
    kind, appearance = PLAIN[question.kind]
    more = {"appearance": appearance} if appearance else {}
    form.ask(
        kind, named.name, form.of(question.title), form.of(question.hint), **named.when(), **more
    )


PLAIN: Mapping[str, tuple[str, str]] = {
    "short": ("text", ""),
    "long": ("text", MULTILINE),
    "number": ("decimal", ""),
    "month": ("date", MONTH),
    "section": ("note", ""),
    "voice": ("audio", ""),
    "file": ("image", ""),
}
"""Type and appearance of the kinds that are one line, by the kind's own word."""


def _select(kind: str, appearance: str = "") -> Callable[[_Form, Question, _Named], None]:
    def written(form: _Form, question: Question, named: _Named) -> None:
        list_name = _answers(form, question, named)
        more = {"appearance": appearance} if appearance else {}
        label, hint = form.of(question.title), form.of(question.hint)
        form.ask(f"{kind} {list_name}", named.name, label, hint, **named.when(), **more)
        if kind_of(question).has_why:
            why = form.ours(WHY)
            form.ask("text", f"{named.name}_why", why, **named.when(), appearance=MULTILINE)

    return written


def _answers(form: _Form, question: Question, named: _Named) -> str:
    if question.kind is QuestionKind.YES_NO:
        return form.offer(YES_NO, _of_ours(form, _SAID_YES_NO))
    if question.kind is QuestionKind.PLACE:
        return form.offer(
            PLACES,
            [(name, dict.fromkeys(form.tags, place), "") for place, name in named.options.items()],
        )
    if question.kind is QuestionKind.SCALE:
        return form.offer(named.name, list(_steps(form, question)))
    return form.offer(
        named.name,
        [(named.options[str(one.id)], form.of(one.text), one.picture) for one in choices(question)],
    )


def _of_ours(form: _Form, said: Mapping[str, str]) -> list[tuple[str, Words, str]]:
    return [(name, form.ours(word), "") for name, word in said.items()]


def _steps(form: _Form, question: Question) -> Iterable[tuple[str, Words, str]]:
    """The ends have words: "1 · Hard"."""
    first, last = (*choices(question), None, None)[:2]
    ends = {STEPS[0]: first, STEPS[-1]: last}
    for step in STEPS:
        end = ends.get(step)
        said = form.of(end.text) if end else {}
        yield step, {tag: f"{step} · {said[tag]}" if tag in said else step for tag in form.tags}, ""


def _table(form: _Form, question: Question, named: _Named) -> None:
    """A group on one page: a head with the answers, and a line for each row."""
    if question.poll is not None:
        list_name = form.offer(OPINIONS, _of_ours(form, _SAID_OF_A_SENTENCE))
        said = {str(one.id): one.text for one in starting_statements(question.poll)}
    else:
        list_name = _answers(form, question, named)
        said = {str(one.id): one.text for one in rows(question)}
    title, kind = form.of(question.title), f"select_one {list_name}"
    form.ask("begin_group", named.name, title, **named.when(), appearance=TABLE)
    form.ask(kind, f"{named.name}_head", title, form.of(question.hint), appearance=HEAD)
    for row, name in row_names(question).items():
        form.ask(kind, f"{named.name}_{name}", form.of(said[row]), appearance=ROW)
    if question.poll is not None and question.poll.may_add:
        form.ask("text", f"{named.name}_add", form.ours(ONE_MORE))
    form.ask("end_group", named.name, {})


_WAYS: Mapping[QuestionKind, Callable[[_Form, Question, _Named], None]] = {
    QuestionKind.ONE: _select("select_one"),
    QuestionKind.SEVERAL: _select("select_multiple"),
    QuestionKind.PICTURES: _select("select_one", PICTURES),
    QuestionKind.FACES: _select("select_one", LIKERT),
    QuestionKind.YES_NO: _select("select_one"),
    QuestionKind.SCALE: _select("select_one", LIKERT),
    QuestionKind.RANKING: _select("rank"),
    QuestionKind.PLACE: _select("select_one", "autocomplete"),
    QuestionKind.MATRIX: _table,
    QuestionKind.OPINIONS: _table,
}
