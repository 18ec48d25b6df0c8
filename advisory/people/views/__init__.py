"""The door for staff: sign in, join, and what a person says about themselves."""

from advisory.people.views import joining, me, passkeys, signing_in, single_sign_on
from advisory.people.views.door import helper_of_kiosk, room, signed_in_person, staff_login

__all__ = [
    "helper_of_kiosk",
    "joining",
    "me",
    "passkeys",
    "room",
    "signed_in_person",
    "signing_in",
    "single_sign_on",
    "staff_login",
]
