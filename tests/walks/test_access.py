"""Hands, eyes and keys: what a machine can see of it, on real pages (docs/accessibility.md)."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from advisory.boards.actions.furnishing import furnish
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from tests.building import a_board, a_person, some_feedback
from tests.walks.conftest import Walkers
from tests.walks.staff import sign_in
from tests.walks.test_every_language_fits import CUT, OUTSIDE
from tests.walks.walker import AXE, examined

LANGUAGES = ("en", "ar", "am")
PUBLIC = ("", "say", "code", "help")
STAFF = ("/staff/inbox", "/staff/inbox/{}", "/staff/settings/languages")

pytestmark = pytest.mark.timeout(600)

# Links in a line of words may be as high as the line (2.5.8); a box is pressed by its label.
SMALL = """least => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary")]
  .filter(it => it.type !== "hidden" && it.checkVisibility({visibilityProperty: true})
    && !it.classList.contains("skip"))
  .filter(it => !(it.tagName === "A" && getComputedStyle(it).display === "inline"))
  .map(it => [it, (it.closest("label") || it).getBoundingClientRect()])
  .filter(([it, box]) => Math.round(box.width) < least || Math.round(box.height) < least)
  .map(([it, box]) => `${it.tagName}.${it.className} ${it.name || it.innerText.slice(0, 20)}`
    + ` ${Math.round(box.width)}×${Math.round(box.height)}`)"""

# Where the keyboard is: covered by nothing, with a ring that can be seen.
FOCUS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) return null;
  const label = it.matches("[type=radio], [type=checkbox]") ? it.closest("label") : null;
  const seen = label || it, box = it.getClientRects()[0];
  const rings = [it, seen].map(one => getComputedStyle(one));
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const all = [...document.querySelectorAll("*")];
  return {
    name: `${it.tagName}.${it.className} ${it.name || it.innerText.slice(0, 20)}`,
    place: all.indexOf(it), row: it.type === "radio" ? it.name : "",
    covered: !(top && (seen.contains(top) || top.contains(it) && top.tagName === "LABEL")),
    ringless: !rings.some(
      ring => ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2),
  };
}"""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""


EDGELESS = """() => [...document.querySelectorAll(".button, input, textarea, select, .choice")]
  .filter(it => it.checkVisibility() && !["hidden", "radio", "checkbox"].includes(it.type))
  .filter(it => parseFloat(getComputedStyle(it).borderTopWidth) < 1)
  .map(it => it.className || it.tagName)"""


def small(page: Page, least: int) -> list[str]:
    return [f"too small: {it}" for it in page.evaluate(SMALL, least)]


def unreached(page: Page) -> list[str]:
    """Tabs once through the page: in its order, nowhere covered, nowhere without a ring."""
    stops = list(stops_of(page))
    faults = [f"covered: {at['name']}" for at in stops if at["covered"]]
    faults += [f"no ring: {at['name']}" for at in stops if at["ringless"]]
    places = [at["place"] for at in stops]
    if places != sorted(set(places)) or len(places) < 3:
        faults.append(f"order: {[at['name'] for at in stops]}")
    return faults


def stops_of(page: Page) -> Iterator[dict[str, Any]]:
    """Every place where Tab stops, until it leaves the page or is where it began."""
    first = None
    for _ in range(150):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at is None or at["place"] == first:
            return
        first = at["place"] if first is None else first
        yield at
    raise AssertionError(f"the keyboard never leaves {page.url}")


def lost_in_colours(page: Page) -> list[str]:
    """In the dark every word has its contrast; in forced colours every control has its edge."""
    page.emulate_media(color_scheme="dark")
    faults = examined(page, AXE)
    page.emulate_media(color_scheme="light", forced_colors="active")
    faults += [f"no edge in forced colours: {it}" for it in page.evaluate(EDGELESS)]
    page.emulate_media(forced_colors="none")
    moving = page.evaluate("document.getAnimations().length")
    return [*faults, f"{moving} things move"] if moving else faults


def cut_when_large(page: Page) -> list[str]:
    """At 400 % of a screen of 1280 px, with the spacing that 1.4.12 asks for."""
    page.set_viewport_size({"width": 320, "height": 256})
    page.evaluate(SPACED)
    wide = page.evaluate("document.documentElement.scrollWidth")
    faults = [f"{wide} px wide"] if wide > 320 else []
    for look in (CUT, OUTSIDE):
        faults += [f"cut or outside: {box}" for box in page.evaluate(look)]
    page.set_viewport_size({"width": 360, "height": 800})
    return faults


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_thumb_a_keyboard_and_tired_eyes_reach_every_public_page(
    session: Session, walkers: Walkers, tag: str
) -> None:
    furnish(session, a_board(session, languages=LANGUAGES).id, by=None)
    commit(session)
    page = walkers.someone(width=360).page
    found = {}
    for address in PUBLIC:
        page.goto(f"/{tag}/{address}")
        found[address] = [
            *small(page, 44),
            *unreached(page),
            *lost_in_colours(page),
            *cut_when_large(page),
        ]
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_a_thumb_and_a_keyboard_reach_the_desk(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    board = a_board(session, languages=LANGUAGES)
    furnish(session, board.id, by=None)
    item, _ = some_feedback(session, board)
    person = a_person(session, board, Role.FACILITATOR, Role.ADMINISTRATOR)
    commit(session)
    walker = walkers.someone(width=1280)
    sign_in(app, walker, person)
    found = {}
    for address in STAFF:
        walker.page.goto(address.format(item.id))
        found[address] = [*small(walker.page, 24), *unreached(walker.page)]
    assert {address: faults for address, faults in found.items() if faults} == {}
