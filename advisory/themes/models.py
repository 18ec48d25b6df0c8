from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.contributions.models import Contribution
from advisory.foundation.database import Base, Id
from advisory.people.models import Team
from advisory.words.models import Text


class Passage(Base):
    """A piece of somebody's words, in English, names and places taken out, that teams may read."""

    __tablename__ = "passages"

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), index=True)
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contributions.id"), index=True)
    text_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    origin_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"), index=True)
    """The words it was taken from; none before passages were labelled."""
    released_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    released_at: Mapped[datetime]

    text: Mapped[Text] = relationship(foreign_keys=[text_id])
    origin: Mapped[Text | None] = relationship(foreign_keys=[origin_id])
    contribution: Mapped[Contribution] = relationship()


class Codebook(Base):
    """The labels of a board, and how they are put on passages."""

    __tablename__ = "codebooks"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    version: Mapped[int]
    """Goes up with every change of a label."""
    is_double: Mapped[bool]
    """Two people label the first passages, each alone. Otherwise one person reads, and no number
    says how alike people read."""

    labels: Mapped[list["Label"]] = relationship(order_by="Label.position")


class LabelState(StrEnum):
    CANDIDATE = "candidate"
    AGREED = "agreed"
    MERGED = "merged"


class Label(Base):
    """What a passage is about. One that was merged stays, and counts as the other."""

    __tablename__ = "labels"
    __table_args__ = (
        UniqueConstraint("board_id", "position"),
        CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_another"
        ),
    )

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("codebooks.board_id"))
    position: Mapped[int]
    name: Mapped[str]
    definition: Mapped[str]
    use_when: Mapped[str]
    not_when: Mapped[str]
    state: Mapped[LabelState]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("labels.id"))
    version: Mapped[int]
    """The version of the codebook that brought these words."""

    history: Mapped[list["LabelVersion"]] = relationship(order_by="LabelVersion.version.desc()")


class LabelVersion(Base):
    """What a label said from one version of the codebook on. Never changed."""

    __tablename__ = "label_versions"

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    definition: Mapped[str]
    use_when: Mapped[str]
    not_when: Mapped[str]
    state: Mapped[LabelState]
    merged_into_id: Mapped[UUID | None]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    written_on: Mapped[date]


class Coding(Base):
    """The labels that one person put on one passage, sealed under the key of who spoke.

    It keeps the labels as they were put: what was merged later is followed when it is read.
    """

    __tablename__ = "codings"
    __table_args__ = (UniqueConstraint("passage_id", "person_id"),)

    id: Mapped[Id]
    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passages.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    codebook_version: Mapped[int]
    put_on: Mapped[date]
    sealed: Mapped[bytes]

    passage: Mapped[Passage] = relationship()


class Drawn(Base):
    """A passage drawn by chance for two people, each alone. Settled: what they then agreed on."""

    __tablename__ = "drawn_passages"
    __table_args__ = (
        CheckConstraint("(sealed IS NULL) = (settled_on IS NULL)", name="settled_on_a_day"),
    )

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passages.id"), primary_key=True)
    drawn_on: Mapped[date]
    sealed: Mapped[bytes | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    settled_on: Mapped[date | None]

    passage: Mapped[Passage] = relationship()


class MachineHelp(StrEnum):
    SUGGESTIONS = "suggestions"
    """Labels, learned here from this board's own codings."""
    DRAFTING = "drafting"
    """Wordings, from a server outside."""


class MachineSwitch(Base):
    """Who switched a machine's help on or off for a codebook, and why. Never changed."""

    __tablename__ = "machine_switches"
    __table_args__ = (UniqueConstraint("board_id", "help", "position"),)

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    help: Mapped[MachineHelp]
    position: Mapped[int]
    is_on: Mapped[bool]
    reason: Mapped[str]
    reference: Mapped[str]
    """Of the data protection assessment, with who decided and when; empty where none is needed."""
    decided_by: Mapped[str]
    decided_on: Mapped[date | None]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    set_on: Mapped[date]


class SuggestionRound(Base):
    """What a board's suggestions were last learned from, and how passages were read since."""

    __tablename__ = "suggestion_rounds"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    revision: Mapped[int]
    learned_from: Mapped[int]
    """Passages; 0 while what was learned is thrown away."""
    labels: Mapped[int]
    """How many could be learned."""
    fingerprint: Mapped[str]
    """Of the codings: another one says that somebody changed something."""
    learned_on: Mapped[date]
    read_with: Mapped[int]
    read_without: Mapped[int]


class Suggested(Base):
    """What a machine takes a passage for, until a person has read it. Never counted as read.

    Sealed under the key of who spoke: it holds words of theirs.
    """

    __tablename__ = "suggestions"

    passage_id: Mapped[UUID] = mapped_column(ForeignKey("passages.id"), primary_key=True)
    revision: Mapped[int]
    sealed: Mapped[bytes]

    passage: Mapped[Passage] = relationship()


class SuggestionCount(Base):
    """How often a label was suggested, and put. Counts alone: nobody's passage is in it."""

    __tablename__ = "suggestion_counts"

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), primary_key=True)
    was_shown: Mapped[bool] = mapped_column(primary_key=True)
    """False: made, and shown to nobody, to measure what showing changes."""
    offered: Mapped[int]
    taken: Mapped[int]
    put: Mapped[int]
    """By people, whatever was suggested."""


