"""Reads what a PDF draws: where the lines of each path lie on the paper, in millimetres."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

MILLIMETRE = 72 / 25.4
Matrix = tuple[float, float, float, float, float, float]
WHOLE: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass
class Path:
    """Lines from point to point, as they lie on the paper."""

    lines: list[tuple[float, float, float, float]] = field(default_factory=list)

    @property
    def size(self) -> tuple[float, float]:
        across = [x for line in self.lines for x in line[::2]]
        down = [y for line in self.lines for y in line[1::2]]
        return max(across) - min(across), max(down) - min(down)


def streams(pdf: bytes) -> Iterator[str]:
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(found[1]).decode("latin-1")
        except zlib.error:
            continue


def _through(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def paths(pdf: bytes) -> Iterator[Path]:
    """Every path that is drawn, with the moves of the paper that are in force."""
    for stream in streams(pdf):
        yield from _paths_of(stream)


def _paths_of(stream: str) -> Iterator[Path]:
    now, kept, numbers, at, path = WHOLE, [], [], (0.0, 0.0), Path()
    for word in stream.split():
        try:
            numbers.append(float(word))
            continue
        except ValueError:
            pass
        if word == "q":
            kept.append(now)
        elif word == "Q" and kept:
            now = kept.pop()
        elif word == "cm":
            a, b, c, d, e, f = numbers[-6:]
            now = _through(now, (a, b, c, d, e, f))
        elif word in {"m", "l"}:
            x, y = numbers[-2:]
            a, b, c, d, e, f = now
            there = ((a * x + c * y + e) / MILLIMETRE, (b * x + d * y + f) / MILLIMETRE)
            if word == "l":
                path.lines.append((*at, *there))
            at = there
        elif word in {"S", "s", "f", "B", "n"}:
            if path.lines:
                yield path
            path = Path()
        numbers = []


def sheets(pdf: bytes) -> Iterator[bytes]:
    """Each sheet of paper, as the file describes it."""
    yield from re.findall(rb"/Type\s*/Page\b(?!s)", objects(pdf))


def objects(pdf: bytes) -> bytes:
    """What the file says of itself, the packed parts too."""
    return pdf + "".join(streams(pdf)).encode("latin-1")
