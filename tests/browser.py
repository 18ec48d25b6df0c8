"""A browser without script for the tests of pages. It checks every page that it opens."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import html5lib
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from advisory.foundation.database import now
from advisory.languages.catalogues import gettext, speaking
from advisory.languages.registry import LANGUAGES, PSEUDO
from advisory.people.models import Person

TOKEN = "a token of this browser"
CONTROLS = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
PUBLIC_BYTES = 60_000
"""Uncompressed; the budget of 12 KB compressed is measured in the walks."""


class PageFault(AssertionError):
    """A page breaks a rule that holds for every page."""


@dataclass(frozen=True)
class Seen:
    """A page as the browser got it."""

    url: str
    status: int
    text: str
    tree: ET.Element | None
    response: TestResponse

    def all(self, tag: str, **attributes: str) -> list[ET.Element]:
        assert self.tree is not None, self.url
        return [
            element
            for element in self.tree.iter(tag)
            if all(element.get(name.rstrip("_")) == value for name, value in attributes.items())
        ]

    @property
    def words(self) -> str:
        """What a reader reads, white space folded."""
        assert self.tree is not None, self.url
        return " ".join(" ".join(_texts(self.tree)).split())

    @property
    def tag(self) -> str:
        return self.all("html")[0].get("lang", "en")

    def says(self, sentence: object) -> bool:
        """Whether the page says a sentence of ours, in the page's language."""
        return in_language(self.tag, sentence) in self.words

    @property
    def h1(self) -> str:
        return " ".join("".join(self.all("h1")[0].itertext()).split())

    @property
    def title(self) -> str:
        return " ".join("".join(self.all("title")[0].itertext()).split())

    def link(self, label: str) -> str:
        """The address of the link whose words contain `label`."""
        for element in self.all("a"):
            if label in " ".join("".join(element.itertext()).split()):
                return element.get("href", "")
        raise PageFault(f"no link {label!r} on {self.url}")


def in_language(tag: str, sentence: object) -> str:
    """A sentence of the catalogues as a page in that language says it."""
    with speaking(tag):
        return gettext(sentence) if isinstance(sentence, str) else str(sentence)


def _texts(element: ET.Element) -> Iterator[str]:
    if element.tag in {"script", "style", "head"}:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail


class Browser:
    """Follows redirects, keeps cookies, presses buttons. Raises PageFault on a bad page."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, url: str, *, follow: bool = True, **headers: str) -> Seen:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._seen(self.client.get(url, follow_redirects=follow, headers=named))

    def post(self, url: str, typed: dict[str, Any] | None = None, *, follow: bool = True) -> Seen:
        """Posts with a fresh token of this browser's session, as a form would."""
        with self.client.session_transaction() as visit:
            visit["csrf_token"] = TOKEN
        signer = URLSafeTimedSerializer(self.app.secret_key or b"", salt="wtf-csrf-token")
        fields = {"csrf_token": signer.dumps(TOKEN), **(typed or {})}
        return self._seen(self.client.post(url, data=fields, follow_redirects=follow))

    def press(self, seen: Seen, label: str, /, *, follow: bool = True, **fields: Any) -> Seen:
        """Presses the button whose words contain `label`, with its form's fields filled in."""
        form, button = form_of(seen, label)
        typed = filled(seen, form)
        if button.get("name"):
            typed[button.get("name", "")] = button.get("value", "")
        for name, value in fields.items():
            typed[name] = value
        url = button.get("formaction") or form.get("action") or seen.url
        if form.get("method", "get").lower() == "get":
            return self._seen(self.client.get(url, query_string=typed, follow_redirects=follow))
        return self._seen(self.client.post(url, data=typed, follow_redirects=follow))

    def sign_in(self, person: Person) -> None:
        """As after both factors: the way through the door has its own tests."""
        with self.client.session_transaction() as visit:
            visit.clear()
            visit["_user_id"] = str(person.id)
            visit["_fresh"] = True
            visit["signed_in_at"] = now().isoformat()

    def sign_out(self) -> None:
        self.client = self.app.test_client()

    def _seen(self, response: TestResponse) -> Seen:
        parts = urlsplit(response.request.url)
        url = parts.path + (f"?{parts.query}" if parts.query else "")
        is_page = response.mimetype == "text/html" and not 300 <= response.status_code < 400
        text = response.get_data().decode(errors="replace")  # a file has no letters
        tree = _parsed(text, url) if is_page else None
        seen = Seen(url, response.status_code, text, tree, response)
        if tree is not None:
            check_page(seen)
        return seen


