"""Items as lines of a list: the inbox, today's work, what a search found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.clocks import queries as clocks
from advisory.contributions import queries as contributions
from advisory.contributions.rules import may_read
from advisory.desk.queries.turns import Said, original_and_english, said
from advisory.desk.rules import naming
from advisory.desk.rules.naming import SpokenIn, language_named, understood_words
from advisory.desk.rules.timing import Clock, due_words
from advisory.feedback.models import Feedback
from advisory.foundation.access import Hat
from advisory.foundation.keys import Erased
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.people.models import Board
from advisory.words.models import Method
from advisory.words.rules import written

Address = Callable[[UUID], str]
"""Where the page of an item is."""

_YOU = for_staff("You")
_ONLY_FILES = for_staff("A sound or pictures, no written words.")
_HELD_BACK = for_staff("These words were erased.")


@dataclass(frozen=True)
class Row:
    """What components/inbox.html shows of an item. `wordless` says why there are no words."""

    ref: str
    url: str
    due: str
    due_tone: str
    language: SpokenIn
    original: Said | None
    translation: Said | None
    wordless: str
    readable: bool
    source: str
    owner: str
    understood: str
    understood_tone: str


def clock_of(session: Session, board: Board, at: datetime) -> Clock:
    return Clock(at, clocks.open_time(session, board.calendar_id, london(at).date()))


def rows(
    session: Session, items: Sequence[Feedback], *, hat: Hat, clock: Clock, address: Address
) -> list[Row]:
    """One more query for all of them: for which this reader said "not from their country"."""
    declared = declared_among(session, hat, items)
    return [
        _row(session, item, hat, clock, address, declared=item.contribution_id in declared)
        for item in items
    ]


def declared_among(session: Session, hat: Hat, items: Iterable[Feedback]) -> set[UUID]:
    asked = [item.contribution_id for item in items if item.contribution.not_my_country]
    return contributions.declared_by(session, hat.person_id, asked) if asked else set()


def _row(
    session: Session, item: Feedback, hat: Hat, clock: Clock, address: Address, *, declared: bool
) -> Row:
    contribution = item.contribution
    original, english, wordless = None, None, ""
    if may_read(hat, contribution, declared=declared):
        try:
            original, english = original_and_english(session, contribution.messages[0].text)
            if not original.text:
                heard = written(contribution.messages[0].text)
                original = said(session, heard) if heard.method is Method.TRANSCRIPT else None
                wordless = "" if original else _ONLY_FILES
        except Erased:
            wordless = _HELD_BACK
    else:
        wordless = naming.closed_because(hat, contribution)
    due, due_tone = due_words(item, clock, None)
    understood, tone = understood_words(item, english.provenance if english else None)
    language = contribution.messages[0].text.language
    return Row(
        ref=naming.reference(item.reference),
        url=address(item.id),
        due=due,
        due_tone=due_tone,
        language=language_named(language),
        original=original,
        translation=english,
        wordless=wordless,
        readable=language in {*hat.speaks, "en"},
        source=naming.CHANNEL_NAMES[contribution.channel],
        owner=_owner(item, hat),
        understood=understood,
        understood_tone=tone,
    )


def _owner(item: Feedback, hat: Hat) -> str:
    if item.owner_id == hat.person_id:
        return _YOU
    return item.owner.name if item.owner else ""
