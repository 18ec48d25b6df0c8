"""What a facilitator may do with an item now: only that is offered, and only that is done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from advisory.contributions.models import Contribution, Message, Speaker
from advisory.feedback.models import Feedback, State, Understood
from advisory.feedback.rules import IS_CLOSED, Move, may_move
from advisory.foundation.access import Hat
from advisory.languages.catalogues import for_staff
from advisory.words import rules as words
from advisory.words.models import Method
from advisory.words.rules import UNKNOWN

ENGLISH = "en"


class Step(StrEnum):
    """Named as the page that does it. In the order in which they are offered."""

    DECLARE = "declare"
    RESTORE = "restore"
    REJECT = "reject"
    RESUME = "resume"
    TAKE = "take"
    UNDERSTAND = "understand"
    WRITE_GIST = "write_gist"
    ASK_TRANSLATOR = "ask_translator"
    ROUTE = "route"
    ANSWER_DIRECTLY = "answer_directly"
    ANSWER_BY_SIGNPOST = "answer_by_signpost"
    RELEASE_PASSAGE = "release_passage"
    ASK_MEMBER = "ask_member"
    TELL_NEWS = "tell_news"
    DESCRIBE = "describe"
    NAME_LANGUAGE = "name_language"
    GIVE_BACK = "give_back"
    MERGE = "merge"
    NOT_OURS = "not_ours"
    SET_ASIDE = "set_aside"
    HOLD = "hold"


@dataclass(frozen=True)
class Offer:
    """A step as a button: `presses` acts at once, the others open a page of their own."""

    label: str
    presses: bool = False
    kind: str = ""


OFFERS: Mapping[Step, Offer] = {
    Step.DECLARE: Offer(for_staff("I am not from this person’s country"), presses=True),
    Step.RESTORE: Offer(for_staff("It is not spam"), presses=True),
    Step.REJECT: Offer(for_staff("Yes, it is spam"), presses=True, kind="remove"),
    Step.RESUME: Offer(for_staff("Go on without a reply"), presses=True),
    Step.TAKE: Offer(for_staff("Take it"), presses=True),
    Step.UNDERSTAND: Offer(for_staff("I have read it and understand it"), presses=True),
    Step.WRITE_GIST: Offer(for_staff("Write what an interpreter says")),
    Step.ASK_TRANSLATOR: Offer(for_staff("Needs a translator"), presses=True),
    Step.ROUTE: Offer(for_staff("Put to a team")),
    Step.ANSWER_DIRECTLY: Offer(for_staff("Answer it ourselves")),
    Step.ANSWER_BY_SIGNPOST: Offer(for_staff("Use a ready answer")),
    Step.RELEASE_PASSAGE: Offer(for_staff("Release a passage")),
    Step.ASK_MEMBER: Offer(for_staff("Ask the person")),
    Step.TELL_NEWS: Offer(for_staff("Tell the person where it stands")),
    Step.DESCRIBE: Offer(for_staff("Describe it")),
    Step.NAME_LANGUAGE: Offer(for_staff("Name the language")),
    Step.GIVE_BACK: Offer(for_staff("Give it back"), presses=True),
    Step.MERGE: Offer(for_staff("Merge with another item")),
    Step.NOT_OURS: Offer(for_staff("Not ours to answer")),
    Step.SET_ASIDE: Offer(for_staff("Set aside as spam"), presses=True),
    Step.HOLD: Offer(for_staff("Safeguarding"), kind="remove"),
}

_WITHOUT_THE_WORDS = frozenset(
    {Step.DECLARE, Step.TAKE, Step.GIVE_BACK, Step.ASK_TRANSLATOR, Step.HOLD}
)
"""What also a reader may do for whom the words are closed."""

_READING = frozenset({State.IN_READING, State.RETURNED, State.REOPENED})
_AT_READING = _READING | {State.RECEIVED, State.NEEDS_MEMBER}


def member_messages(contribution: Contribution) -> list[Message]:
    return [turn for turn in contribution.messages if turn.speaker is Speaker.MEMBER]


def has_english(message: Message) -> bool:
    """In English from the start, or put into English by a person; a gist does not count."""
    found = words.best_version(message.text.versions, (ENGLISH,))
    return found is not None and found.method not in {Method.GIST, Method.MACHINE}


def needs_translator(feedback: Feedback) -> bool:
    """Somebody must translate, and nobody was asked yet."""
    if feedback.awaits_translation or feedback.state not in _AT_READING:
        return False
    return not all(has_english(turn) for turn in member_messages(feedback.contribution))


def how_understood(hat: Hat, contribution: Contribution) -> Understood | None:
    """How this reader can understand all that the person said; None when they cannot."""
    said = member_messages(contribution)
    known = {*hat.speaks, ENGLISH}
    if all(turn.text.language in known for turn in said):
        return Understood.OWN_READING
    if all(turn.text.language in known or has_english(turn) for turn in said):
        return Understood.TRANSLATION
    return None


def offered(hat: Hat, feedback: Feedback, *, may_read: bool) -> list[Step]:
    """The steps that are possible now, the next one first."""
    possible = set(_possible(hat, feedback))
    if may_read:
        possible.discard(Step.DECLARE)
    else:
        possible &= _WITHOUT_THE_WORDS
    return [step for step in Step if step in possible]


def _possible(hat: Hat, feedback: Feedback) -> Iterator[Step]:
    contribution = feedback.contribution
    yield Step.HOLD
    if contribution.not_my_country and (hat.is_woman or not contribution.wants_woman):
        yield Step.DECLARE
    if feedback.state is State.QUARANTINED:
        yield from (Step.RESTORE, Step.REJECT)
        return
    yield from _to_understand(hat, feedback)
    if feedback.state not in IS_CLOSED and feedback.state is not State.ANSWERED:
        yield Step.GIVE_BACK if feedback.owner_id == hat.person_id else Step.TAKE
        yield Step.DESCRIBE
        yield from _to_move(feedback)


def _to_understand(hat: Hat, feedback: Feedback) -> Iterator[Step]:
    contribution = feedback.contribution
    languages = {turn.text.language for turn in member_messages(contribution)}
    if feedback.understood_at is None:
        if how_understood(hat, contribution) is not None:
            yield Step.UNDERSTAND
        if languages != {ENGLISH}:
            yield Step.WRITE_GIST
    if feedback.understood_at is None or UNKNOWN in languages:
        yield Step.NAME_LANGUAGE
    if needs_translator(feedback):
        yield Step.ASK_TRANSLATOR


def _to_move(feedback: Feedback) -> Iterator[Step]:
    moves = {
        Step.ASK_MEMBER: Move.ASK_MEMBER,
        Step.MERGE: Move.MERGE,
        Step.SET_ASIDE: Move.QUARANTINE,
        Step.RESUME: Move.RESUME,
    }
    yield from (step for step, move in moves.items() if may_move(feedback.state, move))
    if feedback.understood_at is None:
        return
    yield Step.TELL_NEWS
    yield Step.RELEASE_PASSAGE
    if feedback.state in _READING:
        yield from (Step.ROUTE, Step.ANSWER_DIRECTLY, Step.ANSWER_BY_SIGNPOST, Step.NOT_OURS)
