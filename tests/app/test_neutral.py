"""Over a shoulder nobody reads what this is about: titles, addresses, cookies, files, letters."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from advisory.app import assets
from advisory.foundation.access import Entry
from advisory.foundation.database import Database
from advisory.languages.catalogues import gettext, reading_from, speaking
from advisory.letters.rules import KINDS
from config import Settings
from tests.app.test_access_matrix import HOLDER, NOBODY, Site
from tests.building import a_board

pytestmark = pytest.mark.once
TRANSLATIONS = Path(__file__).parents[2] / "translations"
ENGLISH = (
    r"asylum|refugee|migra|immigra|home office|abus|violen|rape|traffick|tortur|complain|health"
    r"|doctor|\bgp\b|nhs|mental|hiv|pregnan|abortion|medic|safeguard|housing|hostel|lawyer|deport"
)
TELLING = {
    "en": ENGLISH,
    "ar": r"لجوء|لاجئ|وزارة الداخلية|عنف|إساءة|اعتداء|شكوى|صحة|طبيب|نفسي|حمل",
    "fa": r"پناه|وزارت کشور|خشونت|آزار|شکایت|سلامت|پزشک|روان|بارداری",
    "fa-AF": r"پناه|وزارت داخله|خشونت|آزار|شکایت|صحت|داکتر|روان|حاملگی",
    "ps": r"پناه|کډوال|د کورنیو چارو|تاوتریخوالی|شکایت|روغتیا|ډاکټر|رواني",
    "ckb": r"پەنابەر|وەزارەتی ناوخۆ|توندوتیژی|سکاڵا|تەندروستی|پزیشک|دەروونی",
    "kmr": r"penaber|wezareta navxw|tundutûj|gilî|tenduristî|bijîşk|derûnî",
    "ur": r"پناہ|ہوم آفس|تشدد|زیادتی|شکایت|صحت|ڈاکٹر|ذہنی|حمل",
    "ti": r"ዑቕባ|ስደተኛ|ሆም ኦፊስ|ዓመጽ|ጥርዓን|ጥዕና|ሓኪም|ጥንሲ",
    "am": r"ጥገኝነት|ስደተኛ|ሆም ኦፊስ|ጥቃት|ቅሬታ|ጤና|ሐኪም|ዶክተር|እርግዝና",
    "so": r"magangel|qaxooti|home office|xadgudub|rabshad|cabasho|caafimaad|dhakhtar|uur\b",
    "sq": r"azil|refugjat|home office|dhun|abuz|ankes|shëndet|mjek|mendor|shtatzën",
    "vi": r"tị nạn|bộ nội vụ|bạo lực|lạm dụng|khiếu nại|sức khỏe|sức khoẻ|bác sĩ|tâm thần|thai",
    "tr": r"sığınma|mülteci|içişleri|şiddet|istismar|şikayet|şikâyet|sağlık|doktor|ruhsal|hamile",
    "bn": r"আশ্রয়|শরণার্থী|হোম অফিস|নির্যাতন|সহিংসতা|অভিযোগ|স্বাস্থ্য|ডাক্তার|মানসিক|গর্ভ",
    "uk": r"притул|біжен|home office|насил|скарг|здоров|лікар|психі|вагітн",
    "es": r"asilo|refugiad|ministerio del interior|abus|violenc|queja|salud|médic|mental|embaraz",
    "pt": r"asilo|refugiad|ministério do interior|abus|violênc|queixa|saúde|médic|mental|grávid",
    "fr": r"asile|réfugi|ministère de l|abus|violen|plainte|santé|médec|mental|enceinte",
}


def is_telling(said: str, tag: str) -> bool:
    return any(
        re.search(words, said, re.IGNORECASE) for words in (ENGLISH, TELLING.get(tag, ENGLISH))
    )


@pytest.fixture
def site(app: Flask, session: Session, database: Database) -> Site:
    with reading_from(TRANSLATIONS):
        return Site(app, session, database)


@pytest.fixture(autouse=True)
def _in_their_own_words() -> Iterator[None]:
    with reading_from(TRANSLATIONS):
        yield


def title(text: str) -> str:
    found = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize("tag", sorted(TELLING))
def test_no_title_of_a_public_page_tells_what_it_is_about(site: Site, tag: str) -> None:
    seen = {}
    for visitor in (NOBODY, HOLDER):
        client = site.client(visitor)
        for rule, _method in site.routes("GET"):
            if site.access(rule).entry is Entry.STAFF or rule.rule.startswith("/staff"):
                continue
            url = site.url(rule, site.here.address(rule.arguments, l=tag))
            seen[url] = title(client.get(url).get_data(as_text=True))
        seen["nothing"] = title(client.get(f"/{tag}/nothing/here").get_data(as_text=True))
    assert {url: said for url, said in seen.items() if is_telling(said, tag)} == {}
    assert len(set(seen.values())) > 5


def test_no_public_address_tells_what_it_is_about(site: Site) -> None:
    paths = [
        re.sub(r"<[^>]*>", "", rule.rule)
        for rule, _method in site.routes("GET", "POST")
        if not rule.rule.startswith("/staff") and rule.endpoint != "health.healthz"
    ]
    assert [path for path in paths if is_telling(path, "en")] == []
    assert len(paths) > 20


def test_no_cookie_and_no_file_tells_what_it_is_about(site: Site) -> None:
    client = site.client(NOBODY)
    for url in ("/ar/", "/ar/say", "/ar/code"):
        client.get(url)
    client.post("/ar/only-mine", data={"csrf_token": site.csrf})
    names = [*assets._names]
    for name in ("s", "lang"):
        cookie = client.get_cookie(name)
        assert cookie is not None
        names += [cookie.key, cookie.value]
    assert len(client._cookies or {}) == 2
    assert [name for name in names if is_telling(name, "en")] == []
    assert len(names) > 5


def test_the_page_asks_for_no_icon(site: Site) -> None:
    """A data address: no request, and nothing to see beside a bookmark."""
    assert '<link rel="icon" href="data:,">' in site.client(NOBODY).get("/en/").text


@pytest.mark.parametrize("tag", sorted(TELLING))
def test_no_letter_to_a_member_tells_who_writes_or_about_what(tag: str) -> None:
    neutral = [kind for kind in KINDS.values() if kind.neutral]
    with speaking(tag):
        subjects = [gettext(str(kind.subject)) for kind in neutral]
    assert [said for said in subjects if is_telling(said, tag)] == []
    assert subjects


def test_the_sender_and_the_name_of_the_site_tell_nothing(
    settings: Settings, session: Session
) -> None:
    assert not is_telling(settings.mail_from, "en")
    assert not is_telling(a_board(session).public_name, "en")
    assert not is_telling(urlsplit(settings.leave_url).path, "en")


def test_every_language_of_the_catalogues_has_its_words() -> None:
    have = {
        "kmr" if path.name == "ku" else path.name.replace("_", "-")
        for path in TRANSLATIONS.iterdir()
        if (path / "LC_MESSAGES" / "public.po").exists()
    }
    assert have - set(TELLING) == set()
