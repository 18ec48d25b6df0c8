"""Making sense: labels, passages and themes. Each topic hangs its pages on this room."""

from advisory.foundation.access import Role, staff
from advisory.foundation.pages import Room

room = Room("themes", __name__)
FACILITATOR = staff(Role.FACILITATOR)
BOTH = ("GET", "POST")

from advisory.themes.views import (  # noqa: E402, F401 - hang their pages
    comparing,
    counting,
    drafting,
    exchanging,
    labelling,
    labels,
    reporting,
    suggesting,
    theming,
)
