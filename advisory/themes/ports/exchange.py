"""What labelling programs exchange (REFI-QDA 1.0), as plain objects, and how its XML is read.

GUIDs are made from our own ids, so that what is exported twice is known again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

ORIGIN = "advisory"
MOST_LABELS, DEEPEST = 5_000, 20
_OURS = uuid5(NAMESPACE_URL, "https://advisory.invalid/refi-qda")
# What XML 1.0 cannot hold, even written as a number.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


class NotExchangeable(Exception):
    """Says in one sentence what is wrong with a file, or why there can be none."""


@dataclass(frozen=True)
class SharedLabel:
    guid: UUID
    name: str
    description: str = ""
    is_used: bool = True
    """False for a heading that no text carries."""
    color: str = ""
    below: tuple["SharedLabel", ...] = ()


def guid_of(kind: str, own_id: object) -> UUID:
    """`kind` keeps a label and a text of the same id apart."""
    return uuid5(_OURS, f"{kind}/{own_id}")


def all_of(labels: Sequence[SharedLabel]) -> Iterator[SharedLabel]:
    """Each before those below it."""
    for label in labels:
        yield label
        yield from all_of(label.below)


def xml(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def xml_text(text: str) -> str:
    """LF only, without what XML cannot hold."""
    return _NOT_XML.sub("", lines(text))


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_labels(parent: Element, labels: Sequence[SharedLabel]) -> None:
    codes = SubElement(parent, "Codes")
    for label in labels:
        _write_label(codes, label)


def _write_label(parent: Element, label: SharedLabel) -> None:
    known = {
        "guid": str(label.guid),
        "name": xml_text(label.name),
        "isCodable": str(label.is_used).lower(),
    }
    if label.color:
        known["color"] = label.color
    code = SubElement(parent, "Code", known)
    if label.description:
        SubElement(code, "Description").text = xml_text(label.description)
    for one in label.below:
        _write_label(code, one)


def read_xml(content: bytes, *, root: str, namespace: str, name: str) -> Element:
    """Raises NotExchangeable. Nothing outside the file is ever asked for."""
    try:
        found: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as why:
        raise NotExchangeable(f"{name} declares a document type, which is not allowed.") from why
    except (ParseError, ValueError, LookupError) as why:
        raise NotExchangeable(f"{name} is not well-formed XML: {str(why)[:100]}.") from why
    expected = f"{{{namespace}}}{root}"
    if found.tag != expected:
        held = found.tag[:80]
        raise NotExchangeable(f"{name} begins with {held!r} where {expected!r} belongs.")
    return found


def children(parent: Element, *path: str) -> Iterator[Element]:
    """Elements below, one step a name, in the namespace of their parent."""
    if not path:
        yield parent
        return
    namespace = parent.tag[: parent.tag.index("}") + 1]
    for child in parent.findall(namespace + path[0]):
        yield from children(child, *path[1:])


def text_of(parent: Element, name: str) -> str:
    return next((one.text or "" for one in children(parent, name)), "")


def guid(element: Element, attribute: str = "guid") -> UUID:
    """Raises NotExchangeable."""
    held = element.get(attribute, "")
    try:
        return UUID(held)
    except ValueError as why:
        kind = element.tag.rpartition("}")[2]
        raise NotExchangeable(f"A {kind} has the {attribute} {held[:60]!r}, no GUID.") from why


def read_labels(parent: Element) -> tuple[SharedLabel, ...]:
    """Raises NotExchangeable."""
    read = tuple(_read_label(code, 1) for code in children(parent, "Codes", "Code"))
    found = [label.guid for label in all_of(read)]
    if len(found) > MOST_LABELS:
        raise NotExchangeable(f"There are {len(found)} labels; at most {MOST_LABELS} are read.")
    if len(set(found)) < len(found):
        raise NotExchangeable("Two labels have the same GUID.")
    return read


def _read_label(code: Element, depth: int) -> SharedLabel:
    if depth > DEEPEST:
        raise NotExchangeable(f"Labels stand more than {DEEPEST} deep inside one another.")
    name = code.get("name", "").strip()
    if not name:
        raise NotExchangeable("A label has no name.")
    color = code.get("color", "")
    return SharedLabel(
        guid(code),
        name,
        text_of(code, "Description").strip(),
        code.get("isCodable", "true").strip() in {"true", "1"},
        color if _COLOR.fullmatch(color) else "",
        tuple(_read_label(one, depth + 1) for one in children(code, "Code")),
    )
