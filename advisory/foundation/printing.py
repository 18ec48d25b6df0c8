"""A page to print as a PDF file: made here, with nothing fetched from anywhere else.

WeasyPrint needs Pango from the system. Where that is not there the page prints itself.
"""

import re
from functools import cache
from importlib import import_module
from logging import CRITICAL, getLogger
from pathlib import Path
from types import ModuleType
from typing import Any

STATIC = Path(__file__).parent.parent / "static"
HOUSE = "https://paper.invalid/"
"""Stands for our own address. Nobody can own a name that ends so, and nothing asks for it."""
_OUR_STYLE = re.compile(re.escape(HOUSE) + r"assets/[0-9a-f]{12}/([a-z]+\.css)")

_LINES = (
    'fill="none" stroke="#1f2328" stroke-width="1.75" stroke-linecap="round"'
    ' stroke-linejoin="round"'
)
"""How our icons are drawn: the page's style sheet does not reach into a drawing on paper."""


@cache
def library() -> ModuleType | None:
    """None where it cannot be loaded. Asked for late: it takes a second and much memory."""
    try:
        found = import_module("weasyprint")
    except (ImportError, OSError):  # OSError: it is there, the libraries of the system are not
        return None
    # It tells each time of every style that only a screen has.
    getLogger("weasyprint").setLevel(CRITICAL)
    return found


def can_make_pdf() -> bool:
    return library() is not None


def style_of(address: str) -> bytes | None:
    """One of our own style sheets; None for every other address, here or anywhere."""
    found = _OUR_STYLE.fullmatch(address)
    path = STATIC / found[1] if found else None
    return path.read_bytes() if path is not None and path.is_file() else None


def pdf(page: str) -> bytes | None:
    """The page as it would be printed, tagged for screen readers (PDF/UA)."""
    weasyprint = library()
    if weasyprint is None:
        return None
    drawn = page.replace('<svg class="icon', f'<svg {_LINES} class="icon')
    made = weasyprint.HTML(string=drawn, base_url=HOUSE, url_fetcher=_fetcher(weasyprint))
    content: bytes = made.write_pdf(pdf_variant="pdf/ua-1")
    return content


def _fetcher(weasyprint: ModuleType) -> Any:  # noqa: ANN401 - a class of the library
    class OurStyles(weasyprint.urls.URLFetcher):  # type: ignore[misc, name-defined] # loaded late
        """Opens no connection and no file: it knows our style sheets."""

        def fetch(self, url: str, _headers: object = None) -> Any:  # noqa: ANN401 - its response
            content = style_of(url)
            if content is None:
                raise ValueError("only our own style sheets are printed with")
            kind = {"Content-Type": "text/css; charset=utf-8"}
            return weasyprint.urls.URLFetcherResponse(url, content, headers=kind)

    return OurStyles()
