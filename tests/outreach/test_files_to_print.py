"""A poster and a form as a file for a print shop; where none can be made the page prints itself."""

import re

import pytest

from advisory.foundation import printing
from advisory.languages.registry import LANGUAGES
from tests.browser import Browser, Seen
from tests.outreach import drawn

pytestmark = pytest.mark.once

LEAST = 25
"""Millimetres that a phone needs to read a code from an arm away."""
MANY_LINES = 100


@pytest.fixture
def poster(desk: Browser) -> Seen:
    tags = ["en", "ps", "ckb", "ar"]
    page = desk.get("/staff/posters")
    return desk.press(page, "Make it and show it", languages=tags, place="Library", phone="020 7")


@pytest.mark.pango
def test_every_code_of_a_poster_is_at_least_25_mm_in_its_file(desk: Browser, poster: Seen) -> None:
    response = desk.client.get(poster.link("PDF file"))
    assert response.content_type == "application/pdf"
    assert "attachment" in response.headers["Content-Disposition"]
    sizes = [path.size for path in drawn.paths(response.data) if len(path.lines) > MANY_LINES]
    assert len(sizes) == len(("en", "ps", "ckb", "ar"))
    assert min(across for across, _down in sizes) >= LEAST
    assert b"/StructTreeRoot" in drawn.objects(response.data), "no tags for a screen reader"


@pytest.mark.pango
def test_six_languages_from_every_script_stay_on_one_sheet(desk: Browser, poster: Seen) -> None:
    words = "Tell us what life here is like"
    blocks = "".join(
        f'<section lang="{tag}" dir="{LANGUAGES[tag].direction}"><h2>{LANGUAGES[tag].own_name}</h2>'
        f'<p class="sentence">{words}</p><div class="qr"><svg viewBox="0 0 37 37"></svg></div>'
        f'<p class="address"><bdi dir="ltr">board.example/p/abc-{tag}</bdi></p>'
        '<p class="phone"><bdi dir="ltr">020 7946 0000</bdi></p>'
        "</section>"
        for tag in ("ar", "ur", "ti", "bn", "ckb", "vi")
    )
    assert printing.library() is not None
    whole = re.sub(r"<section.*</section>", blocks, poster.text, flags=re.DOTALL)
    made = printing.pdf(whole)
    assert made is not None
    assert len(list(drawn.sheets(made))) == 1


@pytest.mark.pango
def test_forms_come_as_a_file_with_their_codes(desk: Browser) -> None:
    page = desk.get("/staff/paper")
    sent = {"language": "ur", "how_many": "3", "file": "pdf"}  # the tallest letters
    assert "Make them as a PDF file" in page.words
    response = desk.post("/staff/paper/print", sent).response
    assert response.content_type == "application/pdf"
    assert len(list(drawn.sheets(response.data))) == int(sent["how_many"])


def test_without_the_library_the_page_prints_itself(
    desk: Browser, poster: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise OSError(f"cannot load libpango for {name}")

    printing.library.cache_clear()
    monkeypatch.setattr(printing, "import_module", missing)
    page = desk.get(f"{poster.url}?file=pdf")
    assert "PDF file of its own" in page.words
    assert not [link for link in page.all("a") if "file=pdf" in link.get("href", "")]
    assert "as a PDF" not in desk.get("/staff/paper").words
    printing.library.cache_clear()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/assets/0123456789ab/paper.css",
        "https://paper.invalid/assets/0123456789ab/../../../pyproject.css",
        "https://paper.invalid/assets/0123456789ab/staff.js",
        "https://paper.invalid/healthz",
        "data:text/css,x",
    ],
)
def test_a_file_is_made_from_our_styles_and_nothing_else(address: str) -> None:
    assert printing.style_of(address) is None
    assert printing.style_of("https://paper.invalid/assets/0123456789ab/paper.css")


@pytest.mark.pango
def test_what_a_page_names_elsewhere_is_not_fetched(poster: Seen) -> None:
    """A picture of another address: the file is made without it, and nothing is asked for."""
    own = f'<img src="file://{printing.STATIC}/none.png"><img src="http://127.0.0.1:9/x.png">'
    made = printing.pdf(poster.text.replace("</main>", f"{own}</main>"))
    assert made is not None
    assert b"/Image" not in drawn.objects(made)
