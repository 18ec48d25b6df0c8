"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from advisory.foundation.pages import Room

room = Room("voting", __name__)

# These hang their pages on the room.
from advisory.voting.views import moderating, results  # noqa: E402, F401 - as said above
