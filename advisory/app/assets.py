"""Style and script: read once at the start, named by their content, kept by browsers for a year."""

from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort

from advisory.foundation.access import ANYONE

FOLDER = Path(__file__).parent.parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

_contents = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.suffix in TYPES}
# Written once, sent along: another file would be another way to the network and back.
for _page in ("page.js", "staff.js"):
    _contents[_page] += _contents["sound.js"]
del _contents["sound.js"]
_names = {name: sha256(content).hexdigest()[:12] for name, content in _contents.items()}

assets = Blueprint("assets", __name__)


def asset(name: str) -> str:
    """The address of a file; it changes when the file does."""
    return f"/assets/{_names[name]}/{name}"


def serve(mark: str, name: str) -> Response:
    if _names.get(name) != mark:
        abort(404)
    kind = TYPES[Path(name).suffix]
    response = Response(_contents[name], mimetype=kind)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


serve.access = ANYONE  # type: ignore[attr-defined] # read by the gate
assets.add_url_rule("/assets/<mark>/<name>", "serve", serve)
