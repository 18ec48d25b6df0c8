"""Which language a phone asks for. Stock negotiation sends Dari and Kurdish phones elsewhere."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from advisory.languages.registry import LANGUAGES

_LONGEST_HEADER = 2000
_MOST_TAGS = 40

# Languages people may mean by a tag that does not say which they read.
_AMBIGUOUS: dict[str, tuple[str, ...]] = {
    "ku-iq": ("ckb", "kmr"),
    "ku-ir": ("ckb", "kmr"),
    "ku-arab": ("ckb", "kmr"),
    "syl": ("bn", "en"),
}

_ALIASES: dict[str, str] = {
    "prs": "fa-AF",
    "haz": "fa-AF",
    "fa-af": "fa-AF",
    "pes": "fa",
    "fas": "fa",
    "per": "fa",
    "ku": "kmr",
    "kur": "kmr",
    "ku-tr": "kmr",
    "ku-sy": "kmr",
    "ku-latn": "kmr",
    "pus": "ps",
    "pbt": "ps",
    "pbu": "ps",
    # The Arabics people speak are all read in one written Arabic.
    **dict.fromkeys(("ara", "arb", "apd", "apc", "acm", "arz", "ary"), "ar"),
    "urd": "ur",
    "tir": "ti",
    "amh": "am",
    "som": "so",
    "sqi": "sq",
    "als": "sq",
    "aln": "sq",
    "vie": "vi",
    "tur": "tr",
    "ben": "bn",
    "ukr": "uk",
    "spa": "es",
    "por": "pt",
    "fra": "fr",
    "eng": "en",
}
_OWN_TAGS = {tag.lower(): tag for tag in LANGUAGES}


@dataclass(frozen=True)
class Wish:
    """`tag` None means the language wall, with the `likely` languages on top of it."""

    tag: str | None
    likely: tuple[str, ...] = ()


def negotiate(header: str | None, available: Collection[str]) -> Wish:
    """What an Accept-Language header clearly asks for among the available tags.

    English says nothing (phones sold here come with it), so it leads to the wall.
    """
    english_seen = False
    for tag in _tags_in_order(header or ""):
        meant = _meant_by(tag, available)
        if meant == ("en",):
            english_seen = True
        elif len(meant) > 1:
            likely = tuple(one for one in meant if one in available)
            if likely:
                return Wish(None, likely)
        elif meant:
            return Wish(None, meant) if english_seen else Wish(meant[0])
    return Wish(None)


def _meant_by(tag: str, available: Collection[str]) -> tuple[str, ...]:
    for shorter in _shortened(tag):
        if shorter in _AMBIGUOUS:
            return _AMBIGUOUS[shorter]
        known = _ALIASES.get(shorter) or _OWN_TAGS.get(shorter)
        if known == "en":
            return ("en",)
        if known:
            return next(((one,) for one in _own_kin(known) if one in available), ())
    return ()


def _own_kin(tag: str) -> Iterator[str]:
    """A language and those its readers may be given instead, never English."""
    yield tag
    yield from (other for other in LANGUAGES[tag].falls_back_to if other != "en")


def _shortened(tag: str) -> Iterator[str]:
    """The tag, then language-REGION, language-Script and the language alone."""
    parts = tag.split("-")
    yield tag
    if len(parts) > 2:
        yield f"{parts[0]}-{parts[2]}"
    if len(parts) > 1:
        yield f"{parts[0]}-{parts[1]}"
        yield parts[0]


def _tags_in_order(header: str) -> list[str]:
    weighed: list[tuple[float, int, str]] = []
    for place, piece in enumerate(header[:_LONGEST_HEADER].split(",")[:_MOST_TAGS]):
        tag, _, rest = piece.partition(";")
        tag = tag.strip().lower().replace("_", "-")
        weight = _weight(rest)
        if weight > 0 and _looks_like_a_tag(tag):
            weighed.append((-weight, place, tag))
    return [tag for _q, _place, tag in sorted(weighed)]


def _looks_like_a_tag(tag: str) -> bool:
    parts = tag.split("-")
    return parts[0].isalpha() and all(
        part.isascii() and part.isalnum() and len(part) <= 8 for part in parts
    )


def _weight(parameter: str) -> float:
    """The q of one tag: 1 when it is missing, 0 when it cannot be read."""
    name, _, value = parameter.strip().partition("=")
    if not parameter.strip():
        return 1.0
    value = value.strip()
    if name.strip().lower() != "q" or not value.replace(".", "", 1).isdecimal():
        return 0.0
    return min(float(value), 1.0) if value.isascii() else 0.0
