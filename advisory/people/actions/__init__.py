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
from advisory.people.actions.passkeys import keep_passkey, remove_passkey, try_passkey
from advisory.people.actions.roles import (
    disable,
    enable,
    end_grant,
    forget_person,
    give_grant,
)
from advisory.people.actions.signing_in import (
    confirm_second_factor,
    end_other_sessions,
    make_recovery_codes,
    record_miss,
    record_sign_in,
    sign_out,
    try_password,
    try_second_factor,
    try_single_sign_on,
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
    "end_other_sessions",
    "forget_person",
    "give_grant",
    "invite",
    "invite_again",
    "keep_passkey",
    "make_recovery_codes",
    "make_setup_key",
    "record_miss",
    "record_sign_in",
    "remove_passkey",
    "set_up_first_administrator",
    "sign_out",
    "try_passkey",
    "try_password",
    "try_second_factor",
    "try_single_sign_on",
    "use_setup_key",
]
