"""From a draft to what became of it: each step, and what it needs."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from advisory.consultations.models import Consultation, Level, Question, Stage
from advisory.consultations.rules.conditions import loop, never_asked
from advisory.consultations.rules.kinds import kind_of
from advisory.languages.catalogues import for_public, for_staff
from advisory.voting.rules.asking import shown_statements, starting_statements
from advisory.words.models import Status, Text
from advisory.words.rules import Provenance, original, provenance, reading_order

HEARD_WITHIN, ACTED_WITHIN = timedelta(weeks=4), timedelta(weeks=12)
SOURCE = "en"

LEVELS: Mapping[Level, str] = {
    Level.TOLD: for_public("We tell you what happens and why."),
    Level.HEARD: for_public("We listen, and tell you what we did with your answers."),
    Level.TOGETHER: for_public("We work it out together with you."),
    Level.YOURS: for_public("What most of you choose is done."),
}

STAGES: Mapping[Stage, str] = {
    Stage.DRAFT: for_staff("Draft"),
    Stage.TRANSLATED: for_staff("Translated"),
    Stage.OPEN: for_staff("Open"),
    Stage.CLOSED: for_staff("Closed"),
    Stage.MAKING_SENSE: for_staff("Making sense"),
    Stage.CHECKED: for_staff("Checked by the community"),
    Stage.ANSWERED: for_staff("Answered"),
    Stage.FOLLOWED: for_staff("Followed"),
}
ORDER = tuple(Stage)
TO_MEMBERS = ORDER[2:]


def texts_of_question(question: Question) -> list[Text]:
    hint = [question.hint] if question.hint else []
    starting = starting_statements(question.poll) if question.poll else []
    offered = [*(option.text for option in question.options), *(one.text for one in starting)]
    return [question.title, *hint, *offered]


def texts_of(consultation: Consultation) -> list[Text]:
    """Every word that a person who answers reads."""
    own = consultation
    first = [own.title, own.purpose, own.who, own.can, own.cannot]
    return [*first, *(text for one in own.questions for text in texts_of_question(one))]


def texts_to_translate(consultation: Consultation) -> list[Text]:
    """With the sentences that people added: a language may open before those are ready in it."""
    polls = [one.poll for one in consultation.questions if one.poll]
    added = [one.text for poll in polls for one in shown_statements(poll) if one.contribution_id]
    return [*texts_of(consultation), *added]


def is_ready(text: Text, language: str) -> bool:
    """Whether the text stands in the language, checked and of the newest words."""
    return any(
        version.language == language
        and version.status is Status.CHECKED
        and version.revision >= text.meaning_revision
        and provenance(version) in {Provenance.ORIGINAL, Provenance.CHECKED}
        for version in text.versions
    )


def ready(consultation: Consultation, language: str) -> tuple[int, int]:
    """How many of its texts are ready in the language, of how many."""
    texts = texts_of(consultation)
    return sum(is_ready(text, language) for text in texts), len(texts)


def is_whole_in(consultation: Consultation, language: str) -> bool:
    done, count = ready(consultation, language)
    return done == count


def is_asked(consultation: Consultation, today: date) -> bool:
    """Whether people are asked today. The days count, not when somebody closes it."""
    return (
        consultation.stage is Stage.OPEN
        and consultation.opens_on <= today <= consultation.closes_on
    )


def has_closed(consultation: Consultation, today: date) -> bool:
    after = ORDER.index(consultation.stage) > ORDER.index(Stage.OPEN)
    return after or (consultation.stage is Stage.OPEN and today > consultation.closes_on)


def is_late(consultation: Consultation, said_on: date | None, today: date) -> bool:
    """After the last day. What was said in time on paper or elsewhere is not, whenever it comes."""
    in_time = said_on is not None and said_on <= consultation.closes_on
    return has_closed(consultation, today) and not in_time


def is_public(consultation: Consultation, today: date) -> bool:
    return consultation.stage in TO_MEMBERS and consultation.opens_on <= today


def asked_in(consultation: Consultation, tag: str) -> str:
    """The language of the questions for a reader of `tag`: one for all of them, never mixed."""
    opened = {opening.language for opening in consultation.openings}
    return next((known for known in reading_order(tag) if known in opened), SOURCE)


def has_words(text: Text) -> bool:
    return bool(original(text).body)


def unfinished(consultation: Consultation) -> list[str]:
    """What the questions lack before anybody is asked, as reasons for the board."""
    asks = [one for one in consultation.questions if kind_of(one).asks]
    found = []
    if not asks:
        found.append(for_staff("There is no question yet."))
    if any(kind_of(one).missing(one) for one in consultation.questions):
        found.append(for_staff("A question has no answers to choose from."))
    if loop(consultation.questions):
        found.append(for_staff("Two questions wait for each other. Change when they are asked."))
    elif never_asked(consultation.questions):
        found.append(for_staff("A question can never be asked. Change when it is asked."))
    if not all(map(has_words, texts_of(consultation))):
        found.append(for_staff("Some words are missing: what can change, or a question."))
    return found


def in_the_way(consultation: Consultation, to: Stage, today: date) -> list[str]:
    """Why the next step cannot be taken yet; empty when it can."""
    if to not in ORDER[ORDER.index(consultation.stage) + 1 :][:1]:
        return [for_staff("This is not the next step.")]
    return list(_NEEDS[to](consultation, today))


def _translated(own: Consultation, _today: date) -> Iterable[str]:
    yield from unfinished(own)
    if not all(is_whole_in(own, tag) for tag in (SOURCE, *own.languages)):
        yield for_staff("A chosen language is not translated and checked yet.")


def _opened(own: Consultation, today: date) -> Iterable[str]:
    yield from _translated(own, today)
    if own.is_settled or own.acts_on <= today:
        yield for_staff("This is settled already. Asking now would only look like asking.")
    if own.closes_on < today:
        yield for_staff("The last day is over. Choose a later one.")
    if own.acts_on <= own.closes_on:
        yield for_staff("They make up their minds before people have answered.")


def _closed(_own: Consultation, _today: date) -> Iterable[str]:
    return ()


def _checked(own: Consultation, _today: date) -> Iterable[str]:
    if own.heard is None:
        yield for_staff("Write what we heard first.")
    if not own.checked_by:
        yield for_staff("Say which people of the community looked at it.")


def _answered(own: Consultation, _today: date) -> Iterable[str]:
    if own.heard_on is None:
        yield for_staff("Publish what we heard first.")
    if own.will is None:
        yield for_staff("Write what they will do first.")


def _followed(own: Consultation, _today: date) -> Iterable[str]:
    if not own.followed:
        yield for_staff("Say what became of it.")


_NEEDS = {
    Stage.TRANSLATED: _translated,
    Stage.OPEN: _opened,
    Stage.CLOSED: _closed,
    Stage.MAKING_SENSE: _closed,
    Stage.CHECKED: _checked,
    Stage.ANSWERED: _answered,
    Stage.FOLLOWED: _followed,
}


def ended_on(consultation: Consultation) -> date:
    """Its answers have their time from here: the last day on which a reply was owed or given."""
    own = consultation
    owed = own.act_by_on or own.closes_on + ACTED_WITHIN
    return max(own.closes_on, own.acts_on, owed, own.answered_on or own.closes_on)


def next_stage(consultation: Consultation) -> Stage | None:
    return next(iter(ORDER[ORDER.index(consultation.stage) + 1 :]), None)


def may_change_words(consultation: Consultation) -> bool:
    """Nobody changes a question that somebody may have answered."""
    return consultation.stage in {Stage.DRAFT, Stage.TRANSLATED}


def heard_is_late(consultation: Consultation, today: date) -> bool:
    by = consultation.heard_by_on
    return by is not None and by < today and consultation.heard_on is None


def act_is_late(consultation: Consultation, today: date) -> bool:
    by = consultation.act_by_on
    return by is not None and by < today and consultation.answered_on is None
