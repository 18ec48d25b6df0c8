"""Keeping what a person says, opening it with the code, and forgetting it."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from advisory.contributions import queries, rules
from advisory.contributions.actions import consents
from advisory.contributions.models import (
    Channel,
    Code,
    Consent,
    ConsentTo,
    Contact,
    Contribution,
    Declaration,
    Draft,
    LegalHold,
    Message,
    MessageKind,
    Receipt,
    Speaker,
    Use,
)
from advisory.files import actions as files
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat
from advisory.foundation.database import now, take_turns
from advisory.foundation.keys import Purpose
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.letters import actions as letters
from advisory.sounds import actions as sounds
from advisory.words import actions as words
from advisory.words.models import Text, TextKind
from advisory.words.rules import UNKNOWN

CODE_TRIES = 60


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one person (or a group) tells us at once, as it came from a form."""

    words: str
    speaks: str
    reads: str
    channel: Channel = Channel.WEB
    heads: int = 1
    use: Use = Use.COUNT
    counted: bool = False
    """Said so, too: nobody is counted who did not choose it."""
    wants_woman: bool = False
    not_my_country: bool = False
    wants_code: bool = True
    paper_locator: str = ""
    spoken_consent: bool = False
    promise: tuple[str, str] | None = None
    """The language and the sentence that were agreed to, if it was before the rest was said."""
    english: str = ""
    """The same in English, when all of it is words of ours: an answer with pictures."""
    arrived_on: date | None = None
    """When it was said, if not today: a paper form, a voice note."""


def save_draft(
    session: Session, content: dict[str, Any], *, token: str, draft_id: UUID | None = None
) -> Draft:
    """Keeps what was typed for 24 hours, sealed under the form's token: one draft for a form."""
    hashed = rules.token_hash(token)
    row = session.get(Draft, draft_id) if draft_id else None
    if row is None or row.form_token_hash != hashed:
        row = session.scalar(select(Draft).where(Draft.form_token_hash == hashed))
    if row is None:
        row = Draft(id=uuid4(), form_token_hash=hashed)
        session.add(row)
    sealed = json.dumps(content).encode()
    row.sealed = keys.seal_with(rules.token_key(token), queries.DRAFT, sealed)
    row.ends_at = now() + rules.KEPT_FOR
    return row


def keep_contribution(
    session: Session, told: Told, *, board_id: UUID, by: Hat | None = None
) -> Contribution:
    """The words, sealed under a key of their own, with the first message and the consents."""
    contribution = open_contribution(session, told, board_id=board_id, by=by)
    say(session, contribution, told.words, kind=MessageKind.WORDS, language=told.speaks)
    session.flush()
    return contribution


def open_contribution(
    session: Session, told: Told, *, board_id: UUID, by: Hat | None = None
) -> Contribution:
    """A key and the consents, before anything is sealed under it. Answers come with no message."""
    today = told.arrived_on or london(now()).date()
    contribution = Contribution(
        id=uuid4(),
        board_id=board_id,
        made_on=today,
        channel=told.channel,
        speaks=told.speaks,
        reads=told.reads,
        heads=told.heads,
        use=told.use,
        wants_woman=told.wants_woman,
        not_my_country=told.not_my_country,
        helped_by_id=by.person_id if by else None,
        messages=[],
    )
    contribution.data_key = keys.make_data_key(session, Purpose.WORDS)
    session.add(contribution)
    session.flush()
    uses = [(ConsentTo.BEING_READ, True), (ConsentTo.QUOTE, told.use is Use.QUOTE)]
    uses.append((ConsentTo.COUNT, told.counted))
    for to in (to for to, given in uses if given):
        read = told.promise if to is ConsentTo.BEING_READ else None
        consents.give_consent(
            session, contribution, to, spoken=told.spoken_consent, read=read, by=by
        )
    session.flush()
    return contribution


