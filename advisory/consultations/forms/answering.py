"""The forms around the questions. What is asked itself is read by the kinds of questions."""

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from advisory.consultations.models import Question
from advisory.consultations.rules.kinds import Typed
from advisory.contributions.actions import Told
from advisory.contributions.models import Use
from advisory.files.forms import FilesForm
from advisory.languages.catalogues import for_public
from advisory.languages.registry import LANGUAGES, SPOKEN
from advisory.languages.safety import USE_WORDS, USE_WORDS_NO, USE_WORDS_YES
from advisory.words.rules import UNKNOWN

LONGEST_TYPED, MOST_FIELDS = 100_000, 80
_PARTS = ("pick", "why", "said", "number", "month", "year", "rank-", "row-", "over")


class AnswerForm(FilesForm):
    """Around one question: nothing in it is ever needed."""

    token = HiddenField()
    part = HiddenField()
    """What the recorder sends its sound under: of this question alone."""


class SendForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """The last look: in which language the own words are, and whether they may be shown."""

    speaks = SelectField(
        for_public("My words are in"),
        choices=[
            *(
                SelectChoice(tag, one.own_name, render_kw={"lang": tag})
                for tag, one in SPOKEN.items()
            ),
            SelectChoice(UNKNOWN, for_public("Another language")),
        ],
        validate_choice=False,
    )
    use = RadioField(
        USE_WORDS,
        choices=[
            SelectChoice(Use.QUOTE.value, USE_WORDS_YES),
            SelectChoice(Use.COUNT.value, USE_WORDS_NO),
        ],
        validate_choice=False,
    )
    token = HiddenField()

    def told(self, reads: str) -> Told:
        speaks = self.speaks.data if self.speaks.data in SPOKEN else UNKNOWN
        return Told(
            words="",
            speaks=str(speaks),
            reads=reads if reads in LANGUAGES else "en",
            use=Use.QUOTE if self.use.data == Use.QUOTE else Use.COUNT,
            counted=self.use.data in set(Use),
        )


def typed_by_question(
    sent: "MultiDict[str, str]", questions: Sequence[Question]
) -> dict[str, Typed]:
    """All questions on one page: the fields of each begin with its id."""
    found: dict[str, Typed] = {}
    for question in questions:
        own = f"{question.id}-"
        mine = [(name, one) for name, one in sent.items(multi=True) if name.startswith(own)]
        found[str(question.id)] = typed_in(
            MultiDict([(name.removeprefix(own), one) for name, one in mine])
        )
    return found


def typed_in(sent: "MultiDict[str, str]") -> Mapping[str, Sequence[str]]:
    """What was typed under one question: only its own fields, and no more than a form can hold."""
    names = [name for name in sent if name.startswith(_PARTS)][:MOST_FIELDS]
    return {
        name: [one[:LONGEST_TYPED] for one in sent.getlist(name)[:MOST_FIELDS]] for name in names
    }
