"""A questionnaire from another program becomes a draft, with its words to be checked."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from advisory.consultations.actions import building
from advisory.consultations.actions.building import Offered, Only, Wording, record
from advisory.consultations.models import Consultation, Question, QuestionKind
from advisory.consultations.rules import naming
from advisory.consultations.rules.kinds import choices, rows
from advisory.consultations.rules.lifecycle import SOURCE
from advisory.consultations.rules.xlsform import Words, pick_names
from advisory.consultations.rules.xlsform_lists import (
    BroughtOnly,
    BroughtOption,
    BroughtQuestion,
)
from advisory.consultations.rules.xlsform_reading import BroughtForm
from advisory.foundation.access import Hat
from advisory.voting.rules.asking import starting_statements
from advisory.words import actions as words
from advisory.words.models import Text


def import_form(session: Session, brought: BroughtForm, *, by: Hat) -> Consultation:
    """A draft of all that can come. Its translations are drafts for a person to look at."""
    own = building.make_consultation(session, None, by=by)
    own.languages, own.places = list(brought.languages), list(brought.places)
    title = brought.about.get("title") or {SOURCE: brought.title[:200]}
    for part, said in {**brought.about, "title": title}.items():
        if part in naming.ABOUT:
            _say(session, getattr(own, part), said, by)
    made: dict[str, tuple[Question, BroughtQuestion]] = {}
    for one in brought.questions:
        question = _add(session, own, one, by)
        building.set_conditions(session, question, [_only(only, made) for only in one.only])
        made[one.name] = (question, one)
    record(session, f"form imported: {len(brought.questions)} questions", own, by)
    return own


def _say(session: Session, text: Text, said: Words, by: Hat) -> None:
    words.revise_text(session, text, body=said.get(SOURCE, ""), by=by)
    _translate(session, text, said, by)


def _translate(session: Session, text: Text | None, said: Words, by: Hat) -> None:
    for language, body in said.items():
        if text is not None and language != SOURCE:
            words.keep_draft(session, text, language=language, body=body, by=by)


def _add(session: Session, own: Consultation, one: BroughtQuestion, by: Hat) -> Question:
    sentences = one.rows if one.kind is QuestionKind.OPINIONS else one.choices
    if one.kind in {QuestionKind.YES_NO, QuestionKind.PLACE}:
        sentences = ()
    wording = Wording(
        title=one.title[SOURCE],
        hint=one.hint.get(SOURCE, ""),
        choices=_offered(sentences),
        rows=() if one.kind is QuestionKind.OPINIONS else _offered(one.rows),
        may_add=one.may_add,
    )
    question = building.add_question(session, own, kind=one.kind, wording=wording, by=by)
    question.name = "" if one.name in naming.OF_OURS else one.name
    _translate(session, question.title, one.title, by)
    _translate(session, question.hint, one.hint, by)
    if question.poll is not None:
        for statement, said in zip(starting_statements(question.poll), one.rows, strict=True):
            _translate(session, statement.text, said.words, by)
    else:
        _name(session, question, sentences, one.rows, by)
    session.flush()
    return question


def _offered(options: Sequence[BroughtOption]) -> list[Offered]:
    return [Offered(one.words[SOURCE], one.picture) for one in options]


def _name(
    session: Session,
    question: Question,
    chosen: Sequence[BroughtOption],
    lines: Sequence[BroughtOption],
    by: Hat,
) -> None:
    has_names = question.kind is not QuestionKind.SCALE
    for offered, brought in ((choices(question), chosen), (rows(question), lines)):
        for option, one in zip(offered, brought, strict=True):
            option.name = one.name if has_names else ""
            _translate(session, option.text, one.words, by)


def _only(one: BroughtOnly, made: Mapping[str, tuple[Question, BroughtQuestion]]) -> Only:
    """From the names of the file to what we keep when an answer is chosen."""
    question, brought = made[one.on]
    if question.kind is QuestionKind.PLACE:
        said = {option.name: option.words[SOURCE] for option in brought.choices}
        return Only(question.id, one.says, said.get(one.pick, ""))
    picks = {name: pick for pick, name in pick_names(question).items()}
    pick = picks.get(one.pick, "")
    if one.row:
        by_name = {option.name: str(option.id) for option in rows(question)}
        if question.poll is not None:
            named = zip(brought.rows, starting_statements(question.poll), strict=True)
            by_name = {said.name: str(statement.id) for said, statement in named}
        pick = f"{by_name[one.row]}/{pick}"
    return Only(question.id, one.says, pick)
