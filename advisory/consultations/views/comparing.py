"""What was asked before, in like words; and what many people answered in nearly the same words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import request

from advisory.consultations.models import OwnWords
from advisory.consultations.queries import asking, responses
from advisory.consultations.rules.likeness import campaigns as groups
from advisory.consultations.views import room
from advisory.consultations.views.building import FACILITATOR, english, own_one
from advisory.contributions import queries as contributions
from advisory.contributions.rules import may_read
from advisory.foundation.pages import Page, hat, session, show
from advisory.languages.registry import LANGUAGES
from advisory.languages.text import clean
from advisory.words.queries import shown
from advisory.words.rules import Shown

LONGEST_ASKED = 200


@dataclass(frozen=True)
class Campaign:
    """A text that at least three people sent, nearly letter for letter."""

    count: int
    said: Shown
    language: str
    question: str
    first_on: date
    last_on: date


@room.page("/staff/consultations/asked", opens=FACILITATOR)
def asked() -> Page:
    words = clean(request.args.get("words", "")[:LONGEST_ASKED])
    found = asking.asked_about(session(), hat().board_id, [words]) if words else []
    return show("staff/consultations/asked.html", words=words, before=found, english=english)


@room.page("/staff/consultations/<uuid:consultation_id>/campaigns", opens=FACILITATOR)
def campaigns(consultation_id: UUID) -> Page:
    own = own_one(consultation_id)
    titles = {one.id: english(one.title) for one in own.questions}
    said = _readable(own.id)
    texts = {one: shown(session(), one.text, one.text.language) for one in said}
    found = groups({one: text.body for one, text in texts.items()})
    return show(
        "staff/consultations/campaigns.html",
        own=own,
        title=english(own.title),
        languages=LANGUAGES,
        found=[
            Campaign(
                count=len({one.response_id for one in group}),
                said=texts[group[0]],
                language=texts[group[0]].language,
                question=titles.get(group[0].question_id, ""),
                first_on=min(days),
                last_on=max(days),
            )
            for group in found
            if (days := [one.response.sent_on for one in group if one.response.sent_on])
        ],
    )


def _readable(consultation_id: UUID) -> list[OwnWords]:
    """Those that this reader may read: the wishes of each person hold here, too."""
    found = responses.all_own_words(session(), consultation_id)
    spoke = {one.response.contribution_id: one.response.contribution for one in found}
    declared = contributions.declared_by(session(), hat().person_id, spoke)
    return [
        one
        for one in found
        if may_read(
            hat(),
            one.response.contribution,
            declared=one.response.contribution_id in declared,
        )
    ]
