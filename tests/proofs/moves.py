"""People of every role press anything on two items, right and wrong, while days pass.

A press goes as a request goes: the gate first, by the roles of the page that the button stands on,
then the action, then one commit or nothing. The presses themselves are those of the machine in
tests/feedback; here anybody may try each of them, in any state, and a seeded chance draws them.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from advisory.answers.models import Satisfied
from advisory.feedback.models import Feedback, Kind, State
from advisory.feedback.rules import GONE
from advisory.foundation.access import Access, Hat, Impossible, Refused, Role
from advisory.foundation.database import commit
from advisory.people.models import Profile
from advisory.safeguarding.models import ConcernState
from tests.feedback.test_states import Promises

MEMBER, TIME = "the member", "time"
VISITORS = (MEMBER, MEMBER, TIME, *Role, Role.FACILITATOR, Role.FACILITATOR, Role.POLICY_LEAD)
BOTH = (0, 1)
MOST_STEPS = 120
"""On two items; afterwards there are new ones, because in the end everything is closed."""
KNOCKS = 60
"""One of so many presses that the gate stops goes to the real page, which must stop it too."""
TOKEN = "a token of this browser"


@dataclass(frozen=True)
class Press:
    """`page` is the button's page, or who else presses; `make` draws what is pressed there."""

    page: str
    make: Callable[["Crowd", int], Any]
    on_both: bool = False


class Crowd(Promises):
    """Two items and everybody. `wrong` holds what no step may do."""

    app: Flask
    chance: random.Random

    def start(self) -> None:
        self.refused: Counter[str] = Counter()
        self.moved = 0
        self.wrong: list[str] = []
        self.were = [State.RECEIVED, State.RECEIVED]
        self.last: list[str] = []
        self.read: dict[int, Feedback] = {}
        self.begin(
            profile=self.one(Profile),
            reads=self.one(["en", "ti"]),
            hurt_soon=self.chance.random() < 0.3,
        )
        self.others = {r: self._hat(r) for r in (Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR)}
        commit(self.session)
        event.listen(self.session, "after_flush", self.note_writing)

    def note_writing(self, _session: Session, _context: object) -> None:
        self.kept = True

    def one(self, of: Any) -> Any:
        return self.chance.choice(list(of))

    def goes_on(self, steps: int) -> int:
        """So many steps, or fewer when both items are gone; returns how many."""
        for number in range(min(steps, MOST_STEPS)):
            self.kept = False
            self.step()
            if not self.kept:
                continue  # nothing was written, so everything is as it was after the step before
            for at in self.touched:
                self.look_at(at)
            if all(state in GONE for state in self.were):
                return number + 1
        return min(steps, MOST_STEPS)

    def look_at(self, at: int) -> None:
        """Only what was touched: the other item has no row that this step could have written."""
        item = self.item(at)
        self.moved += item.state is not self.were[at]
        self.were[at] = item.state
        self.what_holds_for(item)

    def item(self, at: int) -> Feedback:
        """As it stands in the tables; not read again while nothing was written."""
        if at not in self.read:
            self.read[at] = super().item(at)
        return self.read[at]

    def forget_what_was_read(self) -> None:
        self.session.rollback()
        self.session.expire_all()
        self.read.clear()

    def step(self) -> None:
        """Somebody presses something."""
        at, name = self.chance.randrange(2), self.one(PRESSES)
        press = PRESSES[name]
        fitting = [one for one in VISITORS if self.may_enter(press.page, one)]
        visitor = self.one(fitting if self.chance.random() < 0.6 else VISITORS)
        if not self.may_enter(press.page, visitor):
            self.refused["the gate"] += 1
            if visitor in set(Role) and press.page not in {MEMBER, TIME}:
                self.knock(at, Role(visitor), press.page)
            return
        self.touched = BOTH if press.on_both else (at,)
        self.last.append(f"{visitor} {name} {at}")
        press.make(self, at)
        if press.page == TIME:  # its jobs have transactions of their own
            self.kept = True
            self.forget_what_was_read()

    @contextmanager
    def pressed(self) -> Iterator[None]:
        """One request: it is kept whole, or refused whole."""
        try:
            yield
            self.session.flush()
            if self.kept:
                commit(self.session)
                self.forget_what_was_read()
        except (Impossible, Refused):
            self.refused["the rules"] += 1
            self.forget_what_was_read()

    def may_enter(self, page: str, visitor: str) -> bool:
        if {page, visitor} & {MEMBER, TIME}:
            return page == visitor
        access = getattr(self.app.view_functions[page], "access", None)
        assert isinstance(access, Access), page
        return Role(visitor) in access.roles

    def knock(self, at: int, role: Role, page: str) -> None:
        """Sometimes through the real door: 403, and everything as it was."""
        if self.chance.randrange(KNOCKS):
            return
        self.forget_what_was_read()
        before, client = self.states(), self.app.test_client()
        with client.session_transaction() as visit:
            visit["_user_id"], visit["csrf_token"] = str(self.person_of(role)), TOKEN
        signer = URLSafeTimedSerializer(self.app.secret_key or b"", salt="wtf-csrf-token")
        item = str(self.ids[at])
        status = client.post(
            self.address(page, item), data={"csrf_token": signer.dumps(TOKEN)}
        ).status_code
        self.refused["the real door"] += 1
        if (status, self.states()) != (403, before):
            self.wrong.append(f"{role} pressed {page}: {status}")

    def address(self, page: str, item: str) -> str:
        (rule, *_others) = self.app.url_map.iter_rules(page)
        adapter = self.app.url_map.bind("127.0.0.1")
        return adapter.build(page, dict.fromkeys(rule.arguments, item))

    def person_of(self, role: Role) -> Any:
        hats = {
            Role.FACILITATOR: self.by[0],
            Role.POLICY_LEAD: self.leads[0],
            Role.TRANSLATOR: self.translator,
            Role.OUTSIDE_PERSON: self.safe,
        }
        hat: Hat = hats.get(role) or self.others[role]
        return hat.person_id

    def states(self) -> list[State]:
        rows = select(Feedback.id, Feedback.state).where(Feedback.id.in_(self.ids))
        found = {row.id: row.state for row in self.session.execute(rows)}
        self.session.rollback()
        return [found[item_id] for item_id in self.ids]


