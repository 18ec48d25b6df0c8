"""Small pictures and sounds, made here: nothing fetched, nothing of anybody."""

import math
from array import array
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any

import av
import pillow_heif
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

pillow_heif.register_heif_opener()

CANARY = b"CANARY-51.5074N"
SOUNDS = {
    "webm": ("webm", "libopus", 48_000),
    "ogg": ("ogg", "libopus", 48_000),
    "m4a": ("ipod", "aac", 44_100),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "wav": ("wav", "pcm_s16le", 16_000),
    "aac": ("adts", "aac", 44_100),
}
PICTURES = ("JPEG", "PNG", "WEBP", "HEIF")
TAGS = {"title": CANARY.decode(), "comment": CANARY.decode(), "location": "+51.5074-000.1278/"}


def image(size: tuple[int, int] = (96, 64), mode: str = "RGB") -> Image.Image:
    """With an upper half and a lower one, so that turning it shows."""
    drawn = Image.new("RGB", size, "navy")
    drawn.paste("orange", (0, 0, size[0], size[1] // 2))
    return drawn.convert(mode)


def gps() -> Image.Exif:
    """What a phone writes: where, which camera, how it was held."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "CANARY-make", CANARY.decode(), 6
    exif[0x9286] = CANARY
    exif.get_ifd(0x8769).update({0xA431: CANARY.decode(), 0x9003: "2026:11:23 10:00:00"})
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (IFDRational(51), IFDRational(30), IFDRational(27)), 3: "W", 29: "2026:11:23"}
    )
    return exif


@cache
def picture(form: str = "JPEG", size: tuple[int, int] = (96, 64), *, tagged: bool = False) -> bytes:
    made = BytesIO()
    more: dict[str, object] = {}
    if tagged:
        more = {"exif": gps().tobytes(), "xmp": b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"}
        if form == "JPEG":
            more["comment"] = CANARY
    image(size).save(made, form, **more)
    return made.getvalue()


def tone(seconds: float, rate: int) -> list[av.AudioFrame]:
    frames = []
    wave = array("h", [int(8000 * math.sin(at / 18)) for at in range(960)]).tobytes()
    for number in range(math.ceil(seconds * rate / 960)):
        frame = av.AudioFrame(format="s16", layout="mono", samples=960)
        frame.rate, frame.pts, frame.time_base = rate, number * 960, Fraction(1, rate)
        frame.planes[0].update(wave)
        frames.append(frame)
    return frames


@cache
def sound(
    kind: str = "webm", seconds: float = 1.0, *, tagged: bool = False, streams: int = 1
) -> bytes:
    container, codec, rate = SOUNDS[kind]
    made = BytesIO()
    with av.open(made, "w", format=container) as written:
        if tagged:
            written.metadata.update(TAGS)
        outs: list[Any] = [
            written.add_stream(codec, rate=rate, layout="mono") for _ in range(streams)
        ]
        for out in outs:
            name = out.codec_context.format.name if out.codec_context.format else "s16"
            resampler = av.AudioResampler(format=name, layout="mono", rate=rate)
            for frame in [*tone(seconds, rate), None]:
                for part in resampler.resample(frame):
                    written.mux(out.encode(part))
            written.mux(out.encode(None))
    return made.getvalue()


@cache
def film() -> bytes:
    """A picture that moves, in the container that sound comes in too."""
    made = BytesIO()
    with av.open(made, "w", format="mp4") as written:
        out = written.add_stream("mpeg4", rate=5)
        out.width, out.height, out.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            frame = av.VideoFrame(64, 64, "yuv420p")
            for plane in frame.planes:
                plane.update(b"\x40" * plane.buffer_size)
            written.mux(out.encode(frame))
        written.mux(out.encode(None))
    return made.getvalue()


def song_with_cover() -> bytes:
    """An ID3 tag with a picture in it, before the sound."""
    art = picture("JPEG", tagged=True)
    body = b"\x00image/jpeg\x00\x03\x00" + art
    frame = b"APIC" + len(body).to_bytes(4, "big") + b"\x00\x00" + body
    size = len(frame)
    parts = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + parts + frame + sound("mp3")