def _parsed(text: str, url: str) -> ET.Element:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree: ET.Element = parser.parse(text)
    if parser.errors:
        (line, column), what, _values = parser.errors[0]
        near = text.splitlines()[line - 1][max(0, column - 80) : column + 40] if line else ""
        raise PageFault(f"{url}: {what} at line {line}: …{near}…")
    return tree


def form_of(seen: Seen, label: str) -> tuple[ET.Element, ET.Element]:
    assert seen.tree is not None
    labels = {label, in_language(seen.tag, label)}
    parents = {child: parent for parent in seen.tree.iter() for child in parent}
    for button in seen.all("button"):
        said = " ".join("".join(button.itertext()).split())
        if not any(one in said for one in labels):
            continue
        if button.get("form"):
            return seen.all("form", id=button.get("form", ""))[0], button
        above: ET.Element | None = button
        while above is not None and above.tag != "form":
            above = parents.get(above)
        if above is not None:
            return above, button
    raise PageFault(f"no button {label!r} on {seen.url}: {seen.status}, {seen.h1!r}")


def filled(seen: Seen, form: ET.Element) -> dict[str, Any]:
    assert seen.tree is not None
    own = [element for element in form.iter() if element.tag in CONTROLS]
    own += [
        element
        for element in seen.tree.iter()
        if element.tag in CONTROLS and form.get("id") and element.get("form") == form.get("id")
    ]
    found: dict[str, Any] = {}
    for control in own:
        name = control.get("name")
        if not name or "disabled" in control.attrib:
            continue
        for value in _values_of(control):
            found.setdefault(name, []).append(value)
    return found


def _values_of(control: ET.Element) -> list[str]:
    if control.tag == "textarea":
        return [(control.text or "").removeprefix("\n")]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        return [option.get("value", "".join(option.itertext())) for option in chosen]
    kind = control.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return [control.get("value", "on")] if "checked" in control.attrib else []
    if kind in {"submit", "button", "image", "file"}:
        return []
    return [control.get("value", "")]


def check_page(seen: Seen) -> None:
    """What holds for every page, whatever test opens it."""
    root = seen.tree
    assert root is not None
    html = root if root.tag == "html" else root.find(".//html")
    assert html is not None
    _require(seen, html.get("lang") in {*LANGUAGES, *PSEUDO}, f"lang is {html.get('lang')!r}")
    spoken = {**LANGUAGES, **PSEUDO}[html.get("lang", "en")]
    _require(seen, html.get("dir") == spoken.direction, f"dir is {html.get('dir')!r}")
    _require(seen, len(seen.all("h1")) == 1, f"{len(seen.all('h1'))} h1")
    _require(seen, bool(seen.title.split("·")[0].strip()), "no title")
    twice = [name for name, count in Counter(_ids(root)).items() if count > 1]
    _require(seen, not twice, f"ids twice: {twice}")
    _check_labels(seen, root)
    _check_hosts(seen, root)
    _require(seen, not [e for e in root.iter() if "style" in e.attrib], "an inline style")
    if not seen.url.startswith("/staff") and seen.status != 422:  # what was typed comes back
        _require(seen, len(seen.text.encode()) < PUBLIC_BYTES, f"{len(seen.text.encode())} bytes")


def _require(seen: Seen, holds: bool, what: str) -> None:
    if not holds:
        raise PageFault(f"{seen.url}: {what}")


def _ids(root: ET.Element) -> list[str]:
    return [element.get("id", "") for element in root.iter() if element.get("id")]


def _check_labels(seen: Seen, root: ET.Element) -> None:
    named = {label.get("for") for label in root.iter("label")}
    inside = {id(control) for label in root.iter("label") for control in label.iter()}
    for control in (element for element in root.iter() if element.tag in CONTROLS):
        if control.get("type", "text") in UNLABELLED:
            continue
        has = (
            control.get("id") in named
            or id(control) in inside
            or control.get("aria-label")
            or control.get("aria-labelledby")
        )
        _require(seen, bool(has), f"no label for {control.get('name')!r}")


def _check_hosts(seen: Seen, root: ET.Element) -> None:
    for element in root.iter():
        if element.tag in {"script", "img", "link", "iframe", "form", "source", "audio"}:
            for name in ("src", "href", "action", "srcset"):
                address = urlsplit(element.get(name) or "")
                _require(seen, not address.netloc, f"a foreign host: {element.get(name)}")
