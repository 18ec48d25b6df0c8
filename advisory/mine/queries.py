"""One person's page: their words, ours, and how far the answer is. No word of anybody else."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from advisory.answers import queries as answers
from advisory.answers.models import Answer, Ask
from advisory.answers.rules import owes
from advisory.consultations.models import Consultation, Response
from advisory.consultations.queries import asking as consultations
from advisory.consultations.queries import responses, showing
from advisory.consultations.rules import lifecycle
from advisory.consultations.rules.kinds import kind_of
from advisory.contributions import queries as contributions
from advisory.contributions.models import Contribution, Message, MessageKind, Speaker
from advisory.contributions.rules import token_hash, token_key
from advisory.feedback import queries as feedback_queries
from advisory.feedback.models import Feedback, State
from advisory.files import queries as files
from advisory.files.models import File
from advisory.foundation.database import now
from advisory.foundation.keys import Erased
from advisory.handovers import queries as handovers
from advisory.handovers.rules import is_for_the_person
from advisory.languages.catalogues import current
from advisory.languages.dates import london
from advisory.letters.rules import Written, write
from advisory.meetings import queries as meetings
from advisory.mine import rules
from advisory.mine.rules import Help, Rendering, Step
from advisory.people.models import Team
from advisory.sounds.models import Spoken
from advisory.sounds.queries import heard_by_one
from advisory.sounds.rules import by_mark
from advisory.voting.queries import polls
from advisory.voting.rules.asking import is_shown
from advisory.voting.rules.telling import told
from advisory.words import queries as words
from advisory.words import rules as words_rules
from advisory.words.models import Text
from advisory.words.rules import Provenance, Shown

_TRUST = list(Provenance)


@dataclass(frozen=True)
class Block:
    """Words of ours, whole in one language; `folds` are the same words in others."""

    parts: tuple[Shown, ...]
    language: str
    wanted: bool
    folds: tuple[tuple[Shown, ...], ...] = ()

    @property
    def label(self) -> Shown:
        """The part that deserves the least trust speaks for all."""
        return max(self.parts, key=lambda part: (part.out_of_date, _TRUST.index(part.provenance)))


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One turn of the conversation, as its page shows it."""

    on: date
    id: UUID
    words: Shown | None = None
    """The person's own words; `english` is what the team read."""
    files: tuple[File, ...] = ()
    """The pictures and the sound that came with them."""
    transcript: Shown | None = None
    """What their voice says, written down in its own language."""
    english: Shown | None = None
    block: Block | None = None
    """A question or an answer of ours."""
    answer: Answer | None = None
    team: Team | None = None
    asks: bool = False
    """Whether a reply is waited for: to our question, or to "did this answer you"."""


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    feedback: Feedback
    steps: list[Step]
    turns: list[Turn]
    ending: Block | None
    ask: Ask | None
    waits: bool
    may_ask_again: bool
    opened_before_on: date | None
    has_contact: bool
    helps: list[Help]
    may_come: bool
    """They have replied to an invitation under the same code."""
    today: date = field(default_factory=lambda: london(now()).date())

    @property
    def is_late(self) -> bool:
        """Only a team that agreed to the clocks is ever late."""
        return self.ask is not None and owes(self.ask) and self.ask.answer_by < now()

    @property
    def news_is_late(self) -> bool:
        return self.waits and self.feedback.promised_on < self.today


def own_item(session: Session, contribution_id: UUID) -> Feedback | None:
    """The item behind a code; None when it is gone."""
    found = feedback_queries.item_of(session, contribution_id)
    return None if found is None or rules.is_gone(found) else found


def may_come(session: Session, contribution_id: UUID) -> bool:
    """Whether the holder of the code has replied to an invitation."""
    return bool(meetings.own_places(session, contribution_id))


