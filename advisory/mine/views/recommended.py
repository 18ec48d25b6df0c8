"""What the board asks for: for everybody, and for those whose words stand behind it."""

from uuid import UUID

from advisory.answers.models import Stance
from advisory.foundation.access import ANYONE, allow
from advisory.foundation.database import now
from advisory.foundation.pages import Page, session, show
from advisory.languages.catalogues import current, for_public
from advisory.mine.views import room
from advisory.people import queries as people
from advisory.recommendations import queries
from advisory.recommendations.queries.showing import Story, stories
from advisory.recommendations.rules import is_public

STANCES = {
    Stance.ACCEPTED: (for_public("They will do it"), "good", "check"),
    Stance.PARTLY: (for_public("They will do a part of it"), "", "so_so"),
    Stance.NOT_ACCEPTED: (for_public("They will not do it"), "warn", "warn"),
}
MOST = 100


@room.page("/<lang:l>/recommendations", opens=ANYONE)
def recommendations() -> Page:
    board = people.site_board(session())
    found = queries.public(session(), board.id, limit=MOST) if board else []
    return show(
        "public/mine/recommendations.html",
        found=stories(session(), found, current().tag, at=now(), is_own=False),
        stances=STANCES,
    )


@room.page("/<lang:l>/recommendations/<uuid:recommendation_id>", opens=ANYONE)
def recommended(recommendation_id: UUID) -> Page:
    board, own = people.site_board(session()), queries.recommendation(session(), recommendation_id)
    allow(own is not None and is_public(own), exists=False)
    assert own is not None  # noqa: S101 - allowed above
    allow(board is not None and own.board_id == board.id, exists=False)
    (story,) = stories(session(), [own], current().tag, at=now(), is_own=False)
    return show("public/mine/recommended.html", story=story, stances=STANCES)


def helped(contribution_id: UUID) -> list[Story]:
    """What the words of one person helped to ask for, with the answer."""
    found = queries.helped(session(), contribution_id)
    return stories(session(), found, current().tag, at=now(), is_own=True)
