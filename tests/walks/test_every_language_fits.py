"""Every public page in a language of each kind: nothing too wide, nothing cut, mirrored.

All languages, and the pages of staff, are asked by `make prove` (tests/proofs/test_fits.py).
"""

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from advisory.boards.actions.furnishing import furnish
from advisory.foundation.access import ANYONE
from advisory.foundation.database import commit
from advisory.languages.catalogues import complete_languages
from advisory.languages.registry import LANGUAGES, PSEUDO
from tests.building import a_board
from tests.walks.conftest import Walkers
from tests.walks.walker import Walker

pytestmark = [pytest.mark.once, pytest.mark.timeout(600)]

WIDTHS = (320, 1280)
OF_EACH_KIND = ("en", "ar", "ur", "am", "bn", "so")
LEEWAY = 1.5
"""Pixels: the same word back to front is as wide, but for kerning."""

# What a person could not read: text wider than its box, or a line cut at the bottom of it. Lists
# show the first lines of words on purpose (line-clamp); their own page shows them whole.
CUT = """() => [...document.querySelectorAll("body *")].filter(box => {
  const style = getComputedStyle(box);
  if (style.position === "absolute" || style.clipPath !== "none" || !box.innerText) return false;
  if (style.webkitLineClamp !== "none") return false;
  const hides = side => ["hidden", "clip"].includes(style["overflow" + side]);
  return (hides("X") && box.scrollWidth > box.clientWidth + 1)
    || (hides("Y") && box.scrollHeight > box.clientHeight + 1);
}).map(box => box.tagName + "." + box.className + " " + box.innerText.slice(0, 40))"""

# Words that stick out of the page's content without making the page itself wider.
OUTSIDE = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(box => {
  const place = box.getBoundingClientRect();
  if (!place.width || getComputedStyle(box).position === "absolute") return false;
  if (box.closest(".heard")) return false;  // only for screen readers: clipped to one pixel
  return place.left < -1 || place.right > document.documentElement.clientWidth + 1;
}).map(box => box.tagName + "." + box.className + " " + box.textContent.slice(0, 40))"""

# Boxes whose width does not come from their words. Arabic letters are set larger, so the size of
# type is made the same first.
BOXES = """() => {
  document.documentElement.style.fontSize = "16px";
  return ["header", "main", "footer", "main form", "main .row", "main .note", "textarea",
    "main input:not([type=hidden])"].flatMap(name =>
      [...document.querySelectorAll(name)].filter(box => box.checkVisibility()).map(box => {
        const place = box.getBoundingClientRect();
        return [name, place.left, document.documentElement.clientWidth - place.right];
      }));
}"""


def addresses(app: Flask) -> list[str]:
    """Every public page to look at that needs nothing but a language in its address."""
    return sorted(
        rule.rule.replace("<lang:l>", "{}")
        for rule in app.url_map.iter_rules()
        if rule.arguments == {"l"}
        and "GET" in (rule.methods or ())
        and getattr(app.view_functions[rule.endpoint], "access", None) == ANYONE
    )


def written() -> list[str]:
    spoken = set(complete_languages("safety")) & set(complete_languages("public"))
    return [tag for tag in LANGUAGES if tag in spoken or tag == "en"]


def faults(member: Walker, address: str) -> list[str]:
    """What is too wide, outside or cut on a page, at both widths."""
    member.page.goto(address)
    found = []
    for width in WIDTHS:
        member.page.set_viewport_size({"width": width, "height": 800})
        wide = member.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{address} is {wide} px wide at {width}")
        for kind, look in (("cut", CUT), ("outside", OUTSIDE)):
            found += [f"{address} at {width}, {kind}: {box}" for box in member.page.evaluate(look)]
    return found


def test_every_page_fits_in_a_language_of_each_kind(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    languages = [tag for tag in written() if tag in OF_EACH_KIND]
    furnish(session, a_board(session, languages=languages).id, by=None)
    commit(session)
    member = walkers.someone()
    found = [
        fault
        for tag in (*languages, *PSEUDO)
        for address in addresses(app)
        for fault in faults(member, address.format(tag))
    ]
    assert found == []


def test_pages_from_right_to_left_are_the_mirror(
    app: Flask, session: Session, walkers: Walkers
) -> None:
    furnish(session, a_board(session, languages=("en",)).id, by=None)
    commit(session)
    member = walkers.someone()
    crooked = []
    for address in addresses(app):
        for width in WIDTHS:
            member.page.set_viewport_size({"width": width, "height": 800})
            boxes = [_boxes(member.page, address.format(tag)) for tag in ("en", "ar-XB")]
            crooked += [
                f"{address} at {width}: {straight} {mirrored}"
                for straight, mirrored in zip(*boxes, strict=True)
                if abs(straight[1] - mirrored[2]) > LEEWAY
            ]
    assert crooked == []


def _boxes(page: Page, address: str) -> list[tuple[str, float, float]]:
    """Each box's name, and how far it is from the left and from the right edge."""
    page.goto(address)
    boxes: list[tuple[str, float, float]] = page.evaluate(BOXES)
    return boxes
