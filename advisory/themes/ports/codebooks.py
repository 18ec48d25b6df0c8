"""A codebook alone, to and from a `.qdc` file."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from advisory.themes.ports.exchange import (
    ORIGIN,
    NotExchangeable,
    SharedLabel,
    read_labels,
    read_xml,
    write_labels,
    xml,
)

NAMESPACE = "urn:QDA-XML:codebook:1.0"
MOST_BYTES = 10_000_000


def codebook_file(labels: Sequence[SharedLabel]) -> bytes:
    """Raises NotExchangeable when there are no labels: the format has no empty codebook."""
    if not labels:
        raise NotExchangeable("A codebook without labels cannot be exchanged.")
    root = Element("CodeBook", {"xmlns": NAMESPACE, "origin": ORIGIN})
    write_labels(root, labels)
    return xml(root)


def read_codebook(content: bytes) -> tuple[SharedLabel, ...]:
    """Raises NotExchangeable."""
    if len(content) > MOST_BYTES:
        raise NotExchangeable(f"The codebook is larger than {MOST_BYTES // 1_000_000} MB.")
    root = read_xml(content, root="CodeBook", namespace=NAMESPACE, name="The codebook")
    labels = read_labels(root)
    if not labels:
        raise NotExchangeable("The codebook holds no labels.")
    return labels
