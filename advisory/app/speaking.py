"""The language of a page: from the address on public pages, from the profile on staff pages."""

from typing import Any

from flask import Flask, g, request
from werkzeug.routing import BaseConverter

from advisory.languages.catalogues import current, hush, speak
from advisory.languages.registry import LANGUAGES, PSEUDO
from advisory.people.views import signed_in_person

STAFF = "/staff"


class LanguageConverter(BaseConverter):
    """A tag of the registry, as it is written there: one address for one page."""

    regex = "|".join((*LANGUAGES, *PSEUDO))


def choose_languages(app: Flask) -> None:
    """Public addresses begin with the language; `url_for` keeps it."""
    app.url_map.converters["lang"] = LanguageConverter

    @app.url_value_preprocessor
    def _take_tag(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.tag = (values or {}).pop("l", None) or _tag_of_no_page()

    @app.url_defaults
    def _keep_tag(endpoint: str, values: dict[str, Any]) -> None:
        if "l" not in values and app.url_map.is_endpoint_expecting(endpoint, "l"):
            values["l"] = current().tag

    @app.before_request
    def _speak() -> None:
        g.language_token = speak(g.get("tag") or _staff_language())

    @app.teardown_request
    def _hush(_error: BaseException | None) -> None:
        if (token := g.pop("language_token", None)) is not None:
            hush(token)


def _tag_of_no_page() -> str | None:
    """Where there is no page, its "nothing here" still speaks the language of the address."""
    first = request.path.split("/", 2)[1]
    return first if request.url_rule is None and first in {*LANGUAGES, *PSEUDO} else None


def _staff_language() -> str:
    if not request.path.startswith(STAFF):
        return "en"
    person = signed_in_person()
    return person.language if person else "en"
