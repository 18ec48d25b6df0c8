import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment
from wtforms import Form, StringField
from wtforms.validators import InputRequired

from advisory.languages import catalogues
from advisory.languages.catalogues import (
    counted_for_staff,
    for_public,
    gettext,
    install,
    ngettext,
    npgettext,
    pgettext,
    speaking,
)
from advisory.languages.commands import compile_catalogue
from advisory.languages.registry import UnknownLanguage
from advisory.languages.safety import PROMISE, SAFETY

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)


def po(folder: Path, domain: str, body: str, *, header: str = "", babel: str = "so") -> Path:
    path = folder / babel / "LC_MESSAGES" / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEADER}{header}\n{body}", encoding="utf-8")
    compile_catalogue(path)
    return path


def pot(folder: Path, domain: str, *sentences: str) -> None:
    body = "\n".join(f'msgid "{sentence}"\nmsgstr ""\n' for sentence in sentences)
    (folder / f"{domain}.pot").write_text(body, encoding="utf-8")


def entry(english: str, somali: str) -> str:
    return f'msgid "{english}"\nmsgstr "{somali}"\n\n'


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with catalogues.reading_from(tmp_path):
        yield tmp_path


def test_words_come_in_the_language_that_is_spoken_and_only_there(folder: Path) -> None:
    po(folder, "public", entry("Send", "Dir"))
    with speaking("so"):
        assert gettext("Send") == "Dir"
        with speaking("ar"):
            assert gettext("Send") == "Send"
        assert catalogues.current().tag == "so"
    assert gettext("Send") == "Send"


def test_safety_is_asked_before_public_and_public_before_staff(folder: Path) -> None:
    po(folder, "staff", entry("A", "staff") + entry("B", "staff") + entry("C", "staff"))
    po(folder, "public", entry("A", "public") + entry("B", "public"))
    po(folder, "safety", entry("A", "safety"))
    with speaking("so"):
        assert [gettext(text) for text in "ABCD"] == ["safety", "public", "staff", "D"]


def test_dari_does_not_borrow_single_sentences_from_farsi(folder: Path) -> None:
    po(folder, "public", entry("Send", "Farsi"), babel="fa")
    with speaking("fa-AF"):
        assert gettext("Send") == "Send"