class ThemeState(StrEnum):
    DRAFT = "draft"
    CHECKED = "checked"
    """People of the community looked at it and said whether it is what they meant."""
    FINAL = "final"


class Depth(StrEnum):
    """How hard it is on people, as those who read it judge."""

    UNSAID = "unsaid"
    SLIGHT = "slight"
    HARD = "hard"
    GRAVE = "grave"


class Theme(Base):
    """What people mean, in our words: they hold no name, and stay when somebody's words go."""

    __tablename__ = "themes"
    __table_args__ = (UniqueConstraint("board_id", "number"),)

    id: Mapped[Id]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    number: Mapped[int]
    title: Mapped[str]
    statement: Mapped[str]
    wants: Mapped[str]
    counter_views: Mapped[str]
    single_voices: Mapped[str]
    """What one or few said, and is not lost for being few."""
    missing: Mapped[str]
    """Whom we did not hear."""
    depth: Mapped[Depth]
    power: Mapped[str]
    """What is in the power of those who read the report."""
    options: Mapped[str]
    state: Mapped[ThemeState]
    revision: Mapped[int]
    made_on: Mapped[date]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"), index=True)
    """The team whose policy leads may read the report."""
    taken_back_on: Mapped[date | None]
    """The month in which words it stood on were taken back."""
    is_to_look_at: Mapped[bool]
    """Nobody has looked yet whether it still holds without them."""

    team: Mapped[Team | None] = relationship()
    labels: Mapped[list[Label]] = relationship(
        secondary="theme_labels", order_by=Label.position, viewonly=True
    )
    checks: Mapped[list["ThemeCheck"]] = relationship(order_by="ThemeCheck.position")


class ThemeLabel(Base):
    __tablename__ = "theme_labels"

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("themes.id"), primary_key=True)
    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), primary_key=True)


class ThemePassage(Base):
    """What a theme stood on when the community looked at it. A passage that goes leaves it."""

    __tablename__ = "theme_passages"

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("themes.id"), primary_key=True)
    passage_id: Mapped[UUID] = mapped_column(
        ForeignKey("passages.id"), primary_key=True, index=True
    )


class ThemeQuote(Base):
    """A passage that stands in the report word for word, while the person allows it."""

    __tablename__ = "theme_quotes"

    theme_id: Mapped[UUID] = mapped_column(ForeignKey("themes.id"), primary_key=True)
    passage_id: Mapped[UUID] = mapped_column(
        ForeignKey("passages.id"), primary_key=True, index=True
    )


class ThemeCheck(Base):
    """Which people of the community looked at a theme, what they said, what we changed."""

    __tablename__ = "theme_checks"
    __table_args__ = (UniqueConstraint("theme_id", "position"),)

    id: Mapped[Id]
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("themes.id"))
    position: Mapped[int]
    language: Mapped[str]
    said: Mapped[str]
    changed: Mapped[str]
    looked_on: Mapped[date]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class Axis(StrEnum):
    """By what people are told apart when a theme is counted."""

    LANGUAGE = "language"
    AREA = "area"
    CHANNEL = "channel"


class Benchmark(Base):
    """How many people of a group there are, as somebody counted: whom the board expects to hear."""

    __tablename__ = "benchmarks"
    __table_args__ = (CheckConstraint("people >= 1", name="somebody_is_there"),)

    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    axis: Mapped[Axis] = mapped_column(primary_key=True)
    group: Mapped[str] = mapped_column(primary_key=True)
    """The tag of a language, or the name of a borough."""
    people: Mapped[int]
    source: Mapped[str]
    counted_on: Mapped[date]
    """The day the source is of."""


class ThemeCount(Base):
    """How many people of which group said what, as it may be shown. It leads back to nobody."""

    __tablename__ = "theme_counts"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    axis: Mapped[Axis] = mapped_column(primary_key=True)
    counted_on: Mapped[date]
    people: Mapped[int]
    """How many were heard in all, to know how many came since."""
    gone: Mapped[int]
    """How many of them took their words back since."""
    mark: Mapped[str]
    """Of the labels and themes it was made of."""
    found: Mapped[dict[str, Any]]
    """Figures after disclosure control, never the counts. See rules.counting."""
