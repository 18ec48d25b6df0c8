"""What the demo board asks its teams for: one answered and public, one that a team has now."""

from datetime import timedelta

from sqlalchemy import select

from advisory.answers.models import Source, Stance
from advisory.answers.rules import Written
from advisory.app.demo.beginning import Beginning
from advisory.contributions.rules import new_form_token
from advisory.noticeboard import actions as noticeboard
from advisory.recommendations.actions import asking, telling
from advisory.recommendations.actions.writing import Content, Sources, write_recommendation
from advisory.recommendations.models import Recommendation
from advisory.recommendations.rules import OUTCOMES, texts_of
from advisory.themes.models import Theme
from advisory.words import actions as words
from advisory.words.models import Status, Text

LETTERS = Content(
    ask="Each clinic letter begins with one line in the language that the person reads.",
    change="People see at once what the letter is about, and where to ask for an interpreter.",
    why="Letters come only in English. People put them aside, and miss the appointment.",
    minority="Some of us would begin with a voice message: not everybody reads.",
)
BUSES = Content(
    ask="Appointments far away begin after ten, when the cheap bus ticket is valid.",
    change="Nobody pays the dear ticket only to be there in time.",
    why="People say that the bus costs more before ten.",
)
ANSWER = "We begin with six languages in June. Other languages follow when the template is new."
IN_ARABIC = {
    LETTERS.ask: "كل رسالة من العيادة تبدأ بسطر بلغة من يقرؤها.",
    LETTERS.change: "يعرف الناس فورًا عمّ تتحدث الرسالة، وأين يطلبون مترجمًا.",
    LETTERS.minority: "بعضنا يبدأ برسالة صوتية: ليس كل الناس يقرؤون.",
    LETTERS.why: "الرسائل تأتي بالإنجليزية فقط. الناس يضعونها جانبًا ويفوتهم الموعد.",
    ANSWER: "نبدأ بست لغات في يونيو. وتأتي لغات أخرى مع النموذج الجديد.",
}


def add_recommendations(begun: Beginning) -> None:
    session, by = begun.session, begun.facilitator
    themes = session.scalars(select(Theme).where(Theme.board_id == begun.board.id)).all()
    answered = _written(begun, LETTERS, tuple(themes))
    lead = begun.hats["lead@demo.example"]
    ask = asking.put(session, answered, begun.teams["Access team"], board=begun.board, by=by)
    said = Written(
        heard="",
        will=ANSWER,
        outcome=OUTCOMES[Stance.PARTLY],
        by_on=begun.today + timedelta(days=67),
        source=Source.DESK,
        stance=Stance.PARTLY,
    )
    answer = asking.hand_in(session, answered, ask, said, by=lead)
    asking.send(session, answered, answer, by=by)
    for text in (*texts_of(answered), answer.will):
        _translate(begun, text)
    notice = telling.propose_notice(session, answered, board=begun.board, by=by)
    noticeboard.approve(session, notice, board=begun.board, by=begun.second)
    waiting = _written(begun, BUSES, ())
    asking.put(session, waiting, begun.teams["Access team"], board=begun.board, by=by)


def _written(begun: Beginning, content: Content, themes: tuple[Theme, ...]) -> Recommendation:
    return write_recommendation(
        begun.session,
        content,
        Sources(themes=themes),
        token=new_form_token(),
        by=begun.facilitator,
    )


def _translate(begun: Beginning, text: Text) -> None:
    """Into Arabic, by one person, checked by another."""
    source = next(version.body for version in text.versions if version.language == "en")
    version = next((one for one in text.versions if one.language == "ar"), None)
    if version is None or source is None:
        return
    words.write_translation(
        begun.session, version, body=IN_ARABIC[source], ready=True, by=begun.translator
    )
    version.checker_id, version.status = begun.second.person_id, Status.CHECKED
