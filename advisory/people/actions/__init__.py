"""How people join, get roles, sign in and leave."""

from advisory.people.actions.joining import (
    accept_invitation,
    change_password,
    choose_language,
    describe_person,
    invite,
    invite_again,
    make_setup_key,
    set_up_first_administrator,
    use_setup_key,
)
from advisory.people.actions.roles import (
    disable,
    enable,
    end_grant,
    forget_person,
    give_grant,
)
from advisory.people.actions.signing_in import (
    confirm_second_factor,
    make_recovery_codes,
    record_sign_out,
    try_password,
    try_second_factor,
)

__all__ = [
    "accept_invitation",
    "change_password",
    "choose_language",
    "confirm_second_factor",
    "describe_person",
    "disable",
    "enable",
    "end_grant",
    "forget_person",
    "give_grant",
    "invite",
    "invite_again",
    "make_recovery_codes",
    "make_setup_key",
    "record_sign_out",
    "set_up_first_administrator",
    "try_password",
    "try_second_factor",
    "use_setup_key",
]
