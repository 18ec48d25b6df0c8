"""What was typed is searched for everywhere it must not be: sealed means sealed.

A member and staff go the whole way through the real server, and the real worker sends the letters.
Each thing that is typed carries a word that stands nowhere else; so do the member's address, phone
and languages. Then the database's bytes, its log, the files, a copy, what the programs printed,
the letters, and all addresses, titles and cookies are searched.
"""

import subprocess
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from advisory.app.schema import whole_schema
from advisory.foundation.access import Role
from advisory.foundation.database import commit
from advisory.letters.models import Delivery, Letter
from advisory.people.models import Person, Team
from advisory.people.queries import site_board
from tests.browser import Seen, filled
from tests.building import a_person
from tests.proofs.houses import OURSELVES, ROOT, House, HouseBrowser, served
from tests.proofs.proving import Proof

SOURCE, FORWARDED = "127.0.0.77", "203.0.113.77"
NETWORK = {"address": SOURCE, "forwarded": FORWARDED, "phone": "Quaggaphone", "speaks": "tlh-Cyrl"}


def canary(name: str) -> str:
    return f"zebrafinch{name}"


TYPED = {
    name: canary(name)
    for name in (
        *("words", "draft", "more", "reply", "contact", "still"),
        *("gist", "question", "passage", "reason", "heard", "will", "news", "note", "search"),
    )
}


class Loop:
    """One story on the real server."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people = self._people()
        named = {"User_Agent": "Quaggaphone/7", "Accept_Language": "tlh-Cyrl"}
        self.member = HouseBrowser(house, SOURCE, X_Forwarded_For=FORWARDED, **named)
        self.desk, self.lead, self.safe = (self._at_work(role) for role in self.people)
        self.code = ""
        self.item = ""

    def _people(self) -> dict[Role, Person]:
        with self.house.database.writing() as session:
            board = site_board(session)
            assert board is not None
            team = session.scalars(select(Team).where(Team.board_id == board.id)).one()
            roles = (Role.FACILITATOR, Role.POLICY_LEAD, Role.OUTSIDE_PERSON)
            made = {role: a_person(session, board, role, team=team) for role in roles}
            commit(session)
            return made

    def _at_work(self, role: Role) -> HouseBrowser:
        browser = HouseBrowser(self.house)
        browser.sign_in(self.people[role])
        return browser

    def tell(self) -> None:
        self.house.start("worker")
        self._say()
        self._understand()
        self._ask_and_reply()
        self._route_and_answer()
        self._read()

    def _say(self) -> None:
        member = self.member
        seen = member.press(member.get("/en/say"), "Next", said=f"{TYPED['words']} was late.")
        seen = member.press(seen, "Send", speaks="und", reads="en")
        self.code = "".join("".join(seen.all("p", class_="code-digits")[0].itertext()).split())
        member.press(member.get("/en/say"), "Next", said=f"{TYPED['draft']} is not sent.")
        member.press(member.get("/en/code"), "Open my page", code=self.code)
        path, fields = member.about_to(member.get("/en/mine"), "Keep my address")
        address = {"contact-address": f"{TYPED['contact']}@home.example"}
        member.phone().ask("POST", path, fields | address)

    def _understand(self) -> None:
        desk = self.desk
        self.item = f"/staff/inbox/{self._item_id()}"
        seen = desk.press(desk.get(self.item), "Take it")
        (form,) = seen.all("form", action="/staff/search")
        desk.send("/staff/search", filled(seen, form) | {"q": TYPED["search"]})
        desk.press(desk.get(f"{self.item}/gist"), "I have understood it", gist=TYPED["gist"])
        desk.get(self.item)

    def _item_id(self) -> str:
        feedback = whole_schema().tables["feedback"]
        with self.house.database.reading() as session:
            return str(session.scalar(select(feedback.c.id)))

    def _ask_and_reply(self) -> None:
        desk, member = self.desk, self.member
        more = f"{TYPED['more']} too."
        _press(member, member.get("/en/mine"), "Add my words", more_words=more)
        desk.press(desk.get(f"{self.item}/ask"), "Ask", question=f"{TYPED['question']} which?")
        seen = member.press(member.get("/en/code"), "Open my page", code=self.code)
        _press(member, seen, "Send my reply", reply_words=f"{TYPED['reply']} in May.")
        desk.press(desk.get(f"{self.item}/gist"), "I have understood it", gist=TYPED["gist"])
        desk.press(desk.get(f"{self.item}/news"), "Tell them", news=f"{TYPED['news']} soon.")

    def _route_and_answer(self) -> None:
        desk, lead = self.desk, self.lead
        desk.press(desk.get(f"{self.item}/passage"), "Release it", body=f"{TYPED['passage']}.")
        for back in (True, False):
            desk.press(desk.get(f"{self.item}/route"), "Put it to this team")
            ask = lead.get(lead.get("/staff/asks").link(TYPED["passage"]))
            if back:
                lead.press(ask, "Hand it back", reason=f"{TYPED['reason']} not us.")
        heard, will = f"{TYPED['heard']}.", f"{TYPED['will']}."
        lead.press(ask, "Hand in the answer", outcome="information_given", heard=heard, will=will)
        seen = desk.get(f"{self.item}/review")
        desk.press(seen, "Send to the person", safe="y", plain="y")

    def _read(self) -> None:
        member = self.member
        seen = member.press(member.get("/en/code"), "Open my page", code=self.code)
        assert TYPED["will"] in seen.words
        still = f"{TYPED['still']}!"
        _press(member, seen, "Send", did_replied="no", did_again="yes", did_words=still)
        self._wait_for_letters()

    def _wait_for_letters(self) -> None:
        waiting = select(Letter.id).where(Letter.delivery.in_((Delivery.PENDING, Delivery.LEASED)))
        while True:
            with self.house.database.reading() as session:
                if session.scalar(waiting.limit(1)) is None:
                    return
            time.sleep(0.2)


def _press(browser: HouseBrowser, seen: Seen, label: str, **fields: str) -> Seen:
    """Fields of a form of the member's page have its name before their own."""
    named: dict[str, Any] = {name.replace("_", "-"): value for name, value in fields.items()}
    return browser.press(seen, label, **named)


