"""What letters say, and what they must not."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import meta

from advisory.letters import rules
from advisory.letters.models import Letter
from advisory.letters.ports import TEMPLATES, Value, letter_templates

AT = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
VALUES: dict[str, Value] = {
    "board": "North Board",
    "reference": "1042",
    "team": "Registration team",
    "into": "Tigrinya",
    "link": "https://board.example/t/abc_def",
    "count": 2,
    "due_on": AT.date(),
    **dict.fromkeys(
        (
            "acknowledge_by",
            "answer_by",
            "changed_at",
            "due_at",
            "ends_at",
            "publishes_at",
            "see_by",
        ),
        AT,
    ),
}
STAFF = sorted(kind for kind, letter in rules.KINDS.items() if not letter.neutral)
MEMBERS = sorted(kind for kind, letter in rules.KINDS.items() if letter.neutral)
NEEDS = re.compile(r"\A\{# Needs: (.+)\. #\}\n")


def needs(kind: str) -> set[str]:
    found = NEEDS.match(source(kind))
    assert found is not None, kind
    return set() if found[1] == "nothing" else set(found[1].split(", "))


def source(kind: str) -> str:
    return (TEMPLATES / rules.KINDS[kind].template).read_text()


def written(kind: str, language: str = "en", **changed: Value) -> rules.Written:
    values = {name: value for name, value in {**VALUES, **changed}.items() if name in needs(kind)}
    return rules.write(kind, to="her@home.example", language=language, **values)


def test_every_kind_has_a_template_and_every_template_a_kind() -> None:
    folder = TEMPLATES / "letters"
    present = {path.relative_to(TEMPLATES).as_posix() for path in Path(folder).rglob("*.txt")}
    assert present == {letter.template for letter in rules.KINDS.values()}


@pytest.mark.parametrize("kind", sorted(rules.KINDS))
def test_a_template_says_what_it_needs(kind: str) -> None:
    environment = letter_templates()
    used = meta.find_undeclared_variables(environment.parse(source(kind)))
    in_subject = set(re.findall(r"%\((\w+)\)", str(rules.KINDS[kind].subject)))
    assert (used - set(environment.globals)) | in_subject == needs(kind)


@pytest.mark.parametrize("kind", MEMBERS)
@pytest.mark.parametrize("language", ["en", "ar", "fa-AF", "ti"])
def test_a_members_letter_names_no_service_no_topic_and_no_link(kind: str, language: str) -> None:
    letter = written(kind, language)
    assert needs(kind) == set()
    assert "//" not in letter.text
    assert len(letter.text.splitlines()) == 2


def test_a_members_letter_says_where_to_look() -> None:
    letter = written("news")
    assert letter.subject == "There is news."
    assert letter.text == "There is news.\nOpen the page and use your code.\n"


@pytest.mark.parametrize("kind", STAFF)
def test_a_staff_letter_names_the_board_and_where_to_act(kind: str) -> None:
    letter = written(kind)
    assert letter.subject.startswith("North Board")
    assert letter.text.splitlines()[-2:] == ["--", "North Board"]
    assert "https://board.example/t/abc_def" in letter.text.splitlines()


def test_a_team_reads_both_days_it_owes() -> None:
    letter = written("asked", acknowledge_by=AT, answer_by=AT.replace(day=30))
    assert "Tell us by Friday 27 November 2026 that you have it." in letter.text
    assert "Please answer by Monday 30 November 2026." in letter.text
    assert "1042" in letter.subject


def test_a_letter_about_a_concern_says_nothing_of_it() -> None:
    assert needs("concern") == {"board", "answer_by", "see_by", "link"}


def test_a_name_in_another_script_does_not_turn_its_neighbours() -> None:
    letter = written("invitation", board="مجلس")
    assert letter.text.startswith("You are invited to work with \u2068مجلس\u2069.")


def test_a_name_cannot_add_lines() -> None:
    letter = written("asked", team="Team\n\nPlease pay here:\nhttp://elsewhere.example")
    assert "elsewhere" in letter.text.splitlines()[0]


def test_a_missing_value_is_an_error_not_a_gap() -> None:
    with pytest.raises(KeyError):
        rules.write("asked", to="team@board.example", language="en", board="North Board")


def test_an_envelope_takes_one_address() -> None:
    letter = Letter(dedupe_key="answer:1")
    two = rules.Written("a@home.example, b@home.example", "en", "There is news.", "x\n")
    with pytest.raises((ValueError, IndexError)):
        rules.envelope(letter, two, sender="news@board.example", at=AT)


def test_a_repeat_has_the_same_message_id_and_another_letter_another() -> None:
    first = rules.message_id("answer:1", "news@board.example")
    assert first == rules.message_id("answer:1", "news@board.example")
    assert first != rules.message_id("answer:2", "news@board.example")
    assert re.fullmatch(r"<[0-9a-f]{40}@board\.example>", first)
