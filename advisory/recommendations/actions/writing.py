"""Writing a recommendation down, and changing it while it is a draft."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.answers.models import Advice
from advisory.contributions.models import Contribution
from advisory.contributions.rules import token_hash
from advisory.foundation import keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.foundation.keys import Purpose
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.meetings.models import AgendaItem
from advisory.recommendations import queries
from advisory.recommendations.actions.trail import note
from advisory.recommendations.models import (
    Recommendation,
    RecommendationTheme,
    Stage,
    Voice,
)
from advisory.themes.models import Theme
from advisory.words import actions as words
from advisory.words.models import Text, TextKind


@dataclass(frozen=True, kw_only=True)
class Content:
    """What is asked, in the board's own plain words."""

    ask: str
    change: str
    why: str
    minority: str = ""


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What it comes from: any of them, or none."""

    themes: tuple[Theme, ...] = ()
    item: AgendaItem | None = None
    contribution: Contribution | None = None


class Overtaken(Exception):
    """Somebody changed it meanwhile."""


def write_recommendation(
    session: Session, content: Content, sources: Sources, *, token: str, by: Hat
) -> Recommendation:
    """With the next number of the year. The same form again is a double tap."""
    hashed = token_hash(f"recommendation/{by.board_id}/{token}")
    take_turns(session, f"recommendations/{by.board_id}")
    known = queries.written_with(session, hashed)
    if known is not None:
        return known
    allow(all(theme.board_id == by.board_id for theme in sources.themes), exists=False)
    today = london(now()).date()
    advice = Advice(id=uuid4(), board_id=by.board_id)
    advice.data_key = keys.make_data_key(session, Purpose.STAFF)
    own = Recommendation(
        id=advice.id,
        advice=advice,
        board_id=by.board_id,
        stage=Stage.DRAFT,
        form_token_hash=hashed,
        revision=1,
        made_on=today,
        made_by_id=by.person_id,
        item=sources.item,
        more="",
        climbed=0,
        **_numbered(session, by.board_id, today),
    )
    _write(session, own, content, by)
    session.add(own)
    session.flush()
    _name_sources(session, own, sources)
    note(session, "recommendation written", own, by=by)
    return own


def _numbered(session: Session, board_id: UUID, today: date) -> dict[str, int]:
    return {"year": today.year, "number": 1 + queries.highest(session, board_id, today.year)}


def _name_sources(session: Session, own: Recommendation, sources: Sources) -> None:
    session.add_all(
        RecommendationTheme(recommendation_id=own.id, theme_id=theme.id) for theme in sources.themes
    )
    if sources.contribution is not None:
        allow(sources.contribution.board_id == own.board_id, exists=False)
        session.add(Voice(recommendation_id=own.id, contribution_id=sources.contribution.id))
    session.flush()
    session.expire(own, ["themes"])


def change_recommendation(
    session: Session, own: Recommendation, content: Content, *, seen: int, by: Hat
) -> None:
    """Until it is put to a team. Raises Overtaken."""
    take_turns(session, f"recommendations/{own.board_id}")
    session.refresh(own, ["stage", "revision"])
    if own.stage is not Stage.DRAFT:
        raise Impossible(for_staff("It was put to a team: its words stay as they are."))
    if own.revision != seen:
        raise Overtaken
    _write(session, own, content, by)
    own.revision += 1
    session.flush()
    note(session, "recommendation changed", own, by=by)


def _write(session: Session, own: Recommendation, content: Content, by: Hat) -> None:
    own.ask = _written(session, own.ask, content.ask, by)
    own.change = _written(session, own.change, content.change, by)
    own.why = _written(session, own.why, content.why, by)
    if content.minority or own.minority is not None:
        own.minority = (
            _written(session, own.minority, content.minority, by) if content.minority else None
        )


def _written(session: Session, text: Text | None, body: str, by: Hat) -> Text:
    if text is not None:
        words.revise_text(session, text, body=body, by=by)
        return text
    return words.write_text(
        session,
        board_id=by.board_id,
        kind=TextKind.NOTICE,
        language="en",
        body=body,
        person_id=by.person_id,
    )
