"""People sit on a board by invitation, under a name of their own, and leave without a reason."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Impossible, Refused, Role
from advisory.foundation.database import commit, now
from advisory.foundation.keys import DataKey
from advisory.seats import actions, queries, rules
from advisory.seats.jobs import let_go_of_members
from advisory.seats.models import Kept, Learnt, Member, Standing, TermsOfReference
from advisory.seats.rules import Profile
from advisory.words.models import Version
from tests.browser import Browser
from tests.building import a_board, a_person, hat_of
from tests.meetings.building import in_days
from tests.meetings.conftest import Hosts

NAME = "Canary Bird"


def invited(hosts: Hosts, **told: str) -> Member:
    profile = Profile(**({"pseudonym": NAME} | told))
    token = new_form_token()
    return actions.invite_member(hosts.session, profile, seat=None, token=token, by=hosts.by)


def terms(body: str = "You are invited.", quorum: int = 3) -> actions.Terms:
    return actions.Terms(body=body, quorum=quorum, months=12, review_on=in_days(300))


@pytest.mark.parametrize(
    "body", ["Members must come.", "Your Duties", "a contract", "You get an allowance of £5."]
)
def test_terms_that_bind_are_not_kept_and_name_the_words(
    desk: Browser, hosts: Hosts, body: str
) -> None:
    typed = {"body": body, "quorum": "3", "months": "12", "review_on": in_days(300).isoformat()}
    seen = desk.post("/staff/board/terms", typed)
    assert seen.status == 422
    assert "These words make it a duty" in seen.words
    assert body in seen.text
    assert queries.terms_in_force(hosts.session, hosts.board.id) is None


def test_an_invitation_binds_nobody() -> None:
    assert rules.binding_words("You are invited. You can leave at any time. Musters.") == []


def test_new_terms_are_a_new_version_and_the_old_ones_stay(hosts: Hosts) -> None:
    for body in ("First.", "First.", "Second."):
        actions.agree_terms(hosts.session, terms(body), languages=["en", "ti"], by=hosts.by)
    versions = queries.terms_of(hosts.session, hosts.board.id)
    assert [row.number for row in versions] == [2, 1]
    asked = select(Version.language).join(
        TermsOfReference, TermsOfReference.text_id == Version.text_id
    )
    assert sorted(hosts.session.scalars(asked)) == ["en", "en", "ti", "ti"]


def test_what_a_member_told_us_is_sealed_and_opens_on_their_page(
    desk: Browser, hosts: Hosts
) -> None:
    page = desk.get("/staff/board/members/new")
    typed: dict[str, Any] = {"pseudonym": NAME, "contact": "canary: after six"}
    seen = desk.press(page, "Keep it", **typed)
    assert seen.h1 == NAME
    assert "canary: after six" in seen.words
    desk.press(page, "Keep it", **typed)
    (member,) = queries.members(hosts.session, hosts.board.id)
    assert b"anary" not in member.sealed
    assert member.standing is Standing.INVITED


def test_no_seat_is_kept_by_anybody_s_papers_and_none_is_taken_twice(hosts: Hosts) -> None:
    assert {"undocumented", "refused", "refugee", "status"}.isdisjoint(kept.value for kept in Kept)
    seat = actions.add_seat(hosts.session, "One", kept_for=Kept.WOMEN, by=hosts.by)
    profile = Profile(pseudonym=NAME)
    member = actions.invite_member(
        hosts.session, profile, seat=seat, token=new_form_token(), by=hosts.by
    )
    with pytest.raises(Impossible):
        actions.change_member(hosts.session, invited(hosts), profile, seat=seat, by=hosts.by)
    actions.mark_member(hosts.session, member, Standing.LEFT, by=hosts.by)
    actions.change_member(hosts.session, invited(hosts), profile, seat=seat, by=hosts.by)


def test_somebody_pauses_moves_away_and_comes_back_but_never_after_leaving(hosts: Hosts) -> None:
    member = invited(hosts)
    for standing in (
        Standing.BEGINNING,
        Standing.ACTIVE,
        Standing.PAUSED,
        Standing.MOVED_AWAY,
        Standing.ACTIVE,
        Standing.LEFT,
    ):
        actions.mark_member(hosts.session, member, standing, by=hosts.by)
    with pytest.raises(Impossible):
        actions.mark_member(hosts.session, member, Standing.ACTIVE, by=hosts.by)


def test_thirty_days_after_somebody_left_nothing_of_them_can_be_read(hosts: Hosts) -> None:
    member = invited(hosts)
    actions.tick_step(hosts.session, member, Learnt.PURPOSE, by=hosts.by)
    actions.mark_member(hosts.session, member, Standing.LEFT, by=hosts.by)
    key_id = member.data_key_id
    commit(hosts.session)
    with time_machine.travel(now() + timedelta(days=29)):
        assert let_go_of_members(hosts.database) == 0
    with time_machine.travel(now() + timedelta(days=31)):
        assert let_go_of_members(hosts.database) == 1
    hosts.session.expire_all()
    assert queries.members(hosts.session, hosts.board.id) == []
    assert hosts.session.get_one(DataKey, key_id).wrapped is None


def test_who_pauses_does_not_count_and_too_few_decide_nothing() -> None:
    there = [Member(standing=row) for row in (Standing.ACTIVE, Standing.PAUSED, Standing.LEFT)]
    assert rules.counts(there) == 1
    assert rules.is_too_few(TermsOfReference(quorum=4), 3)
    assert not rules.is_too_few(TermsOfReference(quorum=4), 4)
    assert not rules.is_too_few(None, 1)
    assert rules.months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_a_step_is_done_and_not_done_after_all(desk: Browser, hosts: Hosts) -> None:
    member = invited(hosts)
    commit(hosts.session)
    url = f"/staff/board/members/{member.id}"
    desk.post(f"{url}/steps", {"learnt": "leaving"})
    assert "1 of 12" in desk.get("/staff/board").words
    desk.post(f"{url}/steps", {"learnt": "leaving"})
    assert "0 of 12" in desk.get("/staff/board").words


def test_another_board_s_facilitator_finds_no_member(hosts: Hosts) -> None:
    other = a_board(hosts.session)
    stranger = hat_of(a_person(hosts.session, other, Role.FACILITATOR), other, Role.FACILITATOR)
    with pytest.raises(Refused):
        actions.mark_member(hosts.session, invited(hosts), Standing.LEFT, by=stranger)
