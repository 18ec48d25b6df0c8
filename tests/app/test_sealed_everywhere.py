"""What people say in the newest rooms, and what staff note about it, is nowhere in the clear."""

from sqlalchemy import String, select
from sqlalchemy.orm import Session

from advisory.app.schema import whole_schema
from advisory.consultations.actions import answering as responding
from advisory.consultations.actions.answering import Sent
from advisory.consultations.queries.responses import Answers
from advisory.consultations.rules.kinds import Given
from advisory.contributions.actions import Told
from advisory.contributions.models import Use
from advisory.contributions.rules import new_form_token
from advisory.foundation.access import Hat, Role
from advisory.meetings import queries as meetings
from advisory.meetings.actions import coming, minutes
from advisory.meetings.rules import run_sheet
from advisory.meetings.rules.coming import Needs
from advisory.people.models import Board
from advisory.themes import actions as themes
from advisory.themes.actions import Wording
from advisory.themes.queries import coding
from advisory.themes.rules.labelling import Marks
from advisory.voting.models import Vote
from advisory.voting.queries.sealed import voter_of, votes_in
from advisory.words import actions as words
from advisory.words import queries as texts
from advisory.words.rules import original
from tests.building import a_board, a_person, hat_of
from tests.consultations.making import an_open_one
from tests.meetings.building import a_held_meeting, a_meeting, a_row
from tests.voting.making import SENTENCES, TRAINS, added_one, answered, poll_of, statement

NAMES = (
    *("answer", "english", "sentence", "access", "dialect", "topic", "row", "minutes"),
    *("passage", "note"),
)
CANARY = {name: f"zebrafinch{name}" for name in NAMES}


def everything(session: Session) -> str:
    """All rows of all tables, bytes as the letters they hold."""
    found = []
    for table in whole_schema().sorted_tables:
        for row in session.execute(select(table)):
            found += [
                value.decode("latin-1") if isinstance(value, bytes) else repr(value)
                for value in row
            ]
    return "\n".join(found)


class Met:
    """Somebody who may come, what they propose, and what was noted a week before."""

    def __init__(self, session: Session, board: Board, by: Hat) -> None:
        meeting = a_meeting(session, board, by)
        needs = Needs(speaks="ti", access=CANARY["access"], dialect=CANARY["dialect"])
        guest = coming.say_may_come(session, meeting, needs, reads="en", token=new_form_token())
        assert guest is not None
        topic = coming.propose_topic(
            session, guest, CANARY["topic"], language="ti", token=new_form_token()
        )
        assert topic is not None
        self.guest, self.topic, self.held = guest, topic, a_held_meeting(session, board, by)
        self.row = a_row(session, self.held, CANARY["row"], by=by)
        item = self.held.items[0]
        seen = run_sheet.mark(meetings.minutes_of(session, self.held)[item])
        minutes.change_part(session, item, body=CANARY["minutes"], seen=seen, by=by)

    def opened(self, session: Session) -> set[str]:
        told = meetings.needs_of(session, self.guest)
        assert told is not None
        return {
            told.access,
            told.dialect,
            texts.reading(session, original(self.topic.text)),
            meetings.row_words(session, self.row),
            *meetings.minutes_of(session, self.held).values(),
        }


def test_no_table_tells_what_was_said_noted_or_thought(session: Session) -> None:
    board = a_board(session)
    by, second = (
        hat_of(a_person(session, board, role, speaks=["ti"]), board, role)
        for role in (Role.FACILITATOR, Role.TRANSLATOR)
    )
    own = an_open_one(session, board, by)
    kept = responding.accept(
        session,
        own,
        Sent(
            Answers({own.questions[-1].id: Given(words=CANARY["answer"])}),
            Told(words="", speaks="ti", reads="en", use=Use.QUOTE),
        ),
        board=board,
        token=new_form_token(),
    )
    said = kept.response.own_words[0].text
    (asked,) = [one for one in said.versions if one.language == "en"]
    words.write_translation(session, asked, body=CANARY["english"], ready=True, by=second)
    whose = kept.response.contribution
    passage = themes.release_passage(session, whose, body=CANARY["passage"], by=by, origin=said)
    label = themes.add_label(session, Wording(name="Letters"), by=by)
    marks = Marks(frozenset({label.id}), note=CANARY["note"])
    coded = themes.put_labels(session, passage, marks, by=by)

    voted = an_open_one(session, board, by, template=SENTENCES)
    thinks = answered(session, board, voted, {TRAINS: "disagree"}, added=CANARY["sentence"])
    _, poll = poll_of(voted)

    met = Met(session, board, by)
    session.flush()
    session.expire_all()

    # Each of them opens where it should: else nothing would be found for the wrong reason.
    added = added_one(session, poll.id)
    assert added is not None
    opened = {
        texts.reading(session, original(said)),
        texts.reading(session, asked),
        texts.reading(session, original(passage.text)),
        texts.reading(session, original(added.text)),
        coding.marks_in(session, coded).note,
        *met.opened(session),
    }
    assert set(CANARY.values()) <= opened
    voter = voter_of(session, poll.id, thinks.response.contribution_id)
    assert voter is not None
    assert votes_in(session, voter) == {statement(poll, TRAINS).id: Vote.DISAGREE}

    rows = everything(session)
    assert [name for name, word in CANARY.items() if word in rows] == []
    assert f'"{Vote.DISAGREE.value}"' not in rows


# Words in the clear in a table that leads to a person's contribution: what they are.
IN_THE_CLEAR = {
    "codes": {"locator", "secret_hash", "misses_month"},  # six digits of sixteen, and a slow hash
    "consents": {"to", "wording"},  # a word of ours, and which sentence of ours was read
    "contacts": {"language"},
    "contributions": {"speaks", "reads"},
    "feedback": {"column", "place", "urgency"},  # a place of the board's list
    "hand_overs": {"yes_wording"},
    "messages": {"form_token_hash"},
    "proposed_items": {"form_token_hash"},
    "receipts": {"form_token_hash", "content_hash"},  # keyed by the form
    "responses": {"language"},
}


def test_a_table_that_leads_to_a_person_holds_no_words_in_the_clear() -> None:
    """A new column of words there is sealed, or stands above with its reason."""
    found = {
        table.name: {
            column.name
            for column in table.columns
            if type(column.type) is String and not column.foreign_keys
        }
        for table in whole_schema().sorted_tables
        if any(key.column.table.name == "contributions" for key in table.foreign_keys)
        or table.name == "contributions"
    }
    assert {name: columns for name, columns in found.items() if columns} == IN_THE_CLEAR
