"""Reads a QR code of version 2 or 3, level M, from its drawing: enough for a short address."""

import re
from collections.abc import Callable, Iterator

MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, _: r % 2 == 0,
    lambda _, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
FORMAT_MASK = 0b101010000010010
QUIET = 4


def matrix(path: str, side: int) -> list[list[bool]]:
    """The dark modules of a drawing that consists of horizontal lines one module high."""
    dark = [[False] * side for _ in range(side)]
    column, row = 0, 0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        first, *second = (float(one) for one in re.findall(r"-?[\d.]+", numbers))
        if command == "M":
            column, row = int(first), int(second[0])
        elif command == "m":
            column, row = column + int(first), row + int(second[0])
        else:
            for at in range(column, column + int(first)):
                dark[row - QUIET][at - QUIET] = True
            column += int(first)
    return dark


def read(dark: list[list[bool]]) -> str:
    """The text. Raises AssertionError when it is not one of ours."""
    side = len(dark)
    mask = MASKS[_format(dark) >> 10 & 7]
    bits = "".join(str(int(dark[row][column] ^ mask(row, column))) for row, column in _places(side))
    assert bits[:4] == "0100", "not in byte mode"
    length = int(bits[4:12], 2)
    words = [int(bits[at : at + 8], 2) for at in range(12, 12 + 8 * length, 8)]
    return bytes(words).decode()


def _format(dark: list[list[bool]]) -> int:
    corner = [(row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)] + [
        (8, column) for column in (7, 5, 4, 3, 2, 1, 0)
    ]
    return sum(dark[row][column] << bit for bit, (row, column) in enumerate(corner)) ^ FORMAT_MASK


def _places(side: int) -> Iterator[tuple[int, int]]:
    """The data modules in reading order: two columns at a time, up and down, from the end."""
    upwards = True
    for right in (*range(side - 1, 6, -2), *range(5, 0, -2)):
        for row in range(side - 1, -1, -1) if upwards else range(side):
            for column in (right, right - 1):
                if not _is_pattern(row, column, side):
                    yield row, column
        upwards = not upwards


def _is_pattern(row: int, column: int, side: int) -> bool:
    corner = (row < 9 and column < 9) or (row < 9 and column >= side - 8)
    corner = corner or (row >= side - 8 and column < 9)
    timing = 6 in (row, column)
    aligned = side > 21 and abs(row - (side - 7)) <= 2 and abs(column - (side - 7)) <= 2
    return corner or timing or aligned
