"""The pages of this room, by topic. Importing a topic hangs its pages on the room."""

from advisory.foundation.pages import Room

room = Room("feedback", __name__)

from advisory.feedback.views import attaching, picturing, saying  # noqa: E402, F401 - hang their pages
