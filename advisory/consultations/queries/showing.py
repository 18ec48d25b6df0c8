"""Questions and answers as a page, a paper or an interpreter shows them, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.consultations.models import Consultation, Option, Question, QuestionKind
from advisory.consultations.rules.kinds import NO, STEPS, UNSURE, YES, Given, Kind, kind_of, rows
from advisory.files.models import File
from advisory.files.ports.decoding import Kind as FileKind
from advisory.languages.catalogues import current, for_public
from advisory.voting.models import Vote
from advisory.voting.rules.asking import shown_statements
from advisory.words import queries as words
from advisory.words.models import Text
from advisory.words.rules import Provenance, Shown

YES_OR_NO = {YES: for_public("Yes"), NO: for_public("No"), UNSURE: for_public("Not sure")}

AGREE_OR_NOT = {
    Vote.AGREE: for_public("I agree"),
    Vote.DISAGREE: for_public("I disagree"),
    Vote.PASS: for_public("I am not sure"),
}


@dataclass(frozen=True)
class Choice:
    """One thing to choose; `pick` is what is kept when it is chosen."""

    pick: str
    words: str
    language: str
    direction: str
    picture: str = ""


@dataclass(frozen=True)
class Asking:
    """One question, ready for a screen or a sheet."""

    id: UUID
    kind: Kind
    title: Shown
    hint: Shown | None
    choices: Sequence[Choice]
    rows: Sequence[Choice]


@dataclass(frozen=True)
class Intro:
    """What people read before they answer."""

    title: Shown
    purpose: Shown
    who: Shown
    can: Shown
    cannot: Shown
    heard: Shown | None
    will: Shown | None


@dataclass(frozen=True)
class Reply:
    """A question with what was answered to it. Neither: it was not asked."""

    asking: Asking
    chosen: Sequence[Choice]
    words: Shown | None
    skipped: bool
    files: Sequence[File] = ()
    is_spoken: bool = False
    """Said with a voice that nobody has written down yet, or that is gone."""

    @property
    def is_answered(self) -> bool:
        return bool(self.chosen or self.words or self.files or self.is_spoken)


def intro(session: Session, own: Consultation, tag: str, *, reads: str) -> Intro:
    """In the language of the questions; what comes afterwards in the one the person reads."""

    def later(text: Text | None) -> Shown | None:
        return words.shown(session, text, reads) if text else None

    def first(text: Text) -> Shown:
        return words.shown(session, text, tag)

    return Intro(
        title=first(own.title),
        purpose=first(own.purpose),
        who=first(own.who),
        can=first(own.can),
        cannot=first(own.cannot),
        heard=later(own.heard) if own.heard_on else None,
        will=later(own.will) if own.answered_on else None,
    )


def asking(session: Session, question: Question, tag: str) -> Asking:
    kind = kind_of(question)
    hint = words.shown(session, question.hint, tag) if question.hint else None
    return Asking(
        id=question.id,
        kind=kind,
        title=words.shown(session, question.title, tag),
        hint=hint if hint and hint.body else None,
        choices=_choices(session, question, tag),
        rows=[_offered(session, row, tag) for row in rows(question)]
        or _sentences(session, question, tag),
    )


def _choices(session: Session, question: Question, tag: str) -> list[Choice]:
    here = current()
    by_id = {str(option.id): option for option in question.options}
    if question.kind is QuestionKind.YES_NO:
        return [
            Choice(pick, str(word), here.tag, here.direction) for pick, word in YES_OR_NO.items()
        ]
    if question.kind is QuestionKind.OPINIONS:
        return [
            Choice(vote, str(word), here.tag, here.direction) for vote, word in AGREE_OR_NOT.items()
        ]
    if question.kind is QuestionKind.PLACE:
        return [Choice(name, name, "en", "ltr") for name in kind_of(question).picks_of(question)]
    if question.kind is QuestionKind.SCALE:
        return _steps(session, question, tag)
    return [_offered(session, one, tag) for one in by_id.values() if one.axis == "choice"]


def _rows(session: Session, question: Question, tag: str) -> list[Choice]:
    if question.kind is QuestionKind.OPINIONS:
        return _sentences(session, question, tag)
    return [_offered(session, row, tag) for row in rows(question)]


def _sentences(session: Session, question: Question, tag: str) -> list[Choice]:
    """All that people are shown, each in the language where it stands, or in its own."""
    found = shown_statements(question.poll) if question.poll else []
    said = [(one, words.shown(session, one.text, tag)) for one in found]
    return [Choice(str(one.id), said.body, said.language, said.direction) for one, said in said]


def _steps(session: Session, question: Question, tag: str) -> list[Choice]:
    """1 to 5; the ends have words."""
    ends = [_offered(session, option, tag) for option in question.options][:2]
    first, last = (*ends, None, None)[:2]
    said = {STEPS[0]: first, STEPS[-1]: last}
    return [
        Choice(step, f"{step} · {end.words}", end.language, end.direction)
        if (end := said.get(step))
        else Choice(step, step, "en", "ltr")
        for step in STEPS
    ]


def _offered(session: Session, option: Option, tag: str) -> Choice:
    shown = words.shown(session, option.text, tag)
    return Choice(str(option.id), shown.body, shown.language, shown.direction, option.picture)


def reply(
    session: Session,
    question: Question,
    given: Given | None,
    tag: str,
    *,
    own_words: Text | None = None,
    reads: str = "",
    skipped: bool = False,
    files: Sequence[File] = (),
) -> Reply:
    """What one person answered. `own_words` as kept; a form not sent yet has only what was typed.

    With `reads`, own words come in that language where somebody has translated them.
    """
    shown = asking(session, question, tag)
    said: Shown | None = None
    if own_words is not None:
        said = words.shown(session, own_words, reads or own_words.language)
    elif given and given.words:
        said = Shown(given.words, "", "auto", Provenance.ORIGINAL, wanted=True)
    said = said if said and said.body else None
    spoken = bool(given and given.files and shown.kind.takes is FileKind.SOUND and not said)
    return Reply(shown, _chosen(shown, given), said, skipped, files, spoken)


def _chosen(asked: Asking, given: Given | None) -> list[Choice]:
    by_pick = {choice.pick: choice for choice in asked.choices}
    by_row = {row.pick: row for row in asked.rows}
    found = []
    for pick in given.picks if given else ():
        row, slash, at = pick.partition("/")
        if slash and row in by_row and at in by_pick:
            said = f"{by_row[row].words}: {by_pick[at].words}"
            found.append(Choice(pick, said, by_row[row].language, by_row[row].direction))
        else:
            found.append(by_pick.get(pick) or Choice(pick, pick, "en", "ltr"))
    return found
