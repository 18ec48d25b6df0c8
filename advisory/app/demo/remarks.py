"""What people say on the demo board, how far it got, and what everybody may read."""

from datetime import timedelta

from advisory.answers import queries as asked
from advisory.answers.models import Outcome
from advisory.answers.rules import Written
from advisory.app.demo.beginning import CODE, Beginning
from advisory.app.demo.notices import NOTICES, Words
from advisory.contributions import actions as contributions
from advisory.contributions import rules as codes
from advisory.contributions.actions import Told
from advisory.contributions.models import Channel, Use
from advisory.custodian import actions as custodian
from advisory.feedback.actions import accepting, answering, reading
from advisory.feedback.actions.accepting import About
from advisory.feedback.models import Face, Feedback, Kind, Understood
from advisory.feedback.rules import Pictures
from advisory.handovers import actions as handovers
from advisory.handovers.actions import Receiver
from advisory.languages.catalogues import speaking
from advisory.noticeboard import actions as noticeboard
from advisory.noticeboard.actions import Proposed
from advisory.outreach import actions as outreach
from advisory.routing import queries as routing
from advisory.themes import actions as themes
from advisory.words import actions as words
from advisory.words.models import Method, Status, Text


class Remarks:
    """Our own short remarks, each at another step of the loop."""

    def __init__(self, begun: Beginning) -> None:
        self.begun = begun
        self.session = begun.session

    def build(self) -> None:
        self._remarks()
        self._notices()

    def _remarks(self) -> None:
        self._say("እቲ ናይ ክሊኒክ ደብዳበ ብእንግሊዝኛ ጥራይ እዩ መጺኡ።", "ti", "Letters and language")
        self._say(
            "The map on the appointment text is clear. It helps.", "en", "Letters and language"
        )
        self._say(
            "نامه کلینیک فقط به انگلیسی بود.",
            "fa-AF",
            "Letters and language",
            channel=Channel.PAPER,
        )
        waiting = self._say("رقم الهاتف في الملصق لا يجيب بعد الظهر.", "ar", "Doctor or nurse")
        self._understood(waiting, "Nobody answers the number on the poster in the afternoon.")
        self._pictures()
        self._with_team()
        self._answered()
        self._ready_to_send()
        self._held()
        self._address_asked_for()

    def _say(
        self,
        said: str,
        language: str,
        topic: str,
        *,
        channel: Channel = Channel.WEB,
        known_code: bool = False,
        hurt_soon: bool = False,
    ) -> Feedback:
        accepted = accepting.accept(
            self.session,
            Told(
                words=said,
                speaks=language,
                reads=language,
                channel=channel,
                use=Use.QUOTE,
                wants_code=not known_code,
            ),
            About(topic_id=self.begun.topics[topic]),
            board=self.begun.board,
            token=codes.new_form_token(),
            hurt_soon=hurt_soon,
        )
        if known_code:
            contributions.give_known_code(self.session, accepted.feedback.contribution, CODE)
        return accepted.feedback

    def _pictures(self) -> None:
        """An answer with pictures, and the poster that led to it."""
        board = self.begun.board
        outreach.make_poster(
            self.session,
            languages=["en", "ar", "fa-AF", "ti"],
            place="Library, beside the entrance",
            phone="",
            by=self.begun.facilitator,
        )
        topics = routing.pictured_topics(self.session, board.id, "ti")
        topic = next(one for one in topics if one.english == "Teeth and eyes")
        with speaking("ti"):
            chosen = Pictures(topic=topic, face=Face.BAD)
            told = Told(
                words=chosen.in_words(), english=chosen.in_english(), speaks="ti", reads="ti"
            )
        about = About(topic_id=topic.topic_id, face=Face.BAD)
        accepting.accept(self.session, told, about, board=board, token=codes.new_form_token())

    def _understood(self, feedback: Feedback, english: str) -> None:
        reading.take(self.session, feedback, by=self.begun.facilitator)
        text = feedback.contribution.messages[0].text
        if text.language == "en":
            reading.understand(
                self.session, feedback, how=Understood.OWN_READING, by=self.begun.facilitator
            )
            return
        reading.ask_translator(
            self.session, feedback, board=self.begun.board, by=self.begun.facilitator
        )
        self._translate(text, "en", english)
        reading.translated(self.session, feedback, by=self.begun.translator)

    def _translate(self, text: Text, language: str, body: str, *, checked: bool = False) -> None:
        version = next(
            v for v in text.versions if v.language == language and v.method is Method.HUMAN
        )
        words.write_translation(
            self.session, version, body=body, ready=True, by=self.begun.translator
        )
        if checked:
            version.checker_id, version.status = self.begun.second.person_id, Status.CHECKED

    def _route(self, feedback: Feedback, passage: str, team: str) -> None:
        themes.release_passage(
            self.session, feedback.contribution, body=passage, by=self.begun.facilitator
        )
        answering.route(
            self.session,
            feedback,
            self.begun.teams[team],
            board=self.begun.board,
            by=self.begun.facilitator,
        )

    def _with_team(self) -> None:
        feedback = self._say(
            "The interpreter on the phone was very good.", "en", "Letters and language"
        )
        self._understood(feedback, "")
        feedback.kind = Kind.THANKS
        self._route(feedback, "The interpreter on the phone was very good.", "Access team")

    def _answered(self) -> None:
        feedback = self._say(
            "رسالة العيادة جاءت بالإنجليزية فقط.", "ar", "Letters and language", known_code=True
        )
        self._understood(feedback, "The clinic letter came only in English.")
        self._route(feedback, "The clinic letter came only in English.", "Access team")
        self._hand_in(
            feedback,
            Written(
                heard="Letters come only in English.",
                will="We will put one line at the top of each letter. It says, in 6 languages, "
                "where to ask for an interpreter.",
                outcome=Outcome.CHANGE_PLANNED,
                by_on=self.begun.today + timedelta(days=67),
            ),
            heard="الرسائل تأتي بالإنجليزية فقط.",
            will="سنضع سطرًا في أعلى كل رسالة. يقول بست لغات أين تطلبون مترجمًا.",
            send=True,
        )

    def _ready_to_send(self) -> None:
        feedback = self._say("ኣስተርጓሚ ብተሌፎን ይሕግዝ እዩ።", "ti", "Letters and language")
        self._understood(feedback, "An interpreter by telephone helps.")
        self._route(feedback, "An interpreter by telephone helps.", "Access team")
        self._hand_in(
            feedback,
            Written(
                heard="The telephone interpreter helps.",
                will="Thank you. The interpreter stays. You can ask at every visit.",
                outcome=Outcome.ALREADY_IN_PLACE,
            ),
            heard="ተርጓሚ ብተሌፎን ይሕግዝ።",
            will="የቐንየልና። እቲ ተርጓሚ ክቕጽል እዩ። ኣብ ነፍሲ ወከፍ ምብጻሕ ክትሓቱ ትኽእሉ ኢኹም።",
            send=False,
        )

    def _held(self) -> None:
        self._say(
            "It smells of gas in the shared kitchen.", "en", "Food, home and money", hurt_soon=True
        )

    def _address_asked_for(self) -> None:
        """A colleague waits for a second person's yes; the person was asked for theirs."""
        feedback = self._say("The eye clinic is hard to find.", "en", "Teeth and eyes")
        self._understood(feedback, "")
        contribution = feedback.contribution
        contributions.keep_contact(
            self.session, contribution, "somebody@demo.example", language="en"
        )
        custodian.ask(
            self.session,
            contribution,
            reason="The clinic moved today, and the person may be on the way.",
            board=self.begun.board,
            by=self.begun.facilitator,
        )
        handovers.ask_for_yes(
            self.session,
            contribution,
            to=Receiver(name="The eye clinic"),
            what="Ask for a letter with a map.",
            by=self.begun.facilitator,
        )

    def _hand_in(
        self, feedback: Feedback, written: Written, *, heard: str, will: str, send: bool
    ) -> None:
        ask = asked.open_ask(self.session, feedback.contribution_id)
        lead = self.begun.hats["lead@demo.example"]
        answer = answering.hand_in(
            self.session, feedback, written, ask=ask, board=self.begun.board, by=lead
        )
        language = feedback.contribution.reads
        assert answer.heard is not None  # noqa: S101 - every demo answer says what was heard
        self._translate(answer.heard, language, heard, checked=True)
        self._translate(answer.will, language, will, checked=True)
        answering.answer_translated(self.session, feedback, answer)
        if send:
            answering.send(self.session, feedback, answer, by=self.begun.facilitator)

    def _notices(self) -> None:
        for ready in NOTICES:
            day = self.begun.today + timedelta(days=ready.in_days)
            proposed = Proposed(
                title=ready.title["en"],
                said=ready.said["en"],
                did=ready.did["en"],
                outcome=ready.outcome,
                promised_for=day if ready.in_days > 0 else None,
                happened_on=day if ready.in_days < 0 else None,
            )
            notice = noticeboard.propose(
                self.session, proposed, board=self.begun.board, by=self.begun.facilitator
            )
            for text, said in (
                (notice.title, ready.title),
                (notice.said, ready.said),
                (notice.did, ready.did),
            ):
                self._translate_all(text, said)
            noticeboard.approve(self.session, notice, board=self.begun.board, by=self.begun.second)

    def _translate_all(self, text: Text | None, said: Words) -> None:
        for language, body in said.items():
            if text is not None and language != "en":
                self._translate(text, language, body, checked=True)
