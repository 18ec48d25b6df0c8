"""What `advisory run` prints: where to go, and how to come in for the first time."""

from sqlalchemy.orm import Session

import config
from advisory.people import actions, queries

SET_UP_PATH = "/staff/set-up"
STAFF_PATH = "/staff/"


def lines(session: Session, settings: config.Settings) -> list[str]:
    """Makes a new set-up key while there is nobody who could sign in."""
    found = [
        "",
        f"  For everybody  {settings.base_url}/",
        f"  For staff      {settings.base_url}{STAFF_PATH}",
    ]
    if settings.mail_url is None:
        found.append(f"  Letters go to  {settings.letters_folder} (ADVISORY_MAIL_URL is not set)")
    if not queries.has_persons(session):
        found += [
            "",
            "Nobody can sign in yet. Set up the first administrator with this one-time key:",
            f"  {actions.make_setup_key(session)}",
            f"  {settings.base_url}{SET_UP_PATH}",
        ]
    board = queries.site_board(session)
    if board is not None and board.is_demo:
        from advisory.app import demo  # noqa: PLC0415 - only where there is demo data

        found += ["", *demo.sign_ins(session)]
    return [*found, "", "Ctrl-C stops the server and the worker.", ""]
