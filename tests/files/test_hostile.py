"""Whatever comes in: it is made anew or refused, and never kept as it came."""

import os
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import av
import pytest
from PIL import Image

from advisory.files.ports.child import LONGEST, LONGEST_SIDE, MEMORY
from advisory.files.ports.decoding import Kind, NotTaken, Remade, Why, remade
from tests.files.corpus import EICAR, Hostile, corpus
from tests.files.making import CANARY

Outcome = tuple[Hostile, Remade | Why]
TOLD = (
    CANARY,
    b"CANARY",
    EICAR,
    b"<script",
    b"<?php",
    b"Exif",
    b"xmpmeta",
    b"ICC_PROFILE",
    b"+51.5",
)
pytestmark = pytest.mark.timeout(300)


def outcome(hostile: Hostile) -> Outcome:
    try:
        return hostile, remade(hostile.content, hostile.kind)
    except NotTaken as refused:
        return hostile, refused.why


@pytest.fixture(scope="module")
def heaviest() -> list[int]:
    return [0]


@pytest.fixture(scope="module")
def outcomes(heaviest: list[int]) -> list[Outcome]:
    """All of them, with the largest memory of a decoder noted on the way."""
    done = threading.Event()
    every = corpus()
    watching = threading.Thread(target=watch, args=(done, heaviest), daemon=True)
    watching.start()
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(outcome, every))
    done.set()
    watching.join()
    return found


def children() -> list[Path]:
    found = []
    for listed in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        with suppress(OSError):  # that thread has ended meanwhile
            found += listed.read_text().split()
    return [Path("/proc") / number for number in found]


def watch(done: threading.Event, heaviest: list[int]) -> None:
    while not done.is_set():
        for child in children():
            heaviest[0] = max(heaviest[0], peak(child))
        time.sleep(0.02)


def peak(child: Path) -> int:
    """Bytes; 0 for a child that is gone already or has not become the decoder yet."""
    try:
        if b"child.py" not in (child / "cmdline").read_bytes():
            return 0
        status = (child / "status").read_text()
    except OSError:
        return 0
    return next((int(row.split()[1]) * 1024 for row in status.splitlines() if "VmHWM" in row), 0)


def made(outcomes: list[Outcome]) -> list[tuple[Hostile, Remade]]:
    return [(hostile, found) for hostile, found in outcomes if isinstance(found, Remade)]


def test_there_are_hundreds_of_them_and_both_ends_are_met(outcomes: list[Outcome]) -> None:
    assert len(outcomes) >= 300
    assert len({hostile.content + hostile.kind.encode() for hostile, _ in outcomes}) >= 300
    refused = Counter(found for _, found in outcomes if isinstance(found, Why))
    assert set(refused) == set(Why), refused
    assert len(made(outcomes)) > 60
    assert sum(refused.values()) > 150


def test_nothing_is_kept_as_it_came(outcomes: list[Outcome]) -> None:
    raw = [
        hostile.name
        for hostile, found in made(outcomes)
        if found.content == hostile.content or hostile.content in found.content
    ]
    assert raw == []


def test_nothing_of_what_a_file_told_is_left(outcomes: list[Outcome]) -> None:
    told = [
        f"{hostile.name}: {word!r}"
        for hostile, found in made(outcomes)
        for word in TOLD
        if word in found.content
    ]
    assert told == []


def test_pictures_hold_pixels_and_nothing_else(outcomes: list[Outcome]) -> None:
    pictures = [(h.name, f) for h, f in made(outcomes) if f.kind is Kind.PICTURE]
    assert pictures
    for name, found in pictures:
        with Image.open(BytesIO(found.content), formats=["JPEG"]) as opened:
            opened.load()
            assert max(opened.size) <= LONGEST_SIDE, name
            assert opened.size == (found.width, found.height), name
            assert not opened.getexif(), name
            assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}, name
        assert segments(found.content) <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}, name
        assert found.content.endswith(b"\xff\xd9"), name


def segments(jpeg: bytes) -> set[int]:
    """The markers before the pixels: comments and application segments would show here."""
    at, found = 2, set()
    while jpeg[at + 1] != 0xDA:
        found.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return found


def test_sounds_hold_one_voice_and_no_tag(outcomes: list[Outcome]) -> None:
    sounds = [(h.name, f) for h, f in made(outcomes) if f.kind is Kind.SOUND]
    assert sounds
    for name, found in sounds:
        with av.open(BytesIO(found.content), "r", format="mp4") as opened:
            assert set(opened.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
            (stream,) = opened.streams
            assert set(stream.metadata) <= {"language", "handler_name", "vendor_id"}, name
            assert stream.codec_context.name == "aac", name
            assert 0 < found.seconds <= LONGEST, name


def test_a_decoder_stays_small(outcomes: list[Outcome], heaviest: list[int]) -> None:
    assert outcomes
    assert 10 * 1024 * 1024 < heaviest[0] <= MEMORY < 512 * 1024 * 1024


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("svg plain", Why.NOT_KNOWN),
        ("moving GIF", Why.NOT_KNOWN),
        ("zip as", Why.NOT_KNOWN),
        ("hls", Why.NOT_KNOWN),
        ("PNG of 50000 by 50000", Why.TOO_BIG),
        ("JPEG of 65500 by 65500", Why.TOO_BIG),
        ("of 125 seconds", Why.TOO_LONG),
        ("film", Why.FILM),
        ("moving PNG", Why.UNREADABLE),
        ("eight streams", Why.UNREADABLE),
    ],
)
def test_what_is_refused_is_refused_for_its_own_reason(
    outcomes: list[Outcome], part: str, why: Why
) -> None:
    found = {result for hostile, result in outcomes if part.lower() in hostile.name.lower()}
    assert found == {why}
