"""Which team a set of rules proposes, and the places of London."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from advisory.people.models import Team
from advisory.routing.models import RoutingRule

# The 32 boroughs and the City: a place is never finer than this.
BOROUGHS = (
    "Barking and Dagenham", "Barnet", "Bexley", "Brent", "Bromley", "Camden", "City of London",
    "Croydon", "Ealing", "Enfield", "Greenwich", "Hackney", "Hammersmith and Fulham", "Haringey",
    "Harrow", "Havering", "Hillingdon", "Hounslow", "Islington", "Kensington and Chelsea",
    "Kingston upon Thames", "Lambeth", "Lewisham", "Merton", "Newham", "Redbridge",
    "Richmond upon Thames", "Southwark", "Sutton", "Tower Hamlets", "Waltham Forest", "Wandsworth",
    "Westminster",
)  # fmt: skip


@dataclass(frozen=True)
class About:
    """What a rule can look at."""

    topic_id: UUID | None
    service_id: UUID | None
    place: str | None
    language: str


def in_force(rule: RoutingRule, on: date) -> bool:
    return rule.from_on <= on and (rule.to_on is None or on <= rule.to_on)


def _conditions(rule: RoutingRule, about: About) -> tuple[tuple[object, object], ...]:
    return (
        (rule.topic_id, about.topic_id),
        (rule.service_id, about.service_id),
        (rule.place, about.place),
        (rule.language, about.language),
    )


def fits(rule: RoutingRule, about: About) -> bool:
    return all(wanted is None or wanted == found for wanted, found in _conditions(rule, about))


def same_rule(one: RoutingRule, other: RoutingRule) -> bool:
    """Both name the same team under the same conditions for the same days."""
    return _everything(one) == _everything(other)


def _everything(rule: RoutingRule) -> tuple[object, ...]:
    conditions = (rule.topic_id, rule.service_id, rule.place, rule.language)
    return *conditions, rule.team_id, rule.from_on, rule.to_on


def specificity(rule: RoutingRule) -> tuple[int, list[bool], date, UUID]:
    """How much a rule says; among equals topic before service, place, language; then the newer."""
    said = (rule.topic_id, rule.service_id, rule.place, rule.language)
    parts = [part is not None for part in said]
    return sum(parts), parts, rule.from_on, rule.id


def proposed_team(
    rules: Iterable[RoutingRule], about: About, on: date, fallback: Team | None
) -> Team | None:
    """The team of the most specific rule in force; the fallback team when no rule fits."""
    fitting = [
        rule
        for rule in rules
        if in_force(rule, on) and fits(rule, about) and rule.team.closed_on is None
    ]
    return max(fitting, key=specificity).team if fitting else fallback


# ── Topics as pictures ───────────────────────────────────────────────────────────────────────────

MOST_PICTURES = 12
_TOPIC_ICONS: Mapping[str, str] = {
    "doctor or nurse": "doctor",
    "medicine": "medicine",
    "mind and mood": "mind",
    "pregnancy and children": "children",
    "letters and language": "letter",
    "teeth and eyes": "tooth",
    "food, home and money": "house",
}
"""By the English name of a starter topic; another gets a plain picture."""


def topic_icon(english: str) -> str:
    return _TOPIC_ICONS.get(english.strip().casefold(), "more")


@dataclass(frozen=True)
class Pictured:
    """A topic as a picture and a word: in the language of the page, and in English."""

    topic_id: UUID
    label: str
    language: str
    direction: str
    english: str

    @property
    def icon(self) -> str:
        return topic_icon(self.english)
