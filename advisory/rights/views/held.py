"""What we hold, for how long, and who asked us for it: for everybody."""

from advisory.foundation.access import ANYONE
from advisory.foundation.database import now
from advisory.foundation.pages import Page, session, show
from advisory.languages.dates import london
from advisory.people import queries as people
from advisory.rights.models import Kept
from advisory.rights.queries import requests, times
from advisory.rights.rules import DEFAULT_DAYS, PUBLIC_AUTHORITIES
from advisory.rights.views import room


@room.page("/<lang:l>/held", opens=ANYONE)
def held() -> Page:
    board = people.site_board(session())
    today = london(now()).date()
    days = {
        kept.value: times.keeping_days(session(), board.id, kept, today)
        if board
        else DEFAULT_DAYS[kept]
        for kept in Kept
    }
    if board:
        days[Kept.WORDS.value] = times.days_of_words(session(), board, today)
    return show(
        "public/rights/held.html",
        days=days,
        asked=requests.requests(session(), board.id, today.year) if board else [],
        authorities=PUBLIC_AUTHORITIES,
    )
