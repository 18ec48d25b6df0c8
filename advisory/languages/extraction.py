"""Finds every marked sentence in the source and sorts it into a domain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from advisory.languages.shelf import DOMAINS, TRANSLATIONS

PROJECT = TRANSLATIONS.parent
_COMMENT = ("Translators:",)
_STAFF_TEMPLATES = (
    *("staff/", "letters/staff/", "layouts/staff", "components/staff"),
    *("components/inbox", "components/pair", "components/tabs"),
)
_PYTHON_MARKS = {
    "for_safety": "safety",
    "for_public": "public",
    "counted_for_public": "public",
    "gettext": "public",
    "ngettext": "public",
    "pgettext": "public",
    "npgettext": "public",
    "for_staff": "staff",
    "counted_for_staff": "staff",
}
Arguments = tuple[int | tuple[int, str], ...]
_CONTEXT = (1, "c")
_ARGUMENTS: dict[str, Arguments] = {
    "ngettext": (1, 2),
    "counted_for_public": (1, 2),
    "counted_for_staff": (1, 2),
    "pgettext": (_CONTEXT, 2),
    "npgettext": (_CONTEXT, 2, 3),
}
# These define or pass on the marks; what stands in them is no sentence.
_NOT_READ = {"catalogues.py", "pseudo.py", "extraction.py"}
_JINJA = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}


@dataclass(frozen=True)
class Sentence:
    """One marked sentence: `text` is (singular, plural) for one that counts."""

    text: str | tuple[str, ...]
    context: str | None = None
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.context or "", self.text if isinstance(self.text, str) else self.text[0]


def extracted(project: Path = PROJECT) -> dict[str, Catalog]:
    """A fresh template for each domain. What an earlier domain says, a later one does not."""
    found: dict[str, list[Sentence]] = {domain: [] for domain in DOMAINS}
    for domain, sentence in [*_from_python(project), *_from_templates(project)]:
        found[domain].append(sentence)
    said: set[tuple[str, str]] = set()
    templates: dict[str, Catalog] = {}
    for domain in DOMAINS:
        templates[domain] = _template(found[domain], said)
        said |= {sentence.key for sentence in found[domain]}
    return templates


def _template(sentences: list[Sentence], said_before: set[tuple[str, str]]) -> Catalog:
    template = Catalog()
    for sentence in sentences:
        if sentence.key not in said_before:
            template.add(sentence.text, auto_comments=sentence.comments, context=sentence.context)
    return template


def _from_python(project: Path) -> Iterator[tuple[str, Sentence]]:
    for path in sorted((project / "advisory").rglob("*.py")):
        if path.parent.name == "languages" and path.name in _NOT_READ:
            continue
        for mark, domain in _PYTHON_MARKS.items():
            keywords = {mark: _ARGUMENTS.get(mark, (1,))}
            for sentence in _sentences("python", path.read_bytes(), keywords, {}):
                yield domain, sentence


def _from_templates(project: Path) -> Iterator[tuple[str, Sentence]]:
    keywords = {mark: _ARGUMENTS.get(mark, (1,)) for mark in ("_", "gettext", *_ARGUMENTS)}
    for folder in template_folders(project):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".html", ".txt", ".svg", ".xml"}:
                domain = domain_of_template(path.relative_to(folder).as_posix())
                content = path.read_bytes()
                for sentence in _sentences("jinja2.ext:babel_extract", content, keywords, _JINJA):
                    yield domain, sentence


def template_folders(project: Path) -> list[Path]:
    return [
        folder
        for pattern in ("templates", "advisory/templates", "advisory/*/templates")
        for folder in sorted(project.glob(pattern))
    ]


def domain_of_template(name: str) -> str:
    """Staff's templates are named; all others, shared ones too, may reach a member."""
    return "staff" if name.startswith(_STAFF_TEMPLATES) else "public"


def _sentences(
    method: str,
    content: bytes,
    keywords: dict[str, Arguments],
    options: dict[str, str],
) -> Iterator[Sentence]:
    for _line, text, comments, context in extract(
        method, BytesIO(content), keywords, _COMMENT, options, strip_comment_tags=False
    ):
        yield Sentence(text, context, list(comments))


def write_stable(path: Path, catalog: Catalog, header: str = "") -> None:
    """The same sentences always give the same bytes: sorted, without places and dates."""
    content = BytesIO()
    write_po(
        content, catalog, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True
    )
    body = content.getvalue().decode()
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f'msgid ""\nmsgstr ""\n{header}\n' if header else ""
    path.write_text(head + re.sub(r"\n{3,}", "\n\n", body).strip() + "\n", encoding="utf-8")
