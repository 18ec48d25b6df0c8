"""The only place where languages are listed."""

from dataclasses import dataclass
from typing import Literal

SecondCalendar = Literal[
    "solar_hijri_iran",
    "solar_hijri_afghan",
    "solar_hijri_pashto",
    "ethiopian",
    "levantine_months",
]
Direction = Literal["ltr", "rtl"]


class UnknownLanguage(KeyError):
    """Raised for a tag that is not in the registry."""


@dataclass(frozen=True)
class Language:
    """A language that pages can be written in. `babel` also names its catalogue's folder."""

    tag: str
    own_name: str
    english_name: str
    direction: Direction = "ltr"
    script: str = "Latn"
    line_height: float = 1.5
    second_calendar: SecondCalendar | None = None
    sms: Literal["gsm", "ucs2"] = "ucs2"
    falls_back_to: tuple[str, ...] = ("en",)
    babel: str = ""

    def __post_init__(self) -> None:
        if not self.babel:
            object.__setattr__(self, "babel", self.tag.replace("-", "_"))


@dataclass(frozen=True)
class SpokenLanguage:
    """A language that people speak; it may have no pages and no usual way of writing."""

    tag: str
    own_name: str
    english_name: str


def _arabic_script(
    tag: str,
    own_name: str,
    english_name: str,
    *,
    calendar: SecondCalendar | None = None,
    line_height: float = 1.75,
    falls_back_to: tuple[str, ...] = ("en",),
) -> Language:
    return Language(
        tag,
        own_name,
        english_name,
        direction="rtl",
        script="Arab",
        line_height=line_height,
        second_calendar=calendar,
        falls_back_to=falls_back_to,
    )


def _ethiopic(tag: str, own_name: str, english_name: str) -> Language:
    return Language(
        tag, own_name, english_name, script="Ethi", line_height=1.7, second_calendar="ethiopian"
    )


_WRITTEN = (
    Language("en", "English", "English", sms="gsm"),
    _arabic_script("ar", "العربية", "Arabic", calendar="levantine_months"),
    _arabic_script("fa", "فارسی", "Farsi", calendar="solar_hijri_iran"),
    _arabic_script(
        "fa-AF", "دری", "Dari", calendar="solar_hijri_afghan", falls_back_to=("fa", "en")
    ),
    _arabic_script("ps", "پښتو", "Pashto", calendar="solar_hijri_pashto"),
    _arabic_script("ckb", "کوردی (سۆرانی)", "Kurdish (Sorani)"),
    # Babel knows Kurmanji only by the code of all Kurdish.
    Language("kmr", "Kurdî (Kurmancî)", "Kurdish (Kurmanji)", babel="ku"),
    _arabic_script("ur", "اردو", "Urdu", line_height=2.0),
    _ethiopic("ti", "ትግርኛ", "Tigrinya"),
    _ethiopic("am", "አማርኛ", "Amharic"),
    Language("so", "Soomaali", "Somali", sms="gsm"),
    Language("sq", "Shqip", "Albanian"),
    Language("vi", "Tiếng Việt", "Vietnamese", line_height=1.6),
    Language("tr", "Türkçe", "Turkish"),
    Language("bn", "বাংলা", "Bengali", script="Beng", line_height=1.7),
    Language("uk", "Українська", "Ukrainian", script="Cyrl"),
    Language("es", "Español", "Spanish"),
    Language("pt", "Português", "Portuguese"),
    Language("fr", "Français", "French"),
)

LANGUAGES: dict[str, Language] = {language.tag: language for language in _WRITTEN}

# Made at run time from the English, to find words and boxes that were forgotten.
PSEUDO: dict[str, Language] = {
    "en-XA": Language("en-XA", "⟦Éñĝļîšĥ⟧", "English, longer", babel="en"),
    "ar-XB": Language(
        "ar-XB", "⟦hsilgnE⟧", "English, from right to left", direction="rtl", babel="en"
    ),
}

_ONLY_SPOKEN = (
    SpokenLanguage("apd", "عربي سوداني", "Sudanese Arabic"),
    SpokenLanguage("apc", "عربي شامي", "Levantine Arabic"),
    SpokenLanguage("acm", "عربي عراقي", "Iraqi Arabic"),
    SpokenLanguage("arz", "عربي مصري", "Egyptian Arabic"),
    SpokenLanguage("haz", "هزارگی", "Hazaragi"),
    SpokenLanguage("uz", "Oʻzbekcha / اوزبیکی", "Uzbek"),
    SpokenLanguage("ku-Arab", "کوردی (بادینی)", "Kurdish (Badini)"),
    SpokenLanguage("syl", "ছিলটি", "Sylheti"),
    SpokenLanguage("pa", "ਪੰਜਾਬੀ / پنجابی", "Punjabi"),
    SpokenLanguage("hi", "हिन्दी", "Hindi"),
    SpokenLanguage("ta", "தமிழ்", "Tamil"),
    SpokenLanguage("om", "Afaan Oromoo", "Oromo"),
    SpokenLanguage("tig", "ትግረ", "Tigre"),
    SpokenLanguage("byn", "ብሊና", "Bilen"),
    SpokenLanguage("aa", "Qafar af", "Afar"),
    SpokenLanguage("zag", "Beria", "Zaghawa"),
    SpokenLanguage("fur", "Fòòraŋ", "Fur"),
    SpokenLanguage("mls", "Masarak", "Masalit"),
    SpokenLanguage("sw", "Kiswahili", "Swahili"),
    SpokenLanguage("ln", "Lingála", "Lingala"),
    SpokenLanguage("yo", "Yorùbá", "Yoruba"),
    SpokenLanguage("wo", "Wolof", "Wolof"),
    SpokenLanguage("ff", "Pulaar / Fulfulde", "Fula"),
    SpokenLanguage("ro", "Română", "Romanian"),
    SpokenLanguage("rom", "Romani čhib", "Romani"),
    SpokenLanguage("ru", "Русский", "Russian"),
    SpokenLanguage("pl", "Polski", "Polish"),
    SpokenLanguage("zh", "中文", "Chinese (Mandarin)"),
    SpokenLanguage("yue", "廣東話", "Chinese (Cantonese)"),
    SpokenLanguage("bfi", "British Sign Language", "British Sign Language"),
)

SPOKEN: dict[str, SpokenLanguage] = {
    **{
        written.tag: SpokenLanguage(written.tag, written.own_name, written.english_name)
        for written in _WRITTEN
    },
    **{spoken.tag: spoken for spoken in _ONLY_SPOKEN},
}


def language(tag: str) -> Language:
    """The language of a tag, pseudo-locales included. Raises UnknownLanguage."""
    found = LANGUAGES.get(tag) or PSEUDO.get(tag)
    if found is None:
        raise UnknownLanguage(tag)
    return found
