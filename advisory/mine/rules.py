"""What the holder of a code sees of their item, and what they may do to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from advisory.answers.models import Answer, AnswerState
from advisory.contributions.models import Message, MessageKind
from advisory.feedback import rules as feedback_rules
from advisory.feedback.models import Event, Feedback, State
from advisory.feedback.rules import GONE, IS_CLOSED, Word
from advisory.handovers import models as handing
from advisory.handovers import rules as handing_rules
from advisory.languages.catalogues import for_public
from advisory.languages.dates import london
from advisory.languages.safety import SAFETY
from advisory.words import rules as words
from advisory.words.models import Text, Version

# Translators: The first of four words that say how far an answer is: your words arrived.
WE_HAVE_IT = for_public("We have it")
# Translators: The second of four words: a person has read your words.
READ = for_public("Read")
# Translators: The third of four words: people are working on the answer.
BEING_ANSWERED = for_public("Being answered")
# Translators: The fourth of four words: the answer is there.
ANSWERED = for_public("Answered")

WORDS: dict[Word, str] = {
    Word.WE_HAVE_IT: WE_HAVE_IT,
    Word.READ: READ,
    Word.BEING_ANSWERED: BEING_ANSWERED,
    Word.ANSWERED: ANSWERED,
}
ORDER = tuple(Word)


@dataclass(frozen=True)
class Step:
    """One of the four words, with the day it came true."""

    word: str
    on: date | None
    state: Literal["done", "now", "later"]


def steps(state: State, events: Sequence[Event], arrived_on: date) -> list[Step]:
    """The four words. What is gone has none: its code opens nothing."""
    reached = ORDER.index(feedback_rules.word(state))
    days = _days(events) | {Word.WE_HAVE_IT: arrived_on}
    return [
        Step(
            WORDS[word],
            days.get(word) if at <= reached else None,
            "now" if at == reached else "done" if at < reached else "later",
        )
        for at, word in enumerate(ORDER)
    ]


def _days(events: Sequence[Event]) -> dict[Word, date]:
    """The day each word last began; a word that only goes on keeps its day."""
    days: dict[Word, date] = {}
    before = Word.WE_HAVE_IT
    for event in events:
        if event.to_state is None or event.to_state in GONE:
            continue
        word = feedback_rules.word(event.to_state)
        if word is not before:
            days[word] = london(event.at).date()
        before = word
    return days


def in_order(messages: Sequence[Message], sent: Sequence[Answer]) -> Iterator[Message | Answer]:
    """Messages and sent answers as they came; messages keep a day only, no second."""
    waiting = list(sent)
    last: Message | Answer | None = None
    for message in messages:
        while waiting and _came_before(waiting[0], message, last):
            last = waiting.pop(0)
            yield last
        last = message
        yield last
    yield from waiting


def _came_before(answer: Answer, message: Message, last: Message | Answer | None) -> bool:
    if sent_on(answer) != message.said_on:
        return sent_on(answer) < message.said_on
    # On one day: "it did not answer me" follows its answer, all else came before.
    return message.kind is MessageKind.UNSATISFIED and not isinstance(last, Answer)


def sent_on(answer: Answer) -> date:
    return london(answer.sent_at or answer.written_at).date()


@dataclass(frozen=True)
class Help:
    """Whom we may ask, or asked, to help this person. Its words stand in `languages.safety`."""

    id: UUID
    name: str
    asks: bool
    said: str
    """What they said, or what became of it; empty while nobody has replied."""
    may_take_back: bool


_SAID: dict[handing.Step, str] = {
    handing.Step.ACCEPTED: SAFETY.THEY_HELP,
    handing.Step.REJECTED: SAFETY.THEY_CANNOT_HELP,
    handing.Step.REVOKED: SAFETY.YES_TAKEN_BACK,
    handing.Step.DONE: SAFETY.THEY_HELPED,
}


def help_of(hand_over: handing.HandOver, organisation: str) -> Help:
    """A team's name could tell where somebody lives: it has one for members, or a neutral one."""
    name = organisation
    if hand_over.team is not None:
        name = hand_over.team.shown_as or str(SAFETY.A_TEAM)
    elif hand_over.person_id is not None:
        name = str(SAFETY.A_COLLEAGUE)
    return Help(
        id=hand_over.id,
        name=name,
        asks=hand_over.step is handing.Step.ASKED,
        said=_SAID.get(hand_over.step, ""),
        may_take_back=handing_rules.may_take_back(hand_over),
    )


def is_sent(answer: Answer) -> bool:
    return answer.state is AnswerState.SENT


@dataclass(frozen=True)
class Rendering:
    """Words of ours in one language: several texts that are shown as one, never mixed."""

    versions: tuple[Version, ...]
    language: str
    wanted: bool


def rendering(texts: Iterable[Text], tag: str) -> Rendering:
    """All the texts in the first language for a reader of `tag` that has every one of them."""
    parts = tuple(texts)
    for language in words.reading_order(tag):
        found = [words.best_version(text.versions, (language,)) for text in parts]
        versions = tuple(version for version in found if version is not None)
        if len(versions) == len(parts):
            return Rendering(versions, language, language == tag)
    return Rendering(tuple(map(words.original, parts)), parts[0].language, wanted=False)


def waits_for_answer(feedback: Feedback) -> bool:
    return feedback.state not in {*IS_CLOSED, State.ANSWERED}


def waits_for_reply(feedback: Feedback) -> bool:
    """We asked the person, and everything stands still until they reply."""
    return feedback.state is State.NEEDS_MEMBER


def is_gone(feedback: Feedback) -> bool:
    return feedback.state in GONE


def asks_whether_it_answered(feedback: Feedback, answer: Answer) -> bool:
    """Once for each answer, while it is the last word."""
    asked = answer.reply
    return feedback.state is State.ANSWERED and asked is not None and asked.replied is None
