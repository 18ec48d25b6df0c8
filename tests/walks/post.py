"""The letters that left the house, as the folder beside the database holds them."""

import re
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlsplit

from flask import Flask

import config

_LINK = re.compile(r"https?://\S+")


def letters_to(app: Flask, address: str) -> list[str]:
    """What came for this address: subject and text, the newest first.

    The folder outlives a test, as the house does.
    """
    settings: config.Settings = app.config["SETTINGS"]
    files = sorted(
        settings.letters_folder.glob("*.eml"),
        key=lambda path: path.stat().st_mtime_ns,
        reverse=True,
    )
    letters = (message_from_bytes(path.read_bytes(), policy=default) for path in files)
    return [
        f"{letter['Subject']}\n{letter.get_content()}"
        for letter in letters
        if letter["To"] == address
    ]


def page_of(text: str) -> str:
    """The page that a link in a text leads to, wherever the house stands today."""
    found = _LINK.search(text)
    assert found is not None, text
    return urlsplit(found.group()).path
