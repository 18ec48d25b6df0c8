"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from advisory.foundation.pages import Room

room = Room("rights", __name__)

from advisory.rights.views import held, holds, mine, settings  # noqa: E402, F401 - they hang pages
