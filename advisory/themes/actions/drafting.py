"""A server drafts a wording, twice. Nothing of it is kept: a person writes what stays."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.themes.ports.drafting import Drafter
from advisory.themes.rules.drafting import (
    FEWEST_SENT,
    Ask,
    Draft,
    NotADraft,
    Outcome,
    draft_in,
    question,
    schema,
)
from advisory.words.ports import NoDraft, NotJson, TooLong, TooSlow


@dataclass(frozen=True)
class Try:
    """One asking: what came of it, and the draft if it is one."""

    outcome: Outcome
    draft: Draft | None = None


def is_enough(ask: Ask) -> bool:
    return len(ask.passages) >= FEWEST_SENT or len(ask.labels) > 1


def draft_twice(drafter: Drafter, ask: Ask) -> list[Try]:
    """Both at once, in two orders. No transaction may be open: it can take half a minute."""
    if not is_enough(ask):
        return [Try(Outcome.FEW)]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda turn: _tried(drafter, ask, backwards=turn), (False, True)))


def _tried(drafter: Drafter, ask: Ask, *, backwards: bool) -> Try:
    try:
        said = drafter.answer(ask.wish, question(ask, backwards=backwards), schema(ask))
        return Try(Outcome.DRAFT, draft_in(ask, said))
    except NotADraft as why:
        return Try(why.outcome)
    except TooSlow:
        return Try(Outcome.SLOW)
    except TooLong:
        return Try(Outcome.LONG)
    except NotJson:
        return Try(Outcome.PROSE)
    except NoDraft:
        return Try(Outcome.DOWN)


def note_asking(session: Session, what: str, about: str, about_id: UUID, *, by: Hat) -> None:
    """Before anything is sent: who asks, and for which row."""
    audit.record(session, what, about, about_id, by=by, board_id=by.board_id)
