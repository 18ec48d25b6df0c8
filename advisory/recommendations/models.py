from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisory.answers.models import Advice
from advisory.contributions.models import Contribution
from advisory.foundation.database import Base
from advisory.meetings.models import AgendaItem
from advisory.noticeboard.models import Notice
from advisory.people.models import Team
from advisory.themes.models import Theme
from advisory.words.models import Text


class Stage(StrEnum):
    DRAFT = "draft"
    PUT = "put"
    """A team has it, or its answer waits for a facilitator's look."""
    BACK = "back"
    """The team needs more, or it is not theirs: it is with us, to be put again."""
    ANSWERED = "answered"
    FOLLOWED = "followed"
    """What was promised has come to its end, or nothing was."""


class Recommendation(Base):
    """What the board asks a team to change. Once it was put, its words never change."""

    __tablename__ = "recommendations"
    __table_args__ = (
        UniqueConstraint("board_id", "year", "number"),
        CheckConstraint(
            "stage = 'draft' OR (team_id IS NOT NULL AND put_on IS NOT NULL)",
            name="put_to_a_team_on_a_day",
        ),
    )

    id: Mapped[UUID] = mapped_column(ForeignKey("advice.id"), primary_key=True)
    board_id: Mapped[UUID] = mapped_column(ForeignKey("boards.id"))
    year: Mapped[int]
    number: Mapped[int]
    stage: Mapped[Stage]
    ask_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    change_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    why_id: Mapped[UUID] = mapped_column(ForeignKey("texts.id"))
    minority_id: Mapped[UUID | None] = mapped_column(ForeignKey("texts.id"))
    """How some of the board see it otherwise. It is shown wherever the rest is shown."""
    more: Mapped[str] = mapped_column(default="")
    """What was added for the team when it needed more."""
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"), index=True)
    put_on: Mapped[date | None]
    voices: Mapped[int | None]
    """To the nearest 5, counted once when it was put; none when they are few."""
    climbed: Mapped[int] = mapped_column(default=0)
    """How far a late answer has gone: 1 the team, 2 its parent team, 3 the board's chair."""
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notices.id"))
    revision: Mapped[int]
    made_on: Mapped[date]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    form_token_hash: Mapped[str] = mapped_column(unique=True)

    ask: Mapped[Text] = relationship(foreign_keys=[ask_id])
    change: Mapped[Text] = relationship(foreign_keys=[change_id])
    why: Mapped[Text] = relationship(foreign_keys=[why_id])
    minority: Mapped[Text | None] = relationship(foreign_keys=[minority_id])
    advice: Mapped[Advice] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    team: Mapped[Team | None] = relationship()
    notice: Mapped[Notice | None] = relationship()
    themes: Mapped[list[Theme]] = relationship(
        secondary="recommendation_themes", order_by=Theme.number, viewonly=True
    )


class RecommendationTheme(Base):
    __tablename__ = "recommendation_themes"

    recommendation_id: Mapped[UUID] = mapped_column(
        ForeignKey("recommendations.id"), primary_key=True
    )
    theme_id: Mapped[UUID] = mapped_column(ForeignKey("themes.id"), primary_key=True, index=True)


class Voice(Base):
    """Somebody whose words stand behind it. No page of a team leads here."""

    __tablename__ = "recommendation_voices"

    recommendation_id: Mapped[UUID] = mapped_column(
        ForeignKey("recommendations.id"), primary_key=True
    )
    contribution_id: Mapped[UUID] = mapped_column(
        ForeignKey("contributions.id"), primary_key=True, index=True
    )

    recommendation: Mapped[Recommendation] = relationship()
    contribution: Mapped[Contribution] = relationship()