def say(
    session: Session,
    contribution: Contribution,
    body: str,
    *,
    kind: MessageKind,
    language: str,
    speaker: Speaker = Speaker.MEMBER,
    by: Hat | None = None,
    form_token: str = "",
) -> Message | None:
    """One more turn of the conversation; None when this form has said it already."""
    hashed = rules.token_hash(f"{form_token}/{kind}/{clean(body)}") if form_token else None
    if hashed and queries.message_of_form(session, hashed) is not None:
        return None
    message = Message(
        id=uuid4(),
        position=len(contribution.messages) + 1,
        speaker=speaker,
        kind=kind,
        said_on=london(now()).date(),
        form_token_hash=hashed,
        person_id=by.person_id if by else None,
    )
    message.text = _write(session, contribution, body, kind, language, by)
    contribution.messages.append(message)
    return message


def _write(
    session: Session,
    contribution: Contribution,
    body: str,
    kind: MessageKind,
    language: str,
    by: Hat | None,
) -> Text:
    first = kind is MessageKind.WORDS
    return words.write_text(
        session,
        board_id=contribution.board_id,
        kind=TextKind.CONTRIBUTION if first else TextKind.MESSAGE,
        language=language,
        body=body,
        data_key=contribution.data_key,
        person_id=by.person_id if by else None,
    )


def give_code(
    session: Session, contribution: Contribution, *, prepared: rules.PreparedCode | None = None
) -> rules.Digits | None:
    """A new code for a contribution; None when no locator is free any more."""
    made = _free_code(session, contribution.board_id, prepared)
    if made is None:
        return None
    code, digits = made
    code.contribution_id = contribution.id
    return digits


def give_known_code(session: Session, contribution: Contribution, digits: rules.Digits) -> None:
    """For demo data only: a code that stands in the documentation."""
    secret_hash = rules.hash_secret(keys.keyring(session), digits.secret)
    prepared = rules.PreparedCode(digits, secret_hash)
    session.add(_code(contribution.board_id, prepared, contribution.id))


def make_paper_codes(
    session: Session,
    board_id: UUID,
    *,
    count: int,
    by: Hat,
    prepared: Sequence[rules.PreparedCode] = (),
) -> list[rules.Digits]:
    """Codes for tear-off slips, made before anybody has spoken. They are shown this once."""
    ready = [*prepared[:count], *[None] * (count - len(prepared))]
    made = [_free_code(session, board_id, code) for code in ready]
    audit.record(
        session,
        f"paper codes made: {count}",
        "board",
        board_id,
        by=by,
        board_id=board_id,
    )
    return [digits for _code, digits in filter(None, made)]


def use_paper_code(session: Session, contribution: Contribution, locator: str) -> bool:
    """Ties a slip that the person has torn off to the words; False when there is no such slip."""
    code = queries.code_at(session, locator)
    if code is None or code.contribution_id or code.board_id != contribution.board_id:
        return False
    code.contribution_id = contribution.id
    return True


def _free_code(
    session: Session, board_id: UUID, prepared: rules.PreparedCode | None
) -> tuple[Code, rules.Digits] | None:
    ready = prepared or rules.prepare_code(keys.keyring(session))
    for _ in range(CODE_TRIES):
        if session.scalar(select(Code.id).where(Code.locator == ready.digits.locator)) is None:
            code = _code(board_id, ready, None)
            session.add(code)
            session.flush()
            return code, ready.digits
        ready = ready.at(rules.new_digits().locator)
    return None


def _code(board_id: UUID, prepared: rules.PreparedCode, contribution_id: UUID | None) -> Code:
    return Code(
        id=uuid4(),
        board_id=board_id,
        contribution_id=contribution_id,
        locator=prepared.digits.locator,
        secret_hash=prepared.secret_hash,
        made_on=now().date(),
    )


