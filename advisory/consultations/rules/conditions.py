"""When a question is asked. Looked at on the server, for the screen, for paper and for exports."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from advisory.consultations.models import Condition, Question, QuestionKind, Says
from advisory.consultations.rules.kinds import Given, kind_of

MOST_CONDITIONS = 2
NOTHING = Given()


def asked(questions: Sequence[Question], given: Mapping[UUID, Given]) -> list[Question]:
    """The questions for somebody who answered like this, in order.

    An answer to a question that is not asked (any more) opens nothing.
    """
    shown: list[Question] = []
    known: dict[UUID, Given] = {}
    for question in questions:
        if all(_holds(one, known) for one in question.conditions):
            shown.append(question)
            known[question.id] = given.get(question.id, NOTHING)
    return shown


def _holds(condition: Condition, known: Mapping[UUID, Given]) -> bool:
    said = known.get(condition.on_id, NOTHING)
    match condition.says:
        case Says.IS:
            return condition.pick in said.picks
        case Says.IS_NOT:
            return bool(said) and condition.pick not in said.picks
        case Says.ANSWERED:
            return bool(said)


def loop(questions: Sequence[Question]) -> list[Question]:
    """Questions that wait for each other, in a circle; empty when there is none."""
    by_id = {question.id: question for question in questions}
    done: set[UUID] = set()
    for start in questions:
        circle = _circle(start, by_id, [], done)
        if circle:
            return circle
    return []


def _circle(
    question: Question, by_id: Mapping[UUID, Question], way: list[Question], done: set[UUID]
) -> list[Question]:
    if question in way:
        return way[way.index(question) :]
    if question.id in done:
        return []
    for condition in question.conditions:
        before = by_id.get(condition.on_id)
        if before is not None:
            circle = _circle(before, by_id, [*way, question], done)
            if circle:
                return circle
    done.add(question.id)
    return []


def never_asked(questions: Sequence[Question]) -> list[Question]:
    """Questions that no answer can open: what they wait for comes later, is gone, or is never
    asked itself.
    """
    dead: list[Question] = []
    earlier: dict[UUID, Question] = {}
    for question in questions:
        if any(not _may_hold(one, earlier) for one in question.conditions) or _contradicts(
            question, earlier
        ):
            dead.append(question)
        else:
            earlier[question.id] = question
    return dead


def _may_hold(condition: Condition, earlier: Mapping[UUID, Question]) -> bool:
    on = earlier.get(condition.on_id)
    if on is None or not kind_of(on).asks:
        return False
    return condition.says is Says.ANSWERED or condition.pick in kind_of(on).picks_of(on)


_MANY = {
    QuestionKind.SEVERAL,
    QuestionKind.RANKING,
    QuestionKind.MATRIX,
    QuestionKind.OPINIONS,
}


def _contradicts(question: Question, earlier: Mapping[UUID, Question]) -> bool:
    """Two different answers are asked for where only one can be given, or one and its opposite."""
    for one in question.conditions:
        for other in question.conditions:
            same_question = one.on_id == other.on_id
            if not same_question or {one.says, other.says} - {Says.IS, Says.IS_NOT}:
                continue
            if one.says is not other.says and one.pick == other.pick:
                return True
            single = earlier[one.on_id].kind not in _MANY if one.on_id in earlier else False
            if one.says is other.says is Says.IS and one.pick != other.pick and single:
                return True
    return False
