"""English made strange at run time: what is still plain on a page was never marked."""

import re
from collections.abc import Callable
from functools import lru_cache
from gettext import NullTranslations

# Tags, entities and placeholders must come through untouched.
KEPT = re.compile(r"<[^<>]*>|&#?\w+;|%\(\w+\)[a-z]|%[%sd]|\{\w*\}")
_ACCENTED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
Change = Callable[[str], str]
_LONGER_BY = 0.4
_RTL_OVERRIDE, _POP, _RTL_MARK = "\u202e", "\u202c", "\u200f"


@lru_cache(maxsize=4096)
def longer(text: str) -> str:
    """en-XA: accents, and two fifths longer, as German or Somali may be."""
    accented = _outside_kept(text, lambda piece: piece.translate(_ACCENTED))
    padding = "~" * max(1, round(len(KEPT.sub("", text)) * _LONGER_BY))
    return f"⟦{accented} {padding}⟧"


@lru_cache(maxsize=4096)
def mirrored(text: str) -> str:
    """ar-XB: each piece of English is overridden to run from right to left."""
    return f"{_RTL_MARK}⟦{_outside_kept(text, _overridden)}⟧{_RTL_MARK}"


def _overridden(piece: str) -> str:
    return f"{_RTL_OVERRIDE}{piece}{_POP}" if piece.strip() else piece


def _outside_kept(text: str, change: Change) -> str:
    pieces: list[str] = []
    end = 0
    for kept in KEPT.finditer(text):
        pieces += [change(text[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*pieces, change(text[end:])])


class Pseudo(NullTranslations):
    """A catalogue that needs no file."""

    def __init__(self, change: Change) -> None:
        super().__init__()
        self._change = change

    def gettext(self, message: str) -> str:
        return self._change(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._change(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        del context
        return self._change(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        del context
        return self.ngettext(msgid1, msgid2, n)


PSEUDO_CATALOGUES = {"en-XA": Pseudo(longer), "ar-XB": Pseudo(mirrored)}
