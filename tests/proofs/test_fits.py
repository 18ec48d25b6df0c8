"""Nothing too wide, outside or cut: every page in every language at both widths, in Chromium."""

import random
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from advisory.boards.actions.furnishing import furnish
from advisory.foundation.access import Entry, Role
from advisory.foundation.database import Database, commit
from advisory.languages.registry import PSEUDO
from advisory.people.models import Person
from tests.app.test_access_matrix import Site
from tests.building import a_board
from tests.proofs.proving import Proof
from tests.walks.conftest import Walkers
from tests.walks.staff import sign_in
from tests.walks.test_every_language_fits import WIDTHS, addresses, faults, written
from tests.walks.walker import Walker

pytestmark = [pytest.mark.once, pytest.mark.timeout(0)]

One = TypeVar("One")
OF_THE_DESK = ("en", "ar", *PSEUDO)
EVERY = 100_000
"""More than there are: with all of `make prove` nothing is left out."""


def test_public_pages_fit(app: Flask, session: Session, walkers: Walkers, proof: Proof) -> None:
    languages = written()
    furnish(session, a_board(session, languages=languages).id, by=None)
    commit(session)
    every = [page.format(tag) for tag in (*languages, *PSEUDO) for page in addresses(app)]
    some = _sample(every, proof.asked(6, EVERY))
    member = walkers.someone()
    found = [fault for page in some for fault in faults(member, page)]
    asked = f"{len(some)} of {len(every)} pages x languages, {len(WIDTHS)} widths"
    proof.none("public pages that do not fit", found, floor=6, asked=asked)


def test_staff_pages_fit(
    app: Flask, session: Session, database: Database, walkers: Walkers, proof: Proof
) -> None:
    site = Site(app, session, database)
    pages = [rule for rule, _get in site.routes("GET") if _is_a_page(site, rule)]
    every = [(tag, rule) for tag in OF_THE_DESK for rule in pages]
    some = _sample(every, proof.asked(6, EVERY))
    at_work: dict[Role, Walker] = {}
    found = []
    for tag in OF_THE_DESK:
        session.execute(update(Person).values(language=tag))
        commit(session)
        for rule in (rule for spoken, rule in some if spoken == tag):
            role = min(site.access(rule).roles)
            if role not in at_work:
                at_work[role] = walkers.someone(width=1280)
                sign_in(app, at_work[role], site.here.people[role])
            address = site.url(rule, site.here.address(rule.arguments))
            found += [f"{tag} {fault}" for fault in faults(at_work[role], address)]
    asked = f"{len(some)} of {len(every)} pages x languages, {len(WIDTHS)} widths"
    proof.none("staff pages that do not fit", found, floor=6, asked=asked)


def _is_a_page(site: Site, rule: Rule) -> bool:
    access = site.access(rule)
    if access.entry is not Entry.STAFF:
        return False
    seen = site.ask(min(access.roles), rule, "GET", site.here.address(rule.arguments))
    return seen.status_code == 200 and seen.mimetype == "text/html"


def _sample(every: list[One], count: int) -> list[One]:
    return random.Random(4).sample(every, min(count, len(every)))  # noqa: S311 - a sample
