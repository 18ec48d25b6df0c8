"""Reading contributions: by code, by draft, by receipt, and their conversation."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.contributions import rules
from advisory.contributions.models import (
    Code,
    Consent,
    ConsentTo,
    ConsentWording,
    Contact,
    Contribution,
    Declaration,
    Draft,
    LegalHold,
    Message,
    Receipt,
)
from advisory.files import queries as files
from advisory.files.models import File
from advisory.foundation import keys
from advisory.foundation.database import now
from advisory.words.models import Text

DRAFT, CODE = "drafts.sealed", "receipts.sealed_code"


def contribution(session: Session, contribution_id: UUID) -> Contribution | None:
    """With its conversation, texts and versions, in a constant number of queries."""
    return session.scalar(
        select(Contribution)
        .where(Contribution.id == contribution_id)
        .options(
            joinedload(Contribution.data_key),
            selectinload(Contribution.messages)
            .joinedload(Message.text)
            .options(joinedload(Text.data_key), selectinload(Text.versions)),
        )
    )


def sealed_under(session: Session, data_key_id: UUID) -> Contribution | None:
    return session.scalar(select(Contribution).where(Contribution.data_key_id == data_key_id))


def code_at(session: Session, locator: str) -> Code | None:
    return session.scalar(
        select(Code).where(Code.locator == locator, Code.dropped_on.is_(None)).with_for_update()
    )


def code_or_decoy(session: Session, locator: str) -> Code | None:
    """The code at a locator, else the row that counts what was typed beside all codes."""
    is_decoy = Code.locator == rules.DECOY
    there = Code.locator.in_((locator, rules.DECOY)) & (Code.dropped_on.is_(None) | is_decoy)
    return session.scalar(select(Code).where(there).order_by(is_decoy).limit(1).with_for_update())


def tried_code(session: Session, digits: rules.Digits) -> rules.Tried:
    """The slow comparison, for `open_by_code`. A reading session keeps nobody from writing."""
    kept = session.scalar(
        select(Code.secret_hash).where(Code.locator == digits.locator, Code.dropped_on.is_(None))
    )
    return rules.Tried(digits, kept, rules.opens(keys.keyring(session), kept, digits.secret))


def code_of(session: Session, contribution_id: UUID) -> Code | None:
    return session.scalar(select(Code).where(Code.contribution_id == contribution_id))


def draft(session: Session, draft_id: UUID, token: str) -> dict[str, Any] | None:
    """What was typed so far, or None when it is gone or the token is not its own."""
    row = session.get(Draft, draft_id)
    if row is None or row.form_token_hash != rules.token_hash(token):
        return None
    return _typed(row, token)


def draft_of_form(session: Session, token: str) -> dict[str, Any] | None:
    """What was typed so far into the form that carries this token."""
    row = session.scalar(select(Draft).where(Draft.form_token_hash == rules.token_hash(token)))
    return _typed(row, token) if row else None


def _typed(row: Draft, token: str) -> dict[str, Any] | None:
    if row.ends_at < now():
        return None
    opened = keys.unseal_with(rules.token_key(token), DRAFT, row.sealed)
    content: dict[str, Any] = json.loads(opened)
    return content


def receipt(session: Session, token: str) -> Receipt | None:
    row = session.get(Receipt, rules.token_hash(token))
    return row if row is not None and row.ends_at > now() else None


def code_in(receipt: Receipt, token: str) -> rules.Digits | None:
    """The code that this form was answered with; None when there was none to give."""
    whole = keys.unseal_with(rules.token_key(token), CODE, receipt.sealed_code).decode()
    return rules.Digits(whole[: rules.LOCATOR], whole[rules.LOCATOR :]) if whole else None


def contact_of(session: Session, contribution_id: UUID) -> Contact | None:
    return session.scalar(
        select(Contact)
        .where(Contact.contribution_id == contribution_id)
        .options(joinedload(Contact.data_key))
    )


def address_in(session: Session, contact: Contact) -> str:
    """The sealed address, for the letter that goes there. No page shows it."""
    return keys.unseal(session, contact.data_key, f"contacts.sealed/{contact.id}", contact.sealed)


def waiting_files(session: Session, token: str) -> list[File]:
    """Pictures and sound that wait with a form."""
    return files.files_of_form(session, rules.token_hash(token))


def waiting_content(session: Session, token: str, file_id: UUID) -> tuple[File, bytes] | None:
    """One of them, opened with the form's token. None when it is not this form's."""
    found = next((file for file in waiting_files(session, token) if file.id == file_id), None)
    if found is None:
        return None
    return found, files.content_of_form(session, found, rules.token_key(token))


def waiting_parts(session: Session, token: str, parts: Iterable[str]) -> dict[str, list[File]]:
    """What waits with each part of a form, by the part; those with nothing are left out."""
    hashes = {rules.token_hash(rules.part_token(token, part)): part for part in parts}
    found: dict[str, list[File]] = {}
    for row in files.files_of_forms(session, hashes):
        found.setdefault(hashes[row.form_token_hash or ""], []).append(row)
    return found


def message_of_form(session: Session, form_token_hash: str) -> Message | None:
    return session.scalar(select(Message).where(Message.form_token_hash == form_token_hash))


def paper_codes_left(session: Session, board_id: UUID) -> int:
    """Slips printed and not used yet."""
    found = session.scalar(
        select(func.count())
        .select_from(Code)
        .where(Code.board_id == board_id, Code.contribution_id.is_(None), Code.dropped_on.is_(None))
    )
    return found or 0


def locked_codes(session: Session, board_id: UUID) -> list[Code]:
    """Codes with all their tries of this month used: somebody guesses, or somebody needs help."""
    month = rules.month_of(now().date())
    return list(
        session.scalars(
            select(Code)
            .where(
                Code.board_id == board_id,
                Code.misses_month == month,
                Code.misses >= rules.MISSES_A_MONTH,
            )
            .order_by(Code.locator)
        )
    )


def declared_by(session: Session, person_id: UUID, among: Iterable[UUID]) -> set[UUID]:
    """Those contributions for which this reader said: I am not from their country."""
    return set(
        session.scalars(
            select(Declaration.contribution_id).where(
                Declaration.person_id == person_id, Declaration.contribution_id.in_(set(among))
            )
        )
    )


def consent_to(session: Session, contribution_id: UUID, to: ConsentTo) -> Consent | None:
    """The consent that holds today."""
    return session.scalar(
        select(Consent).where(
            Consent.contribution_id == contribution_id,
            Consent.to == to,
            Consent.taken_back_on.is_(None),
        )
    )


def consents_of(session: Session, contribution_id: UUID) -> list[tuple[Consent, str]]:
    """All that was ever given, each with its sentence as it was read."""
    rows = session.execute(
        select(Consent, ConsentWording.sentence)
        .outerjoin(ConsentWording, ConsentWording.revision == Consent.wording)
        .where(Consent.contribution_id == contribution_id)
        .order_by(Consent.given_on, Consent.to)
    )
    return [(consent, sentence or "") for consent, sentence in rows]


def legal_holds_of(session: Session, contribution_id: UUID) -> list[LegalHold]:
    return list(
        session.scalars(select(LegalHold).where(LegalHold.contribution_id == contribution_id))
    )


def legal_holds(session: Session, board_id: UUID) -> list[LegalHold]:
    """Those that nobody has ended, the newest first."""
    return list(
        session.scalars(
            select(LegalHold)
            .where(LegalHold.board_id == board_id, LegalHold.ended_on.is_(None))
            .options(joinedload(LegalHold.contribution).joinedload(Contribution.data_key))
            .order_by(LegalHold.asked_on.desc(), LegalHold.id)
        )
    )


def hold_place(hold: LegalHold) -> str:
    return f"legal_holds.sealed_reason/{hold.id}"


def why_held(session: Session, hold: LegalHold) -> str:
    """Raises Erased when the words are gone, SealBroken."""
    key = hold.contribution.data_key
    return keys.unseal(session, key, hold_place(hold), hold.sealed_reason)
