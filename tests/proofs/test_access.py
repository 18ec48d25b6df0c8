"""Everybody asks for everything: visitors x routes x whose row it is, each cell made and asked.

Own: the row is the visitor's (their team's, their language's, taken by them, of their code).
Assigned: another row of the board that was put to them. Other: a colleague's of the same role, for
whom neither the team nor the language nor the code fits. Other body: the same row of another board.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from advisory.foundation.access import Entry, Role
from advisory.foundation.database import Database, commit
from advisory.people.models import Person
from tests.app.rows import House
from tests.app.test_access_matrix import HOLDER, NOBODY, VISITORS, Site, may_enter, of_a_board
from tests.building import a_person, a_team, some_feedback
from tests.proofs.proving import Proof

SAYS_503_WHEN_NOT_WELL = "health.readyz"
RELATIONS = ("own", "assigned", "other", "other body")
# A colleague's ids that open nothing: a team's asks, a person's own conversation. Everything else
# of a board is open to all who hold the role, except what only the own language opens.
OF_A_TEAM = {"ask_id", "commitment_id"}
OF_A_CODE = {"message_id", "answer_id"}

pytestmark = [pytest.mark.once, pytest.mark.timeout(0)]


@dataclass(frozen=True)
class Cell:
    visitor: str
    relation: str
    method: str
    rule: Rule

    def __str__(self) -> str:
        return f"{self.visitor} / {self.relation}: {self.method} {self.rule.rule}"


@dataclass
class Table:
    """All cells, and what came of each."""

    site: Site
    assigned: dict[str, object]
    colleagues: dict[Role, Person]
    colleagues_contribution: str
    answers: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    browsers: dict[tuple[str, bool], FlaskClient] = field(default_factory=dict)
    presses: bool = False

    def cells(self, *methods: str) -> Iterator[Cell]:
        for rule, method in self.site.routes(*methods):
            for visitor in VISITORS:
                for relation in RELATIONS:
                    yield Cell(visitor, relation, method, rule)

    def ask(self, cell: Cell, fields: dict[str, str] | None = None) -> TestResponse:
        site = self.site
        rows = {
            "assigned": {**site.here.rows, **self.assigned},
            "other body": site.elsewhere.rows | _no_ids(site.here.rows),
        }.get(cell.relation, site.here.rows)
        values = {name: rows[name] for name in cell.rule.arguments}
        client = self.client(cell)
        body = {"csrf_token": site.csrf, **(fields or {})} if cell.method == "POST" else None
        url = site.url(cell.rule, values)
        response = client.open(url, method=cell.method, data=body)
        self.answers[response.status_code] += 1
        if response.status_code >= 500 and cell.rule.endpoint != SAYS_503_WHEN_NOT_WELL:
            self.broken.append(f"{cell}: {response.status_code}")
        return response

    def client(self, cell: Cell) -> FlaskClient:
        """One browser goes on asking; whoever presses may sign out, and gets a new one."""
        key = cell.visitor, cell.relation == "other"
        if key in self.browsers and not self.presses:
            return self.browsers[key]
        client = self.browsers[key] = self.site.client(cell.visitor)
        if cell.relation == "other":
            with client.session_transaction() as visit:
                if cell.visitor == HOLDER:
                    visit["contribution"] = self.colleagues_contribution
                elif cell.visitor != NOBODY:
                    visit["_user_id"] = str(self.colleagues[Role(cell.visitor)].id)
        return client

    def is_refused(self, response: TestResponse) -> bool:
        """403, nothing there, the door, or the form back because nobody is signed in."""
        away = response.headers.get("Location", "").startswith(("/staff/sign-in", "/en/code"))
        again = response.status_code == 422 and b"csrf_token" in response.data
        return response.status_code in {403, 404} or away or again

    def must_be_refused(self, cell: Cell) -> bool:
        access = self.site.access(cell.rule)
        if access.entry not in {Entry.STAFF, Entry.CODE_HOLDER}:
            return False
        if not may_enter(access, cell.visitor):
            return True
        names = cell.rule.arguments
        if cell.relation == "other body":
            return of_a_board(cell.rule) or bool(names & OF_A_CODE)
        if cell.relation == "other":
            is_team = cell.visitor == Role.POLICY_LEAD and bool(names & OF_A_TEAM)
            return is_team or (cell.visitor == HOLDER and bool(names & OF_A_CODE))
        return False


def _no_ids(rows: dict[str, object]) -> dict[str, object]:
    return {name: row for name, row in rows.items() if not isinstance(row, UUID)}


@pytest.fixture
def table(app: Flask, session: Session, database: Database) -> Table:
    site = Site(app, session, database)
    own = dict(site.here.rows)
    assigned = _rows_put_to(site.here, own)
    other_team = a_team(session, site.here.board, "Another team", email="o@team.example")
    colleagues = {role: a_person(session, site.here.board, role, team=other_team) for role in Role}
    theirs, _digits = some_feedback(session, site.here.board)
    commit(session)
    return Table(site, assigned, colleagues, str(theirs.contribution_id))


def _rows_put_to(house: House, own: dict[str, object]) -> dict[str, object]:
    """A second item of the same board that came to the same people."""
    house._words()
    house._answers()
    assigned = {name: row for name, row in house.rows.items() if own[name] != row}
    house.rows = own
    return assigned


def test_every_cell_is_asked_and_opens_for_whom_it_should(table: Table, proof: Proof) -> None:
    """First what must stay closed, with fields forged; then all looks, then all presses."""
    site, before = table.site, table.site.digest()
    cells = list(table.cells("GET", "POST"))
    closed = [cell for cell in cells if table.must_be_refused(cell)]
    open_ = [str(cell) for cell in closed if not table.is_refused(table.ask(cell, FORGED))]
    looks = [cell for cell in cells if cell.method == "GET" and not table.must_be_refused(cell)]
    missing = _not_there(table, looks)
    proof.none("closed cells that were open", open_, floor="100 %", asked=len(closed))
    changed = int(site.digest() != before)
    told = f"{len(closed)} refused, {len(looks)} looks"
    proof.none("changes by the refused and by looking", changed, floor="100 %", asked=told)
    presses = [cell for cell in cells if cell.method == "POST" and not table.must_be_refused(cell)]
    table.presses = True
    for cell in presses:
        table.ask(cell)
    routes = len(cells) // len(VISITORS) // len(RELATIONS)
    told = f"{routes} routes and methods x {len(VISITORS)} visitors x {len(RELATIONS)} relations"
    asked = sum(table.answers.values())
    proof.found("cells made and asked", asked, kept=asked == len(cells), floor="100 %", asked=told)
    proof.none("cells that broke", table.broken, floor="100 %", asked=asked)
    proof.none("rows that are there for nobody", missing, floor="100 %", asked=asked)


FORGED = {"state": "answered", "board_id": "", "role": "administrator", "team_id": "", "held": ""}


def _not_there(table: Table, looks: list[Cell]) -> list[str]:
    """Else the rows of another board would be missed for the wrong reason."""
    found: Counter[str] = Counter()
    for cell in looks:
        is_there = table.ask(cell).status_code != 404
        staff = table.site.access(cell.rule).entry is Entry.STAFF and of_a_board(cell.rule)
        if staff and cell.relation in {"own", "assigned"}:
            found[cell.rule.rule] += is_there
    return [rule for rule, count in found.items() if not count]


def test_no_post_goes_without_its_token(table: Table, proof: Proof) -> None:
    before, done, posts = table.site.digest(), [], 0
    for rule, method in table.site.routes("POST"):
        for visitor in VISITORS:
            posts += 1
            values = table.site.here.address(rule.arguments)
            response = table.site.ask(visitor, rule, method, values, token=False)
            expected = 303 if rule.endpoint == "mine.leave" else 422
            if response.status_code != expected:
                done.append(f"{visitor} {rule.rule}: {response.status_code}")
    done += ["something changed"] if table.site.digest() != before else []
    proof.none("posts done without their token", done, floor="every route", asked=f"{posts} posts")
