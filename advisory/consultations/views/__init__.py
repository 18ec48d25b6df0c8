"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from advisory.foundation.pages import Room

room = Room("consultations", __name__)

# These hang their pages on the room.
from advisory.consultations.views import (  # noqa: E402, F401 - as said above
    answering,
    asking,
    attaching,
    bringing,
    building,
    comparing,
    holding,
    previewing,
    reading,
    releasing,
    sending,
    stepping,
    submitting,
    taking,
)
