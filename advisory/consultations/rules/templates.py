"""What a board may begin with. English to be changed by the board; each ends with own words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from advisory.consultations.models import QuestionKind

FACES = (("Good", "pictures"), ("OK", "so_so"), ("Bad", "bad"), ("I do not know", "unsure"))


@dataclass(frozen=True)
class Asked:
    """A question to begin with: its words, its answers with pictures, and on what it waits."""

    title: str
    kind: QuestionKind
    options: Sequence[tuple[str, str]] = ()
    hint: str = ""
    may_add: bool = False
    """People may add a sentence to those of this question."""
    only_after: tuple[int, str] | None = None
    """The number of an earlier question, from 1, and the words of the answer it waits for."""


@dataclass(frozen=True)
class Template:
    name: str
    title: str
    purpose: str
    can: str
    cannot: str
    questions: Sequence[Asked] = field(default=())


THREE = Template(
    name="three",
    title="Your last visit to a doctor",
    purpose="We want visits to the doctor to be easier for you.",
    can="How people are welcomed, and how letters are written.",
    cannot="Which treatment a doctor gives.",
    questions=(
        Asked("How was your last visit?", QuestionKind.FACES, FACES),
        Asked(
            "What was hard?",
            QuestionKind.SEVERAL,
            tuple((said, "") for said in ("The language", "The way there", "The waiting")),
            only_after=(1, "Bad"),
        ),
        Asked(
            "What would make it easier?",
            QuestionKind.LONG,
            hint="Any language. Please leave out names.",
        ),
    ),
)

SERVICE = Template(
    name="service",
    title="How a service works for you",
    purpose="We want to know where the service works, and where it does not.",
    can="Opening hours, interpreters, letters, and how to find the way.",
    cannot="Who pays for the service.",
    questions=(
        Asked("Have you used this service?", QuestionKind.YES_NO),
        Asked("In which part of London?", QuestionKind.PLACE, hint="A borough. Not your address."),
        Asked("When was the last time?", QuestionKind.MONTH),
        Asked("How easy was it to find?", QuestionKind.SCALE, (("Hard", ""), ("Easy", ""))),
        Asked(
            "What matters most to you?",
            QuestionKind.RANKING,
            tuple((said, "") for said in ("An interpreter", "A short way", "Enough time")),
        ),
        Asked("What should change first?", QuestionKind.LONG),
    ),
)

IDEA = Template(
    name="idea",
    title="An idea: what do you think?",
    purpose="There is a plan. We want to hear you before anybody makes up their mind.",
    can="When, where and how it is done.",
    cannot="How much money there is.",
    questions=(
        Asked("This is the plan.", QuestionKind.SECTION, hint="Describe the plan in plain words."),
        Asked("Is it a good plan for you?", QuestionKind.FACES, FACES),
        Asked("What is missing?", QuestionKind.LONG),
        Asked("Who would be left out?", QuestionKind.LONG),
    ),
)

TEMPLATES = {template.name: template for template in (THREE, SERVICE, IDEA)}
