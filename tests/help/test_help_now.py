from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.help import actions
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
