"""Everything we hold about one person, as plain values: for the person who asks for it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Answer
from advisory.contributions import queries as contributions
from advisory.feedback.models import Feedback
from advisory.files import queries as files
from advisory.files.ports.decoding import Kind
from advisory.files.ports.stores import NotThere
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import Base, now
from advisory.foundation.keys import SealBroken
from advisory.handovers import queries as handovers
from advisory.languages.dates import london
from advisory.meetings import queries as meetings
from advisory.noticeboard import queries as noticeboard
from advisory.people.models import Person
from advisory.recommendations import queries as recommendations
from advisory.recommendations.rules import number_of
from advisory.themes import queries as themes
from advisory.themes.queries.coding import labelled_of
from advisory.themes.queries.suggesting import suggested_for
from advisory.words import queries as words
from advisory.words.models import Text
from advisory.words.rules import WITH_WORDS

Plain = dict[str, Any]
# Whoever holds the code may not be who wrote: this could put the person in danger.
SECRET_STEPS = {"held", "released"}
ON_YOUR_PAGE = "Pictures and sound: they are on your page."
NOT_HERE = (
    "Your e-mail address, if you left one: no page shows it.",
    ON_YOUR_PAGE,
    "Your code: only its fingerprint is kept.",
    "Notes to keep somebody safe, if there are any.",
    "Names of the people who work here: you see what they worked as.",
)
LARGEST = 32 * 1024 * 1024
SUFFIXES = {Kind.PICTURE: ".jpg", Kind.SOUND: ".m4a"}
SECRETS = {"password_hash", "second_factor", "recovery_hashes", "public_key", "credential_id"}


def copy_of(session: Session, feedback: Feedback) -> Plain:
    """What the holder of the code may take home. `words` are in every language we have."""
    contribution = feedback.contribution
    passages = themes.passages_of(session, contribution.id)
    quotes = noticeboard.quotes_of(session, contribution.id)
    contact = contributions.contact_of(session, contribution.id)
    return {
        "made_on": london(now()).date(),
        "about": _about(feedback),
        "code": _code(session, contribution.id),
        "address_kept": contact is not None,
        "consents": _consents(session, contribution.id),
        "turns": [
            {
                "on": message.said_on,
                "who": message.speaker.value,
                "kind": message.kind.value,
                "words": _versions(session, message.text),
            }
            for message in contribution.messages
        ],
        "answers": [
            _answer(session, answer) for answer in answers.answers_to(session, contribution.id)
        ],
        "asked": _asks(session, contribution.id),
        "passed_on_with_your_yes": _passed_on(session, contribution.id),
        "ending": _versions(session, feedback.ending) if feedback.ending else [],
        "pieces_for_teams": [_versions(session, row.text) for row in passages],
        "labels": _labels(session, contribution.id),
        "labels_a_computer_suggested": [
            {"label": label, "words": list(spoke)}
            for label, spoke in suggested_for(session, contribution.id)
        ],
        "helped_to_ask_for": _helped(session, contribution.id),
        "meetings": meetings.told(session, contribution.id),
        "quotes": [_versions(session, row.text) for row in quotes],
        "dates_owed": [
            {"what": due.owed.value, "by": due.due_at.date(), "met": due.met_at is not None}
            for due in feedback.dues
        ],
        "steps": _steps(session, feedback),
        "not_in_this_copy": list(NOT_HERE),
    }


def files_of(session: Session, feedback: Feedback) -> dict[str, bytes]:
    """Pictures and sound as they are kept, by a name of ours.

    Without those that cannot be opened now, and what would make it more than LARGEST in all.
    """
    found: dict[str, bytes] = {}
    left = LARGEST
    mine = files.files_of(session, feedback.contribution.data_key_id)
    for number, row in enumerate(mine, 1):
        left -= row.sealed_size
        if left < 0:
            break
        try:
            found[f"{number}{SUFFIXES[row.kind]}"] = files.content_of(session, row)
        except (NotThere, SealBroken):
            continue
    return found


def has_all_files(session: Session, feedback: Feedback, found: dict[str, bytes]) -> bool:
    return len(files.files_of(session, feedback.contribution.data_key_id)) == len(found)


def _about(feedback: Feedback) -> Plain:
    contribution = feedback.contribution
    return {
        "number": feedback.reference,
        "arrived_on": feedback.arrived_on,
        "said_on": contribution.made_on,
        "channel": contribution.channel.value,
        "language": contribution.speaks,
        "answer_in": contribution.reads,
        "people": contribution.heads,
        "a_woman_reads": contribution.wants_woman,
        "nobody_from_my_country": contribution.not_my_country,
        "written_by_a_helper": contribution.helped_by_id is not None,
        "kind": feedback.kind.value if feedback.kind else None,
        "place": feedback.place,
        "face": feedback.face,
        "state": feedback.state.value,
        "news_by": feedback.promised_on,
        "closed_on": feedback.closed_on,
    }


def _labels(session: Session, contribution_id: UUID) -> list[Plain]:
    """What people who read the pieces found in them."""
    return [
        {"on": found.on, "labels": found.labels, "note": found.note}
        for found in labelled_of(session, contribution_id)
    ]


def _helped(session: Session, contribution_id: UUID) -> list[Plain]:
    """What the board asks a team to change, with their words behind it."""
    return [
        {
            "number": number_of(own),
            "asked_on": own.put_on,
            "stage": own.stage.value,
            "words": _versions(session, own.ask),
        }
        for own in recommendations.helped(session, contribution_id)
    ]


def _code(session: Session, contribution_id: UUID) -> Plain:
    code = contributions.code_of(session, contribution_id)
    if code is None:
        return {}
    return {"made_on": code.made_on, "last_opened_on": code.last_opened_on, "misses": code.misses}


def _consents(session: Session, contribution_id: UUID) -> list[Plain]:
    return [
        {
            "to": row.to,
            "sentence": sentence,
            "wording": row.wording,
            "spoken": row.spoken,
            "given_on": row.given_on,
            "taken_back_on": row.taken_back_on,
        }
        for row, sentence in contributions.consents_of(session, contribution_id)
    ]


def _asks(session: Session, contribution_id: UUID) -> list[Plain]:
    return [
        {
            "team": ask.team.shown_as or "The people who can answer",
            "asked_on": ask.asked_at.date(),
            "answer_by": ask.answer_by.date(),
            "handed_back": answers.noted(session, ask, "sealed_reason") or None,
        }
        for ask in answers.asks_of(session, contribution_id)
    ]


def _passed_on(session: Session, contribution_id: UUID) -> list[Plain]:
    """Only what the person said yes to: the rest may keep them safe from who holds the code."""
    return [
        {
            "step": row.step.value,
            "yes": row.yes.value,
            "yes_on": row.yes_on,
            "wording": row.yes_wording,
            "offered_on": row.offered_at.date() if row.offered_at else None,
            "ended_on": row.ended_at.date() if row.ended_at else None,
        }
        for row in handovers.hand_overs_of(session, contribution_id)
        if row.yes is not None
    ]


def _answer(session: Session, answer: Answer) -> Plain:
    return {
        "outcome": answer.outcome.value,
        "state": answer.state.value,
        "written_on": answer.written_at.date(),
        "sent_on": answer.sent_at.date() if answer.sent_at else None,
        "by": answer.by_on,
        "evidence": answers.noted(session, answer, "sealed_evidence") or None,
        "note_at_review": answers.noted(session, answer, "sealed_note") or None,
        "you_said": answer.reply.replied.value if answer.reply and answer.reply.replied else None,
        "heard": _versions(session, answer.heard) if answer.heard else [],
        "words": _versions(session, answer.will),
    }


def _versions(session: Session, text: Text) -> list[Plain]:
    return [
        {
            "language": version.language,
            "direction": version.direction,
            "made": version.method.value,
            "status": version.status.value,
            "words": words.reading(session, version),
        }
        for version in text.versions
        if version.status in WITH_WORDS and not version.erased
    ]


def _steps(session: Session, feedback: Feedback) -> list[Plain]:
    """Every step of the log, with the day and the role of whoever took it."""
    wanted = select(AuditEntry).where(AuditEntry.about_id.in_(_ids(session, feedback)))
    return [
        {"on": entry.at.date(), "who": entry.role or "", "what": entry.what}
        for entry in session.scalars(wanted.order_by(AuditEntry.number))
        if entry.what not in SECRET_STEPS
    ]


def _ids(session: Session, feedback: Feedback) -> set[UUID]:
    contribution = feedback.contribution
    texts = [message.text for message in contribution.messages]
    given = answers.answers_to(session, contribution.id)
    texts += [text for answer in given for text in (answer.heard, answer.will) if text]
    return {
        feedback.id,
        contribution.id,
        *(answer.id for answer in given),
        *(ask.id for ask in answers.asks_of(session, contribution.id)),
        *(text.id for text in texts),
        *(version.id for text in texts for version in text.versions),
    }


# ── Of a member of staff ─────────────────────────────────────────────────────────────────────────


def copy_of_person(session: Session, person: Person) -> Plain:
    """Their own rows whole but for secrets; of all else that names them, which rows."""
    done = select(AuditEntry).where(AuditEntry.person_id == person.id)
    return {
        "made_on": london(now()).date(),
        "you": _row(person),
        "named_in": dict(_named_in(session, person.id)),
        "what_you_did": [
            {"at": entry.at, "as": entry.role, "what": entry.what, "about": entry.about}
            for entry in session.scalars(done.order_by(AuditEntry.number))
        ],
    }


def _row(person: Person) -> Plain:
    columns = inspect(Person).columns.keys()
    return {name: getattr(person, name) for name in columns if name not in SECRETS}


def _named_in(session: Session, person_id: UUID) -> Iterable[tuple[str, list[Plain]]]:
    """Each table that points at persons, so that a new one is never forgotten here."""
    for table in Base.metadata.sorted_tables:
        mine = [
            column
            for column in table.columns
            if any(key.column.table.name == "persons" for key in column.foreign_keys)
        ]
        for column in mine:
            rows = session.execute(
                select(*table.primary_key.columns).where(column == person_id)
            ).mappings()
            found = [dict(row) for row in rows]
            if found:
                yield f"{table.name}.{column.name}", found


def as_json(value: object) -> str:
    """Dates and ids as text; for `json.dumps(default=…)`."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
