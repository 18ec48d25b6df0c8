"""Words that nobody marked stay plain English in a language made of accents, and are found."""

import calendar
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import html5lib
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from advisory.foundation.access import Access, Entry, Role
from advisory.foundation.database import Database, commit
from advisory.languages.registry import SPOKEN
from advisory.routing.rules import BOROUGHS
from tests.app.test_access_matrix import HOLDER, NOBODY, Site

pytestmark = pytest.mark.once

SOME_ROWS = ("North London board", "Community Voice", "Access team", "A law centre")
NAMES = {name for spoken in SPOKEN.values() for name in (spoken.own_name, spoken.english_name)}
PLAIN = re.compile(r"[A-Za-z]{3,}")
ACCENTED = re.compile(r"⟦[^⟦⟧]*⟧")
# Days come from CLDR, the rest from the rows of the test.
VALUE = re.compile(
    "|".join(
        [
            *calendar.month_name[1:],
            *calendar.day_name,
            *SOME_ROWS,
            *sorted(BOROUGHS, key=len, reverse=True),
            *map(re.escape, sorted(NAMES, key=len, reverse=True)),
            *(role.value for role in Role),
            r"\S+@\S+",
            r"Ctrl\+Enter",
        ]
    )
)
# Values, not words of ours: names, numbers, days and what people typed.
MOST_PAGES = 60
VALUES = {"bdi", "head", "kbd", "time", "code", "script", "style", "textarea", "option", "svg"}


def unmarked(element: ET.Element) -> Iterator[str]:
    """What is plain in the words and the labels under an element."""
    if element.tag in VALUES or element.get("lang", "en-XA") != "en-XA":
        return
    if {"ref", "voice", "digits"} & set(element.get("class", "").split()):
        return
    said = [element.text, *(child.tail for child in element)]
    said += [element.get(name) for name in ("aria-label", "placeholder", "alt", "title")]
    for text in said:
        if text and (found := PLAIN.findall(VALUE.sub("", ACCENTED.sub("", text)))):
            yield " ".join(found)
    for child in element:
        yield from unmarked(child)


def test_every_word_of_every_page_is_marked_for_translation(
    app: Flask, session: Session, database: Database
) -> None:
    site = Site(app, session, database)
    for person in site.here.people.values():
        person.language = "en-XA"
    commit(session)
    found, asked = {}, 0
    for rule, method in site.routes("GET"):
        values = site.here.address(rule.arguments, l="en-XA")
        seen = site.ask(visitor_of(site.access(rule)), rule, method, values)
        if seen.mimetype == "text/html" and seen.status_code == 200:
            tree = tree_of(seen.get_data(as_text=True))
            asked += tree.get("lang") == "en-XA"  # the wall and the door speak English to all
            if tree.get("lang") == "en-XA" and (words := sorted(set(unmarked(tree)))):
                found[rule.rule] = words
    assert found == {}
    assert asked > MOST_PAGES


def visitor_of(access: Access) -> str:
    if access.entry is Entry.STAFF:
        return min(access.roles)
    return HOLDER if access.entry is Entry.CODE_HOLDER else NOBODY


def tree_of(text: str) -> ET.Element:
    builder = html5lib.getTreeBuilder("etree")
    tree: ET.Element = html5lib.HTMLParser(tree=builder, namespaceHTMLElements=False).parse(text)
    return tree
