"""A translation server of our own on 127.0.0.1: speaks both protocols, and every way of failing."""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "a key of the stand-in"


class StandIn(BaseHTTPRequestHandler):
    """How it behaves stands in the address before the path: /well, /html, /slow …"""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        _, how, path = self.path.split("/", 2)
        body = getattr(self, f"_{how}")(path, asked)
        if body is not None:
            self._say(200, body)

    def _well(self, path: str, asked: dict[str, Any]) -> bytes | None:
        if path == "translate":
            if asked.get("api_key") != KEY:
                self._say(403, b'{"error": "Invalid API key"}')
                return None
            said = f"{asked['source']}>{asked['target']}: {asked['q']}"
            return json.dumps({"translatedText": said}).encode()
        if self.headers["Authorization"] != f"Bearer {KEY}":
            self._say(401, b'{"error": {"message": "Incorrect API key"}}')
            return None
        return self._chat(json.dumps({"translation": f"{asked['messages'][1]['content']}!"}))

    @staticmethod
    def _chat(content: object) -> bytes:
        return json.dumps({"choices": [{"message": {"content": content}}]}).encode()

    def _prose(self, path: str, asked: dict[str, Any]) -> bytes:
        said = f"Sure! Here is the translation: {asked}"
        return self._chat(said) if path != "translate" else said.encode()

    def _html(self, path: str, _asked: dict[str, Any]) -> bytes:
        page = "<!DOCTYPE html><h1>Welcome</h1>"
        if path == "translate":
            return json.dumps({"translatedText": page}).encode()
        return self._chat(json.dumps({"translation": page}))

    def _empty(self, path: str, _asked: dict[str, Any]) -> bytes:
        if path == "translate":
            return b'{"translatedText": " \\u200b "}'
        return self._chat('{"translation": ""}')

    def _number(self, path: str, _asked: dict[str, Any]) -> bytes:
        return b'{"translatedText": 7}' if path == "translate" else self._chat(7)

    def _list(self, _path: str, _asked: dict[str, Any]) -> bytes:
        return b"[" * 100_000

    def _endless(self, path: str, _asked: dict[str, Any]) -> bytes:
        if path == "translate":
            return json.dumps({"translatedText": "a" * 300_000}).encode()
        return self._chat(json.dumps({"translation": "a" * 300_000}))

    def _long(self, path: str, _asked: dict[str, Any]) -> bytes:
        if path == "translate":
            return json.dumps({"translatedText": "a" * 3_000}).encode()
        return self._chat(json.dumps({"translation": "a" * 3_000}))

    def _broken(self, _path: str, _asked: dict[str, Any]) -> None:
        self._say(500, b"Traceback (most recent call last)")

    def _moved(self, path: str, _asked: dict[str, Any]) -> None:
        self._say(307, b"", Location=f"/well/{path}")

    def _hangs(self, _path: str, _asked: dict[str, Any]) -> None:
        time.sleep(5)

    def _drips(self, _path: str, _asked: dict[str, Any]) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(50):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)
        self.wfile.write(b'{"translatedText": "late"}')

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        """Silent: what it is asked for is somebody's words."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    print(server.server_port, flush=True)  # noqa: T201 - the parent reads it
    sys.stdin.close()
    server.serve_forever()
