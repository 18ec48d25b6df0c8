"""Writes the letters to members: neutral words, to an address that is opened only here."""

from sqlalchemy.orm import Session

from advisory.contributions import queries
from advisory.contributions.models import Contact
from advisory.letters.jobs import register
from advisory.letters.models import Letter
from advisory.letters.rules import Written, write

KINDS = ("news", "question_for_you", "reminder")


def write_to_member(session: Session, letter: Letter) -> Written | None:
    """None when the person has taken the address back, or erased everything."""
    contact = session.get(Contact, letter.contact_id) if letter.contact_id else None
    if contact is None:
        return None
    to = queries.address_in(session, contact)
    return write(letter.kind, to=to, language=contact.language)


for kind in KINDS:
    register(kind, write_to_member)
