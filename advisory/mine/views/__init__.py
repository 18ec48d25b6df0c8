"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from advisory.foundation.pages import Room

room = Room("mine", __name__)

# These hang their pages on the room.
from advisory.mine.views import (  # noqa: E402, F401 - as said above
    code,
    files,
    home,
    leaving,
    listening,
    page,
    reading,
    recommended,
    response,
    rights,
    wall,
    yes,
)
