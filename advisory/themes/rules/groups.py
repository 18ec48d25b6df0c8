"""What groups are called on a page, and which of them are missing, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from advisory.disclosure.rules import Figure
from advisory.languages.catalogues import for_staff
from advisory.languages.registry import SPOKEN
from advisory.themes.models import Axis, Benchmark
from advisory.themes.rules.counting import OTHERS, UNSAID, unheard

OTHER_GROUPS = {
    Axis.LANGUAGE: for_staff("Other languages"),
    Axis.AREA: for_staff("Other parts"),
    Axis.CHANNEL: for_staff("Other ways"),
}
CHANNELS = {
    "web": for_staff("On the web"),
    "kiosk": for_staff("At a kiosk"),
    "helper": for_staff("Beside a helper"),
    "paper": for_staff("On paper"),
    "voice_note": for_staff("By voice"),
    "phone": for_staff("By phone"),
    "email": for_staff("By e-mail"),
    "group": for_staff("At a meeting"),
}
NOT_SAID = for_staff("Not said")


@dataclass(frozen=True)
class Group:
    """A column: what it is called, and in which language it is called so."""

    name: str
    lang: str = ""
    heard: str = ""


@dataclass(frozen=True)
class Missing:
    """Whom we hardly hear, by one axis: named, never counted."""

    axis: Axis
    groups: list[Group]


def group_of(axis: Axis, key: str, heard: str = "") -> Group:
    if key in {UNSAID, "und"}:
        return Group(str(NOT_SAID), heard=heard)
    if key == OTHERS:
        return Group(str(OTHER_GROUPS[axis]), heard=heard)
    if axis is Axis.LANGUAGE and key in SPOKEN:
        return Group(SPOKEN[key].own_name, key, heard)
    if axis is Axis.CHANNEL:
        return Group(str(CHANNELS.get(key, NOT_SAID)), heard=heard)
    return Group(key, "en", heard)


def missing(
    expected: Iterable[Benchmark], heard: Mapping[Axis, Mapping[str, Figure]]
) -> list[Missing]:
    """Nothing by an axis where nobody is expected, or nothing was asked."""
    rows = list(expected)
    found = ((axis, unheard(axis, rows, by)) for axis, by in heard.items())
    return [
        Missing(axis, [group_of(axis, key) for key in one.groups]) for axis, one in found if one
    ]
