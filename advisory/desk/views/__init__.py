"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from advisory.foundation.pages import Room

room = Room("desk", __name__)

from advisory.desk.views import (  # noqa: E402 - they hang their pages on the room
    answering,
    concerns,
    contacts,
    ending,
    entering,
    files,
    handovers,
    inbox,
    item,
    linking,
    listening,
    machine,
    notices,
    recommended,
    recommending,
    reviewing,
    spam,
    team,
    terms,
    translating,
    understanding,
    voices,
    work,
)

__all__ = [
    "answering",
    "concerns",
    "contacts",
    "ending",
    "entering",
    "files",
    "handovers",
    "inbox",
    "item",
    "linking",
    "listening",
    "machine",
    "notices",
    "recommended",
    "recommending",
    "reviewing",
    "room",
    "spam",
    "team",
    "terms",
    "translating",
    "understanding",
    "voices",
    "work",
]
