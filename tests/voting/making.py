"""A consultation with a question of sentences, people who answer it, and polls made at once."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisory.consultations.actions import answering
from advisory.consultations.actions.answering import Accepted, Sent
from advisory.consultations.models import Consultation, Question, QuestionKind, Response
from advisory.consultations.queries.asking import consultation
from advisory.consultations.queries.responses import Answers
from advisory.consultations.rules.kinds import Given
from advisory.consultations.rules.templates import Asked, Template
from advisory.contributions.actions import Told
from advisory.contributions.models import Use
from advisory.contributions.rules import new_form_token
from advisory.people.models import Board
from advisory.voting.models import Poll, Statement
from advisory.voting.ports import Conversation, Votes
from advisory.words.rules import original

TRAINS, LETTERS, DOORS = "More trains.", "Shorter letters.", "Wider doors."
SENTENCES = Template(
    name="sentences",
    title="Three sentences",
    purpose="We want to know what you think.",
    can="The letters.",
    cannot="The law.",
    questions=(
        Asked(
            "What do you think of this?",
            QuestionKind.OPINIONS,
            tuple((said, "") for said in (TRAINS, LETTERS, DOORS)),
            may_add=True,
        ),
    ),
)


def poll_of(own: Consultation) -> tuple[Question, Poll]:
    question = own.questions[0]
    assert question.poll is not None
    return question, question.poll


def statement(poll: Poll, words: str) -> Statement:
    """By its words; by its id, where somebody added it and it is sealed."""
    return next(one for one in poll.statements if words in {str(one.id), original(one.text).body})


def answered(
    session: Session,
    board: Board,
    own: Consultation,
    votes: Mapping[str, str],
    *,
    added: str = "",
    use: Use = Use.QUOTE,
    response: Response | None = None,
    speaks: str = "en",
) -> Accepted:
    """One person, all at once; `votes` by the words of the sentence."""
    fresh = consultation(session, own.id)
    assert fresh is not None
    question, poll = poll_of(fresh)
    picks = tuple(f"{statement(poll, words).id}/{vote}" for words, vote in votes.items())
    told = Told(words="", speaks=speaks, reads="en", use=use, counted=True)
    sent = Sent(Answers({question.id: Given(picks, added)}), told)
    return answering.accept(
        session, fresh, sent, board=board, token=new_form_token(), response=response
    )


def added_one(session: Session, poll_id: UUID) -> Statement | None:
    return session.scalar(
        select(Statement).where(
            Statement.poll_id == poll_id, Statement.contribution_id.is_not(None)
        )
    )


def a_conversation(votes: Votes, texts: Sequence[str] = ()) -> Conversation:
    names = [str(at) for at in range(votes.shape[1])]
    return Conversation(
        participants=[f"p{at}" for at in range(len(votes))],
        statements=names,
        texts=dict(zip(names, texts or [f"No {name}, in words" for name in names], strict=True)),
        votes=votes,
        moderated_out=np.zeros(len(names), dtype=bool),
        published=None,
    )
