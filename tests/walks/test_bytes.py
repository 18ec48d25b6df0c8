"""How much a page costs somebody with paid data, as a phone's cold cache meets it."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Response
from sqlalchemy.orm import Session

from advisory.boards.actions.furnishing import furnish
from advisory.foundation.database import commit
from tests.building import a_board
from tests.walks.conftest import Walkers
from tests.walks.walker import Walker

LANGUAGES = ("en", "ar", "fa-AF", "ti")
MOST_REQUESTS = 3
MOST_BYTES = {"text/html": 12_000, "text/css": 10_000, "text/javascript": 10_000}
MOST_IN_ALL = 35_000

pytestmark = [pytest.mark.once, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Part:
    """One answer of the server; `size` is its body as it travelled."""

    kind: str
    encoding: str
    size: int


class Meter:
    """Weighs what a page asks for. Each `weigh` begins with an empty cache."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.answers: list[Response] = []
        self.devtools = walker.context.new_cdp_session(walker.page)
        self.devtools.send("Network.enable")
        self.devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        walker.page.on("response", self._note)

    def _note(self, answer: Response) -> None:
        self.answers.append(answer)

    def weigh(self) -> list[Part]:
        """Loads the page that is open once more, as for the first time."""
        self.walker.page.wait_for_load_state("networkidle")
        self.answers.clear()
        self.walker.page.reload(wait_until="networkidle")
        return [_part(answer) for answer in self.answers if answer.url.startswith("http")]


def _part(answer: Response) -> Part:
    return Part(
        kind=answer.headers.get("content-type", "").partition(";")[0],
        encoding=answer.headers.get("content-encoding", ""),
        size=answer.request.sizes()["responseBodySize"],
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_to_the_code_holds_the_budget(
    session: Session, walkers: Walkers, language: str
) -> None:
    board = a_board(session)
    furnish(session, board.id, by=None)
    commit(session)
    # Nobody is sent past the wall whose phone speaks a language that is not opened.
    member = walkers.someone(language="de" if language == "en" else language)
    meter = Meter(member)

    member.open("/")
    assert (member.path == "/") == (language == "en")
    weighed = {"first page": meter.weigh()}
    member.open(f"/{language}/")
    weighed["home"] = meter.weigh()
    member.open(f"/{language}/code")
    weighed["I have a code"] = meter.weigh()
    member.open(f"/{language}/say")
    member.language = language
    weighed["say"] = meter.weigh()
    member.write("What helps? What harms?", "The clinic is far.")
    member.press("Next")
    weighed["check"] = meter.weigh()
    member.press("Send")
    weighed["code"] = meter.weigh()

    assert {name: faults for name, parts in weighed.items() if (faults := _faults(parts))} == {}


def _faults(parts: list[Part]) -> list[str]:
    found = [f"{len(parts)} requests"] if len(parts) > MOST_REQUESTS else []
    if sum(part.size for part in parts) > MOST_IN_ALL:
        found.append(f"{sum(part.size for part in parts)} bytes in all")
    for part in parts:
        if part.size > MOST_BYTES.get(part.kind, 0) or not part.size:
            found.append(f"{part.kind}: {part.size} bytes")
        if not part.encoding:
            found.append(f"{part.kind}: not compressed")
    return found
