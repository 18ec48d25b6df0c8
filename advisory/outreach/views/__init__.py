"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from advisory.foundation.pages import Room

room = Room("outreach", __name__)

# These hang their pages on the room.
from advisory.outreach.views import answer_sheets, asking, assisting, groups, kiosk, paper, posters  # noqa: E402, F401 - as said above
