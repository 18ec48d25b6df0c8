"""The voice that belongs to words on a page, if a person has spoken exactly these."""

from dataclasses import dataclass

from flask import g, url_for

from advisory.foundation import pages
from advisory.foundation.keys import keyring
from advisory.languages.catalogues import current
from advisory.people import queries as people
from advisory.sounds import queries as sounds
from advisory.sounds.models import Spoken
from advisory.sounds.rules import by_mark, kilobytes, lasting, mark_of


@dataclass(frozen=True)
class Heard:
    """What the label says before anything is fetched: "0:20 · 40 KB"."""

    url: str
    length: str
    size: int


def heard(words: object, tag: str = "") -> Heard | None:
    """One question to the database for a language of a page, however many words it has."""
    language = tag or current().tag
    mark = mark_of(keyring(pages.session()), str(words))
    own: dict[str, Spoken] = g.get("own_sounds", {})
    if mark in own:
        return _heard(own[mark], url_for("mine.listen_to_answer", own_spoken_id=own[mark].id))
    found = _open_sounds(language).get(mark)
    return _heard(found, url_for("mine.listen", spoken_id=found.id)) if found else None


def _open_sounds(language: str) -> dict[str, Spoken]:
    known: dict[str, dict[str, Spoken]] = g.setdefault("open_sounds", {})
    if language not in known:
        board = people.site_board(pages.session())
        rows = sounds.heard_by_everybody(pages.session(), board.id, language) if board else []
        known[language] = by_mark(rows)
    return known[language]


def _heard(spoken: Spoken, url: str) -> Heard:
    return Heard(url, lasting(spoken.file.seconds), kilobytes(spoken))
