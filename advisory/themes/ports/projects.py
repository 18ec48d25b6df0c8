"""Texts with their labels, to and from a `.qdpx` file: a zip of `project.qde` and `sources/`.

Places in a text are counted in Unicode code points from 0, every end of a line as one. Only what
people marked is ever written: nothing here knows of a suggestion.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement

from advisory.themes.ports.exchange import (
    ORIGIN,
    NotExchangeable,
    SharedLabel,
    all_of,
    children,
    guid,
    guid_of,
    lines,
    read_labels,
    read_xml,
    text_of,
    write_labels,
    xml,
    xml_text,
)

NAMESPACE = "urn:QDA-XML:project:1.0"
QDE, SOURCES, INTERNAL = "project.qde", "sources", "internal://"
MOST_FILES, MOST_TEXT, MOST_BYTES = 60_000, 5_000_000, 200_000_000
_NO_DAY = (1980, 1, 1, 0, 0, 0)  # of a file in the zip: the same project gives the same bytes


@dataclass(frozen=True)
class Reader:
    """Who put labels: a name that the exporting board chose to show."""

    guid: UUID
    name: str


@dataclass(frozen=True)
class Mark:
    """One label that one reader put; on the whole text where it has no places."""

    label: UUID
    reader: UUID | None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class SharedText:
    guid: UUID
    name: str
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Project:
    name: str
    labels: tuple[SharedLabel, ...]
    readers: tuple[Reader, ...] = ()
    texts: tuple[SharedText, ...] = ()
    left_out: int = 0
    """Sources that are no texts, when it was read from a file."""


def project_file(project: Project) -> bytes:
    """Raises NotExchangeable when a mark names what is not there."""
    labels = {label.guid for label in all_of(project.labels)}
    readers = {reader.guid for reader in project.readers}
    for text in project.texts:
        _possible(text, labels, readers)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(QDE), xml(_root(project)))
        for text in project.texts:
            archive.writestr(_entry(f"{SOURCES}/{text.guid}.txt"), lines(text.text).encode())
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _root(project: Project) -> Element:
    """In the order of the schema; what is empty is left out, since it allows nothing empty."""
    named = {"xmlns": NAMESPACE, "name": xml_text(project.name), "origin": ORIGIN}
    root = Element("Project", named)
    if project.readers:
        users = SubElement(root, "Users")
        for reader in project.readers:
            known = {"guid": str(reader.guid), "name": xml_text(reader.name)}
            SubElement(users, "User", known)
    if project.labels:
        write_labels(SubElement(root, "CodeBook"), project.labels)
    if project.texts:
        sources = SubElement(root, "Sources")
        for text in project.texts:
            _write_text(sources, text)
    return root


def _write_text(sources: Element, text: SharedText) -> None:
    known = {
        "guid": str(text.guid),
        "name": xml_text(text.name),
        "plainTextPath": f"{INTERNAL}{text.guid}.txt",
    }
    source = SubElement(sources, "TextSource", known)
    for place, marks in _by_place(text).items():
        start, end = (len(lines(text.text[:at])) for at in place)
        known = {
            "guid": str(guid_of("place", f"{text.guid}/{start}-{end}")),
            "startPosition": str(start),
            "endPosition": str(end),
        }
        selection = SubElement(source, "PlainTextSelection", known)
        for mark in marks:
            _write_mark(selection, text, mark)
    for mark in text.marks:
        if mark.start is None:
            _write_mark(source, text, mark)


def _by_place(text: SharedText) -> dict[tuple[int, int], list[Mark]]:
    places: dict[tuple[int, int], list[Mark]] = {}
    for mark in text.marks:
        if mark.start is not None and mark.end is not None:
            places.setdefault((mark.start, mark.end), []).append(mark)
    return places


def _write_mark(parent: Element, text: SharedText, mark: Mark) -> None:
    own = f"{text.guid}/{mark.start}-{mark.end}/{mark.label}/{mark.reader}"
    known = {"guid": str(guid_of("mark", own))}
    if mark.reader is not None:
        known["creatingUser"] = str(mark.reader)
    coding = SubElement(parent, "Coding", known)
    SubElement(coding, "CodeRef", {"targetGUID": str(mark.label)})


def _possible(text: SharedText, labels: set[UUID], readers: set[UUID]) -> None:
    for mark in text.marks:
        name = text.name[:60]
        if mark.label not in labels:
            raise NotExchangeable(f"{name!r} carries a label that the codebook has not.")
        if mark.reader is not None and mark.reader not in readers:
            raise NotExchangeable(f"{name!r} was marked by somebody who is not listed.")
        if (mark.start is None) != (mark.end is None):
            raise NotExchangeable(f"A mark of {name!r} has one place instead of two.")
        places = (mark.start or 0, mark.end or 0)
        if not 0 <= places[0] <= places[1] <= len(text.text):
            where = f"{places[0]} to {places[1]}"
            length = len(text.text)
            raise NotExchangeable(f"{name!r} is marked from {where}, but ends at {length}.")


def read_project(content: bytes) -> Project:
    """Raises NotExchangeable. Nothing is unpacked to disk, and never more than the limits."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _read(_Archive(archive))
    except (zipfile.BadZipFile, RuntimeError, EOFError) as why:
        # The second is what zipfile says of a password, and of other ways of packing.
        raise NotExchangeable("The project is not a zip file that can be opened.") from why


