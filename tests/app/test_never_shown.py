"""What is sealed or held, on no page, in no letter, in no line of the log: asked of all of them."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.answers.models import Ask
from advisory.custodian import actions as custodian
from advisory.custodian.models import ContactRequest
from advisory.desk.rules.naming import reference
from advisory.feedback.actions import answering, reading
from advisory.foundation.access import Role
from advisory.foundation.database import Database, commit
from advisory.letters import queries as letters
from advisory.letters.jobs import WRITERS
from advisory.letters.models import Letter
from advisory.safeguarding.models import Concern
from tests.app.rows import ADDRESS, HELD
from tests.app.test_access_matrix import HOLDER, VISITORS, Site, site
from tests.building import hat_of, some_feedback, understood

pytestmark = pytest.mark.once
__all__ = ["site"]
ROTA = {Role.SAFEGUARDING_LEAD.value, Role.OUTSIDE_PERSON.value}


def pages(site: Site, visitor: str) -> dict[str, str]:
    """What every page that can be looked at says to this visitor."""
    return {
        rule.endpoint: site.ask(visitor, rule, method, site.here.address(rule.arguments)).get_data(
            as_text=True
        )
        for rule, method in site.routes("GET")
    }


@pytest.mark.parametrize("visitor", VISITORS)
def test_an_address_is_shown_to_the_one_who_opened_it_alone(site: Site, visitor: str) -> None:
    shown = {endpoint for endpoint, text in pages(site, visitor).items() if ADDRESS in text}
    opened_it = visitor == Role.FACILITATOR
    assert shown == ({"desk.contact_request"} if opened_it else set())


def test_once_sealed_again_it_is_shown_to_nobody(site: Site) -> None:
    session = site.session
    for request in session.scalars(select(ContactRequest)):
        custodian.seal_again(session, request, by=None)
    commit(session)
    shown = {
        (visitor, endpoint)
        for visitor in VISITORS
        for endpoint, text in pages(site, visitor).items()
        if ADDRESS in text
    }
    assert shown == set()


@pytest.mark.parametrize("visitor", VISITORS)
def test_held_words_are_on_the_pages_of_the_rota_alone(site: Site, visitor: str) -> None:
    """Neither the words nor the number that they have here."""
    _hold_what_was_with_a_team(site)
    site.here.rows["feedback_id"] = site.here.held.id
    asked = pages(site, visitor)
    if visitor not in ROTA | {HOLDER}:
        number = reference(site.here.held.reference)
        assert [name for name, text in asked.items() if HELD in text] == []
        assert [name for name, text in asked.items() if number in text] == []
    allowed = {"desk.concern", "desk.concerns"}
    shown = {name for name, text in asked.items() if HELD in text}
    assert shown <= (allowed if visitor in ROTA else set())


def test_searching_finds_no_held_words_and_no_address(site: Site) -> None:
    rules = [rule for rule, _ in site.routes("POST") if rule.endpoint == "desk.search"]
    assert rules
    for visitor in Role:
        for sought in ("canary", ADDRESS, reference(site.here.held.reference)):
            client = site.client(visitor)
            fields = {"csrf_token": site.csrf, "q": sought, "words": sought}
            page = client.post("/staff/search", data=fields).get_data(as_text=True)
            assert HELD not in page
            assert f"/staff/inbox/{site.here.held.id}" not in page


def test_no_letter_tells_an_address_or_held_words(
    site: Site, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Every letter that waits is written, as the worker writes it."""
    caplog.set_level(logging.DEBUG)
    _hold_what_was_with_a_team(site)
    number = reference(site.here.held.reference)
    with database.reading() as session:
        found = session.scalars(select(Letter)).all()
        assert {letter.kind for letter in found} >= {"concern", "contact_asked", "asked"}
        for letter in found:
            written = WRITERS[letter.kind](session, letter)
            if written is None:
                continue
            told = f"{written.subject}\n{written.text}"
            assert not [word for word in (ADDRESS, HELD, number) if word in told], letter.kind
            to_staff = letters.recipient(session, letter)
            assert (written.to == ADDRESS) is (to_staff is None), letter.kind
            about = f"{letter.about} {letter.dedupe_key} {letter.problem}"
            assert ADDRESS not in about
    assert ADDRESS not in caplog.text
    assert HELD not in caplog.text


def test_no_file_of_the_database_holds_them_in_the_clear(site: Site, database: Database) -> None:
    path = database.engine.url.database
    is_file = database.engine.dialect.name == "sqlite"
    for file in Path(path or "").parent.glob("*.sqlite3*") if is_file else ():
        content = file.read_bytes()
        assert ADDRESS.encode() not in content
        assert HELD.encode() not in content
    assert site.here.held.held


def _hold_what_was_with_a_team(site: Site) -> None:
    """The hardest kind: a team was asked already, letters wait, a translator has it."""
    session, house = site.session, site.here
    item, _digits = some_feedback(session, house.board, words=HELD, language="ti", reads="en")
    understood(session, item, house.by)
    reading.ask_translator(session, item, board=house.board, by=house.by)
    reading.understand(session, item, how=item.understood_how, by=house.by)  # type: ignore[arg-type] # it is understood
    ask: Ask = answering.route(session, item, house.team, board=house.board, by=house.by)
    reading.hold(session, item, allegation=False, board=house.board, by=house.by)
    session.flush()
    concern = session.scalars(
        select(Concern).where(Concern.contribution_id == item.contribution_id)
    ).one()
    lead = hat_of(house.people[Role.SAFEGUARDING_LEAD], house.board, Role.SAFEGUARDING_LEAD)
    custodian_item = house.held.contribution
    custodian.ask(session, custodian_item, reason=HELD, board=house.board, by=lead)
    house.rows |= {"concern_id": concern.id, "ask_id": ask.id}
    house.held = item
    commit(session)


def test_the_pages_of_the_rota_do_show_them(site: Site, session: Session) -> None:
    """Else the words would be missed for the wrong reason."""
    assert session is site.session
    _hold_what_was_with_a_team(site)
    for visitor in ROTA:
        assert HELD in pages(site, visitor)["desk.concern"]
