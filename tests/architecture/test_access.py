"""Deny by default: every page says who may open it, and nothing is opened by accident."""

from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from advisory.app.access_table import access_table
from advisory.foundation.access import Access, Entry

ROOT = Path(__file__).parents[2]


def pages(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def access_of(app: Flask, rule: Rule) -> Access | None:
    return getattr(app.view_functions[rule.endpoint], "access", None)


def test_there_are_pages(app: Flask) -> None:
    assert len(pages(app)) > 10


def test_every_page_says_who_may_open_it(app: Flask) -> None:
    silent = [rule.rule for rule in pages(app) if not isinstance(access_of(app, rule), Access)]
    assert silent == []


def test_staff_pages_lie_under_one_address_and_name_their_hats(app: Flask) -> None:
    for rule in pages(app):
        access = access_of(app, rule)
        assert access is not None, rule.rule
        assert (access.entry is Entry.STAFF) == bool(access.roles), rule.rule
        if access.entry is Entry.STAFF:
            assert rule.rule.startswith("/staff/"), rule.rule


def test_a_code_never_travels_in_an_address(app: Flask) -> None:
    told = {
        rule.rule: rule.arguments
        for rule in pages(app)
        if rule.arguments & {"code", "digits", "secret", "locator"}
    }
    assert told == {}


def test_the_written_access_table_is_true(app: Flask) -> None:
    written = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    assert access_table(app) in written, "run `advisory access` and put its table into docs"