def _usual(crowd: Crowd, at: int) -> None:
    crowd.go_on_as_usual(at, crowd.chance.randrange(3), 1)


PRESSES: dict[str, Press] = {
    "as usual": Press("desk.route", _usual),
    "as usual too": Press("desk.route", _usual),
    "understand": Press("desk.understand", lambda c, at: c.understand(at, c.chance.randrange(2))),
    "ask translator": Press("desk.ask_translator", lambda c, at: c.ask_translator(at)),
    "describe": Press("desk.describe", lambda c, at: c.describe(at, c.one(Kind))),
    "spam": Press("desk.set_aside", lambda c, at: c.suspect_spam(at, 0, "set")),
    "not spam": Press("desk.restore", lambda c, at: c.suspect_spam(at, 1, "restore")),
    "reject": Press(
        "desk.reject", lambda c, at: c.suspect_spam(at, c.chance.randrange(2), "reject")
    ),
    "ask": Press("desk.ask_member", lambda c, at: c.ask_member(at)),
    "resume": Press("desk.resume", lambda c, at: c.go_on(at)),
    "route": Press("desk.route", lambda c, at: c.route(at, c.chance.randrange(3))),
    "answer": Press("desk.answer_directly", lambda c, at: c.answer_directly(at)),
    "send": Press("desk.review", lambda c, at: c.review(at, good=True)),
    "send back": Press("desk.send_back", lambda c, at: c.review(at, good=False)),
    "not ours": Press("desk.not_ours", lambda c, at: c.out_of_remit(at)),
    "merge": Press("desk.merge", lambda c, at: c.merge(at), on_both=True),
    "news": Press("desk.tell_news", lambda c, at: c.tell_news(at)),
    "acknowledge": Press("desk.acknowledge_ask", lambda c, at: c.team_acts(at, "acknowledge")),
    "hand back": Press("desk.hand_back_ask", lambda c, at: c.team_acts(at, "return")),
    "draft": Press("desk.ask", lambda c, at: c.team_acts(at, "draft")),
    "hand in": Press("desk.ask", lambda c, at: c.team_acts(at, "answer")),
    "translate": Press("desk.translation", lambda c, at: c.translate(at)),
    "clear": Press("desk.decide_concern", lambda c, at: c.decide(at, ConcernState.CLEARED)),
    "pass on": Press("desk.decide_concern", lambda c, at: c.decide(at, ConcernState.PASSED_ON)),
    "release": Press("desk.release_concern", lambda c, at: c.release_too_early(at)),
    "more": Press(MEMBER, lambda c, at: c.says_more(at)),
    "reply": Press(MEMBER, lambda c, at: c.replies(at)),
    "did it answer": Press(
        MEMBER,
        lambda c, at: c.says_whether_it_answered(
            at, c.one(Satisfied), again=c.chance.random() < 0.5
        ),
    ),
    "again": Press(MEMBER, lambda c, at: c.asks_again(at)),
    "not meant": Press(MEMBER, lambda c, at: c.contests(at)),
    "delete": Press(MEMBER, lambda c, at: c.deletes(at) if c.chance.random() < 0.2 else None),
    "days": Press(TIME, lambda c, _at: c.days_pass(c.one([1, 3, 8, 30])), on_both=True),
}
