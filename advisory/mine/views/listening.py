"""Human voices for our words: those for everybody, and those of one person's answers."""

from uuid import UUID

from advisory.files import queries as files
from advisory.files.ports.stores import NotThere
from advisory.files.rules import TYPES
from advisory.foundation import pages
from advisory.foundation.access import ANYONE, CODE_HOLDER, Refused
from advisory.foundation.keys import Erased, SealBroken
from advisory.foundation.pages import Page, attachment, go
from advisory.mine.views import room
from advisory.mine.views.page import opened
from advisory.people import queries as people
from advisory.sounds import queries as sounds
from advisory.sounds.models import Spoken


@room.page("/<lang:l>/listen/<uuid:spoken_id>", opens=ANYONE)
def listen(spoken_id: UUID) -> Page:
    board = people.site_board(pages.session())
    found = sounds.spoken(pages.session(), spoken_id)
    if found is None or board is None or found.board_id != board.id or not found.is_open:
        raise Refused(exists=False)
    return _sound(found)


@room.page("/<lang:l>/mine/listen/<uuid:own_spoken_id>", opens=CODE_HOLDER)
def listen_to_answer(own_spoken_id: UUID) -> Page:
    feedback = opened(str(own_spoken_id))
    if feedback is None:
        return go("mine.code")
    own = sounds.heard_by_one(pages.session(), feedback.contribution.data_key_id)
    found = next((row for row in own if row.id == own_spoken_id), None)
    if found is None:
        raise Refused(exists=False)
    return _sound(found)


def _sound(spoken: Spoken) -> Page:
    if spoken.approved_by_id is None:
        raise Refused(exists=False)
    try:
        content = files.content_of(pages.session(), spoken.file)
    except (NotThere, SealBroken, Erased) as gone:
        raise Refused(exists=False) from gone
    return attachment(content, TYPES[spoken.file.kind])
