"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from advisory.foundation.pages import Room

room = Room("floor", __name__)
BOTH = ("GET", "POST")

# These hang their pages on the room.
from advisory.floor.views import holding, taking_part  # noqa: E402, F401 - as said above
