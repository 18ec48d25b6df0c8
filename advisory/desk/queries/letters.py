"""Letters to staff and teams: what each kind says, read when it is sent. None: nobody to tell."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Ask, Commitment
from advisory.answers.rules import is_open
from advisory.custodian import queries as custodian
from advisory.custodian.models import RequestState
from advisory.custodian.rules import state_at
from advisory.desk.rules.naming import language_named, reference
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.feedback.rules import GONE
from advisory.foundation import keys
from advisory.foundation.database import now
from advisory.letters import queries as letters
from advisory.letters import rules
from advisory.letters.models import Letter
from advisory.letters.ports import Value
from advisory.letters.rules import Written
from advisory.noticeboard import queries as noticeboard
from advisory.noticeboard.models import Publication
from advisory.people import queries as people
from advisory.people.models import Board
from advisory.recommendations import queries as recommendations
from advisory.recommendations.models import Recommendation
from advisory.recommendations.rules import number_of
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding.rules import calls_now, holds, who_has_it
from advisory.words import queries as words
from advisory.words.models import Status

Values = Mapping[str, Value]
Reads = Callable[[Session, Letter], Values | None]


def writer(reads: Reads) -> Callable[[Session, Letter], Written | None]:
    """Adds to a kind's values what all have: the board, the recipient, their language."""

    def write(session: Session, letter: Letter) -> Written | None:
        reader = letters.recipient(session, letter)
        values = reads(session, letter) if reader else None
        if reader is None or values is None:
            return None
        board = session.get_one(Board, letter.board_id)
        return rules.write(
            letter.kind, to=reader.to, language=reader.language, board=board.name, **values
        )

    return write


def asked(session: Session, letter: Letter) -> Values | None:
    """With the one-time link for a team without account."""
    return _about_ask(session, letter, with_end=True)


def answer_due_soon(session: Session, letter: Letter) -> Values | None:
    return _about_ask(session, letter, with_end=False)


def _about_ask(session: Session, letter: Letter, *, with_end: bool) -> Values | None:
    ask = answers.ask(session, UUID(letter.about["ask_id"]))
    called = _called(session, ask) if ask else None
    if ask is None or called is None or not is_open(ask):
        return None
    pages = ("recommended", "recommended/by-link") if ask.advice_id else ("asks", "answer")
    values: dict[str, Value] = {
        "reference": called,
        "team": ask.team.name,
        "answer_by": ask.answer_by,
        "link": _page(session, pages[0], ask.id),
    }
    ends_at: Value = ""
    if letter.person_id is None:
        link = answers.open_link(session, ask.id, now())
        if link is None:
            return None
        token = keys.keyring(session).link_token(link.id)
        values["link"], ends_at = _page(session, pages[1], link.id, token), link.ends_at
    if with_end:
        values |= {"acknowledge_by": ask.acknowledge_by, "ends_at": ends_at}
    return values


def _called(session: Session, ask: Ask) -> str | None:
    """How what a team was asked is called; None when no letter may speak of it."""
    if ask.advice_id is not None:
        return number_of(recommendations.some(session, {ask.advice_id})[ask.advice_id])
    item = feedback.item_of(session, ask.contribution_id) if ask.contribution_id else None
    return reference(item.reference) if item is not None and _may_be_told(item) else None


def answer_late(session: Session, letter: Letter) -> Values | None:
    """To the team's leads with their page, to facilitators with the item."""
    if "recommendation_id" in letter.about:
        return _advice_late(session, letter, to_page=True)
    item = _item(session, letter)
    if item is None:
        return None
    ask = answers.open_ask(session, item.contribution_id)
    leads = {lead.id for lead in people.leads_of(session, ask.team_id)} if ask else set()
    is_lead = ask is not None and letter.person_id in leads
    link = _page(session, "asks", ask.id) if ask and is_lead else _item_page(session, item)
    return _late(session, letter, item, ask) | {"link": link}


def late_climbed(session: Session, letter: Letter) -> Values | None:
    if "recommendation_id" in letter.about:
        return _advice_late(session, letter, to_page=False)
    item = _item(session, letter)
    if item is None:
        return None
    ask = answers.open_ask(session, item.contribution_id)
    return _late(session, letter, item, ask) | {"link": f"{session.info['base_url']}/staff/"}


def _late(session: Session, letter: Letter, item: Feedback, ask: Ask | None) -> dict[str, Value]:
    return {
        "reference": reference(item.reference),
        "team": ask.team.name if ask else _board_name(session, item),
        "answer_by": datetime.fromisoformat(letter.about["due_at"]),
    }


def _advice(session: Session, letter: Letter) -> tuple[Recommendation, Ask]:
    """A recommendation, and when it was last put to a team."""
    own_id = UUID(letter.about["recommendation_id"])
    return recommendations.some(session, {own_id})[own_id], answers.asks_about(session, own_id)[-1]


def _advice_late(session: Session, letter: Letter, *, to_page: bool) -> Values | None:
    own, ask = _advice(session, letter)
    if not is_open(ask):
        return None
    link = _page(session, "")
    if to_page:
        leads = {lead.id for lead in people.leads_of(session, ask.team_id)}
        is_lead = letter.person_id in leads
        link = _page(
            session, *(("recommended", ask.id) if is_lead else ("recommendations", own.id))
        )
    due_at = datetime.fromisoformat(letter.about["due_at"])
    return {
        "reference": number_of(own),
        "team": ask.team.name,
        "answer_by": due_at,
        "link": link,
    }


