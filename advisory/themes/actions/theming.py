"""A theme is written, looked at by the community, finished, and shown to a team."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.people.models import Team
from advisory.themes.actions.labels import Overtaken
from advisory.themes.models import (
    Depth,
    Label,
    Passage,
    Theme,
    ThemeCheck,
    ThemeLabel,
    ThemePassage,
    ThemeQuote,
    ThemeState,
)
from advisory.themes.queries import theming as queries
from advisory.themes.rules.theming import in_the_way, may_be_quoted
from advisory.words import queries as texts
from advisory.words.rules import original


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a theme says."""

    title: str
    statement: str = ""
    wants: str = ""
    counter_views: str = ""
    single_voices: str = ""
    missing: str = ""
    power: str = ""
    options: str = ""
    depth: Depth = Depth.UNSAID

    def cleaned(self) -> dict[str, str]:
        kept = {name: value for name, value in asdict(self).items() if name != "depth"}
        return {name: clean(value) for name, value in kept.items()}


def make_theme(session: Session, title: str, *, labels: Collection[Label], by: Hat) -> Theme:
    """A title that is in use is not used again: a double tap."""
    take_turns(session, f"themes/{by.board_id}")
    known = [one for one in queries.themes(session, by.board_id) if one.title == clean(title)]
    if known:
        return known[0]
    highest = select(func.max(Theme.number)).where(Theme.board_id == by.board_id)
    theme = Theme(
        id=uuid4(),
        board_id=by.board_id,
        number=1 + (session.scalar(highest) or 0),
        state=ThemeState.DRAFT,
        depth=Depth.UNSAID,
        revision=1,
        made_on=london(now()).date(),
        is_to_look_at=False,
        checks=[],
        **Content(title=title).cleaned(),
    )
    session.add(theme)
    session.flush()
    _set_labels(session, theme, labels)
    _note(session, "theme made", theme, by)
    return theme


def change_theme(
    session: Session,
    theme: Theme,
    content: Content,
    *,
    labels: Collection[Label],
    seen: int,
    by: Hat,
) -> None:
    """Other words than the community looked at make it a draft again. Raises Overtaken."""
    take_turns(session, f"themes/{by.board_id}")
    session.refresh(theme)
    said = content.cleaned()
    same = all(getattr(theme, name) == value for name, value in said.items())
    same_labels = {one.id for one in theme.labels} == {one.id for one in labels}
    if same and same_labels and theme.depth is content.depth:
        return
    if theme.revision != seen:
        raise Overtaken
    for name, value in said.items():
        setattr(theme, name, value)
    theme.depth, theme.revision = content.depth, theme.revision + 1
    if not same_labels:
        _set_labels(session, theme, labels)
    _to_draft(session, theme)
    _note(session, "theme changed", theme, by)


def _set_labels(session: Session, theme: Theme, labels: Collection[Label]) -> None:
    session.execute(delete(ThemeLabel).where(ThemeLabel.theme_id == theme.id))
    session.add_all(ThemeLabel(theme_id=theme.id, label_id=label.id) for label in labels)
    session.flush()
    session.expire(theme, ["labels"])


def _to_draft(session: Session, theme: Theme) -> None:
    theme.state = ThemeState.DRAFT
    session.execute(delete(ThemePassage).where(ThemePassage.theme_id == theme.id))
    session.flush()


def write_check(
    session: Session, theme: Theme, *, language: str, said: str, changed: str, by: Hat
) -> ThemeCheck:
    """No names: a language group looked. The same again is not written twice."""
    take_turns(session, f"themes/{by.board_id}")
    session.refresh(theme, ["checks"])
    told = (language, clean(said), clean(changed))
    for known in theme.checks:
        if (known.language, known.said, known.changed) == told:
            return known
    check = ThemeCheck(
        id=uuid4(),
        position=len(theme.checks) + 1,
        language=language,
        said=told[1],
        changed=told[2],
        looked_on=london(now()).date(),
        written_by_id=by.person_id,
    )
    theme.checks.append(check)
    session.flush()
    _note(session, "theme checked by the community", theme, by)
    return check


def take_step(session: Session, theme: Theme, *, to: ThemeState, by: Hat) -> None:
    """What it stands on is kept with the step. Raises Impossible with what is in the way."""
    take_turns(session, f"themes/{by.board_id}")
    session.refresh(theme, ["state", "is_to_look_at"])
    if theme.state is to:
        return
    evidence = queries.evidence(session, theme)
    reasons = in_the_way(theme, to, evidence=len(evidence))
    if reasons:
        raise Impossible(reasons[0])
    if theme.state is ThemeState.DRAFT:
        session.add_all(ThemePassage(theme_id=theme.id, passage_id=one) for one in evidence)
    theme.state = to
    session.flush()
    _note(session, f"theme {to}", theme, by)


def look_again(session: Session, theme: Theme, *, by: Hat) -> None:
    """It still holds without the words that were taken back."""
    if theme.is_to_look_at:
        theme.is_to_look_at = False
        session.flush()
        _note(session, "theme looked at again", theme, by)


def quote(session: Session, theme: Theme, passage: Passage, *, on: bool, by: Hat) -> None:
    """Puts a passage into the report, or takes it out. Raises Impossible when it may not be."""
    take_turns(session, f"themes/{by.board_id}")
    known = session.get(ThemeQuote, (theme.id, passage.id))
    if (known is not None) == on:
        return
    if known is not None:
        session.delete(known)
    else:
        allow(passage.id in queries.evidence(session, theme), exists=False)
        if not may_be_quoted(passage.contribution, texts.reading(session, original(passage.text))):
            raise Impossible(for_staff("The person does not allow it, or it may tell who spoke."))
        session.add(ThemeQuote(theme_id=theme.id, passage_id=passage.id))
    session.flush()
    _note(session, "passage quoted" if on else "quote taken out", theme, by)


def show_to_team(session: Session, theme: Theme, team: Team | None, *, by: Hat) -> None:
    """Its policy leads may read the report from now on; none: nobody but us."""
    allow(team is None or team.board_id == theme.board_id, exists=False)
    if theme.state is not ThemeState.FINAL:
        raise Impossible(for_staff("Finish the theme first."))
    if theme.team_id != (team.id if team else None):
        theme.team = team
        session.flush()
        _note(session, "theme shown to a team" if team else "theme shown to nobody", theme, by)


def _note(session: Session, what: str, theme: Theme, by: Hat) -> None:
    audit.record(session, what, "theme", theme.id, by=by, board_id=by.board_id)
