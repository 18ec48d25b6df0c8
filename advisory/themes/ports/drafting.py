"""A server of the board's own choice that drafts wordings. What it says is never trusted.

It speaks `POST /chat/completions` as OpenAI does. Where it is, the operator says; whether a
codebook may use it, the board decides.
"""

import json
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from advisory.words.ports import NotJson, answer_of

SECONDS = 25.0


class DrafterWrong(Exception):
    """Says in one sentence what is wrong with the settings."""


class DrafterSettings(Protocol):
    @property
    def drafting_url(self) -> str: ...
    @property
    def drafting_model(self) -> str: ...
    @property
    def drafting_key(self) -> str: ...


@dataclass(frozen=True)
class Drafter:
    url: str
    key: str = field(repr=False)
    model: str
    host: str
    """Shown to whoever asks: that is where the words go."""

    def answer(self, wish: str, asked: str, schema: dict[str, Any]) -> object:
        """What it says, read as JSON and as nothing else. Raises NoDraft."""
        sent = {
            "model": self.model,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "draft", "strict": True, "schema": schema},
            },
            "messages": [
                {"role": "system", "content": wish},
                {"role": "user", "content": asked},
            ],
        }
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        said = answer_of(f"{self.url}/chat/completions", sent, headers, seconds=SECONDS)
        try:
            return json.loads(said["choices"][0]["message"]["content"])
        except (KeyError, IndexError, TypeError, ValueError, RecursionError) as why:
            raise NotJson("the answer is not the JSON that was asked for") from why


def choose_drafter(settings: DrafterSettings) -> Drafter | None:
    """The server of the settings; None while nobody has named one. Raises DrafterWrong."""
    url = settings.drafting_url.rstrip("/")
    if not url:
        return None
    parts = urlsplit(url)
    here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not parts.hostname or not (parts.scheme == "https" or here):
        raise DrafterWrong("ADVISORY_DRAFTING_URL must start with https://.")
    if not settings.drafting_model:
        raise DrafterWrong("ADVISORY_DRAFTING_URL needs ADVISORY_DRAFTING_MODEL.")
    return Drafter(url, settings.drafting_key, settings.drafting_model, parts.hostname)
