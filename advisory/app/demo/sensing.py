"""What the demo board makes of its remarks: a codebook, and passages with labels."""

from datetime import date

from sqlalchemy import select

from advisory.app.demo.beginning import Beginning
from advisory.consultations.models import OwnWords
from advisory.consultations.queries.areas import areas
from advisory.contributions.models import Use
from advisory.themes import actions as themes
from advisory.themes.actions import theming
from advisory.themes.actions.counting import counted, expect, keep_count
from advisory.themes.actions.theming import Content
from advisory.themes.models import Axis, Depth, Label, Passage, ThemeState
from advisory.themes.queries import coding
from advisory.themes.queries import theming as queries
from advisory.themes.rules.labelling import Marks
from advisory.words import queries as words
from advisory.words.rules import original

LABELS = {
    "The interpreter on the phone was very good.": ("Language", "What works"),
    "The clinic letter came only in English.": ("Language", "Finding the way"),
    "An interpreter by telephone helps.": ("Language", "What works"),
}
BUS = "A later bus would help."
THEME = Content(
    title="Being understood at the clinic",
    statement="An interpreter on the phone works well. Letters still come only in English.",
    wants="One line in their own language at the top of each letter.",
    counter_views="We asked whether anybody prefers letters in English only. Nobody said so.",
    single_voices="One person finds the map on the appointment text clear and wants it kept.",
    missing="People who do not read in any language, and people who never got a letter.",
    power="The letter template belongs to your team. The interpreter contract does not.",
    options="A line in 6 languages. Or a sticker with a phone number. Or a short voice message.",
    depth=Depth.HARD,
)
EXPECTED = {
    Axis.LANGUAGE: {"ar": 12_400, "fa-AF": 8_100, "ti": 4_200, "am": 3_900, "ckb": 3_600},
    Axis.AREA: {"Brent": 2_900, "Hillingdon": 2_600, "Hounslow": 2_300},
}
SAID = "It is not only letters: the text on the phone is in English too."
CHANGED = "We now say what works, so that it stays."


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
    _theme(begun, [named["Language"], named["Finding the way"]])
    _expected(begun)
    keep_count(session, counted(session, begun.board.id, areas=areas(session, begun.board.id)))


def _label(begun: Beginning, passage: Passage, named: dict[str, Label]) -> None:
    said = words.reading(begun.session, original(passage.text))
    chosen = frozenset(named[name].id for name in LABELS.get(said, ()))
    marks = Marks(chosen, is_rich="only" in said)
    themes.put_labels(begun.session, passage, marks, by=begun.facilitator)


def _theme(begun: Beginning, labels: list[Label]) -> None:
    """Looked at by one language group, finished, and shown to the team that can act."""
    session, by = begun.session, begun.facilitator
    session.flush()
    made = theming.make_theme(session, THEME.title, labels=labels, by=by)
    theming.change_theme(session, made, THEME, labels=labels, seen=made.revision, by=by)
    for passage_id in queries.evidence(session, made):
        passage = session.get_one(Passage, passage_id)
        if passage.contribution.use is Use.QUOTE:
            theming.quote(session, made, passage, on=True, by=by)
    theming.write_check(session, made, language="ti", said=SAID, changed=CHANGED, by=by)
    for to in (ThemeState.CHECKED, ThemeState.FINAL):
        theming.take_step(session, made, to=to, by=by)
    theming.show_to_team(session, made, begun.teams["Access team"], by=by)


def _expected(begun: Beginning) -> None:
    """A made-up source: whom the demo board hopes to hear."""
    for axis, groups in EXPECTED.items():
        expect(
            begun.session,
            axis,
            groups,
            source="Made up for the demonstration",
            counted_on=date(2021, 3, 21),
            by=begun.facilitator,
        )


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