def own_page(session: Session, feedback: Feedback, *, may_ask_again: bool) -> OwnPage:
    """All that the page shows, in the same number of queries however long the conversation is."""
    chain = _chain(session, feedback)
    shared = next((item for item in chain if item.state is not State.MERGED), feedback)
    code = contributions.code_of(session, feedback.contribution_id)
    events = [*feedback.events, *(shared.events if shared is not feedback else ())]
    waits = rules.waits_for_answer(shared)
    answered = feedback.state is State.ANSWERED
    return OwnPage(
        feedback=feedback,
        steps=rules.steps(shared.state, events, feedback.contribution.made_on),
        turns=_turns(session, feedback, chain),
        ending=_block(session, [feedback.ending], feedback) if feedback.ending else None,
        ask=answers.open_ask(session, shared.contribution_id),
        waits=waits,
        may_ask_again=may_ask_again and not waits and not answered,
        opened_before_on=code.opened_before_on if code else None,
        helps=_helps(session, feedback),
        may_come=may_come(session, feedback.contribution_id),
        has_contact=contributions.contact_of(session, feedback.contribution_id) is not None,
    )


def own_file(session: Session, contribution: Contribution, file_id: UUID) -> File | None:
    """A picture or sound of this person; None for anybody else's, and for one not sent yet."""
    file = files.file(session, file_id)
    if file is None or file.data_key_id != contribution.data_key_id or not file.turn:
        return None
    return file


def own_sounds(session: Session, feedback: Feedback) -> dict[str, Spoken]:
    """What was spoken for this person, by the mark of its words."""
    return by_mark(heard_by_one(session, feedback.contribution.data_key_id))


def recorded(session: Session, token: str, recording: str) -> bytes | None:
    """What the recorder sent ahead of a form; see files.queries.recorded."""
    return files.recorded(session, token_hash(token), token_key(token), recording)


def _helps(session: Session, feedback: Feedback) -> list[Help]:
    """What the person is asked, and what they said yes to. What we do without it is not here."""
    return [
        rules.help_of(row, handovers.opened(session, row).to)
        for row in handovers.hand_overs_of(session, feedback.contribution_id)
        if is_for_the_person(row)
    ]


def _chain(session: Session, feedback: Feedback) -> list[Feedback]:
    """The item, and those it was merged into one after the other: their answers are its too."""
    chain = [feedback]
    while (next_id := chain[-1].merged_into_id) is not None:
        into = feedback_queries.item(session, next_id)
        if into is None or rules.is_gone(into):
            break
        chain.append(into)
    return chain


def _turns(session: Session, feedback: Feedback, chain: list[Feedback]) -> list[Turn]:
    sent = [
        answer
        for item in chain
        for answer in answers.answers_to(session, item.contribution_id)
        if rules.is_sent(answer)
    ]
    sent.sort(key=lambda answer: answer.sent_at or answer.written_at)
    together = rules.in_order(feedback.contribution.messages, sent)
    own_files = files.files_of(session, feedback.contribution.data_key_id)
    return [
        _answer_turn(session, row, feedback)
        if isinstance(row, Answer)
        else _message_turn(session, row, feedback, own_files)
        for row in together
    ]


def _message_turn(
    session: Session, message: Message, feedback: Feedback, own_files: list[File]
) -> Turn:
    if message.speaker is not Speaker.MEMBER:
        questions = [m for m in feedback.contribution.messages if m.kind is MessageKind.QUESTION]
        return Turn(
            on=message.said_on,
            id=message.id,
            block=_block(session, [message.text], feedback),
            asks=questions[-1:] == [message] and rules.waits_for_reply(feedback),
        )
    original = words_rules.original(message.text)
    english = words_rules.english(message.text)
    read = english if english is not None and english is not original else None
    heard = words_rules.written(message.text)
    is_heard = heard is not original and heard is not read
    return Turn(
        on=message.said_on,
        id=message.id,
        words=words.show_version(session, original),
        transcript=words.show_version(session, heard) if is_heard else None,
        english=words.show_version(session, read) if read else None,
        files=tuple(file for file in own_files if file.turn == message.position),
    )


def _answer_turn(session: Session, answer: Answer, feedback: Feedback) -> Turn:
    # "Did this answer you" belongs to the person who asked first, not to one merged into it.
    own = answer.contribution_id == feedback.contribution_id
    texts = [text for text in (answer.heard, answer.will) if text is not None]
    return Turn(
        on=rules.sent_on(answer),
        id=answer.id,
        block=_block(session, texts, feedback),
        answer=answer,
        team=answer.ask.team if answer.ask else None,
        asks=own and rules.asks_whether_it_answered(feedback, answer),
    )


