"""Recommendations for tests: written, with themes behind them, put to a team."""

from datetime import date

from sqlalchemy.orm import Session

from advisory.answers.models import Ask, Source, Stance
from advisory.answers.rules import Written
from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import now
from advisory.languages.dates import london
from advisory.people.models import Person, Team
from advisory.recommendations.actions import asking
from advisory.recommendations.actions.writing import Content, Sources, write_recommendation
from advisory.recommendations.models import Recommendation
from advisory.recommendations.rules import OUTCOMES
from advisory.themes.actions import theming
from advisory.themes.models import Passage, Theme, ThemePassage, ThemeState
from tests.building import a_person, a_team, hat_of
from tests.themes.making import Readers

ASK = "Letters come in the language that a person reads."
CONTENT = Content(
    ask=ASK,
    change="Each letter says in twelve languages how to get it in yours.",
    why="People told us that they miss visits.",
    minority="Two of us would begin with text messages.",
)
WILL = "We begin with five languages."


def a_recommendation(session: Session, by: Hat, *themes: Theme) -> Recommendation:
    sources = Sources(themes=themes)
    return write_recommendation(session, CONTENT, sources, token=new_form_token(), by=by)


def says(stance: Stance, *, on: date | None = None, will: str = WILL) -> Written:
    promises = stance in {Stance.ACCEPTED, Stance.PARTLY}
    return Written(
        heard="",
        will=will,
        outcome=OUTCOMES[stance],
        by_on=(on or date(london(now()).year + 1, 6, 1)) if promises else None,
        source=Source.DESK,
        stance=stance,
    )


class Voices(Readers):
    """A board whose theme stands on what some people said, and a team with a policy lead."""

    def __init__(self, session: Session, *, voices: int = 1) -> None:
        super().__init__(session)
        self.team: Team = a_team(session, self.board)
        self.lead: Person = a_person(session, self.board, Role.POLICY_LEAD, team=self.team)
        self.leads: Hat = hat_of(self.lead, self.board, Role.POLICY_LEAD, team=self.team)
        self.passages_: list[Passage] = self.passages(voices)
        for passage in self.passages_:
            self.put(passage, self.letters)
        self.theme: Theme = theming.make_theme(
            session, "Letters", labels=[self.letters], by=self.by
        )
        self.theme.state = ThemeState.CHECKED
        self.stand_on(*self.passages_)
        self.own = a_recommendation(session, self.by, self.theme)

    def stand_on(self, *passages: Passage) -> None:
        """What the theme stood on when people of the community looked at it."""
        self.session.add_all(
            ThemePassage(theme_id=self.theme.id, passage_id=one.id) for one in passages
        )
        self.session.flush()

    def put_to_team(self, team: Team | None = None, *, more: str = "") -> Ask:
        ask = asking.put(
            self.session, self.own, team or self.team, board=self.board, by=self.by, more=more
        )
        self.session.flush()
        return ask

    def answered(self, stance: Stance = Stance.PARTLY) -> Ask:
        """Put, answered, looked at and sent."""
        ask = self.put_to_team()
        answer = asking.hand_in(self.session, self.own, ask, says(stance), by=self.leads)
        asking.send(self.session, self.own, answer, by=self.by)
        self.session.flush()
        return ask
