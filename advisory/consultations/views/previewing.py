"""How it looks on a phone, at a kiosk, on paper, and what is read aloud, in every language."""

from uuid import UUID

from flask import current_app, request

from advisory.consultations.models import Question
from advisory.consultations.queries import showing
from advisory.consultations.rules.kinds import kind_of
from advisory.consultations.rules.lifecycle import SOURCE
from advisory.consultations.views import room
from advisory.consultations.views.building import FACILITATOR, english, own_one
from advisory.foundation.pages import Page, printed, session, show
from advisory.languages.catalogues import current, for_public, for_staff, speaking
from advisory.languages.registry import LANGUAGES

PHONE, PAPER = "phone", "paper"
SEEN_AS = (PHONE, "kiosk", PAPER, "script")
NEXT, SKIP = for_public("Next"), for_public("Skip")
BACK, PRINT, FILE = for_staff("Back"), for_staff("Print"), for_staff("PDF file")


@room.page("/staff/consultations/<uuid:consultation_id>/preview", opens=FACILITATOR)
def preview(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    wanted = request.args.get("language", SOURCE)
    tag = wanted if wanted in {SOURCE, *own.languages} else SOURCE
    asked_as = request.args.get("as", PHONE)
    seen_as = asked_as if asked_as in SEEN_AS else PHONE
    desk, said = current(), {"back": str(BACK), "print": str(PRINT), "file": str(FILE)}
    numbers = {one.id: at for at, one in enumerate(filter(_asks, own.questions), 1)}
    with speaking(tag):
        context = {
            "own": own,
            "title": english(own.title),
            "intro": showing.intro(session(), own, tag, reads=tag),
            "asked": [showing.asking(session(), one, tag) for one in own.questions],
            "in_english": [showing.asking(session(), one, SOURCE) for one in own.questions],
            "numbers": numbers,
            "chosen": LANGUAGES[tag],
            "languages": [LANGUAGES[one] for one in (SOURCE, *own.languages)],
            "seen_as": seen_as,
            "buttons": {"next": str(NEXT), "skip": str(SKIP)},
        }
        if seen_as == PAPER:
            address = str(current_app.config["SETTINGS"].base_url).split("://", 1)[-1]
            return printed(
                "public/consultations/sheet.html",
                "questions",
                **context,
                desk=desk,
                said=said,
                address=address,
            )
    return show("staff/consultations/preview.html", **context)


def _asks(question: Question) -> bool:
    return kind_of(question).asks
