"""Hostile files by the hundred, the same each time."""

import gzip
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from advisory.files.ports.decoding import Kind
from tests.files.making import (
    CANARY,
    PICTURES,
    SOUNDS,
    film,
    image,
    picture,
    song_with_cover,
    sound,
)

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert('" + CANARY + b"')</script>"


@dataclass(frozen=True)
class Hostile:
    name: str
    content: bytes
    kind: Kind


def zipped(name: str = "../../etc/cron.d/x", content: bytes = EICAR) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), content + CANARY)
    return made.getvalue()


PAYLOADS = {
    "js": b"/*" + CANARY + b"*/=1;alert(1)//",
    "zip": zipped(),
    "php": b"<?php system($_GET['c']); /*" + CANARY + b"*/ ?>",
    "html": b"<html><body>" + SCRIPT + b"</body></html>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>" + SCRIPT + b"</svg>",
    "pdf": b"%PDF-1.7\n1 0 obj<</JS(" + CANARY + b")>>endobj\n%%EOF",
    "eicar": EICAR + CANARY,
}


def whole() -> dict[str, tuple[bytes, Kind]]:
    """A good file of every form that is taken."""
    found = {form: (picture(form), Kind.PICTURE) for form in PICTURES}
    return found | {kind: (sound(kind), Kind.SOUND) for kind in SOUNDS}


def corpus() -> list[Hostile]:
    parts = (
        polyglots, drawings, strangers, bombs, cut_off, flipped, in_the_wrong_box, tagged,
        nearly_empty, long_claims, nested,
    )  # fmt: skip
    return [hostile for part in parts for hostile in part()]


def polyglots() -> Iterator[Hostile]:
    for form, (content, kind) in whole().items():
        for name, payload in PAYLOADS.items():
            yield Hostile(f"{form} and {name}", content + payload, kind)
    for name, payload in PAYLOADS.items():
        yield Hostile(f"{name} and JPEG", payload + picture(), Kind.PICTURE)
        yield Hostile(f"GIF and {name}", b"GIF89a/*" + payload, Kind.PICTURE)
        yield Hostile(f"comment {name}", with_segment(0xFE, payload), Kind.PICTURE)
        yield Hostile(f"chunk {name}", with_chunk(b"tEXt", b"Comment\x00" + payload), Kind.PICTURE)


