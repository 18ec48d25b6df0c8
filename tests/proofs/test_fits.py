"""Nothing too wide, outside or cut: every page in every language at both widths, in Chromium."""

import random
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from advisory.foundation.database import Database, commit
from advisory.languages.registry import LANGUAGES, PSEUDO
from advisory.people.models import Person
from tests.proofs.looking import NOT_PAGES, OF_ONE_MOMENT, Lookout, Place
from tests.proofs.proving import Proof
from tests.walks.conftest import Walkers
from tests.walks.staff import carry
from tests.walks.test_every_language_fits import WIDTHS, faults

pytestmark = [pytest.mark.once, pytest.mark.timeout(0)]

One = TypeVar("One")
OF_THE_DESK = ("en", "ar", *PSEUDO)
EVERY = 100_000
"""More than there are: with all of `make prove` nothing is left out."""


def test_no_page_is_left_out(app: Flask, session: Session, database: Database) -> None:
    """Whoever adds a page shows how to stand on it, or says why nobody can."""
    site = Lookout(app, session, database, languages=("en", "ar"))
    assert site.unseen() == NOT_PAGES | OF_ONE_MOMENT


def test_public_pages_fit(
    app: Flask, session: Session, database: Database, walkers: Walkers, proof: Proof
) -> None:
    languages = tuple(LANGUAGES)  # also while new sentences wait for a translator
    site = Lookout(app, session, database, languages=languages)
    pages = [place for place in site.pages() if place.is_public]
    every = [(tag, place) for tag in (*languages, *PSEUDO) for place in pages]
    some = _sample(every, proof.asked(6, EVERY))
    found = _faults_of(site, walkers, some, width=360)
    asked = f"{len(some)} of {len(every)} pages x languages, {len(WIDTHS)} widths"
    proof.none("public pages that do not fit", found, floor=6, asked=asked)


def test_staff_pages_fit(
    app: Flask, session: Session, database: Database, walkers: Walkers, proof: Proof
) -> None:
    site = Lookout(app, session, database, languages=("en", "ar"))
    pages = [place for place in site.pages() if not place.is_public]
    every = [(tag, place) for tag in OF_THE_DESK for place in pages]
    some = _sample(every, proof.asked(6, EVERY))
    found = []
    for tag in OF_THE_DESK:
        session.execute(update(Person).values(language=tag))
        commit(session)
        spoken = [one for one in some if one[0] == tag]
        found += _faults_of(site, walkers, spoken, width=1280)
    asked = f"{len(some)} of {len(every)} pages x languages, {len(WIDTHS)} widths"
    proof.none("staff pages that do not fit", found, floor=6, asked=asked)


def _faults_of(
    site: Lookout, walkers: Walkers, places: list[tuple[str, Place]], *, width: int
) -> list[str]:
    found = []
    for visitor in sorted({place.visitor for _tag, place in places}):
        walker = walkers.someone(width=width)
        carry(site.app, walker, site.visits[visitor])
        for tag, place in places:
            if place.visitor == visitor:
                values = place.values | ({"l": tag} if place.is_public else {})
                address = site.url(place.rule, values)
                found += [f"{tag} {visitor} {fault}" for fault in faults(walker, address)]
        walker.context.close()
    return found


def _sample(every: list[One], count: int) -> list[One]:
    return random.Random(4).sample(every, min(count, len(every)))  # noqa: S311 - a sample
