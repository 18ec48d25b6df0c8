"""Decodes a file in a process of its own and makes it anew, or refuses it: never as it came."""

import enum
import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Thread, Timer

MOST_BYTES = 10 * 1024 * 1024
MOST_MADE = 8 * 1024 * 1024
PATIENCE = 60.0
AT_ONCE = BoundedSemaphore(2)
"""A decoder may take half a gigabyte: two at a time in one server process, the others wait."""
CHILD = str(Path(__file__).with_name("child.py"))


class Kind(enum.StrEnum):
    PICTURE = "picture"
    SOUND = "sound"


class Why(enum.StrEnum):
    """Why a file is not taken."""

    NOT_KNOWN = "not_known"
    UNREADABLE = "unreadable"
    TOO_BIG = "too_big"
    TOO_LONG = "too_long"
    FILM = "film"


class NotTaken(Exception):
    """The file cannot be made anew, so nothing of it is kept."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why.value)


@dataclass(frozen=True)
class Remade:
    """A file made anew: a JPEG, or mono AAC in MP4. `seconds` is 0 for a picture."""

    kind: Kind
    content: bytes
    width: int = 0
    height: int = 0
    seconds: int = 0


_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_BEGINS = (
    (b"\xff\xd8\xff", Kind.PICTURE, "JPEG"),
    (b"\x89PNG\r\n\x1a\n", Kind.PICTURE, "PNG"),
    (b"\x1a\x45\xdf\xa3", Kind.SOUND, "matroska"),
    (b"OggS", Kind.SOUND, "ogg"),
    (b"ID3", Kind.SOUND, "mp3"),
    (b"#!AMR", Kind.SOUND, "amr"),
)


def sniffed(content: bytes) -> tuple[Kind, str] | None:
    """The kind and the one decoder for it, from the first bytes alone. None: not on the list."""
    for begins, kind, form in _BEGINS:
        if content.startswith(begins):
            return kind, form
    if content[:4] == b"RIFF" and content[8:12] in {b"WEBP", b"WAVE"}:
        return (Kind.PICTURE, "WEBP") if content[8:12] == b"WEBP" else (Kind.SOUND, "wav")
    if content[4:8] == b"ftyp":
        return (Kind.PICTURE, "HEIF") if content[8:12] in _HEIF else (Kind.SOUND, "mp4")
    if content[:1] == b"\xff" and len(content) > 3:
        return _mpeg_sound(content[1])
    return None


def _mpeg_sound(second: int) -> tuple[Kind, str] | None:
    if second & 0xF6 == 0xF0:
        return Kind.SOUND, "aac"
    return (Kind.SOUND, "mp3") if second & 0xE0 == 0xE0 and second & 0x06 else None


def remade(content: bytes, wanted: Kind, *, for_listening: bool = False) -> Remade:
    """The same picture or sound in new bytes; small, where many listen. Raises NotTaken."""
    if len(content) > MOST_BYTES:
        raise NotTaken(Why.TOO_BIG)
    found = sniffed(content)
    if found is None or found[0] is not wanted:
        raise NotTaken(Why.NOT_KNOWN)
    with AT_ONCE:
        told = _decoded(content, *found, *(["small"] if for_listening else []))
    line, _, made = told.partition(b"\n")
    try:
        measure = json.loads(line)
        size = measure.pop("size")
    except (ValueError, KeyError) as cut:
        raise NotTaken(Why.UNREADABLE) from cut
    if "refused" in measure:
        raise NotTaken(_why(measure["refused"]))
    if not made or len(made) != size:
        raise NotTaken(Why.UNREADABLE)
    return Remade(wanted, made, **measure)


def _why(word: str) -> Why:
    return Why(word) if word in set(Why) else Why.UNREADABLE


def _decoded(content: bytes, kind: Kind, form: str, *how: str) -> bytes:
    """What the child said. Raises NotTaken when it was killed, hung, or said too much."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", CHILD, kind.value, form, *how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": os.defpath},
        start_new_session=True,
    ) as child:
        feeding = Thread(target=_feed, args=(child, content), daemon=True)
        ending = Timer(PATIENCE, child.kill)
        feeding.start()
        ending.start()
        try:
            assert child.stdout is not None  # noqa: S101 - it is a pipe
            told = child.stdout.read(MOST_MADE + 1)
        finally:
            ending.cancel()
            child.kill()
            feeding.join()
    if len(told) > MOST_MADE:
        raise NotTaken(Why.UNREADABLE)
    return told


def _feed(child: "subprocess.Popen[bytes]", content: bytes) -> None:
    assert child.stdin is not None  # noqa: S101 - it is a pipe
    with suppress(BrokenPipeError), child.stdin as pipe:
        pipe.write(content)
