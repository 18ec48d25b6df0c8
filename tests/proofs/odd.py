"""Requests that no page expects: what fuzzing draws its fields, addresses and headers from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from flask_wtf import FlaskForm
from hypothesis import strategies as st

from advisory.foundation.access import Role
from advisory.people.models import Standing

MARKER = "\"'><x-canary>"
"""Must never stand raw in a page."""

VISITORS = ("nobody", "code holder", *(role.value for role in Role))
NASTY = (
    "",
    MARKER,
    "<script>alert(1)</script>" + MARKER,
    "javascript:alert(1)//" + MARKER,
    "{{7*7}}${7*7}%(count)s%s{0}" + MARKER,
    "\x00",
    "a\x00b" + MARKER,
    "\u202e\u2066" + MARKER + "\u2069",
    "\ud800",
    "\ufeff\u200d\u200c",
    "' OR 1=1; DROP TABLE feedback; --",
    "../../../../etc/passwd",
    "//evil.example/" + MARKER,
    "https://evil.example/",
    "\r\nSet-Cookie: x=1\r\n\r\n" + MARKER,
    "٣٤۵६৭٠" * 3,
    "1" * 16,
    "0" * 5_000,
    "9" * 400,
    "-1",
    "1e309",
    "NaN",
    "2026-02-30",
    "2026-11-24",
    "9999-12-31",
    "0001-01-01",
    "99999-01-01",
    "10:00-17:00, 16:00-25:00",
    "someone@board.example",
    "a@" + "b" * 300,
    "F-1",
    "F-99999999999999999999",
    "x" * 25_000,
    "ሰላም" * 300,
    "👩🏽‍⚕️" * 50,
    "=cmd|' /C calc'!A0",
    "en;q=0.5,ar;q=x,*;q=1e5,ti;q=٣,ku-IQ;q=,;q=1",
    "[1,[2,[3]]]",
    "00000000-0000-0000-0000-000000000000",
    "{00000000-0000-0000-0000-00000000000}",
)
PLAUSIBLE = (
    *("on", "y", "yes", "no", "1", "2", "en", "ar", "ti", "und", "quote", "count", "partly"),
    *("question", "safeguarding", "change_planned", "change_made", "no_change", "cleared"),
    *("open_days", "hours", "web", "paper", "answer", "first_reading", *Role, *Standing),
)
HEADERS = (
    *("Accept-Language", "Accept", "Accept-Encoding", "Referer", "Range", "If-None-Match"),
    *("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Sec-Fetch-Site", "Origin"),
    *("If-Modified-Since", "X-HTTP-Method-Override", "User-Agent", "Content-Language", "TE"),
)
IN_HEADERS = (
    MARKER,
    "en;q=0.5,ar;q=x,*;q=1e5,ku-IQ;q=,;q=1",
    "bytes=0-,-1,999999999999-",
    "Fri, 31 Feb 2026 25:61:61 GMT",
    "cross-site",
)
KINDS = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/json",
    "text/plain",
    "x" * 300,
    "",
)


def field_names() -> list[str]:
    """Every name that a form of ours gives a field, with the prefixes of the member's page."""
    names = {"token", "switch", "change", "next", "csrf_token", "page", "closed", "l", "kept"}
    for form in _all_forms(FlaskForm):
        names |= {name for name in dir(form) if hasattr(getattr(form, name), "field_class")}
    of_the_page = ("words", "language", "token", "replied", "again", "address")
    forms = ("more", "reply", "did", "again", "contact")
    return sorted(names | {f"{form}-{name}" for form in forms for name in of_the_page})


def _all_forms(form: type[Any]) -> Iterable[type[Any]]:
    for one in form.__subclasses__():
        yield one
        yield from _all_forms(one)


@dataclass(frozen=True)
class Odd:
    """One request. `at` and the indexes choose among what the site has."""

    at: int
    visitor: str
    values: tuple[str, ...]
    own_values: bool
    query: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    headers: list[tuple[str, str]]
    cookies: list[tuple[str, str]] = field(default_factory=list)
    kind: str = KINDS[0]
    raw: bytes | None = None
    with_token: bool = True
    method: str = ""


def values(rows: list[str]) -> st.SearchStrategy[str]:
    """What is typed: nasty, plausible, an id of the site's own, or anything at all."""
    return st.one_of(
        st.sampled_from(NASTY),
        st.sampled_from(PLAUSIBLE),
        st.sampled_from(rows),
        st.text(max_size=40),
    )


def requests(routes: int, rows: list[str], names: list[str]) -> st.SearchStrategy[Odd]:
    typed = values(rows)
    named = st.one_of(st.sampled_from(names), st.sampled_from(names), st.text(max_size=12))
    pairs = st.lists(st.tuples(named, typed), max_size=6)
    header = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)
    headers = st.tuples(st.sampled_from(HEADERS), st.one_of(header, st.sampled_from(IN_HEADERS)))
    cookies = st.tuples(
        st.sampled_from(["s", "lang", "__Host-s", "session", "x"]),
        st.sampled_from([MARKER, "a" * 43, "é" * 43, "en", "xx", "", "=;=", "x" * 4_000]),
    )
    return st.builds(
        Odd,
        at=st.integers(0, routes - 1),
        visitor=st.sampled_from(VISITORS),
        values=st.tuples(*[typed] * 2),
        own_values=st.sampled_from([True, True, True, False]),
        query=st.one_of(st.just([]), pairs),
        fields=pairs,
        headers=st.lists(headers, max_size=2),
        cookies=st.one_of(st.just([]), st.just([]), st.lists(cookies, max_size=1)),
        kind=st.one_of(st.just(KINDS[0]), st.just(KINDS[0]), st.sampled_from(KINDS)),
        raw=st.one_of(st.none(), st.none(), st.none(), st.none(), st.binary(max_size=60)),
        with_token=st.sampled_from([True] * 9 + [False]),
        method=st.sampled_from([""] * 19 + ["PUT"]),
    )


def in_address(text: str) -> str:
    """Bytes that are no UTF-8 stay what they are."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")
