"""The door for staff: sign in, join, and what a person says about themselves."""

from advisory.people.views import joining, me, signing_in
from advisory.people.views.door import room, signed_in_person, staff_login

__all__ = ["joining", "me", "room", "signed_in_person", "signing_in", "staff_login"]
