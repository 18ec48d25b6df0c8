"""What a machine can see about a translation. Advice; only a placeholder is a gate."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from advisory.languages.text import ascii_digits
from advisory.words.models import Term
from advisory.words.rules.terms import says

_NUMBERS = re.compile(r"\d+")
_PLACEHOLDERS = re.compile(r"%\([a-z_]+\)[sd]")


@dataclass(frozen=True)
class Advice:
    """`lost_numbers` are those of the source that the translation lacks, in ASCII digits."""

    lost_numbers: tuple[str, ...]
    length_ratio: float
    lost_placeholders: tuple[str, ...] = ()
    """Where a name or a day is filled in: more or fewer of them than in the source."""
    never_words: tuple[str, ...] = ()

    @property
    def is_length_usual(self) -> bool:
        return 0.5 <= self.length_ratio <= 2.2


def advice(source: str, translation: str, terms: Iterable[Term] = ()) -> Advice:
    """Compares numbers (digits of any script), lengths, placeholders, and the words to avoid."""
    wanted = Counter(_NUMBERS.findall(ascii_digits(source)))
    wanted.subtract(_NUMBERS.findall(ascii_digits(translation)))
    lost = tuple(sorted(number for number, count in wanted.items() if count > 0))
    return Advice(
        lost_numbers=lost,
        length_ratio=round(len(translation) / max(1, len(source)), 1),
        lost_placeholders=_differing(source, translation),
        never_words=tuple(word for term in terms for word in term.never if says(translation, word)),
    )


def placeholders(text: str) -> Counter[str]:
    """Where a page fills in a name or a day, each with how often."""
    return Counter(_PLACEHOLDERS.findall(text))


def _differing(source: str, translation: str) -> tuple[str, ...]:
    wanted, found = placeholders(source), placeholders(translation)
    return tuple(sorted(name for name in {*wanted, *found} if wanted[name] != found[name]))
