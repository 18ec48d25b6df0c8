from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisory.languages import catalogues, commands
from advisory.languages.catalogues import gettext, ngettext, speaking
from advisory.languages.checks import faults, write_templates
from advisory.languages.commands import languages, update_catalogue
from advisory.languages.extraction import domain_of_template, extracted
from advisory.languages.registry import language
from advisory.languages.shelf import Shelf, messages

PYTHON = """
# Translators: a number
CALL = for_safety("Call 999")
SEND = for_public("Send %(n)s")
ALSO = for_public("Call 999")
ROUTE = for_staff("Route")
LEFT = counted_for_staff("%(num)s day", "%(num)s days")
"""
PAGE = """{% trans %}Read
  it{% endtrans %}{{ _("<b>Stop</b>") }}{{ pgettext("button", "Back") }}
{{ ngettext("%(num)s word", "%(num)s words", 2) }}"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, content in {
        "advisory/words.py": PYTHON,
        "templates/public/feedback/say.html": PAGE,
        "templates/staff/desk/inbox.html": '{{ _("Inbox") }}{{ _("Route") }}{{ _("Call 999") }}',
        "templates/components/words.html": '{{ _("Original") }}',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    monkeypatch.setattr(commands, "PROJECT", tmp_path)
    with catalogues.reading_from(tmp_path / "translations"):
        yield tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(languages, words)


def poisoned(project: Path, english: str, translated: str) -> list[str]:
    """What is said about one translation in an otherwise fresh Somali catalogue."""
    kept = Shelf(project / "translations")
    write_templates(kept, project)
    for domain in ("safety", "public", "staff"):
        update_catalogue(kept, language("so"), domain)
        path = kept.path("so", domain)
        text = path.read_text(encoding="utf-8")
        replaced = text.replace(f'msgid "{english}"\nmsgstr ""', translated)
        path.write_text(replaced, encoding="utf-8")
    found = faults(Shelf(kept.folder), project)
    return [fault.says for fault in found if fault.sentence == english]


def test_each_sentence_belongs_to_the_first_domain_that_says_it(project: Path) -> None:
    found = {
        domain: sorted(str(message.id) for message in template if message.id)
        for domain, template in extracted(project).items()
    }
    assert found == {
        "safety": ["Call 999"],
        "public": [
            "('%(num)s word', '%(num)s words')",
            "<b>Stop</b>",
            "Back",
            "Original",
            "Read it",
            "Send %(n)s",
        ],
        "staff": ["('%(num)s day', '%(num)s days')", "Inbox", "Route"],
    }


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("public/feedback/say.html", "public"),
        ("letters/public/answered.txt", "public"),
        ("layouts/public.html", "public"),
        ("errors/404.html", "public"),
        ("components/words.html", "public"),
        ("staff/desk/inbox.html", "staff"),
        ("letters/staff/late.txt", "staff"),
        ("layouts/staff.html", "staff"),
        ("components/staff_table.html", "staff"),
    ],
)
def test_a_template_belongs_to_those_who_see_it(name: str, domain: str) -> None:
    assert domain_of_template(name) == domain


def test_extracting_twice_gives_the_same_bytes(project: Path) -> None:
    assert run("extract").exit_code == 0
    first = (project / "translations/public.pot").read_bytes()
    assert run("extract").exit_code == 0
    assert (project / "translations/public.pot").read_bytes() == first
    assert b"say.html" not in first
    assert b"Translators: a number" in (project / "translations/safety.pot").read_bytes()


def test_updating_keeps_the_header_and_translations_and_drops_what_is_gone(
    project: Path,
) -> None:
    run("extract")
    assert run("update", "fa-AF").exit_code == 0
    path = project / "translations/fa_AF/LC_MESSAGES/public.po"
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgid "Original"\nmsgstr ""', 'msgid "Original"\nmsgstr "اصلی"')
    path.write_text(text.replace("draft", "DRAFT, hand-made") + '\nmsgid "Gone"\nmsgstr "x"\n')
    assert run("update").exit_code == 0
    after = path.read_text(encoding="utf-8")
    assert "X-Advisory-Status: DRAFT, hand-made" in after
    assert "nplurals=1" in after
    assert 'msgstr "اصلی"' in after
    assert "Gone" not in after


def test_compiled_words_are_said(project: Path) -> None:
    run("extract")
    run("update", "ti", "--domain", "safety")
    path = project / "translations/ti/LC_MESSAGES/safety.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Call 999"\nmsgstr ""', '"Call 999"\nmsgstr "ናብ 999 ደውሉ"'))
    assert run("compile").exit_code == 0
    with speaking("ti"):
        assert gettext("Call 999") == "ናብ 999 ደውሉ"


def test_a_language_that_is_not_in_the_registry_is_not_begun(project: Path) -> None:
    assert run("update", "xx").exit_code == 2


def test_the_table_counts_sentences(project: Path) -> None:
    run("extract")
    run("update", "ti")
    lines = {line.split()[0]: line.split()[1:] for line in run("table").output.splitlines()[1:]}
    assert lines["en"] == ["1/1", "6/6", "3/3"]
    assert lines["ti"][0] == "0/1"
    assert lines["ar"] == ["-", "-", "-"]


def test_the_check_fails_while_templates_are_stale_and_passes_when_fresh(project: Path) -> None:
    assert run("check").exit_code == 1
    run("extract")
    assert run("check").exit_code == 0
    page = project / "templates/public/feedback/say.html"
    page.write_text(PAGE.replace("Stop", "Halt"), encoding="utf-8")
    assert "not extracted yet" in run("check").output


@pytest.mark.parametrize(
    ("english", "translated", "says"),
    [
        ("Send %(n)s", 'msgid "Send %(n)s"\nmsgstr "Dir"', "placeholders differ"),
        ("Send %(n)s", 'msgid "Send %(n)s"\nmsgstr "Dir %(m)s"', "placeholders differ"),
        ("<b>Stop</b>", 'msgid "<b>Stop</b>"\nmsgstr "<i>Jooji</i>"', "tags differ"),
        ("<b>Stop</b>", 'msgid "<b>Stop</b>"\nmsgstr "<b onclick=x>J</b>"', "tags differ"),
        ("Inbox", 'msgid "Inbox"\nmsgstr "<script>"', "tags differ"),
        ("Inbox", 'msgid "Inbox"\nmsgstr "a\u202eb"', "control or direction character"),
        ("Inbox", 'msgid "Inbox"\nmsgstr "a\x01b"', "control or direction character"),
        ("Call 999", 'msgid "Call 999"\nmsgstr "Wac 99"', "numbers differ"),
        ("Inbox", '#, fuzzy\nmsgid "Inbox"\nmsgstr "S"', "fuzzy: a guess"),
        ("Inbox", f'msgid "Inbox"\nmsgstr "{"long " * 9}"', "more than three times as long"),
        ("Call 999", 'msgid "Call 999"\nmsgstr ""', "not translated"),
    ],
)
def test_a_poisoned_translation_is_caught(
    project: Path, english: str, translated: str, says: str
) -> None:
    found = poisoned(project, english, translated)
    assert any(fault.startswith(says) for fault in found), found


def test_a_harmless_translation_is_let_through(project: Path) -> None:
    good = 'msgid "<b>Stop</b>"\nmsgstr "<b>Jooji</b>"'
    assert poisoned(project, "<b>Stop</b>", good) == []
    assert poisoned(project, "Call 999", 'msgid "Call 999"\nmsgstr "Wac ٩٩٩"') == []


def test_missing_plural_forms_are_caught(project: Path) -> None:
    kept = Shelf(project / "translations")
    write_templates(kept, project)
    update_catalogue(kept, language("ar"), "staff")
    path = kept.path("ar", "staff")
    text = path.read_text(encoding="utf-8")
    assert "nplurals=6" in text
    path.write_text(text.replace('msgstr[0] ""', 'msgstr[0] "%(num)s"'), encoding="utf-8")
    says = [fault.says for fault in faults(Shelf(kept.folder), project)]
    assert "wrong number of plural forms" in says


def test_a_half_translated_plural_is_left_in_english(project: Path) -> None:
    run("extract")
    run("update", "so")
    path = project / "translations/so/LC_MESSAGES/staff.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgstr[1] ""', 'msgstr[1] "%(num)s maalmood"'), encoding="utf-8")
    run("compile")
    with speaking("so"):
        assert ngettext("%(num)s day", "%(num)s days", 2) == "%(num)s days"


def test_what_staff_cannot_read_yet_does_not_stop_a_release(project: Path) -> None:
    run("extract")
    run("update", "ar", "--domain", "staff")
    result = run("check")
    assert "warning: 3 not translated" in result.output
    assert result.exit_code == 0
    assert run("check", "--strict").exit_code == 1


def test_the_product_marks_all_its_safety_sentences_in_the_safety_domain() -> None:
    template = extracted()["safety"]
    assert len([message for message in template if message.id]) >= 50
    assert all(message.auto_comments for message in template if message.id)


def test_a_template_on_disk_reads_back_as_it_was_extracted(project: Path) -> None:
    run("extract")
    kept = messages(project / "translations/public.pot")
    assert ("button", "Back") in kept
    assert kept["", "%(num)s word"].id == ("%(num)s word", "%(num)s words")
