"""What the demo board makes of its remarks: a codebook, and passages with labels."""

from sqlalchemy import select

from advisory.app.demo.beginning import Beginning
from advisory.consultations.models import OwnWords
from advisory.themes import actions as themes
from advisory.themes.models import Label, Passage
from advisory.themes.queries import coding
from advisory.themes.rules.labelling import Marks
from advisory.words import queries as words
from advisory.words.rules import original

LABELS = {
    "The interpreter on the phone was very good.": ("Language", "What works"),
    "The clinic letter came only in English.": ("Language", "Finding the way"),
    "An interpreter by telephone helps.": ("Language", "What works"),
}
BUS = "A later bus would help."


def add_sense(begun: Beginning) -> None:
    """All passages but one have labels, so that one waits at the desk."""
    session, by = begun.session, begun.facilitator
    themes.add_starter(session, by=by)
    named = {label.name: label for label in coding.labels(session, begun.board.id)}
    for name in ("Language", "What works"):
        themes.agree_label(session, named[name], by=by)
    for passage in session.scalars(select(Passage).where(Passage.board_id == begun.board.id)):
        _label(begun, passage, named)
    _release_response(begun)


def _label(begun: Beginning, passage: Passage, named: dict[str, Label]) -> None:
    said = words.reading(begun.session, original(passage.text))
    chosen = frozenset(named[name].id for name in LABELS.get(said, ()))
    marks = Marks(chosen, is_rich="only" in said)
    themes.put_labels(begun.session, passage, marks, by=begun.facilitator)


def _release_response(begun: Beginning) -> None:
    """Of the consultation that has closed."""
    for said in begun.session.scalars(select(OwnWords)):
        themes.release_passage(
            begun.session,
            said.response.contribution,
            body=BUS,
            by=begun.facilitator,
            origin=said.text,
        )
