"""A recommendation is put to a team, answered, and comes back to those who stand behind it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from advisory.answers import actions as answers
from advisory.answers import queries as asked
from advisory.answers.models import Answer, Ask, Commitment, CommitmentState, Source, Stance
from advisory.contributions import actions as contributions
from advisory.contributions.models import Contribution
from advisory.feedback.actions import ending
from advisory.foundation.access import Impossible, Refused
from advisory.foundation.database import now
from advisory.letters.models import Letter
from advisory.noticeboard import actions as noticeboard
from advisory.people.models import Standing
from advisory.recommendations import queries, rules
from advisory.recommendations.actions import asking, climbing, telling, writing
from advisory.recommendations.actions.writing import Content, Overtaken
from advisory.recommendations.models import Recommendation, Stage, Voice
from advisory.recommendations.queries.showing import stories
from tests.building import a_team
from tests.recommendations.making import CONTENT, Voices, a_recommendation, says


def told(session: Session, kind: str) -> int:
    session.flush()
    return len(session.scalars(select(Letter).where(Letter.kind == kind)).all())


@pytest.mark.once
def test_numbers_of_a_year_have_no_gap_and_a_form_sent_twice_has_one(session: Session) -> None:
    story = Voices(session)
    second = a_recommendation(session, story.by)
    assert [rules.number_of(one)[-4:] for one in (story.own, second)] == ["-001", "-002"]
    again = writing.write_recommendation(
        session, CONTENT, writing.Sources(), token="the same", by=story.by
    )
    assert again.number == 3
    for _ in range(2):
        same = writing.write_recommendation(
            session, CONTENT, writing.Sources(), token="the same", by=story.by
        )
        assert same is again


def test_its_words_stay_once_a_team_has_them(session: Session) -> None:
    story = Voices(session)
    with pytest.raises(Overtaken):
        writing.change_recommendation(session, story.own, CONTENT, seen=9, by=story.by)
    story.put_to_team()
    other = Content(ask="Other words.", change="Other.", why="Other.")
    with pytest.raises(Impossible):
        writing.change_recommendation(
            session, story.own, other, seen=story.own.revision, by=story.by
        )


def test_a_team_has_twenty_open_days_and_whose_words_stand_behind_it_is_kept(
    session: Session,
) -> None:
    story = Voices(session, voices=8)
    ask = story.put_to_team()
    assert story.put_to_team() is ask
    assert timedelta(days=26) < ask.answer_by - ask.asked_at < timedelta(days=40)
    behind = {passage.contribution_id for passage in story.passages_}
    assert queries.voices_of(session, story.own.id) == behind
    assert story.own.voices == 10
    assert told(session, "asked") == 1


@pytest.mark.once
def test_few_voices_are_never_counted(session: Session) -> None:
    story = Voices(session, voices=2)
    story.put_to_team()
    assert story.own.voices is None


def test_partly_promises_and_comes_back_to_every_code(session: Session) -> None:
    story = Voices(session)
    contribution = session.get_one(Contribution, story.passages_[0].contribution_id)
    contributions.keep_contact(session, contribution, "a@mine.example", language="ar")
    ask = story.answered(Stance.PARTLY)
    assert story.own.stage is Stage.ANSWERED
    assert ask.closed_at is not None
    (promised,) = session.scalars(select(Commitment)).all()
    assert promised.team_id == story.team.id
    letter = session.scalars(select(Letter).where(Letter.kind == "news")).one()
    assert letter.about == {"contribution_id": str(contribution.id)}
    (helped,) = stories(
        session, queries.helped(session, contribution.id), "ar", at=now(), is_own=True
    )
    assert helped.reply is not None
    assert helped.reply.answer.stance is Stance.PARTLY
    languages = {version.language for version in helped.reply.answer.will.versions}
    assert "ar" in languages  # asked for at the translator's desk


def test_a_promise_is_asked_about_and_followed_to_its_end(session: Session) -> None:
    story = Voices(session)
    story.answered(Stance.ACCEPTED)
    promised = session.scalars(select(Commitment)).one()
    answers.ask_whether_it_happened(session, promised)
    assert told(session, "commitment_due") == 1
    answers.settle(
        session, promised, happened=True, evidence="It is there.", again_on=None, by=story.leads
    )
    telling.follow(session, story.own, by=story.leads)
    assert promised.state is CommitmentState.HAPPENED
    assert promised.next_ask_on is not None  # once more, 90 days later
    assert asked.noted(session, promised, "sealed_evidence") == "It is there."
    assert story.own.stage is Stage.FOLLOWED


def test_a_team_that_needs_more_is_asked_again_in_half_the_time(session: Session) -> None:
    story = Voices(session)
    first = story.put_to_team()
    asking.hand_in(session, story.own, first, says(Stance.NEEDS_MORE), by=story.leads)
    assert story.own.stage is Stage.BACK
    assert rules.sent(asked.answers_about(session, story.own.id)) is None
    second = story.put_to_team(more="The letters of May.")
    assert second.round == 2
    assert second.answer_by - second.asked_at < first.answer_by - first.asked_at
    assert story.own.more == "The letters of May."


def test_handed_back_the_clock_goes_on_with_another_team(session: Session) -> None:
    story = Voices(session)
    first = story.put_to_team()
    first.answer_by -= timedelta(days=5)
    asking.hand_back(session, story.own, first, reason="Not ours.", by=story.leads)
    other = a_team(session, story.board, "Another team")
    second = story.put_to_team(other)
    assert (second.team_id, second.answer_by, second.round) == (other.id, first.answer_by, 1)
    assert asked.noted(session, first, "sealed_reason") == "Not ours."
    with pytest.raises(Impossible):
        asking.hand_in(session, story.own, first, says(Stance.ACCEPTED), by=story.leads)


def test_an_answer_that_was_sent_back_is_changed_not_doubled(session: Session) -> None:
    story = Voices(session)
    ask = story.put_to_team()
    answer = asking.hand_in(session, story.own, ask, says(Stance.PARTLY), by=story.leads)
    asking.send_back(session, story.own, answer, words_to_team="By when?", by=story.by)
    with pytest.raises(Impossible):
        asking.send(session, story.own, answer, by=story.by)
    again = asking.hand_in(session, story.own, ask, says(Stance.ACCEPTED), by=story.leads)
    assert again is answer
    asking.send(session, story.own, again, by=story.by)
    with pytest.raises(Impossible):
        asking.send(session, story.own, again, by=story.by)


def test_only_a_team_that_agreed_is_late_and_lateness_climbs(session: Session) -> None:
    story = Voices(session)
    ask = story.put_to_team()
    _long_ago(session, ask, days=70)
    assert climbing.climb_overdue(session) == 1
    assert climbing.climb_overdue(session) == 0
    assert (ask.by_silence, story.own.climbed) == (True, 2)
    story.own.climbed = 0
    story.team.standing = Standing.ASKED_BY_LETTER
    assert climbing.climb_overdue(session) == 0


def _long_ago(session: Session, ask: Ask, *, days: int) -> None:
    ask.asked_at = now() - timedelta(days=days)
    ask.acknowledge_by = ask.asked_at + timedelta(days=3)
    ask.answer_by = ask.asked_at + timedelta(days=30)
    session.flush()


def test_everybody_reads_it_only_when_a_second_person_agreed(session: Session) -> None:
    story = Voices(session)
    story.put_to_team()
    first = telling.propose_notice(session, story.own, board=story.board, by=story.by)
    with pytest.raises(Refused):
        noticeboard.approve(session, first, board=story.board, by=story.by)
    assert queries.public(session, story.board.id) == []
    noticeboard.approve(session, first, board=story.board, by=story.other)
    (own,) = queries.public(session, story.board.id)
    ask = asked.asks_about(session, own.id)[-1]
    answer = asking.hand_in(session, own, ask, says(Stance.PARTLY), by=story.leads)
    asking.send(session, own, answer, by=story.by)
    second = telling.propose_notice(session, own, board=story.board, by=story.by)
    assert telling.propose_notice(session, own, board=story.board, by=story.by) is second
    assert _public_reply(session, own) is None
    noticeboard.approve(session, second, board=story.board, by=story.other)
    assert _public_reply(session, own) is not None
    assert first.published_on is not None
    assert first.state == "retracted"


def _public_reply(session: Session, own: Recommendation) -> object:
    assert queries.public(session, own.board_id) == [own]
    (story,) = stories(session, [own], "en", at=now(), is_own=False)
    return story.reply


def test_who_deletes_everything_is_behind_it_no_longer(session: Session) -> None:
    story = Voices(session, voices=2)
    story.answered()
    gone, stays = (passage.contribution_id for passage in story.passages_)
    ending.delete_everything(session, session.get_one(Contribution, gone))
    session.flush()
    assert _behind(session) == {stays}
    assert queries.recommendation(session, story.own.id) is story.own
    assert rules.number_of(story.own).endswith("-001")


def _behind(session: Session) -> set[UUID]:
    return set(session.scalars(select(Voice.contribution_id)))


@pytest.mark.parametrize("table", [Ask, Answer])
def test_the_table_refuses_what_is_about_both_or_neither(
    session: Session, table: type[Ask | Answer]
) -> None:
    story = Voices(session)
    story.answered()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(table).values(contribution_id=story.passages_[0].contribution_id))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(table).values(advice_id=None))


@pytest.mark.once
def test_an_answer_by_email_keeps_its_source(session: Session) -> None:
    story = Voices(session)
    ask = story.put_to_team()
    written = replace(says(Stance.PARTLY), source=Source.EMAIL, source_note="The office")
    answer = asking.hand_in(session, story.own, ask, written, by=story.by)
    assert asked.noted(session, answer, "sealed_source") == "The office"
