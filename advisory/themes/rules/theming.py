"""What a theme still needs, and how strong it is: words, and counts that single nobody out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from advisory.contributions.models import Contribution, Use
from advisory.disclosure.rules import FEWEST, Figure, rounded, safe_row
from advisory.foundation.access import Hat, Role
from advisory.languages.catalogues import for_staff
from advisory.themes.models import Depth, Theme, ThemeState
from advisory.themes.rules import telling
from advisory.words.models import Version
from advisory.words.rules import Provenance, provenance

ORDER = tuple(ThemeState)


class ReadAs(StrEnum):
    """How the words reached those who read them."""

    ORIGINAL = "original"
    CHECKED = "checked"
    ONE_PERSON = "one_person"
    MACHINE = "machine"


_READ_AS = {
    Provenance.ORIGINAL: ReadAs.ORIGINAL,
    Provenance.TRANSCRIPT: ReadAs.ORIGINAL,
    Provenance.CHECKED: ReadAs.CHECKED,
    Provenance.NOT_CHECKED: ReadAs.ONE_PERSON,
    Provenance.GIST: ReadAs.ONE_PERSON,
    Provenance.MACHINE: ReadAs.MACHINE,
}


def read_as(english: Version | None) -> ReadAs:
    """Words that nobody put into English were read by the person who wrote the passage."""
    return ReadAs.ONE_PERSON if english is None else _READ_AS[provenance(english)]


class Frequency(StrEnum):
    NOBODY = "nobody"
    FEW = "few"
    SOME = "some"
    NEARLY_ALL = "nearly_all"


class Breadth(StrEnum):
    UNKNOWN = "unknown"
    """So few people that saying how far it reaches would tell who they are."""
    ONE = "one"
    SEVERAL = "several"
    MANY = "many"


@dataclass(frozen=True)
class Voice:
    """One passage of a theme: whose, in which language, and how it was read."""

    contribution_id: UUID
    language: str
    read_as: ReadAs


@dataclass(frozen=True)
class Strength:
    people: Figure
    """To the nearest 5; hidden when it is few, or when those who did not say it are few."""
    frequency: Frequency
    breadth: Breadth
    read_as: Mapping[ReadAs, Figure]
    passages: Figure
    is_checked: bool
    """All of it was said in English, or its English was checked by a second person."""


def strength(voices: Collection[Voice], heard: int) -> Strength:
    """`heard` is how many people have a passage that was labelled."""
    spoke = {voice.contribution_id: voice.language for voice in voices}
    count = len(spoke)
    row = safe_row({"said": count}, max(heard, count))
    figures = safe_row({way: sum(v.read_as is way for v in voices) for way in ReadAs}, len(voices))
    return Strength(
        people=row.figures["said"],
        frequency=_frequency(count, max(heard, count)),
        breadth=_breadth(set(spoke.values()), count),
        read_as=figures.figures,
        passages=figures.whole,
        is_checked=all(v.read_as in {ReadAs.ORIGINAL, ReadAs.CHECKED} for v in voices),
    )


def _frequency(count: int, heard: int) -> Frequency:
    if not count:
        return Frequency.NOBODY
    if rounded(count).shown is None:
        return Frequency.FEW
    return Frequency.NEARLY_ALL if heard - count < FEWEST else Frequency.SOME


def _breadth(languages: Collection[str], count: int) -> Breadth:
    if count < FEWEST:
        return Breadth.UNKNOWN
    if len(languages) == 1:
        return Breadth.ONE
    return Breadth.SEVERAL if len(languages) < 4 else Breadth.MANY


def may_be_quoted(contribution: Contribution, words: str) -> bool:
    """The person allows it, and nothing found in it tells who spoke. A person looks as well."""
    return contribution.use is Use.QUOTE and not telling(words)


def may_read_report(hat: Hat, theme: Theme) -> bool:
    """A policy lead reads final themes that were shown to their own team."""
    if theme.board_id != hat.board_id:
        return False
    if hat.role is Role.POLICY_LEAD:
        return theme.state is ThemeState.FINAL and theme.team_id == hat.team_id is not None
    return hat.role is Role.FACILITATOR


def next_state(theme: Theme) -> ThemeState | None:
    return next(iter(ORDER[ORDER.index(theme.state) + 1 :]), None)


def in_the_way(theme: Theme, to: ThemeState, *, evidence: int) -> list[str]:
    """Why the next step cannot be taken yet; empty when it can."""
    if to is not next_state(theme):
        return [for_staff("This is not the next step.")]
    found = []
    if not evidence:
        found.append(for_staff("No passage stands behind it. Choose labels that passages carry."))
    if theme.is_to_look_at:
        found.append(for_staff("Words were taken back. Look whether it still holds."))
    needed = (
        (theme.statement, for_staff("Say in plain words what people mean.")),
        (theme.wants, for_staff("Say what people want.")),
        (theme.counter_views, for_staff("Say who sees it otherwise, or that you looked.")),
        (theme.missing, for_staff("Say whom we did not hear.")),
        (theme.depth is not Depth.UNSAID, for_staff("Say how hard it is on people.")),
        (theme.checks, for_staff("Say which people of the community looked at it.")),
    )
    return found + [reason for said, reason in needed if not said]
