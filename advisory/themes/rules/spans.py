"""Parts of a passage that carry a label. Places are counted in Unicode code points from 0."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from advisory.themes.rules.labelling import Span

_SENTENCE = re.compile(
    r"[^.!?\u061f\u06d4\u1362\u1367\u1368\u3002\n]+[.!?\u061f\u06d4\u1362\u1367\u1368\u3002]*|[.!?]+"
)
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Piece:
    """A word, or a sentence with its words."""

    start: int
    end: int
    text: str
    words: tuple["Piece", ...] = ()

    @property
    def place(self) -> str:
        return f"{self.start}-{self.end}"


def sentences(text: str) -> list[Piece]:
    """What can be picked: whole sentences, or their words. Spaces between belong to nothing."""
    found = []
    for sentence in _SENTENCE.finditer(text):
        words = tuple(_piece(text, word) for word in _WORD.finditer(text, *sentence.span()))
        if words:
            start, end = words[0].start, words[-1].end
            found.append(Piece(start, end, text[start:end], words))
    return found


def _piece(text: str, word: re.Match[str]) -> Piece:
    return Piece(word.start(), word.end(), text[word.start() : word.end()])


def picked(text: str, places: Collection[str]) -> list[tuple[int, int]]:
    """Places of what was picked, those that follow one another as one; what is none is left out."""
    known = [one for sentence in sentences(text) for one in (sentence, *sentence.words)]
    wanted = sorted({(one.start, one.end) for one in known if one.place in places})
    runs: list[tuple[int, int]] = []
    for start, end in wanted:
        if runs and not text[runs[-1][1] : start].strip():
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    return runs


@dataclass(frozen=True)
class Cut:
    """A stretch of the text that carries the same labels from its first sign to its last."""

    text: str
    labels: frozenset[UUID]


def cut(text: str, spans: Iterable[Span]) -> list[Cut]:
    """The text in stretches; together they are the text. Spans may lie over one another."""
    inside = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    edges = sorted({0, len(text), *(at for span in inside for at in (span.start, span.end))})
    return [
        Cut(
            text[start:end],
            frozenset(span.label for span in inside if span.start <= start and end <= span.end),
        )
        for start, end in pairwise(edges)
    ]
