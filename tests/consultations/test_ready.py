"""A question is asked in a language once its newest words were checked there."""

import pytest

from advisory.consultations.rules.lifecycle import is_ready
from advisory.words.models import Method, Status, Text, TextKind, Version


@pytest.mark.parametrize(("rendered", "ready"), [(2, True), (1, False)])
def test_words_of_an_older_revision_are_not_ready(rendered: int, *, ready: bool) -> None:
    text = Text(kind=TextKind.NAME, language="en", revision=2, meaning_revision=2, versions=[])
    text.versions.append(
        Version(language="ti", method=Method.HUMAN, status=Status.CHECKED, revision=rendered)
    )
    assert is_ready(text, "ti") is ready
