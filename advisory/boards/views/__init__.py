"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from advisory.foundation.pages import Room

room = Room("boards", __name__)
