"""A provider of single sign-on that speaks OpenID Connect, in a process of its own.

`python -m tests.people.provider` prints its address. A test tells it whom to name, and how to lie.
"""

import base64
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import requests
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "our-board", "a secret of two"
BACK = "http://127.0.0.1:8000/staff/sign-in/sso/back"
LONGER_THAN_ANYBODY_WAITS = 60


@dataclass
class Provider:
    """As a test sees it."""

    address: str

    def says(self, **told: object) -> None:
        """Whom it names from now on (claims of the token), and its lie, if any."""
        requests.post(f"{self.address}/says", json=told, timeout=10).raise_for_status()

    def asked(self) -> dict[str, str]:
        """The last question that it was asked, as it arrived."""
        found: dict[str, str] = requests.get(f"{self.address}/asked", timeout=10).json()
        return found


@contextmanager
def running() -> Iterator[Provider]:
    """The provider while the block lasts."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.people.provider"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as speaking:
        assert speaking.stdout is not None
        try:
            yield Provider(speaking.stdout.readline().strip())
        finally:
            speaking.kill()


class Speaker:
    """What the process keeps: its keys, the open codes, and what it was told to say."""

    def __init__(self) -> None:
        self.address = ""
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.other_key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.codes: dict[str, dict[str, str]] = {}
        self.told: dict[str, object] = {}
        self.asked: dict[str, str] = {}

    @property
    def lie(self) -> object:
        return self.told.get("lie")

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": self.address,
            "sub": "somebody",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "email": "amina@board.example",
            "email_verified": True,
        }
        claims |= {name: said for name, said in self.told.items() if name != "lie"}
        claims = {name: said for name, said in claims.items() if said is not None}
        match self.lie:
            case "signed by another key":
                return jwt.encode({"alg": "RS256", "kid": "first"}, claims, self.other_key)
            case "not signed":
                head, body, _mark = jwt.encode({"alg": "RS256"}, claims, self.key).split(".")
                head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
                return f"{head}.{body}."
            case "signed by our own secret":
                return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
            case _:
                return jwt.encode({"alg": "RS256", "kid": "first"}, claims, self.key)


speaker = Speaker()
app = Flask(__name__)


@app.get("/.well-known/openid-configuration")
def discovery() -> Response | tuple[str, int]:
    match speaker.lie:
        case "is silent at once":
            time.sleep(LONGER_THAN_ANYBODY_WAITS)
        case "is broken":
            return "<h1>Bad gateway</h1>", 502
        case "speaks no JSON":
            return "<h1>Hello</h1>", 200
    issuer = "https://evil.example" if speaker.lie == "is another issuer" else speaker.address
    foreign = "http://evil.example" if speaker.lie == "leads elsewhere" else speaker.address
    return jsonify(
        issuer=issuer,
        authorization_endpoint=f"{speaker.address}/authorize",
        token_endpoint=f"{foreign}/token",
        jwks_uri=f"{speaker.address}/keys",
    )


@app.get("/authorize")
def authorize() -> Response | tuple[str, int]:
    speaker.asked = request.args.to_dict()
    asked = speaker.asked
    known = asked["client_id"] == CLIENT and asked["redirect_uri"] == BACK
    if not known or asked["code_challenge_method"] != "S256" or asked["response_type"] != "code":
        return "no", 400
    answer = {"state": asked["state"]}
    if speaker.lie == "refuses":
        answer |= {"error": "access_denied"}
    else:
        answer["code"] = secrets.token_urlsafe(8)
        speaker.codes[answer["code"]] = asked
    return redirect(f"{BACK}?{urlencode(answer)}")  # type: ignore[return-value] # Werkzeug's kind


@app.post("/token")
def token() -> Response | tuple[Response, int]:
    if speaker.lie == "is silent at the end":
        time.sleep(LONGER_THAN_ANYBODY_WAITS)
    asked = speaker.codes.pop(request.form.get("code", ""), None)
    who = request.authorization
    proof = sha256(request.form.get("code_verifier", "").encode()).digest()
    if (
        asked is None
        or who is None
        or (who.username, who.password) != (CLIENT, SECRET)
        or base64.urlsafe_b64encode(proof).decode().rstrip("=") != asked["code_challenge"]
    ):
        return jsonify(error="invalid_grant"), 400
    return jsonify(
        access_token="none of ours",
        token_type="Bearer",
        id_token=speaker.id_token(asked["nonce"]),
    )


@app.get("/keys")
def keys() -> Response:
    return jsonify(keys=[speaker.key.as_dict(private=False)])


@app.post("/says")
def says() -> str:
    speaker.told = request.get_json()
    return ""


@app.get("/asked")
def asked_last() -> Response:
    return jsonify(speaker.asked)


def main() -> None:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    speaker.address = f"http://127.0.0.1:{server.server_port}"
    sys.stdout.write(f"{speaker.address}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