def test_plurals_and_contexts(folder: Path) -> None:
    body = (
        'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\n'
        'msgstr[0] "hal"\nmsgstr[1] "%(num)s maalmood"\n\n'
        'msgctxt "button"\nmsgid "Back"\nmsgstr "Dib"\n\n'
        'msgctxt "list"\nmsgid "day"\nmsgid_plural "days"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    )
    po(folder, "public", body)
    with speaking("so"):
        assert [ngettext("%(num)s day", "%(num)s days", n) for n in (1, 2)] == [
            "hal",
            "%(num)s maalmood",
        ]
        assert pgettext("button", "Back") == "Dib"
        assert gettext("Back") == "Back"
        assert npgettext("list", "day", "days", 5) == "y"


def test_a_fuzzy_guess_is_never_said_and_counts_as_missing(folder: Path) -> None:
    pot(folder, "public", "Send", "Stop")
    po(folder, "public", "#, fuzzy\n" + entry("Send", "Dir") + entry("Stop", "Jooji"))
    with speaking("so"):
        assert gettext("Send") == "Send"
    assert catalogues.missing("so", "public") == ("Send",)
    assert catalogues.complete_languages("public") == ("en",)


def test_a_language_is_complete_when_it_misses_nothing(folder: Path) -> None:
    pot(folder, "public", "Send")
    po(folder, "public", entry("Send", "Dir"))
    assert catalogues.complete_languages("public") == ("en", "so")


def test_a_language_without_a_catalogue_misses_everything(folder: Path) -> None:
    pot(folder, "safety", "Call 999")
    assert catalogues.missing("ti", "safety") == ("Call 999",)


def test_a_draft_says_so_in_its_header(folder: Path) -> None:
    po(folder, "public", entry("Send", "Dir"), header='"X-Advisory-Status: draft\\n"\n')
    po(folder, "public", entry("Send", "x"), babel="ar")
    assert catalogues.is_draft("so")
    assert not catalogues.is_draft("ar")
    assert not catalogues.is_draft("en")


def test_an_unknown_language_cannot_be_spoken() -> None:
    with pytest.raises(UnknownLanguage), speaking("../../etc"):
        pass


def test_lazy_words_are_said_late(folder: Path) -> None:
    po(folder, "public", entry("Hello %(name)s", "Salaan %(name)s") + entry("Hi {}", "Haye {}"))
    hello, hi = for_public("Hello %(name)s"), for_public("Hi {}")
    with speaking("so"):
        assert hello % {"name": "A"} == "Salaan A"
        assert hi.format("B") == f"{for_public('Hi {}')}".format("B") == "Haye B"
        assert str(hi) + "!" == hi + "!" == "Haye {}!"
        assert "-" + hi == "-Haye {}"
        assert json.dumps([hi], default=str) == '["Haye {}"]'
    assert str(hi) == "Hi {}"


def test_lazy_words_never_turn_into_english_unseen() -> None:
    with pytest.raises(TypeError):
        "".join([for_public("Send")])
    with pytest.raises(TypeError):
        json.dumps(for_public("Send"))


def test_lazy_words_are_escaped_like_any_text() -> None:
    assert not hasattr(for_public("<b>"), "__html__")
    page = Environment(autoescape=True).from_string("{{ text }}")
    assert page.render(text=for_public("<b>")) == "&lt;b&gt;"


def test_a_form_speaks_the_language_of_its_page(folder: Path) -> None:
    class Words(Form):
        words = StringField(
            for_public("Your words"), [InputRequired(message=for_public("Write it"))]
        )

    po(folder, "public", entry("Your words", "Erayadaada") + entry("Write it", "Qor"))
    with speaking("so"):
        form = Words(data={})
        assert not form.validate()
        assert str(form.words.errors[0]) == "Qor"
        assert str(form.words.label()) == '<label for="words">Erayadaada</label>'


def test_lazy_counts(folder: Path) -> None:
    days_left = counted_for_staff("%(num)s day left", "%(num)s days left")
    assert [days_left.of(1), days_left.of(0)] == ["1 day left", "0 days left"]


def test_a_template_speaks(folder: Path) -> None:
    po(folder, "public", entry("Hello %(name)s", "Salaan %(name)s") + entry("a b", "c"))
    env = Environment(autoescape=True)
    install(env)
    page = env.from_string(
        "{{ _('Hello %(name)s', name='<') }}|{% trans %}\n a\n b\n{% endtrans %}"
    )
    with speaking("so"):
        assert page.render() == "Salaan &lt;|c"


def test_the_longer_pseudo_locale_accents_all_but_placeholders_and_tags() -> None:
    with speaking("en-XA"):
        said = gettext("Read <b>%(count)s</b> of {total} &amp; go")
    assert said.startswith("⟦")
    assert "<b>%(count)s</b>" in said
    assert "{total} &amp;" in said
    assert "Read" not in said
    with speaking("en-XA"):
        assert len(gettext("x" * 100)) >= 140


def test_the_mirrored_pseudo_locale_turns_each_piece_around() -> None:
    with speaking("ar-XB"):
        said = gettext("Page {n} now")
        assert ngettext("a", "b", 2) == pgettext("x", "b") == "\u200f⟦\u202eb\u202c⟧\u200f"
    assert said == "\u200f⟦\u202ePage \u202c{n}\u202e now\u202c⟧\u200f"


def test_templates_reach_every_safety_sentence_by_name() -> None:
    assert SAFETY.PROMISE is PROMISE
    assert 50 <= len(vars(SAFETY)) <= 90


def test_the_promise_is_word_for_word_the_signed_one() -> None:
    assert str(PROMISE) == (
        "You do not need to give your name. What you say does not change your asylum claim, "
        "your housing or your doctor. We do not tell the Home Office who you are. "
        "A small team reads your words. If someone is in danger, we may have to get help."
    )


def test_no_safety_sentence_uses_a_word_that_frightens() -> None:
    frightening = "withdrawn statement decision escalate triage complaint submit invalid failed"
    for name, text in vars(SAFETY).items():
        words = str(text).lower().replace(".", " ").split()
        assert not set(frightening.split()) & set(words), name
        assert ("claim" in str(text)) == name.startswith("PROMISE") or name == "PROMISE_NO_NAME"
        assert all(len(sentence.split()) <= 20 for sentence in str(text).split(". ")), name