def _advice_came_back(session: Session, letter: Letter) -> dict[str, Value]:
    own, ask = _advice(session, letter)
    return {
        "reference": number_of(own),
        "team": ask.team.name,
        "link": _page(session, "recommendations", own.id),
    }


def answer_to_review(session: Session, letter: Letter) -> Values | None:
    if "recommendation_id" in letter.about:
        by_day = _advice(session, letter)[1].answer_by
        return _advice_came_back(session, letter) | {"answer_by": by_day}
    item = _item(session, letter)
    if item is None:
        return None
    ask = answers.open_ask(session, item.contribution_id)
    by: date = ask.answer_by if ask else item.promised_on
    return {
        "reference": reference(item.reference),
        "team": ask.team.name if ask else _board_name(session, item),
        "answer_by": by,
        "link": _page(session, "inbox", item.id, "review"),
    }


def handed_back(session: Session, letter: Letter) -> Values | None:
    if "recommendation_id" in letter.about:
        due_at = _advice(session, letter)[1].answer_by
        return _advice_came_back(session, letter) | {"due_at": due_at}
    item = _item(session, letter)
    if item is None:
        return None
    returned = [row for row in answers.asks_of(session, item.contribution_id) if row.returned_at]
    if not returned:
        return None
    return {
        "reference": reference(item.reference),
        "team": returned[-1].team.name,
        "due_at": item.due_at or item.promised_on,
        "link": _item_page(session, item),
    }


def commitment_due(session: Session, letter: Letter) -> Values | None:
    """A team without account has no page for it: it replies to the letter."""
    row = answers.commitment(session, UUID(letter.about["commitment_id"]))
    called = _called_answer(session, row) if row else None
    if row is None or called is None:
        return None
    link = _page(session, "commitments", row.id) if letter.person_id else ""
    return {"reference": called, "team": row.team.name, "due_on": row.due_on, "link": link}


def _called_answer(session: Session, row: Commitment) -> str | None:
    own_id, contribution_id = row.answer.advice_id, row.answer.contribution_id
    if own_id is not None:
        return number_of(recommendations.some(session, {own_id})[own_id])
    item = feedback.item_of(session, contribution_id) if contribution_id else None
    return reference(item.reference) if item else None


def concern(session: Session, letter: Letter) -> Values | None:
    """Says neither what nor about whom."""
    row = safeguarding.concern(session, UUID(letter.about["concern_id"]))
    if row is None or not holds(row):
        return None
    by = row.see_by if row.seen_at is None else row.decide_by
    waits = [call for call in calls_now(row) if call.person_id == letter.person_id]
    has_it = who_has_it(row) is not None
    answer_by: Value = waits[-1].answer_by if waits and not has_it else ""
    return {"answer_by": answer_by, "see_by": by, "link": _page(session, "concerns", row.id)}


def contact_asked(session: Session, letter: Letter) -> Values | None:
    """Says neither whose address nor why."""
    row = custodian.request(session, UUID(letter.about["request_id"]))
    if row is None or state_at(row, now()) is not RequestState.ASKED:
        return None
    return {"ends_at": row.ends_at, "link": _page(session, "contacts", row.id)}


def contact_decided(session: Session, letter: Letter) -> Values | None:
    return {"link": _page(session, "contacts", UUID(letter.about["request_id"]))}


def hand_over(session: Session, letter: Letter) -> Values | None:
    """Says neither to whom nor what for."""
    return {"link": _page(session, "hand-overs", UUID(letter.about["hand_over_id"]))}


def outside_told(session: Session, letter: Letter) -> Values | None:
    row = noticeboard.notice(session, UUID(letter.about["notice_id"]))
    if row is None or row.state is not Publication.APPROVED or row.waits_until is None:
        return None
    return {"publishes_at": row.waits_until, "link": _page(session, "notices", row.id)}


def spam_told(session: Session, letter: Letter) -> Values | None:
    item = _item(session, letter)
    if item is None or item.rejected_from is None:
        return None
    return {"publishes_at": item.rejected_from, "link": _page(session, "spam")}


def translation_asked(session: Session, letter: Letter) -> Values | None:
    version = words.version(session, UUID(letter.about["version_id"]))
    if version is None or version.status is not Status.MISSING or version.due_at is None:
        return None
    return {
        "into": language_named(version.language).own_name,
        "due_at": version.due_at,
        "link": f"{session.info['base_url']}/staff/translate",
    }


WRITERS: Mapping[str, Reads] = {
    reads.__name__: reads
    for reads in (
        asked,
        answer_due_soon,
        answer_late,
        late_climbed,
        answer_to_review,
        handed_back,
        commitment_due,
        concern,
        contact_asked,
        contact_decided,
        hand_over,
        outside_told,
        spam_told,
        translation_asked,
    )
}


def _item(session: Session, letter: Letter) -> Feedback | None:
    item = feedback.item(session, UUID(letter.about["feedback_id"]))
    return item if item is not None and _may_be_told(item) else None


def _may_be_told(item: Feedback) -> bool:
    """Of held words no letter speaks; the team is told again when they are released."""
    return not item.held and item.state not in GONE


def _item_page(session: Session, item: Feedback) -> str:
    return _page(session, "inbox", item.id)


def _board_name(session: Session, item: Feedback) -> str:
    return session.get_one(Board, item.board_id).name


def _page(session: Session, *parts: object) -> str:
    """The full address of a page of the desk."""
    return "/".join((f"{session.info['base_url']}/staff", *map(str, parts)))
