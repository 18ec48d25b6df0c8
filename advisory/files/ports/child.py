"""Runs alone, as a program: decodes what came in and makes it anew, or says why not.

Bytes on standard input, one line of JSON and then bytes on standard output. It is started with few
rights and gives up the rest: no memory past a limit, no further file or connection, nothing
written, no core. A hostile file that takes it over finds nothing here, and the web server does
not fall with it. It imports nothing of ours, so that it starts fast and knows no key.
"""

import json
import resource
import sys
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from typing import Any

MEMORY = 480 * 1024 * 1024
SECONDS = 20
MOST_PIXELS = 50_000_000
LONGEST_SIDE, MOST_SIDE = 2048, 20_000
MOST_STREAMS = 4
LONGEST = 120
"""Seconds of sound, counted while decoding: what a file says of itself is not believed."""
RATE, BITS = 24_000, 32_000
SMALL = (16_000, 16_000)
"""Samples and bits a second: what somebody must understand, and what many listen to."""


class Refused(Exception):
    """Its one word says why."""


def confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Standard input, output and errors are open; nothing else can be from here on.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def picture(content: bytes, form: str) -> tuple[dict[str, int], bytes]:
    from PIL import Image, ImageCms, ImageOps

    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    Image.preinit()
    # Pillow imports these when it meets them; after the next line it could not any more.
    for late in ("Mpo", "Tiff", "WebP"):
        import_module(f"PIL.{late}ImagePlugin")
    confine()
    # Pillow's own alarm would ring first, with a word of its own.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(BytesIO(content), formats=[form]) as opened:
        if opened.width * opened.height > MOST_PIXELS or max(opened.size) > MOST_SIDE:
            raise Refused("too_big")
        if form in {"PNG", "WEBP"} and getattr(opened, "is_animated", False):
            raise Refused("moves")
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        colours = opened.info.get("icc_profile")
        opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = turned(opened, ImageOps)
    if "A" in upright.getbands() or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        upright = Image.new("RGB", seen.size, "white")
        upright.paste(seen, mask=seen.getchannel("A"))
    elif colours:
        upright = in_srgb(upright, colours, ImageCms)
    plain = upright.convert("RGB")
    # From bare pixels: nothing that came with the file is known to the new picture.
    bare = Image.frombytes("RGB", plain.size, plain.tobytes())
    made = BytesIO()
    bare.save(made, "JPEG", quality=80, optimize=True)
    return {"width": bare.width, "height": bare.height}, made.getvalue()


def turned(image: Any, ops: Any) -> Any:  # noqa: ANN401 - imported late, above
    """As it was held; as it is, when what the camera wrote about that is broken."""
    try:
        return ops.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError):
        return image.copy()


def in_srgb(image: Any, profile: bytes, cms: Any) -> Any:  # noqa: ANN401 - imported late, above
    """In the colours every screen knows; as it is, when its profile is broken."""
    try:
        return cms.profileToProfile(
            image,
            cms.ImageCmsProfile(BytesIO(profile)),
            cms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (cms.PyCMSError, OSError, ValueError):
        return image


def sound(content: bytes, form: str, *how: str) -> tuple[dict[str, int], bytes]:
    rate, bits = SMALL if "small" in how else (RATE, BITS)
    import av
    import av.audio.codeccontext
    import av.audio.stream
    import av.subtitles.stream
    import av.video.stream
    from av.stream import Disposition

    confine()
    made = BytesIO()
    with av.open(BytesIO(content), "r", format=form, metadata_errors="ignore") as opened:
        stream = only_sound(opened, Disposition.attached_pic)
        stream.thread_type = "NONE"
        with av.open(made, "w", format="ipod", options={"fflags": "+bitexact"}) as written:
            heard = transcode(av, opened.decode(stream), written, rate, bits)
    if heard == 0:
        raise Refused("empty")
    return {"seconds": max(1, round(heard / rate))}, made.getvalue()


def only_sound(opened: Any, cover: Any) -> Any:  # noqa: ANN401 - imported late, above
    """The cover of a song is a picture in a stream of its own; it is left behind."""
    if len(opened.streams) > MOST_STREAMS:
        raise Refused("many_streams")
    if any(not stream.disposition & cover for stream in opened.streams.video):
        raise Refused("film")
    if not opened.streams.audio:
        raise Refused("no_sound")
    return opened.streams.audio[0]


def transcode(av: Any, frames: Iterator[Any], written: Any, rate: int, bits: int) -> int:  # noqa: ANN401 - as above
    """Returns how many samples were heard."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
    out = written.add_stream("aac", rate=rate, layout="mono", bit_rate=bits)
    out.codec_context.thread_count = 1
    heard = 0
    for frame in flushed(frames):
        for part in resampler.resample(frame):
            part.pts = heard
            heard += part.samples
            if heard > (LONGEST + 1) * rate:
                raise Refused("too_long")
            written.mux(out.encode(part))
    written.mux(out.encode(None))
    return heard


def flushed(frames: Iterator[Any]) -> Iterator[Any]:
    yield from frames
    yield None


def main() -> None:
    kind, form, *how = sys.argv[1:]
    content = sys.stdin.buffer.read()
    try:
        measure: dict[str, Any]
        measure, made = picture(content, form) if kind == "picture" else sound(content, form, *how)
    except Refused as why:
        measure, made = {"refused": str(why)}, b""
    except MemoryError:
        measure, made = {"refused": "too_big"}, b""
    except Exception:  # noqa: BLE001 - a decoder raises whatever it likes, and says too much
        measure, made = {"refused": "unreadable"}, b""
    # The size says whether all of it arrived.
    sys.stdout.buffer.write(json.dumps({**measure, "size": len(made)}).encode() + b"\n" + made)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
