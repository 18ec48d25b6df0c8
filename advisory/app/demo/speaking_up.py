"""A meeting of the demo board that goes on now: people ask and answer from their phones."""

from datetime import timedelta

from advisory.app.demo.beginning import LANGUAGES, Beginning
from advisory.contributions.rules import new_form_token
from advisory.floor.actions import holding, taking_part
from advisory.floor.models import CardKind, Scale
from advisory.foundation.database import now
from advisory.meetings.actions import planning
from advisory.meetings.models import Mode, Support

ANSWERS = ("yes", "yes", "yes", "no", "yes", "yes", "unsure", "yes", "yes", "no", "yes", "yes")


def add_meeting_now(begun: Beginning) -> None:
    """It began half an hour ago."""
    session, by = begun.session, begun.facilitator
    starts_at = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    planned = planning.Plan(
        title="Tea and talk",
        purpose="You are invited to tea, and to say what you would like to talk about next.",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        mode=Mode.IN_PERSON,
        area="Camden",
        venue="The demo hall, first floor, room 2.",
        languages=LANGUAGES,
        support=[Support.INTERPRETING.value],
        places=20,
    )
    meeting = planning.plan(session, planned, board=begun.board, ready_agenda=True, by=by)
    meeting.starts_at, meeting.ends_at = now() - timedelta(minutes=30), now() + timedelta(hours=2)
    floor = holding.open_floor(session, meeting, by=by)
    phones = [taking_part.join(session, floor) for _ in ANSWERS]
    asked = holding.ask_for_hands(
        session, floor, body="Shall we meet on a Saturday?", scale=Scale.YES_NO, by=by
    )
    for phone, answer in zip(phones, ANSWERS, strict=True):
        taking_part.raise_hand(session, asked, token=phone, pick=answer)
    taking_part.hold_up(session, floor, CardKind.SLOWER, token=phones[0])
    for language, body in (("ti", "ሻሂ ኣሎ ዶ?"), ("en", "When do we meet again?")):
        token = new_form_token()
        taking_part.ask(session, floor, body, language=language, token=token)
