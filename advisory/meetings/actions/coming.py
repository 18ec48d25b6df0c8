"""Replies to an invitation, without an account: kept sealed, changed, taken back, let go."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.actions import Told
from advisory.contributions.models import Contribution
from advisory.contributions.rules import PreparedCode, token_hash
from advisory.foundation import keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_public, for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.letters import actions as letters
from advisory.meetings import queries
from advisory.meetings.actions.trail import note
from advisory.meetings.models import Guest, Meeting, ProposedItem, Reception, Standing
from advisory.meetings.rules import coming as rules
from advisory.meetings.rules.agenda import may_plan
from advisory.words import actions as words
from advisory.words.models import TextKind

CLOSED = for_public("This meeting has begun or ended. You can no longer reply.")


def say_may_come(
    session: Session,
    meeting: Meeting,
    needs: rules.Needs,
    *,
    reads: str,
    token: str,
    holder_id: UUID | None = None,
    prepared: PreparedCode | None = None,
) -> Guest | None:
    """Under the code that is open in this browser (`holder_id`), else under a new one.

    None when this form has brought its reply already. Raises Impossible once it has begun.
    """
    # One after the other: a double tap finds the first, and the last place goes to one person.
    take_turns(session, f"places of {meeting.id}")
    if kept.receipt(session, token) is not None:
        return None
    _allow_reply(meeting)
    session.refresh(meeting, ["guests"])
    holder = kept.contribution(session, holder_id) if holder_id else None
    if holder is not None and (holder.erased_on or holder.board_id != meeting.board_id):
        holder = None
    if holder is not None:
        known = next((row for row in meeting.guests if row.contribution_id == holder.id), None)
        if known is not None:
            change_needs(session, known, needs)
            return known
    contribution = holder or _with_code(session, meeting, needs, reads, token, prepared)
    full = rules.is_full(meeting, meeting.guests)
    guest = Guest(
        id=uuid4(),
        turn=max((row.turn for row in meeting.guests), default=0) + 1,
        standing=Standing.WAITING if full else Standing.ASKED,
        brought_code=holder is None,
        contribution=contribution,
    )
    _seal(session, guest, needs)
    meeting.guests.append(guest)
    session.flush()
    note(session, "reply kept", meeting, by=None)
    return guest


def _with_code(
    session: Session,
    meeting: Meeting,
    needs: rules.Needs,
    reads: str,
    token: str,
    prepared: PreparedCode | None,
) -> Contribution:
    told = Told(words="", speaks=needs.speaks, reads=reads)
    contribution = contributions.open_contribution(session, told, board_id=meeting.board_id)
    digits = contributions.give_code(session, contribution, prepared=prepared)
    contributions.give_receipt(session, contribution, digits, token=token, body="")
    return contribution


def change_needs(session: Session, guest: Guest, needs: rules.Needs) -> None:
    """The place in line stays."""
    _allow_reply(guest.meeting)
    _seal(session, guest, needs)
    note(session, "reply changed", guest.meeting, by=None)


def keep_rating(session: Session, guest: Guest, rating: rules.Rating) -> str:
    """What the person says now of the interpreting. Returns what they said before, or nothing."""
    needs = queries.needs_of(session, guest)
    if needs is None or not rules.may_rate(guest, needs, now()):
        raise Impossible(CLOSED)
    _seal(session, guest, replace(needs, rated=rating.value))
    return needs.rated


def propose_topic(
    session: Session, guest: Guest, body: str, *, language: str, token: str
) -> ProposedItem | None:
    """None when there are no words, or this form has brought them already."""
    hashed = token_hash(f"{token}/topic/{clean(body)}")
    if not clean(body) or queries.topic_of_form(session, hashed) is not None:
        return None
    _allow_reply(guest.meeting)
    topic = ProposedItem(
        id=uuid4(),
        meeting=guest.meeting,
        contribution=guest.contribution,
        said_on=london(now()).date(),
        form_token_hash=hashed,
        reception=Reception.WAITING,
    )
    topic.text = words.write_text(
        session,
        board_id=guest.meeting.board_id,
        kind=TextKind.MESSAGE,
        language=language,
        body=body,
        data_key=guest.contribution.data_key,
    )
    session.add(topic)
    session.flush()
    if language != "en":
        starts_at = guest.meeting.starts_at
        words.ask_translation(session, topic.text, language="en", due_at=starts_at)
    note(session, "item proposed by member", guest.meeting, by=None)
    return topic


def confirm(session: Session, guest: Guest, *, by: Hat) -> None:
    """The person sees the venue on their page from here."""
    allow(may_plan(by, guest.meeting.board_id), exists=False)
    if guest.standing is Standing.WAITING:
        raise Impossible(for_staff("The meeting is full. Make more places first."))
    if guest.meeting.called_off_at is not None:
        raise Impossible(for_staff("This meeting is called off."))
    guest.standing = Standing.CONFIRMED
    note(session, "place confirmed", guest.meeting, by=by, about_id=guest.id)


def take_back(session: Session, guest: Guest) -> bool:
    """True when the code ended with it: it was given for this reply, and nothing else is kept."""
    if not rules.may_take_back(guest.meeting, now()):
        raise Impossible(CLOSED)
    contribution = guest.contribution
    note(session, "reply taken back", guest.meeting, by=None)
    topics = queries.own_topics(session, contribution.id)
    _delete_topics(session, [row for row in topics if row.meeting_id == guest.meeting_id])
    _let_go(session, guest)
    return contribution.erased_on is not None


def tell_guests(session: Session, meeting: Meeting) -> None:
    """Whoever replied and left an address: that there is news, and not which."""
    for guest in meeting.guests:
        contact = kept.contact_of(session, guest.contribution_id)
        if contact is not None:
            letters.enqueue(
                session,
                board_id=meeting.board_id,
                kind="news",
                about={"contribution_id": str(guest.contribution_id)},
                dedupe_key=f"news/meeting/{guest.id}/{meeting.changes}",
                contact_id=contact.id,
            )


def move_up(session: Session, meeting: Meeting) -> None:
    """Whoever waits longest gets what became free."""
    for guest in meeting.guests:
        if guest.standing is Standing.WAITING and not rules.is_full(meeting, meeting.guests):
            guest.standing = Standing.ASKED
    session.flush()


def forget(session: Session, contribution: Contribution) -> None:
    """Nothing stays: not that somebody came, nor what they needed or proposed."""
    _delete_topics(session, queries.own_topics(session, contribution.id))
    for guest in queries.own_places(session, contribution.id):
        _take_out(session, guest)


def let_go_of_old(session: Session) -> int:
    """Replies to meetings long over, and the codes that were given for them alone."""
    _delete_topics(session, queries.old_topics(session, now()))
    old = queries.over(session, now())
    for guest in old:
        _let_go(session, guest)
    return len(old)


def _let_go(session: Session, guest: Guest) -> None:
    contribution, brought = guest.contribution, guest.brought_code
    _take_out(session, guest)
    others = queries.own_places(session, contribution.id)
    if brought and others:
        others[0].brought_code = True
    if brought and not others:
        _delete_topics(session, queries.own_topics(session, contribution.id))
        contributions.forget(session, contribution)


def _take_out(session: Session, guest: Guest) -> None:
    meeting = guest.meeting
    session.refresh(meeting, ["guests"])
    meeting.guests.remove(guest)
    session.delete(guest)
    session.flush()
    move_up(session, meeting)


def _delete_topics(session: Session, topics: Iterable[ProposedItem]) -> None:
    for topic in topics:
        session.delete(topic)
        for text_id in filter(None, (topic.text_id, topic.reason_id)):
            words.forget_text(session, text_id)
    session.flush()


def _seal(session: Session, guest: Guest, needs: rules.Needs) -> None:
    data_key = guest.contribution.data_key
    guest.sealed = keys.seal(session, data_key, queries.place(guest), needs.as_json())


def _allow_reply(meeting: Meeting) -> None:
    if not rules.is_open(meeting, now()):
        raise Impossible(CLOSED)
