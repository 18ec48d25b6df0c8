"""One form is answered once, however often and however much at once it arrives.

The posts go to the real web server with its several processes, all released at one moment.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from advisory.answers.models import Ask
from advisory.contributions.models import Code, Contribution, Message, MessageKind
from advisory.contributions.rules import Digits
from advisory.feedback.models import Event, Feedback
from advisory.foundation.access import Role
from advisory.foundation.audit import first_broken_entry
from advisory.foundation.database import Base, commit
from advisory.people.queries import site_board
from advisory.themes.models import Passage
from tests.building import a_person, hat_of, some_feedback, understood
from tests.proofs.houses import House, HouseBrowser, served
from tests.proofs.proving import Proof
from tests.proofs.senders import Got, Phone, choices, code_in, fields_in

POSTS, TAPS = 50, 20
NO_FAULT = {200, 303, 409, 422}

pytestmark = pytest.mark.timeout(0)


@pytest.fixture
def up(house: House) -> Iterator[House]:
    with served(house):
        yield house


def at_once(phone: Phone, path: str, fields: dict[str, str], times: int) -> list[Got]:
    """The same post so many times, each on a connection of its own."""
    start = Barrier(times)

    def tap(_number: int) -> Got:
        start.wait()
        return Phone(phone.address, phone.cookie).ask("POST", path, fields)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(tap, range(times)))


def rows(house: House, *tables: type[Base]) -> list[int]:
    with house.database.reading() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_fifty_posts_of_one_form_keep_one_and_show_one_code(up: House, proof: Proof) -> None:
    rounds = proof.asked(floor=2, long=200)
    wrong = [told for _ in range(rounds) if (told := _fifty(up))]
    asked = f"{rounds} rounds of {POSTS}"
    proof.none("one form token, not 1 row and 1 code", wrong, floor="2 rounds of 50", asked=asked)
    with up.database.reading() as session:
        assert first_broken_entry(session) is None


def _fifty(house: House) -> str:
    """Empty when all went well."""
    before = rows(house, Contribution, Feedback, Code, Message)
    phone = Phone(house.address)
    form = {**fields_in(phone.ask("GET", "/en/say", {})), "said": "The desk was closed."}
    path = phone.ask("POST", "/en/say", form).goes_to
    sent = at_once(phone, path, choices(phone.ask("GET", path, {})), POSTS)
    codes = {code_in(phone.ask("GET", path, {})) for path in {got.goes_to for got in sent}}
    made = [
        now - then
        for then, now in zip(
            before, rows(house, Contribution, Feedback, Code, Message), strict=True
        )
    ]
    faults = [got.status for got in sent if got.status != 303]
    return "" if (faults, len(codes), made) == ([], 1, [1] * 4) else f"{faults} {codes} {made}"


def test_taps_of_a_member_say_it_once(up: House, proof: Proof) -> None:
    rounds = proof.asked(floor=2, long=60)
    with up.database.writing() as session:
        board = site_board(session)
        assert board is not None
        _item, digits = some_feedback(session, board)
        commit(session)
    browser = HouseBrowser(up)
    seen = browser.press(browser.get("/en/code"), "Open my page", code=_typed(digits))
    wrong = []
    for number in range(rounds):
        before = rows(up, Message)[0]
        path, fields = browser.about_to(seen, "Add my words")
        taps = at_once(browser.phone(), path, fields | {"more-words": f"More, {number}."}, TAPS)
        after = rows(up, Message)[0]
        if after - before != 1 or {tap.status for tap in taps} != {303}:
            wrong.append(f"{after - before} rows, {[tap.status for tap in taps]}")
        seen = browser.get("/en/mine")
    asked = f"{rounds} rounds of {TAPS}"
    proof.none("a member's words said twice", wrong, floor="2 rounds of 20", asked=asked)


def _typed(digits: Digits) -> str:
    return "".join(digits.groups)


def test_presses_of_staff_are_done_once(up: House, proof: Proof) -> None:
    rounds = proof.asked(floor=1, long=20)
    wrong = [told for _ in range(rounds) for told in _staff_round(up)]
    asked = f"{rounds} rounds of 3 x {TAPS}"
    proof.none("a press of staff done twice", wrong, floor="1 round of 3 x 20", asked=asked)


def _staff_round(house: House) -> list[str]:
    with house.database.writing() as session:
        board = site_board(session)
        assert board is not None
        person = a_person(session, board, Role.FACILITATOR)
        item, _digits = some_feedback(session, board)
        understood(session, item, hat_of(person, board, Role.FACILITATOR))
        commit(session)
    browser = HouseBrowser(house)
    browser.sign_in(person)
    wrong = []
    for page, label, typed, once in (
        ("news", "Tell them", {"news": "We wait for the clinic."}, _messages),
        ("passage", "Release it", {"body": "The letter came late."}, _passages),
        ("route", "Put it to this team", {}, _asks),
    ):
        before = once(house, item)
        seen = browser.get(f"/staff/inbox/{item.id}/{page}")
        path, fields = browser.about_to(seen, label)
        taps = at_once(browser.phone(), path, fields | _named(fields, typed), TAPS)
        made = once(house, item) - before
        if made != 1 or not {tap.status for tap in taps} <= NO_FAULT:
            wrong.append(f"{page}: {made} made, {sorted(tap.status for tap in taps)}")
    return wrong


def _named(fields: dict[str, str], typed: dict[str, str]) -> dict[str, str]:
    """A form may put its own prefix before a name."""
    return {name: typed[one] for one in typed for name in fields if name.split("-")[-1] == one}


def _messages(house: House, item: Feedback) -> int:
    with house.database.reading() as session:
        ours = select(func.count()).where(
            Message.contribution_id == item.contribution_id,
            Message.kind == MessageKind.NEWS,
        )
        return session.scalar(ours) or 0


def _passages(house: House, item: Feedback) -> int:
    with house.database.reading() as session:
        ours = select(func.count()).where(Passage.contribution_id == item.contribution_id)
        return session.scalar(ours) or 0


def _asks(house: House, item: Feedback) -> int:
    with house.database.reading() as session:
        ours = select(func.count()).where(Ask.contribution_id == item.contribution_id)
        moved = select(func.count()).where(Event.feedback_id == item.id, Event.what == "route")
        return max(session.scalar(ours) or 0, session.scalar(moved) or 0)