def with_segment(marker: int, payload: bytes) -> bytes:
    jpeg = picture()
    return (
        jpeg[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunk(name: bytes, body: bytes) -> bytes:
    png = picture("PNG")
    return png[:33] + chunk(name, body) + png[33:]


def drawings() -> Iterator[Hostile]:
    entity = b"<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    laughs = b"<!DOCTYPE s [<!ENTITY a 'ha'><!ENTITY b '" + b"&a;" * 999 + b"'>]>"
    svg = PAYLOADS["svg"]
    every = {
        "plain": svg,
        "prolog": b"<?xml version='1.0'?>" + svg,
        "entity": entity + svg,
        "laughs": laughs + svg,
        "utf-16": svg.decode().encode("utf-16"),
        "marked": b"\xef\xbb\xbf" + svg,
        "gzipped": gzip.compress(svg, mtime=0),
        "link": b"<svg><a href='javascript:alert(1)'>" + CANARY + b"</a></svg>",
        "foreign": b"<svg><foreignObject>" + SCRIPT + b"</foreignObject></svg>",
        "image": b"<svg><image href='file:///etc/passwd'/></svg>",
    }
    for name, content in every.items():
        for kind in Kind:
            yield Hostile(f"svg {name} as {kind}", content, kind)


def strangers() -> Iterator[Hostile]:
    """Kinds that are on nobody's list, and playlists that would fetch something."""
    tar = BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        member = tarfile.TarInfo("../../x")
        member.size = len(EICAR)
        archive.addfile(member, BytesIO(EICAR))
    every = {
        form.lower(): saved(form)
        for form in ("GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "PDF", "EPS")
    }
    every |= {
        "moving gif": saved("GIF", moves=True),
        "html": PAYLOADS["html"],
        "php": PAYLOADS["php"],
        "eicar": EICAR,
        "zip": zipped(),
        "slip": zipped("../../../" + "etc/passwd"),
        "docx": zipped("word/document.xml"),
        "tar": tar.getvalue(),
        "gzip": gzip.compress(EICAR, mtime=0),
        "elf": b"\x7fELF\x02\x01\x01" + bytes(99) + CANARY,
        "exe": b"MZ\x90\x00" + bytes(99) + CANARY,
        "shell": b"#!/bin/sh\ncurl http://127.0.0.1:9/" + CANARY,
        "hls": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        "concat": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "dash": b"<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>file:///etc/passwd</BaseURL></MPD>",
        "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
    }
    for name, content in every.items():
        for kind in Kind:
            yield Hostile(f"{name} as {kind}", content, kind)
    for form in ("PNG", "WEBP"):
        yield Hostile(f"moving {form}", saved(form, moves=True), Kind.PICTURE)
    yield Hostile("film", film(), Kind.SOUND)


def saved(form: str, *, moves: bool = False) -> bytes:
    made = BytesIO()
    more = {"save_all": True, "append_images": [image().rotate(90)]} if moves else {}
    image().save(made, form, **more)
    return made.getvalue()


def bombs() -> Iterator[Hostile]:
    for width, height in (
        (50_000, 50_000),
        (50_000, 1),
        (1, 50_000),
        (2**31 - 1, 2**31 - 1),
        (0, 0),
    ):
        yield Hostile(f"PNG of {width} by {height}", png_of(width, height), Kind.PICTURE)
    for width, height in ((65_500, 65_500), (50_000, 50_000), (65_500, 1), (0, 9)):
        yield Hostile(f"JPEG of {width} by {height}", jpeg_of(width, height), Kind.PICTURE)
    webp = bytearray(picture("WEBP"))
    webp[26:30] = struct.pack("<HH", 16_383, 16_383)
    yield Hostile("WebP of 16383", bytes(webp), Kind.PICTURE)
    for name in (b"iCCP", b"zTXt"):
        body = b"x\x00\x00" + zlib.compress(bytes(64 * 1024 * 1024), 9)
        yield Hostile(f"PNG with a swollen {name!r}", with_chunk(name, body), Kind.PICTURE)
    heic = bytearray(picture("HEIF"))
    at = heic.find(b"ispe") + 8
    heic[at : at + 8] = struct.pack(">II", 50_000, 50_000)
    yield Hostile("HEIC of 50000", bytes(heic), Kind.PICTURE)
    yield Hostile("one too big", picture() + bytes(10 * 1024 * 1024), Kind.PICTURE)
    yield Hostile("a sound too big", sound("wav") + bytes(10 * 1024 * 1024), Kind.SOUND)


def png_of(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(9_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def jpeg_of(width: int, height: int) -> bytes:
    jpeg = bytearray(picture())
    at = jpeg.find(b"\xff\xc0") + 5
    jpeg[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(jpeg)


def cut_off() -> Iterator[Hostile]:
    for form, (content, kind) in whole().items():
        for tenth in range(1, 10):
            end = len(content) * tenth // 10
            yield Hostile(f"{form} cut at {end}", content[:end], kind)


def flipped() -> Iterator[Hostile]:
    chance = random.Random(2026)  # noqa: S311 - the same each time, which is the point
    for form, (content, kind) in whole().items():
        for turn in range(8):
            broken = bytearray(content)
            for _ in range(1 + turn * 3):
                broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
            yield Hostile(f"{form} flipped, turn {turn}", bytes(broken), kind)


def in_the_wrong_box() -> Iterator[Hostile]:
    for form, (content, kind) in whole().items():
        other = Kind.SOUND if kind is Kind.PICTURE else Kind.PICTURE
        yield Hostile(f"{form} as {other}", content, other)


def tagged() -> Iterator[Hostile]:
    """Not broken at all: they say where, when and by whom."""
    for form in PICTURES:
        yield Hostile(f"tagged {form}", picture(form, tagged=True), Kind.PICTURE)
    for kind in SOUNDS:
        yield Hostile(f"tagged {kind}", sound(kind, tagged=True), Kind.SOUND)
    yield Hostile("song with a cover", song_with_cover(), Kind.SOUND)
    for marker in (0xE1, 0xE2, 0xED, 0xEF):
        yield Hostile(
            f"segment {marker:x}", with_segment(marker, b"Photoshop 3.0\x00" + CANARY), Kind.PICTURE
        )
    for name in (b"iTXt", b"eXIf", b"xxXx"):
        body = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + CANARY
        yield Hostile(f"chunk {name!r}", with_chunk(name, body), Kind.PICTURE)
    thumbnail = with_segment(0xE1, b"Exif\x00\x00" + CANARY + picture())
    yield Hostile("a picture in the Exif", thumbnail, Kind.PICTURE)


def nearly_empty() -> Iterator[Hostile]:
    yield Hostile("nothing", b"", Kind.PICTURE)
    yield Hostile("no sound", b"", Kind.SOUND)
    for form, (content, kind) in whole().items():
        yield Hostile(f"only the first bytes of {form}", content[:12], kind)
        yield Hostile(f"the first bytes of {form}, then zeros", content[:12] + bytes(4000), kind)


def long_claims() -> Iterator[Hostile]:
    wav = bytearray(sound("wav"))
    wav[4:8] = wav[40:44] = b"\xff\xff\xff\xff"
    yield Hostile("wav of 37 hours", bytes(wav), Kind.SOUND)
    m4a = bytearray(sound("m4a"))
    at = m4a.find(b"mvhd") + 20
    m4a[at : at + 4] = b"\x7f\xff\xff\xff"
    yield Hostile("m4a of a month", bytes(m4a), Kind.SOUND)
    yield Hostile("webm of 125 seconds", sound("webm", 125), Kind.SOUND)
    yield Hostile("mp3 of 125 seconds", sound("mp3", 125), Kind.SOUND)
    yield Hostile("eight streams", sound("webm", 0.2, streams=8), Kind.SOUND)


def nested() -> Iterator[Hostile]:
    zips = EICAR
    for _ in range(5):
        zips = zipped("again.zip", zips)
    yield Hostile("zip in zip", zips, Kind.PICTURE)
    inner = picture()
    for turn in range(6):
        inner = picture()[:-2] + inner
        yield Hostile(f"JPEG in JPEG {turn}", inner + CANARY, Kind.PICTURE)
