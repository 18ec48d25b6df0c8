"""The demo board before anybody has spoken."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pyotp
from sqlalchemy.orm import Session

from advisory.boards.actions.furnishing import furnish
from advisory.clocks.actions import standard_calendar
from advisory.contributions.rules import Digits
from advisory.foundation.access import Hat, Role
from advisory.foundation.database import now
from advisory.help import queries as help_numbers
from advisory.languages.dates import london
from advisory.people import actions as people
from advisory.people import rules
from advisory.people.models import Board, Grant, Person, Profile, Standing, Team
from advisory.routing import actions as routing
from advisory.routing import queries as routed
from advisory.words import actions as words

PASSWORD = "Letters in every language 9"  # noqa: S105 - of the demo only, printed at the start
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of the demo only
LANGUAGES = ("en", "ar", "fa-AF", "ti")
CODE = Digits("20261", "1230000000")
"""A known code, so that the code-holder's page can be tried."""


@dataclass(frozen=True)
class Colleague:
    name: str
    email: str
    roles: tuple[Role, ...]
    speaks: tuple[str, ...] = ()
    is_woman: bool = False
    team: str = ""


COLLEAGUES = (
    Colleague(
        "Robin Facilitator",
        "facilitator@demo.example",
        (Role.FACILITATOR, Role.ADMINISTRATOR),
        ("ar",),
        is_woman=True,
    ),
    Colleague("Sam Second", "second@demo.example", (Role.FACILITATOR, Role.TRANSLATOR), ("ti",)),
    Colleague(
        "Toni Translator",
        "translator@demo.example",
        (Role.TRANSLATOR,),
        ("ar", "fa-AF", "ti"),
        is_woman=True,
    ),
    Colleague("Lee Lead", "lead@demo.example", (Role.POLICY_LEAD,), team="Access team"),
    Colleague("Kim Safeguarding", "safe@demo.example", (Role.SAFEGUARDING_LEAD,), is_woman=True),
    Colleague("Pat Outside", "outside@demo.example", (Role.OUTSIDE_PERSON,)),
)


class Beginning:
    """The demo board before anybody has spoken: teams, people, rules, languages."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.today = london(now()).date()

    def build(self) -> None:
        self.board = self._board()
        self.teams = self._teams()
        self.hats = {person.email: self._hat(person) for person in self._people()}
        self.facilitator = self.hats["facilitator@demo.example"]
        self.second = self.hats["second@demo.example"]
        self.translator = self.hats["translator@demo.example"]
        furnish(self.session, self.board.id, by=self.facilitator)
        self._rules()
        self._check_numbers()
        self._languages()
        self.session.flush()

    def _board(self) -> Board:
        board = Board(
            id=uuid4(),
            name="Demo advisory board",
            public_name="Community Voice",
            calendar=standard_calendar(self.session),
            profile=Profile.FULL,
            is_demo=True,
            created_at=now(),
            sending_opened_at=now(),
        )
        self.session.add(board)
        self.session.flush()
        return board

    def _teams(self) -> dict[str, Team]:
        made: dict[str, Team] = {}
        for name, standing, parent in (
            ("Health board", Standing.AGREED, None),
            ("Access team", Standing.AGREED, "Health board"),
            ("Reception team", Standing.ASKED_BY_LETTER, "Health board"),
            ("Accommodation provider", Standing.OUTSIDE, None),
        ):
            made[name] = Team(
                id=uuid4(),
                board_id=self.board.id,
                name=name,
                standing=standing,
                parent_id=made[parent].id if parent else None,
                is_fallback=name == "Access team",
                email=f"{name.split()[0].lower()}@demo.example" if name != "Access team" else None,
            )
            self.session.add(made[name])
            self.session.flush()
        return made

    def _people(self) -> list[Person]:
        return [self._person(colleague) for colleague in COLLEAGUES]

    def _person(self, colleague: Colleague) -> Person:
        person = Person(
            id=uuid4(),
            name=colleague.name,
            email=colleague.email,
            password_hash=rules.hash_password(PASSWORD),
            recovery_hashes=[],
            speaks=list(colleague.speaks),
            is_woman=colleague.is_woman,
            created_at=now(),
        )
        self.session.add(person)
        self.session.flush()
        number = pyotp.TOTP(SECRET).at(now() - timedelta(seconds=30))
        people.confirm_second_factor(self.session, person, secret=SECRET, number=number, at=now())
        for role in colleague.roles:
            team = self.teams[colleague.team].id if role is Role.POLICY_LEAD else None
            self.session.add(
                Grant(
                    id=uuid4(),
                    person=person,
                    board_id=self.board.id,
                    role=role,
                    team_id=team,
                    from_on=self.today,
                )
            )
        self.session.flush()
        return person

    def _hat(self, person: Person) -> Hat:
        grant = person.grants[0]
        role = (
            Role.FACILITATOR if "facil" in person.email or "second" in person.email else grant.role
        )
        return Hat(
            person_id=person.id,
            name=person.name,
            role=role,
            board_id=self.board.id,
            team_id=grant.team_id,
            speaks=tuple(person.speaks),
            is_woman=person.is_woman,
        )

    def _rules(self) -> None:
        names = {
            next(v.body for v in topic.name.versions if v.language == "en"): topic.id
            for topic in routed.topics(self.session, self.board.id)
        }
        for name, team in (
            ("Letters and language", "Access team"),
            ("Doctor or nurse", "Reception team"),
            ("Food, home and money", "Accommodation provider"),
        ):
            routing.add_rule(
                self.session,
                board_id=self.board.id,
                topic_id=names[name],
                team_id=self.teams[team].id,
                from_on=self.today,
                by=self.facilitator,
            )
        self.topics = names

    def _check_numbers(self) -> None:
        from advisory.help import actions  # noqa: PLC0415 - its name would hide the built-in help

        for number in help_numbers.numbers(self.session, self.board.id):
            actions.check_number(self.session, number, on=self.today, by=self.facilitator)

    def _languages(self) -> None:
        for position, tag in enumerate(LANGUAGES):
            words.open_language(
                self.session,
                board_id=self.board.id,
                language=tag,
                as_draft=tag != "en",
                position=position,
                by=self.facilitator,
            )