def _block(session: Session, texts: Iterable[Text], feedback: Feedback) -> Block | None:
    """None when the words were deleted with the contribution that they answered."""
    parts, tag = list(texts), current().tag
    best = rules.rendering(parts, tag)
    reads = rules.rendering(parts, feedback.contribution.reads)
    originals = tuple(map(words_rules.original, parts))
    others = [Rendering(originals, parts[0].language, wanted=True), reads]
    folds = {row.language: row.versions for row in others if row.language != best.language}
    try:
        return Block(
            tuple(words.show_version(session, version) for version in best.versions),
            best.language,
            best.wanted,
            tuple(
                tuple(words.show_version(session, version) for version in versions)
                for versions in folds.values()
            ),
        )
    except Erased:
        return None


def news_letter(language: str) -> Written:
    """The exact words of the letter that says there is news."""
    return write("news", to="", language=language)


# ── The page of a code that answered a consultation ──────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class ResponsePage:
    response: Response
    consultation: Consultation
    intro: showing.Intro
    replies: list[showing.Reply]
    may_change: bool
    heard_late: bool
    act_late: bool
    opened_before_on: date | None
    may_come: bool
    sentences: list["OwnSentence"]
    dissent: Shown | None = None
    """Of a group: what some of them saw otherwise."""


@dataclass(frozen=True)
class OwnSentence:
    """What the person added to the sentences of a question, and what was done with it."""

    said: Shown
    what: str
    why: str
    instead: Shown | None


def own_response(session: Session, contribution_id: UUID) -> Response | None:
    """What a code answered to a consultation; None for any other code."""
    return responses.response_of(session, contribution_id)


def first_question(session: Session, response: Response) -> UUID:
    """Where somebody goes on: at the first question without an answer, else at the first."""
    own = _consultation(session, response)
    answers = responses.answers_in(session, response)
    way = responses.asked_of(own, answers)
    open_ = (one for one in way if one.id not in {*answers.given, *answers.skipped})
    return next(open_, own.questions[0]).id


def response_page(session: Session, response: Response, reads: str) -> ResponsePage:
    today = london(now()).date()
    own = _consultation(session, response)
    tag = lifecycle.asked_in(own, reads)
    answers = responses.answers_in(session, response)
    said = {one.question_id: one.text for one in response.own_words}
    came = responses.files_of_response(session, own, response.id)
    code = contributions.code_of(session, response.contribution_id)
    return ResponsePage(
        response=response,
        consultation=own,
        intro=showing.intro(session, own, tag, reads=reads),
        replies=[
            showing.reply(
                session,
                one,
                answers.given.get(one.id),
                tag,
                own_words=said.get(one.id),
                files=came.get(str(one.id), ()),
            )
            for one in responses.asked_of(own, answers)
            if kind_of(one).asks
        ],
        may_change=response.sent_on is None or lifecycle.is_asked(own, today),
        heard_late=lifecycle.heard_is_late(own, today),
        act_late=lifecycle.act_is_late(own, today),
        opened_before_on=code.opened_before_on if code else None,
        may_come=may_come(session, response.contribution_id),
        sentences=_sentences(session, response, reads),
        dissent=_dissent(session, response),
    )


def _dissent(session: Session, response: Response) -> Shown | None:
    text = response.entry.dissent if response.entry else None
    return words.shown(session, text, text.language) if text else None


def _sentences(session: Session, response: Response, reads: str) -> list[OwnSentence]:
    found = []
    for one in polls.sentence_of(session, response.contribution_id):
        what, why = told(one)
        into = one.merged_into
        instead = words.shown(session, into.text, reads) if into and is_shown(into) else None
        said = words.shown(session, one.text, one.text.language)
        found.append(OwnSentence(said, what, why, instead))
    return found


def _consultation(session: Session, response: Response) -> Consultation:
    found = consultations.consultation(session, response.consultation_id)
    assert found is not None  # noqa: S101 - a response belongs to one
    return found
