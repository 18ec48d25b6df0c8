"""A board with a small codebook and released passages."""

from sqlalchemy.orm import Session

from advisory.foundation.access import Hat, Role
from advisory.people.models import Board, Person
from advisory.themes import actions as themes
from advisory.themes.actions import Wording
from advisory.themes.models import Label, Passage
from advisory.themes.rules.labelling import Marks
from tests.building import a_board, a_person, hat_of, some_feedback, understood

SAID, RELEASED = "رسالة العيادة جاءت بالإنجليزية فقط.", "The letter came only in English."


class Readers:
    """Two facilitators who label the same passages."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.board: Board = a_board(session)
        self.first: Person = a_person(session, self.board, Role.FACILITATOR, name="First")
        self.second: Person = a_person(session, self.board, Role.FACILITATOR, name="Second")
        self.by: Hat = hat_of(self.first, self.board, Role.FACILITATOR)
        self.other: Hat = hat_of(self.second, self.board, Role.FACILITATOR)
        self.letters = self.label("Letters")
        self.waiting = self.label("Waiting")

    def label(self, name: str) -> Label:
        return themes.add_label(
            self.session, Wording(name=name, definition="About it."), by=self.by
        )

    def passage(self, body: str = RELEASED, *, said: str = SAID, language: str = "ar") -> Passage:
        item, _digits = some_feedback(self.session, self.board, words=said, language=language)
        understood(self.session, item, self.by)
        made = themes.release_passage(self.session, item.contribution, body=body, by=self.by)
        self.session.flush()
        return made

    def passages(self, count: int) -> list[Passage]:
        made = [self.passage(f"{RELEASED} {number}") for number in range(count)]
        self.session.flush()
        return made

    def put(self, passage: Passage, *labels: Label, by: Hat | None = None, note: str = "") -> None:
        marks = Marks(frozenset(label.id for label in labels), note)
        themes.put_labels(self.session, passage, marks, by=by or self.by)

    def third(self) -> Hat:
        person = a_person(self.session, self.board, Role.FACILITATOR, name="Third")
        return hat_of(person, self.board, Role.FACILITATOR)