class _Archive:
    """A zip that is read a piece at a time; what it says of its own sizes is not believed."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        names = archive.namelist()
        if len(names) > MOST_FILES:
            raise NotExchangeable(f"The project holds more than {MOST_FILES} files.")
        if len(set(names)) < len(names):
            raise NotExchangeable("The project holds two files of the same name.")
        for name in names:
            path = PurePosixPath(name.replace("\\", "/"))
            if path.is_absolute() or ".." in path.parts:
                raise NotExchangeable(f"The project names a file outside itself: {name[:60]!r}.")
        self._archive = archive
        self._names: Mapping[str, str] = {name.casefold(): name for name in names}
        self._left = MOST_BYTES

    def opened(self, name: str, *, most: int) -> bytes:
        found = self._names.get(name.casefold())
        if found is None:
            raise NotExchangeable(f"The project holds no {name[:80]}.")
        most = min(most, self._left)
        try:
            with self._archive.open(found) as file:
                content = file.read(most + 1)
        except zlib.error as why:
            raise NotExchangeable(f"{name[:80]} is damaged.") from why
        if len(content) > most:
            raise NotExchangeable(f"{name[:80]} is too large when unpacked.")
        self._left -= len(content)
        return content


def _read(archive: _Archive) -> Project:
    content = archive.opened(QDE, most=MOST_BYTES // 2)
    root = read_xml(content, root="Project", namespace=NAMESPACE, name=QDE)
    labels = tuple(label for book in children(root, "CodeBook") for label in read_labels(book))
    readers = tuple(
        Reader(guid(user), user.get("name", "")) for user in children(root, "Users", "User")
    )
    sources = root.findall(f"{{{NAMESPACE}}}Sources/*")
    texts = tuple(_read_text(one, archive) for one in children(root, "Sources", "TextSource"))
    known, people = {label.guid for label in all_of(labels)}, {one.guid for one in readers}
    for text in texts:
        _possible(text, known, people)
    return Project(root.get("name", ""), labels, readers, texts, len(sources) - len(texts))


def _read_text(source: Element, archive: _Archive) -> SharedText:
    name = source.get("name", "")
    stored = _stored(source, archive)
    return SharedText(guid(source), name, lines(stored), tuple(_read_marks(source, stored)))


def _stored(source: Element, archive: _Archive) -> str:
    path = source.get("plainTextPath")
    if path is None:
        return text_of(source, "PlainTextContent")
    name = path.removeprefix(INTERNAL)
    if not path.startswith(INTERNAL) or "/" in name or "\\" in name or name in {"", "."}:
        raise NotExchangeable(f"A text lies outside the project: {path[:80]!r}.")
    try:
        return archive.opened(f"{SOURCES}/{name}", most=MOST_TEXT).decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise NotExchangeable(f"{SOURCES}/{name[:60]} is not UTF-8 text.") from why


def _read_marks(source: Element, stored: str) -> Iterator[Mark]:
    for selection in children(source, "PlainTextSelection"):
        start, end = _place(selection, "startPosition"), _place(selection, "endPosition")
        if not 0 <= start <= end <= len(stored):
            where = f"{start} to {end}"
            raise NotExchangeable(f"A text of {len(stored)} signs is marked from {where}.")
        places = (len(lines(stored[:start])), len(lines(stored[:end])))
        for coding in children(selection, "Coding"):
            yield from _read_mark(coding, places)
    for coding in children(source, "Coding"):
        yield from _read_mark(coding, (None, None))


def _place(selection: Element, attribute: str) -> int:
    held = selection.get(attribute, "").strip()
    if not held.isascii() or not held.isdecimal() or len(held) > 12:
        raise NotExchangeable(f"A selection has the {attribute} {held[:20]!r}, no whole number.")
    return int(held)


def _read_mark(coding: Element, places: Sequence[int | None]) -> Iterator[Mark]:
    reader = guid(coding, "creatingUser") if coding.get("creatingUser") else None
    for label in children(coding, "CodeRef"):
        yield Mark(guid(label, "targetGUID"), reader, places[0], places[1])
