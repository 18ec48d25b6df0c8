"""What one form holds so far: typed, spoken, skipped, and the way through the questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.consultations.models import Consultation, Question
from advisory.consultations.queries.responses import Answers, asked_of, files_of_response
from advisory.consultations.rules.kinds import Given, Typed, kind_of, takers
from advisory.contributions import queries as kept
from advisory.files.models import File


@dataclass
class Answering:
    """What one browser has typed so far, and where it stands."""

    own: Consultation
    draft_id: UUID
    token: str
    typed: dict[str, Typed] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    response_id: str = ""
    """What the code of this browser answered before, when it is being changed."""
    waiting: Mapping[str, list[File]] = field(default_factory=dict)
    """Sounds and pictures that came with this form, by question."""
    there: Mapping[str, list[File]] = field(default_factory=dict)
    """Those of the answers that are being changed: they stay unless others come."""

    @property
    def answers(self) -> Answers:
        """As far as it can be read. A skipped question keeps what was typed, and gives nothing.

        A question that was shown and left empty was skipped too; one not reached yet was not.
        """
        given = {question.id: self.given(question) for question in self.own.questions}
        answered = {one: said for one, said in given.items() if said}
        seen = self.skipped | set(self.typed)
        skipped = (
            one.id for one in self.own.questions if str(one.id) in seen - set(map(str, answered))
        )
        return Answers(answered, frozenset(skipped))

    def given(self, question: Question) -> Given:
        if str(question.id) in self.skipped:
            return Given()
        said = kind_of(question).parse(question, self.typed.get(str(question.id), {}))
        return replace(said, files=len(self.files(question)))

    def files(self, question: Question) -> list[File]:
        key = str(question.id)
        return self.waiting.get(key) or self.there.get(key, [])

    def problem(self, question: Question) -> str:
        typed = self.typed.get(str(question.id), {})
        return kind_of(question).problem(question, self.given(question), typed)

    @property
    def way(self) -> list[Question]:
        """The questions for this person, in order."""
        return list(asked_of(self.own, self.answers))

    def content(self) -> dict[str, Any]:
        return {
            "consultation": str(self.own.id),
            "typed": self.typed,
            "skipped": sorted(self.skipped),
            "response": self.response_id,
        }


def answering(
    session: Session,
    own: Consultation,
    found: Mapping[str, Any],
    *,
    draft_id: UUID,
    token: str,
) -> Answering:
    """`found` is what the draft of this token keeps."""
    parts = [str(one.id) for one in takers(own.questions)]
    response_id = str(found.get("response", ""))
    return Answering(
        own,
        draft_id,
        token,
        dict(found.get("typed", {})),
        set(found.get("skipped", ())),
        response_id,
        kept.waiting_parts(session, token, parts) if parts else {},
        files_of_response(session, own, UUID(response_id)) if response_id and parts else {},
    )
