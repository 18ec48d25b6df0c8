"""Deny by default: every page says who may open it, and nothing is opened by accident."""


import pytest
from flask import Flask
from werkzeug.routing import Rule

import config
from advisory.app.front_door import open_doors
from advisory.foundation.access import Access, Entry

@pytest.fixture(scope="module")
def building(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    home = tmp_path_factory.mktemp("building")
    return open_doors(config.read({"ADVISORY_HOME": str(home)}))


def pages(building: Flask) -> list[Rule]:
    return list(building.url_map.iter_rules())


def access_of(building: Flask, rule: Rule) -> Access | None:
    return getattr(building.view_functions[rule.endpoint], "access", None)


def test_there_are_pages(building: Flask) -> None:
    assert len(pages(building)) > 10


def test_every_page_says_who_may_open_it(building: Flask) -> None:
    silent = [
        rule.rule for rule in pages(building) if not isinstance(access_of(building, rule), Access)
    ]
    assert silent == []


def test_staff_pages_lie_under_one_address_and_name_their_hats(building: Flask) -> None:
    for rule in pages(building):
        access = access_of(building, rule)
        assert access is not None, rule.rule
        assert (access.entry is Entry.STAFF) == bool(access.roles), rule.rule
        if access.entry is Entry.STAFF:
            assert rule.rule.startswith("/staff/"), rule.rule


def test_a_code_never_travels_in_an_address(building: Flask) -> None:
    told = {
        rule.rule: rule.arguments
        for rule in pages(building)
        if rule.arguments & {"code", "digits", "secret", "locator"}
    }
    assert told == {}