def give_receipt(
    session: Session,
    contribution: Contribution,
    digits: rules.Digits | None,
    *,
    token: str,
    body: str,
) -> None:
    """Lets the same form be answered the same way for 24 hours."""
    whole = digits.locator + digits.secret if digits else ""
    session.add(
        Receipt(
            form_token_hash=rules.token_hash(token),
            contribution_id=contribution.id,
            content_hash=content_hash(token, body),
            sealed_code=keys.seal_with(rules.token_key(token), queries.CODE, whole.encode()),
            ends_at=now() + rules.KEPT_FOR,
        )
    )
    session.execute(delete(Draft).where(Draft.form_token_hash == rules.token_hash(token)))


def content_hash(token: str, body: str) -> str:
    return hmac.new(rules.token_key(token), clean(body).encode(), sha256).hexdigest()


def drop_code(session: Session, contribution_id: UUID) -> None:
    """The person does not want a code: nobody can open this by code any more."""
    code = queries.code_of(session, contribution_id)
    if code is not None:
        code.dropped_on, code.secret_hash = now().date(), ""
    session.execute(delete(Receipt).where(Receipt.contribution_id == contribution_id))


def keep_contact(
    session: Session, contribution: Contribution, address: str, *, language: str
) -> None:
    """Where to say "there is news"; an empty address forgets the old one."""
    forget_contact(session, contribution)
    if not address:
        return
    contact = Contact(id=uuid4(), contribution_id=contribution.id, language=language)
    contact.data_key = keys.make_data_key(session, Purpose.CONTACT)
    contact.sealed = keys.seal(
        session, contact.data_key, f"contacts.sealed/{contact.id}", clean(address)
    )
    session.add(contact)
    consents.give_consent(session, contribution, ConsentTo.CONTACT)


def forget_contact(session: Session, contribution: Contribution) -> None:
    contact = queries.contact_of(session, contribution.id)
    if contact is not None:
        keys.destroy(contact.data_key)
        letters.forget_recipient(session, contact.id)
        consents.take_back_consent(session, contribution, ConsentTo.CONTACT)
        session.delete(contact)
        session.flush()


def forget(session: Session, contribution: Contribution) -> None:
    """Erases: the key first, then what it sealed, the code, the way back. A tombstone stays."""
    keys.destroy(contribution.data_key)
    forget_contact(session, contribution)
    words.forget(session, contribution.data_key_id)
    sounds.forget(session, contribution.data_key_id)
    files.forget(session, contribution.data_key_id)
    for table in (Receipt, Consent, Code, Declaration, LegalHold):
        session.execute(delete(table).where(table.contribution_id == contribution.id))
    month = contribution.made_on.replace(day=1)
    session.execute(
        update(Message)
        .where(Message.contribution_id == contribution.id)
        .values(said_on=month, form_token_hash=None, person_id=None)
    )
    contribution.made_on = month
    contribution.speaks = contribution.reads = UNKNOWN
    contribution.wants_woman = contribution.not_my_country = False
    contribution.helped_by_id = None
    contribution.use = Use.COUNT
    contribution.erased_on = now().date()


def declare_not_from_country(session: Session, contribution: Contribution, *, by: Hat) -> None:
    """Opens the words of a person who asked for nobody from their country to this reader."""
    session.merge(
        Declaration(
            contribution_id=contribution.id, person_id=by.person_id, declared_on=now().date()
        )
    )
    audit.record(
        session,
        "declared not from the country",
        "contribution",
        contribution.id,
        by=by,
        board_id=by.board_id,
    )


def same_form_waits(session: Session, token: str) -> None:
    """A double tap waits for the first of the two, and then finds its receipt."""
    take_turns(session, f"form {rules.token_hash(token)}")


def forget_old(session: Session) -> None:
    """Drafts and receipts whose 24 hours are over."""
    session.execute(delete(Draft).where(Draft.ends_at < now()))
    session.execute(delete(Receipt).where(Receipt.ends_at < now()))
