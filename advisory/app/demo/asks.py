"""What the demo board asks: one consultation open in four languages, one with what was heard."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from advisory.app.demo.beginning import Beginning
from advisory.app.demo.notices import Words
from advisory.app.demo.questions import BUS, BUS_HEARD, DOCTOR, WORDS
from advisory.consultations.actions import answering, building, stepping
from advisory.consultations.actions.answering import Entered, Sent
from advisory.consultations.actions.building import About
from advisory.consultations.models import Consultation, Interpreter, Level, Stage, Wrote
from advisory.consultations.queries.asking import consultation
from advisory.consultations.queries.responses import Answers
from advisory.consultations.rules.kinds import Given
from advisory.consultations.rules.lifecycle import texts_of
from advisory.consultations.rules.templates import Template
from advisory.contributions.actions import Told
from advisory.contributions.models import Channel, Use
from advisory.contributions.rules import new_form_token
from advisory.voting.models import Vote
from advisory.words import actions as words
from advisory.words.models import Method, Text
from advisory.words.rules import original

YES, NO, UNSURE = Vote.AGREE, Vote.DISAGREE, Vote.PASS
VOTES = (
    ((YES, YES, NO, YES), "en"),
    ((YES, YES, YES, UNSURE), "ar"),
    ((YES, NO, NO, YES), "ti"),
)


class Asks:
    """Short neutral questions of our own."""

    def __init__(self, begun: Beginning) -> None:
        self.begun = begun
        self.session: Session = begun.session
        # A board has a checker for each language; the demo has one for all.
        self.checker = replace(begun.second, speaks=("ar", "fa-AF", "ti"))

    def build(self) -> None:
        doctor = self._open(DOCTOR, "Doctor or nurse", started=5, lasts=28)
        for votes, language in VOTES:
            self._vote(doctor, votes, language)
        self._by_other_doors(doctor)
        own = self._open(BUS, "Letters and language", started=40, lasts=14)
        for said, language in (("", "en"), ("یک بس دیرتر کمک می‌کند.", "fa-AF")):
            self._answer(own, said, language)
        stepping.take_step(self.session, own, to=Stage.CLOSED, by=self.begun.facilitator)
        own.closes_on = own.opens_on + timedelta(days=14)
        own.heard_by_on = own.closes_on + timedelta(weeks=4)
        own.act_by_on = own.closes_on + timedelta(weeks=12)
        self._heard(own)

    def _open(self, template: Template, topic: str, *, started: int, lasts: int) -> Consultation:
        session, by = self.session, self.begun.facilitator
        own = building.make_consultation(session, template, by=by)
        first = self.begun.today - timedelta(days=started)
        about = About(
            title=template.title,
            purpose=template.purpose,
            who="The health team of London",
            can=template.can,
            cannot=template.cannot,
            level=Level.HEARD,
            languages=["ar", "fa-AF", "ti"],
            places=[],
            sample="People who came to London in the last year.",
            topic_id=self.begun.topics[topic],
            opens_on=first,
            closes_on=self.begun.today + timedelta(days=lasts),
            acts_on=self.begun.today + timedelta(days=lasts + 60),
        )
        building.change_about(session, own, about, by=by)
        stepping.ask_translations(session, own, by=by)
        for text in texts_of(own):
            self._translate(text, WORDS[original(text).body or ""])
        for to in (Stage.TRANSLATED, Stage.OPEN):
            stepping.take_step(session, own, to=to, by=by)
        session.flush()
        found = consultation(session, own.id)
        assert found is not None  # noqa: S101 - made above
        return found

    def _translate(self, text: Text, said: Words) -> None:
        """By one person, checked by another: nothing opens without."""
        for version in text.versions:
            if version.method is Method.HUMAN and version.language in said:
                body = said[version.language]
                translator, checker = self.begun.translator, self.checker
                words.write_translation(self.session, version, body=body, ready=True, by=translator)
                words.check_translation(self.session, version, by=checker)

    def _answer(self, own: Consultation, said: str, language: str) -> None:
        first, second = own.questions
        given = {first.id: Given((str(first.options[-1].id),))}
        given |= {second.id: Given(words=said)} if said else {}
        skipped = frozenset(() if said else (second.id,))
        told = Told(words="", speaks=language, reads=language, wants_code=False)
        answering.accept(
            self.session,
            own,
            Sent(Answers(given, skipped), told),
            board=self.begun.board,
            token=new_form_token(),
        )

    def _by_other_doors(self, own: Consultation) -> None:
        """One person at the kiosk through an interpreter, and the notes of a group."""
        by = self.begun.facilitator
        first, _hard, easier = own.questions[:3]
        alone = Told(words="", speaks="en", reads="ti", channel=Channel.HELPER, spoken_consent=True)
        group = Told(
            words="",
            speaks="en",
            reads="en",
            channel=Channel.GROUP,
            heads=9,
            use=Use.QUOTE,
            spoken_consent=True,
        )
        through = Entered(by=by, interpreter=Interpreter.TELEPHONE, languages=["ti"])
        notes = Entered(
            by=by,
            wrote=Wrote.ONE_OF_THEM,
            interpreter=Interpreter.BESIDE,
            languages=["ti", "ar"],
            dissent="Two people like to wait outside.",
        )
        said = ("A paper with the times.", "A room with more seats.")
        for told, entered, words_ in ((alone, through, said[0]), (group, notes, said[1])):
            given = {
                first.id: Given((str(first.options[0].id),)),
                easier.id: Given(words=words_),
            }
            answering.accept(
                self.session,
                own,
                Sent(Answers(given), told, entered=entered),
                board=self.begun.board,
                token=new_form_token(),
            )

    def _vote(self, own: Consultation, votes: Sequence[Vote], language: str) -> None:
        *others, question = own.questions
        assert question.poll is not None  # noqa: S101 - the last question has sentences
        pairs = zip(question.poll.statements, votes, strict=True)
        given = {question.id: Given(tuple(f"{one.id}/{vote}" for one, vote in pairs))}
        told = Told(words="", speaks=language, reads=language, wants_code=False)
        sent = Sent(Answers(given, frozenset(one.id for one in others)), told)
        token = new_form_token()
        answering.accept(self.session, own, sent, board=self.begun.board, token=token)

    def _heard(self, own: Consultation) -> None:
        session, by = self.session, self.begun.facilitator
        stepping.write_heard(session, own, body=BUS_HEARD["en"], by=by)
        assert own.heard is not None  # noqa: S101 - written above
        self._translate(own.heard, BUS_HEARD)
        stepping.take_step(session, own, to=Stage.MAKING_SENSE, by=by)
        stepping.publish_heard(session, own, by=by)
