import pytest
from sqlalchemy.orm import Session

from advisory.foundation.database import commit
from advisory.languages.registry import LANGUAGES
from tests.browser import Browser
from tests.building import a_board


@pytest.fixture(autouse=True)
def _board(session: Session) -> None:
    a_board(session, languages=("en", "ar", "fa", "ti", "ckb", "kmr"))
    commit(session)


def doors(browser: Browser, header: str = "") -> list[str]:
    page = browser.get("/", follow=False, Accept_Language=header)
    assert page.status == 200
    return [link.get("hreflang", "") for link in page.all("a") if link.get("hreflang")]


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("ar-SY,ar;q=0.9,en;q=0.8", "ar"),
        ("ti", "ti"),
        ("prs-AF,fa;q=0.8", "fa"),
        ("de,ti;q=0.5", "ti"),
    ],
)
def test_a_phone_with_a_clear_wish_goes_straight_home(
    browser: Browser, header: str, tag: str
) -> None:
    seen = browser.get("/", follow=False, Accept_Language=header)
    assert (seen.status, seen.response.location) == (302, f"/{tag}/")


@pytest.mark.parametrize("header", ["", "en-GB,en;q=0.9", "de,nl", "*", ";;;,q=", "x" * 9000])
def test_an_english_or_unknown_phone_gets_the_wall(browser: Browser, header: str) -> None:
    assert doors(browser, header) == ["en", "ar", "fa", "ti", "ckb", "kmr"]


def test_the_likely_ones_come_first(browser: Browser) -> None:
    assert doors(browser, "ku-IQ,ar;q=0.5")[:2] == ["ckb", "kmr"]
    assert doors(browser, "en-GB,ti;q=0.9")[0] == "ti"


def test_a_language_open_as_a_draft_says_so(browser: Browser) -> None:
    rows = {link.get("hreflang"): "".join(link.itertext()) for link in browser.get("/").all("a")}
    assert "draft" not in rows["en"]
    assert "draft" in rows["ar"]


def test_every_name_is_in_its_own_language_and_direction(browser: Browser) -> None:
    for name in browser.get("/").all("bdi"):
        tag = name.get("lang", "")
        assert name.get("dir") == LANGUAGES[tag].direction


def test_pseudo_languages_are_never_listed_and_can_be_opened(browser: Browser) -> None:
    page = browser.get("/")
    assert "en-XA" not in page.text
    assert browser.get("/en-XA/").status == 200
    assert browser.get("/ar-XB/say").status == 200


def test_a_kept_language_leads_home_while_it_is_open(browser: Browser) -> None:
    browser.post("/ti/only-mine")
    assert browser.get("/", follow=False).response.location == "/ti/"
    browser.client.set_cookie("lang", "vi")
    assert browser.get("/", follow=False).status == 200


def test_the_wall_may_not_be_kept_by_a_cache(browser: Browser) -> None:
    headers = browser.get("/").response.headers
    assert headers["Cache-Control"] == "no-store"
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in headers["Vary"].split(",")}


def test_changing_the_language_keeps_the_page(browser: Browser) -> None:
    languages = browser.get(browser.get("/en/changed").link("English"))
    assert browser.get(languages.link("ትግርኛ")).url == "/ti/changed"
    assert languages.link("Back") == "/en/changed"


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example", "/evil", "https://evil.example", "..//evil", "\\evil", "say\n", "%2f",
        "javascript:alert(1)", "nowhere", "say/" + "a" * 300, "../staff/inbox", "staff/inbox", "",
    ],
)  # fmt: skip
def test_a_switch_never_leads_out_of_the_house(browser: Browser, wanted: str) -> None:
    page = browser.client.get("/en/languages", query_string={"next": wanted})
    assert 'href="/ar/"' in page.get_data(as_text=True)
    assert "evil" not in page.get_data(as_text=True)


@pytest.mark.parametrize("tag", ["xx", "AR", "en-US", "staff"])
def test_an_unknown_language_is_not_found(browser: Browser, tag: str) -> None:
    assert browser.get(f"/{tag}/say").status == 404


def test_without_a_board_there_is_still_english(browser: Browser, session: Session) -> None:
    assert "English" in browser.get("/").words
