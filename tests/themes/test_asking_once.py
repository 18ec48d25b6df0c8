"""Each page of the room asks the database as often for many passages as for few."""

from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from advisory.contributions.models import Use
from advisory.foundation.database import Database, commit
from advisory.themes.actions import suggesting, theming
from advisory.themes.actions.suggesting import Why
from advisory.themes.models import MachineHelp
from tests.browser import Browser
from tests.themes.making import Readers


def asked(database: Database, browser: Browser, page: str) -> int:
    heard: list[str] = []

    def note(*given: object) -> None:
        heard.append(str(given[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    assert browser.get(page).status == 200
    event.remove(database.engine, "before_cursor_execute", note)
    return sum(one.startswith("SELECT") for one in heard)


@pytest.mark.once
def test_a_page_asks_as_often_for_three_passages_as_for_twelve(
    session: Session, database: Database, browser: Browser
) -> None:
    readers = Readers(session)
    suggesting.switch(
        session, MachineHelp.SUGGESTIONS, on=True, why=Why(reason="Many."), by=readers.by
    )
    waiting = readers.passage("Unread.")
    pages: dict[str, int] = {}
    found: list[dict[str, int]] = []
    theme_id: UUID | None = None
    for more in (3, 9):
        for passage in readers.passages(more):
            passage.contribution.use = Use.QUOTE
            readers.put(passage, readers.letters)
            readers.label(f"Label {passage.id}")
        label = readers.letters
        if theme_id is None:
            theme_id = theming.make_theme(session, "Letters", labels=[label], by=readers.by).id
        commit(session)
        browser.sign_in(readers.first)
        pages = {
            page: asked(database, browser, f"/staff/sense{page}")
            for page in (
                "",
                f"/passages/{waiting.id}",
                "/labels",
                f"/labels/{label.id}",
                "/themes",
                f"/themes/{theme_id}",
                f"/themes/{theme_id}/report",
                "/suggestions",
            )
        }
        found.append(pages)
    assert found[0] == found[1]
    own = f"/themes/{theme_id}"
    # A theme also says who said it, by groups.
    most = {own: 30, f"{own}/report": 26}
    assert {page: count for page, count in found[1].items() if count > most.get(page, 20)} == {}
