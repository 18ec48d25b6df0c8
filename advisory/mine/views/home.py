from advisory.consultations.queries import asking as consultations
from advisory.foundation.access import ANYONE
from advisory.foundation.database import now
from advisory.foundation.pages import Page, session, show
from advisory.languages.dates import london
from advisory.meetings import queries as meetings
from advisory.mine.views import room
from advisory.people import queries as people


@room.page("/<lang:l>/", opens=ANYONE)
def home() -> Page:
    board = people.site_board(session())
    is_open = board is not None and board.sending_opened_at is not None
    asks = consultations.count_asked(session(), board.id, london(now()).date()) if board else 0
    invited = meetings.count_invited_to(session(), board.id, now()) if board else 0
    return show("public/mine/home.html", is_open=is_open, asks=asks, meetings=invited)