# ── Where nothing of it may be ───────────────────────────────────────────────────────────────────


def rows(house: House) -> Iterator[tuple[str, bytes]]:
    with house.database.reading() as session:
        for table in whole_schema().sorted_tables:
            for row in session.execute(select(table)):
                yield (
                    f"table {table.name}",
                    repr(tuple(row)).encode()
                    + b"".join(value for value in row if isinstance(value, bytes)),
                )


def files(house: House, *more: Path) -> Iterator[tuple[str, bytes]]:
    """The database's file, its log, letters, what the programs printed, the copy."""
    url = make_url(house.settings.database_url)
    for path in (*house.home.rglob("*"), *more):
        if path.is_file() and path.suffix != ".key":
            named = {".eml": A_LETTER, ".backup": THE_COPY}
            yield named.get(path.suffix, path.name), path.read_bytes()
    if url.get_backend_name() == "sqlite":
        for path in Path(str(url.database)).parent.glob("*.sqlite3*"):
            yield THE_DATABASE, path.read_bytes()


def letters(house: House) -> Iterator[tuple[str, bytes]]:
    for path in house.settings.letters_folder.glob("*.eml"):
        letter = message_from_bytes(path.read_bytes(), policy=default)
        yield "a letter", f"{letter['Subject']} {letter.get_content()}".encode()


def shown(browsers: list[HouseBrowser]) -> Iterator[tuple[str, bytes]]:
    """Addresses, titles and cookies: what a phone keeps without being asked."""
    for browser in browsers:
        for seen in browser.seen:
            yield "an address", unquote(seen.url).encode()
            yield "an address", (seen.response.location or "").encode()
            yield "a cookie", "".join(seen.response.headers.getlist("Set-Cookie")).encode()
            if seen.tree is not None:
                yield "a title", seen.title.encode()


def backed_up(house: House) -> list[Path]:
    """A copy by the product's own command, where it can be read: PostgreSQL's is compressed."""
    if not house.settings.database_url.startswith("sqlite"):
        return []
    copy = house.home / "copy.backup"
    subprocess.run([*OURSELVES, "backup", str(copy)], env=house.environ, cwd=ROOT, check=True)
    return [copy]


@pytest.mark.timeout(0)
def test_nothing_that_was_typed_is_found_where_it_must_not_be(house: House, proof: Proof) -> None:
    with served(house):
        loop = Loop(house)
        loop.tell()
        copies = backed_up(house)
        browsers = [loop.member, loop.desk, loop.lead]
        places = [*files(house, *copies), *rows(house), *letters(house), *shown(browsers)]
    house.close()
    places += files(house)
    sought = {**TYPED, "code": loop.code, "secret": loop.code[5:15]}
    told = f"{len(sought)} canaries in {len(places)} places"
    found = sorted(_found(sought, places) - AS_MEANT)
    proof.none("typed words, code or contact found", found, floor="0", asked=told)
    network = sorted(_found(NETWORK, places))
    told = f"{len(NETWORK)} canaries in {len(places)} places"
    proof.none("address, phone or languages found", network, floor="0", asked=told)
    kinds = {where.partition(" ")[0] for where, _content in places}
    assert {"table", "a", "an", "output.log"} <= kinds
    assert house.settings.database_url.startswith("postgres") or THE_DATABASE in dict(places)
    seen = [page.text for browser in browsers for page in browser.seen]
    never = [name for name, word in TYPED.items() if name in READ_AGAIN and not _in(seen, word)]
    proof.none("canaries that no page showed", never, floor=len(READ_AGAIN))


A_LETTER, THE_DATABASE, THE_COPY = "a letter's file", "the database's file", "the copy"
AS_MEANT = {
    ("contact", A_LETTER),  # a letter names whom it goes to, and nothing else of them
}


def _found(sought: dict[str, str], places: list[tuple[str, bytes]]) -> set[tuple[str, str]]:
    return {
        (name, where)
        for name, word in sought.items()
        for where, content in places
        if word.encode() in content
    }


READ_AGAIN = set(TYPED) - {"draft", "search", "contact", "note"}
"""What somebody read on a page: else the loop would have lost it, and finding nothing be cheap."""


def _in(pages: list[str], word: str) -> bool:
    return any(word in page for page in pages)
