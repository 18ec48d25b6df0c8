"""People are invited. Words of work and duty stay away: they could make a visit into a job."""

import re

import pytest

from tests.architecture.building import ROOT, files_under, text

OF_WORK = re.compile(
    r"\b(?:contracts?|shifts?|attendance|duty|duties|obliged|mandatory|compulsory"
    r"|you are required|you have to)\b",
    re.IGNORECASE,
)
FOLDERS = ("templates/public/meetings", "templates/staff/meetings", "advisory/meetings")


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_meeting_is_an_invitation_and_never_a_duty(folder: str) -> None:
    files = files_under(folder, ".html", ".py")
    assert files, ROOT
    assert [f"{path}: {found[0]}" for path in files for found in OF_WORK.finditer(text(path))] == []
