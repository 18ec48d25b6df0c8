import re
from datetime import UTC, date, datetime
from functools import partial

import time_machine
from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.help import actions
from advisory.words import actions as words
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of


def test_999_comes_first_even_if_the_list_is_empty(browser: Browser) -> None:
    calls = [link.get("href") for link in browser.get("/en/help").all("a")]
    assert "tel:999" in calls


def test_the_numbers_show_when_they_were_checked(browser: Browser, session: Session) -> None:
    board = a_board(session)
    by = hat_of(a_person(session, board, Role.ADMINISTRATOR), board, Role.ADMINISTRATOR)
    add = partial(actions.add_number, session, board_id=board.id, by=by)
    add(name="Emergency", note="Free.", number="999", is_emergency=True)
    checked = add(name="Health", note="Free.", number="111")
    add(name="Home", note="For women.", number="0808 2000 247")
    old = add(name="Gone", note="Closed.", number="0800 1")
    actions.check_number(session, checked, on=date(2026, 11, 16), by=by)
    actions.retire_number(session, old, on=date(2026, 11, 16), by=by)
    commit(session)
    page = browser.get("/ar/help")
    calls = [
        link.get("href", "")
        for link in page.all("a")
        if link.get("href", "").startswith("tel:") and "button" in link.get("class", "")
    ]
    assert calls == ["tel:999", "tel:111", "tel:08082000247"]
    assert "Last checked on:" in page.words
    assert "Nobody has checked this number yet." in page.words
    assert "Gone" not in page.words


def test_a_number_whose_english_changed_says_since_when(browser: Browser, session: Session) -> None:
    board = a_board(session)
    by = hat_of(a_person(session, board, Role.ADMINISTRATOR), board, Role.ADMINISTRATOR)
    added = actions.add_number(
        session, board_id=board.id, name="Health", note="Free.", number="111", by=by
    )
    session.flush()
    words.add_starter(session, added.note, {"ar": "مجاني."})
    words.revise_text(session, added.note, body="Free, by day.", meaning_changed=False, by=by)
    commit(session)
    assert "We are updating this" not in browser.get("/ar/help").words
    with time_machine.travel(datetime(2026, 5, 3, 12, tzinfo=UTC), tick=False):
        words.revise_text(session, added.note, body="Free, by night.", by=by)
    commit(session)
    page = browser.get("/ar/help")
    assert re.search(r"The English changed on .*\b3\b.*2026. We are updating this.", page.words)
    assert "مجاني." in page.words
    assert "We are updating this" not in browser.get("/en/help").words
