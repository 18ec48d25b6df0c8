"""The door for staff: sign in, join, and what a person says about themselves."""

from advisory.people.views import joining, me, signing_in
from advisory.people.views.door import login_manager, room, signed_in_person

__all__ = ["joining", "login_manager", "me", "room", "signed_in_person", "signing_in"]
