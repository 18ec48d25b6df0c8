from hmac import compare_digest
from uuid import UUID

from flask import current_app, url_for
from flask import session as visit
from werkzeug.wrappers import Response

from advisory.contributions import queries as kept
from advisory.feeds import actions, queries
from advisory.feeds.models import CalendarFeed
from advisory.foundation.access import ANYONE, CODE_HOLDER, Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.keys import keyring
from advisory.foundation.pages import Page, Room, attachment, go, hat, session, show
from advisory.languages.catalogues import speaking
from advisory.languages.registry import LANGUAGES
from advisory.meetings import queries as meetings
from advisory.meetings.rules import calendar

room = Room("feeds", __name__)
FACILITATOR = staff(Role.FACILITATOR)
POST = ("POST",)
GONE = 410
"""A calendar that gets it asks no more."""


# The secret is the key to it: calendars bring no cookie and no code.
@room.page("/calendar/<uuid:feed_id>/<key>.ics", opens=ANYONE)
def feed(feed_id: UUID, key: str) -> Page:
    right = keyring(session()).link_token(feed_id)
    found = queries.feed(session(), feed_id)
    allow(compare_digest(right.encode(), key.encode()) and found is not None, exists=False)
    if found is None or not queries.is_running(session(), found):
        return Response("", status=GONE)
    with speaking(_tag(found)):
        content = calendar.feed(queries.entries(session(), found), now())
    response: Response = attachment(content, "text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    return response


def _tag(found: CalendarFeed) -> str:
    reads = found.contribution.reads if found.contribution else "en"
    return reads if reads in LANGUAGES else "en"


def _address(running: list[CalendarFeed]) -> str:
    """Shown whole to whoever has it; empty when none runs."""
    if not running:
        return ""
    key = keyring(session()).link_token(running[0].id)
    house = str(current_app.config["SETTINGS"].base_url).rstrip("/")
    return house + url_for("feeds.feed", feed_id=running[0].id, key=key)


@room.page("/staff/calendar", opens=FACILITATOR)
def calendars() -> Page:
    running = queries.feeds_of_person(session(), hat().person_id, hat().board_id)
    return show("staff/feeds/calendars.html", address=_address(running))


@room.page("/staff/calendar/make", opens=FACILITATOR, methods=POST)
def make() -> Page:
    actions.make_feed(session(), by=hat())
    return go("feeds.calendars")


@room.page("/staff/calendar/end", opens=FACILITATOR, methods=POST)
def end() -> Page:
    actions.end_feeds(session(), by=hat())
    return go("feeds.calendars")


def _holder_id() -> UUID:
    return UUID(visit["contribution"])


@room.page("/<lang:l>/mine/calendar", opens=CODE_HOLDER)
def own() -> Page:
    allow(bool(meetings.own_places(session(), _holder_id())), exists=False)
    running = queries.feeds_of_holder(session(), _holder_id())
    return show("public/feeds/own.html", address=_address(running))


@room.page("/<lang:l>/mine/calendar/make", opens=CODE_HOLDER, methods=POST)
def make_own() -> Page:
    holder = kept.contribution(session(), _holder_id())
    allow(bool(meetings.own_places(session(), _holder_id())), exists=False)
    if holder is not None:
        actions.make_own_feed(session(), holder)
    return go("feeds.own")


@room.page("/<lang:l>/mine/calendar/end", opens=CODE_HOLDER, methods=POST)
def end_own() -> Page:
    actions.end_own_feeds(session(), _holder_id())
    return go("feeds.own")
