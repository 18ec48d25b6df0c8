"""Pages to read: what changed, the promise, the phone, and how these pages can be used."""

from dataclasses import dataclass
from datetime import date

from flask import request

from advisory.answers.models import Outcome
from advisory.feedback import queries as feedback
from advisory.foundation.access import ANYONE
from advisory.foundation.database import now
from advisory.foundation.pages import Page, session, show
from advisory.languages.catalogues import current, for_public
from advisory.languages.dates import in_days, london
from advisory.mine.views import room
from advisory.noticeboard import queries as noticeboard
from advisory.noticeboard.models import Notice
from advisory.people import queries as people
from advisory.people.models import Board
from advisory.recommendations import queries as recommendations
from advisory.words import queries as words
from advisory.words.rules import Shown

A_PAGE = 20


@dataclass(frozen=True)
class Ending:
    """How a story on the noticeboard ended: a word, its picture, and what comes before it."""

    word: str
    tone: str
    icon: str
    did: str


_WE_DID, _TOLD = for_public("We did"), for_public("What we were told")
_ENDINGS = {
    Outcome.CHANGE_MADE: Ending(for_public("Done"), "good", "check", _WE_DID),
    Outcome.CHANGE_PLANNED: Ending(
        for_public("Promised"), "", "clock", for_public("What they will do")
    ),
    Outcome.ALREADY_IN_PLACE: Ending(for_public("It is there already"), "good", "check", _TOLD),
    Outcome.NO_CHANGE: Ending(
        for_public("They cannot"), "warn", "warn", for_public("They cannot, because")
    ),
    Outcome.INFORMATION_GIVEN: Ending(for_public("Answered"), "good", "check", _TOLD),
    Outcome.PASSED_ON: Ending(for_public("Passed on"), "", "on", _WE_DID),
    Outcome.OUTSIDE_OUR_POWER: Ending(
        for_public("Others must do this"), "warn", "warn", for_public("Who can")
    ),
    Outcome.NO_ANSWER_RECEIVED: Ending(for_public("No reply yet"), "warn", "clock", _WE_DID),
}


@dataclass(frozen=True)
class Story:
    notice: Notice
    ending: Ending
    title: Shown
    said: Shown
    did: Shown | None
    quotes: list[Shown]


TESTED_ON = date(2026, 11, 23)
"""When the pages were last tried as docs/accessibility.md says."""


@room.page("/<lang:l>/changed", opens=ANYONE)
def changed() -> Page:
    board = people.site_board(session())
    skip = (min(max(request.args.get("page", 1, int), 1), 10_000) - 1) * A_PAGE
    stories = _stories(board, skip) if board else []
    return show(
        "public/mine/changed.html",
        stories=stories,
        asks_something=bool(board and recommendations.public(session(), board.id, limit=1)),
        waiting=_longest_wait(board) if board else None,
        first=skip + 1,
        total=noticeboard.published_count(session(), board.id) if board else 0,
        page_number=skip // A_PAGE + 1,
    )


def _stories(board: Board, skip: int) -> list[Story]:
    notices = noticeboard.published(session(), board.id, limit=A_PAGE, skip=skip)
    tag = current().tag
    return [
        Story(
            notice,
            _ENDINGS[notice.outcome],
            words.shown(session(), notice.title, tag),
            words.shown(session(), notice.said, tag),
            words.shown(session(), notice.did, tag) if notice.did else None,
            [words.shown(session(), quote.text, tag) for quote in notice.quotes],
        )
        for notice in notices
    ]


def _longest_wait(board: Board) -> str | None:
    """When the oldest words without an answer came, like "3 days ago"."""
    oldest = feedback.oldest_unanswered(session(), board.id)
    return in_days(oldest.arrived_on, london(now()).date()) if oldest else None


@room.page("/<lang:l>/promise", opens=ANYONE)
def promise() -> Page:
    return show("public/mine/promise.html")


@room.page("/<lang:l>/safe-phone", opens=ANYONE)
def safe_phone() -> Page:
    return show("public/mine/safe_phone.html")


@room.page("/<lang:l>/accessibility", opens=ANYONE)
def accessibility() -> Page:
    return show("public/mine/accessibility.html", tested_on=TESTED_ON)
