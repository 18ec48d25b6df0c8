"""What an action refuses whatever page or job asks for it."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from advisory.answers.models import Answer, Outcome, Satisfied
from advisory.answers.rules import Written
from advisory.contributions import actions as contributions
from advisory.contributions import rules as codes
from advisory.contributions.actions import Told
from advisory.contributions.models import Channel, MessageKind
from advisory.feedback.actions import accepting, answering, ending, reading
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Feedback, Kind, Owed, State
from advisory.feedback.rules import open_due
from advisory.foundation.access import Hat, Impossible, Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit
from advisory.letters.models import Letter
from advisory.people.models import Board, Standing, Team
from advisory.safeguarding.queries import concern_of
from tests.building import a_board, a_person, a_team, hat_of, some_feedback, understood

PLAIN = Written(heard="", will="We will print it.", outcome=Outcome.INFORMATION_GIVEN)


@dataclass(frozen=True)
class House:
    session: Session
    board: Board
    by: Hat
    team: Team
    item: Feedback

    def hold(self) -> None:
        reading.hold(self.session, self.item, allegation=False, board=self.board, by=self.by)

    def another(self) -> Feedback:
        return some_feedback(self.session, self.board)[0]

    def hand_in(self) -> Answer:
        return answering.hand_in(
            self.session, self.item, PLAIN, ask=None, board=self.board, by=self.by
        )


@pytest.fixture
def house(session: Session) -> House:
    board = a_board(session)
    person = a_person(session, board, Role.FACILITATOR)
    item, _ = some_feedback(session, board)
    return House(
        session, board, hat_of(person, board, Role.FACILITATOR), a_team(session, board), item
    )


# ── Understood comes first ───────────────────────────────────────────────────────────────────────


def test_nobody_routes_or_answers_what_nobody_has_understood(house: House) -> None:
    reading.take(house.session, house.item, by=house.by)
    with pytest.raises(Impossible, match="understood"):
        answering.route(house.session, house.item, house.team, board=house.board, by=house.by)
    with pytest.raises(Impossible, match="understood"):
        house.hand_in()


# ── Held words go nowhere ────────────────────────────────────────────────────────────────────────


def test_what_is_held_goes_to_no_team(house: House) -> None:
    understood(house.session, house.item, house.by)
    house.hold()
    with pytest.raises(Impossible):
        answering.route(house.session, house.item, house.team, board=house.board, by=house.by)
    assert house.item.state is State.IN_READING


def test_an_answer_waits_while_the_words_are_held(house: House) -> None:
    understood(house.session, house.item, house.by)
    answer = house.hand_in()
    house.hold()
    with pytest.raises(Impossible):
        answering.send(house.session, house.item, answer, by=house.by)
    assert house.item.state is State.ANSWER_REVIEW


def test_a_team_does_nothing_with_what_is_held(house: House) -> None:
    session, item = house.session, house.item
    understood(session, item, house.by)
    ask = answering.route(session, item, house.team, board=house.board, by=house.by)
    house.hold()
    with pytest.raises(Impossible):
        answering.acknowledge(session, item, ask, by=None)
    with pytest.raises(Impossible):
        answering.hand_back(session, item, ask, reason="Not us.", board=house.board, by=None)
    with pytest.raises(Impossible):
        answering.save_answer(session, item, ask, PLAIN, by=None)
    with pytest.raises(Impossible):
        answering.hand_in(session, item, PLAIN, ask=ask, board=house.board, by=None)
    assert item.state is State.ROUTED


def test_nothing_is_merged_into_what_is_held_or_gone_or_itself(house: House) -> None:
    understood(house.session, house.item, house.by)
    held, gone = house.another(), house.another()
    reading.hold(house.session, held, allegation=False, board=house.board, by=house.by)
    ending.delete_everything(house.session, gone.contribution)
    for into in (held, gone, house.item):
        with pytest.raises(Impossible, match="another item"):
            ending.merge(house.session, house.item, into, by=house.by)


def test_held_words_are_released_only_when_that_is_decided(house: House) -> None:
    house.hold()
    with pytest.raises(Impossible, match="not decided"):
        reading.release(house.session, house.item, by=house.by)
    concern = concern_of(house.session, house.item.contribution_id)
    assert concern is not None
    assert house.item.held


# ── Who was faster ───────────────────────────────────────────────────────────────────────────────


def test_an_answer_that_was_sent_back_is_not_sent(house: House) -> None:
    understood(house.session, house.item, house.by)
    answer = house.hand_in()
    answering.send_back(house.session, house.item, answer, note="Shorter.", by=house.by)
    with pytest.raises(Impossible, match="faster"):
        answering.send(house.session, house.item, answer, by=house.by)


def test_whether_it_answered_is_replied_once(house: House) -> None:
    understood(house.session, house.item, house.by)
    asked = answering.send(house.session, house.item, house.hand_in(), by=house.by)

    def reply(said: Satisfied, more: str) -> None:
        answering.reply(
            house.session,
            house.item,
            asked,
            replied=said,
            ask_again=True,
            more=more,
            language="en",
            token=str(uuid4()),
            board=house.board,
        )

    reply(Satisfied.NO, "")
    reply(Satisfied.YES, "And more.")
    assert (asked.replied, house.item.reopens) == (Satisfied.NO, 1)
    kinds = [message.kind for message in house.item.contribution.messages]
    assert MessageKind.UNSATISFIED not in kinds


# ── What a team owes, and what is kept ───────────────────────────────────────────────────────────


def test_a_team_that_did_not_agree_owes_no_date(house: House) -> None:
    understood(house.session, house.item, house.by)
    asked = a_team(house.session, house.board, "Housing", standing=Standing.ASKED_BY_LETTER)
    answering.route(house.session, house.item, asked, board=house.board, by=house.by)
    assert open_due(house.item.dues, Owed.ANSWER) is None
    assert open_due(house.item.dues, Owed.ACKNOWLEDGE) is None
    assert open_due(house.item.dues, Owed.NEWS) is not None


def test_what_was_written_for_someone_keeps_no_time_of_day(house: House) -> None:
    told = Told(words="It was loud.", speaks="en", reads="en", channel=Channel.HELPER)
    item = accepting.accept(
        house.session, told, About(), board=house.board, token=codes.new_form_token(), by=house.by
    ).feedback
    assert item.events[0].at.strftime("%H:%M:%S") == "00:00:00"


def test_who_goes_back_and_asks_for_nobody_from_their_country_is_heard(house: House) -> None:
    token = codes.new_form_token()
    for wish in (False, True, False):
        told = Told(words="It was loud.", speaks="en", reads="en", not_my_country=wish)
        kept = accepting.accept(house.session, told, About(), board=house.board, token=token)
    assert kept.feedback.contribution.not_my_country
    assert house.session.scalar(select(func.count()).select_from(Feedback)) == 2


@pytest.mark.parametrize("kind", [Kind.SAFEGUARDING, Kind.ALLEGATION])
def test_a_kind_that_holds_says_who_may_see_it(house: House, kind: Kind) -> None:
    reading.describe(
        house.session,
        house.item,
        kind=kind,
        topic_id=None,
        service_id=None,
        place=None,
        board=house.board,
        by=house.by,
    )
    concern = concern_of(house.session, house.item.contribution_id)
    assert concern is not None
    assert house.item.held
    assert concern.is_allegation is (kind is Kind.ALLEGATION)


def test_a_merged_item_takes_no_other_in(house: House) -> None:
    first, second = house.another(), house.another()
    for item in (house.item, first, second):
        understood(house.session, item, house.by)
    ending.merge(house.session, first, house.item, by=house.by)
    with pytest.raises(Impossible, match="merged itself"):
        ending.merge(house.session, second, first, by=house.by)


def test_of_two_who_act_at_once_one_finds_that_the_other_was_faster(house: House) -> None:
    reading.take(house.session, house.item, by=house.by)
    house.session.execute(
        update(Feedback)
        .where(Feedback.id == house.item.id)
        .values(state=State.QUARANTINED)
        .execution_options(synchronize_session=False)
    )
    assert house.item.state is State.IN_READING
    with pytest.raises(Impossible, match="faster"):
        ending.out_of_remit(
            house.session, house.item, reason="Not ours.", board=house.board, by=house.by
        )


def test_a_second_reopening_climbs_and_another_reader_takes_it(house: House) -> None:
    understood(house.session, house.item, house.by)
    for climbed, owner in ((0, house.by.person_id), (1, None)):
        answering.send(house.session, house.item, house.hand_in(), by=house.by)
        answering.reopen(house.session, house.item, board=house.board)
        assert (house.item.escalation, house.item.owner_id) == (climbed, owner)


def test_who_was_merged_is_told_of_the_one_answer(house: House) -> None:
    twin = house.another()
    for item in (house.item, twin):
        understood(house.session, item, house.by)
        contributions.keep_contact(house.session, item.contribution, "07700 900123", language="en")
    ending.merge(house.session, twin, house.item, by=house.by)
    answering.send(house.session, house.item, house.hand_in(), by=house.by)
    told = house.session.scalars(select(Letter.about).where(Letter.kind == "news"))
    assert {row["contribution_id"] for row in told} == {
        str(house.item.contribution_id),
        str(twin.contribution_id),
    }


# ── What the log and the timeline keep ───────────────────────────────────────────────────────────


def test_what_the_person_did_keeps_the_day_alone_in_timeline_and_log(house: House) -> None:
    accepting.add_words(house.session, house.item, "And more.", language="en", token=str(uuid4()))
    commit(house.session)
    event = house.item.events[-1]
    (entry,) = house.session.scalars(select(AuditEntry).where(AuditEntry.what == "member"))
    assert (event.what, f"{event.at:%H:%M:%S}") == ("member: more", "00:00:00")
    assert f"{entry.at:%H:%M:%S}" == "00:00:00"


def test_the_log_keeps_no_kind_that_the_timeline_shows(house: House) -> None:
    reading.describe(
        house.session,
        house.item,
        kind=Kind.THANKS,
        topic_id=None,
        service_id=None,
        place=None,
        board=house.board,
        by=house.by,
    )
    commit(house.session)
    assert "described: thanks" in {event.what for event in house.item.events}
    log = set(house.session.scalars(select(AuditEntry.what)))
    assert "described" in log
    assert not [what for what in log if ":" in what]


def test_no_team_goes_on_being_asked_about_what_has_ended(house: House) -> None:
    understood(house.session, house.item, house.by)
    ask = answering.route(house.session, house.item, house.team, board=house.board, by=house.by)
    answering.send_back(house.session, house.item, house.hand_in(), note="Not so.", by=house.by)
    ending.out_of_remit(
        house.session, house.item, reason="Ask there.", board=house.board, by=house.by
    )
    assert ask.closed_at is not None
