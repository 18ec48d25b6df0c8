"""What happens around the people whom a facilitator goes to."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from sqlalchemy.orm import Session

from advisory.consultations.actions import answering as responding
from advisory.consultations.actions.answering import Entered, Sent
from advisory.consultations.models import Consultation, Response, Wrote
from advisory.consultations.queries.responses import Answers
from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.actions import Told
from advisory.contributions.models import Channel, Use
from advisory.feedback.actions import accepting, moving
from advisory.feedback.actions.accepting import About, Accepted
from advisory.feedback.models import Face
from advisory.feedback.rules import LONGEST_WORDS, Pictures
from advisory.foundation import audit
from advisory.foundation.access import Hat
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import speaking
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.outreach import queries, rules
from advisory.outreach.models import Poster, PosterCount
from advisory.paper import actions as paper
from advisory.paper.models import PaperBatch
from advisory.paper.rules import Keyed


def keep_typed(
    session: Session, typed: Mapping[str, str], parts: Mapping[str, Sequence[str]]
) -> str:
    """Words that arrive after the kiosk's session ended wait sealed under the token of their form.

    `parts` are the fields of a question. Returns the token that brings them back; "" when it
    belongs to no draft of a kiosk.
    """
    token = typed.get("token", "")
    draft = kept.draft_of_form(session, token)
    if not draft or "agreed" not in draft:
        return ""
    said, face = clean(typed.get("said", "")), typed.get("face")
    asked = typed.get("asked", "")
    if draft["agreed"] and draft.get("asks") and asked:
        answers = {**draft.get("typed", {}), asked: dict(parts)}
        contributions.save_draft(session, draft | {"typed": answers}, token=token)
    elif draft["agreed"] and "said" in typed and len(said) <= LONGEST_WORDS:
        chosen = {"topic": typed.get("topic", ""), "face": face if face in set(Face) else ""}
        contributions.save_draft(session, draft | chosen | {"said": said}, token=token)
    return token


def make_poster(
    session: Session, *, languages: Sequence[str], place: str, phone: str, by: Hat
) -> Poster:
    take_turns(session, "posters")
    mark = rules.new_mark()
    while queries.poster_marked(session, mark) is not None:
        mark = rules.new_mark()
    poster = Poster(
        id=uuid4(),
        board_id=by.board_id,
        mark=mark,
        languages=list(languages)[: rules.MOST_LANGUAGES],
        place=clean(place),
        phone=clean(phone),
        made_by_id=by.person_id,
        made_on=london(now()).date(),
    )
    session.add(poster)
    session.flush()
    audit.record(session, "poster made", "poster", poster.id, by=by, board_id=by.board_id)
    return poster


def count_visit(session: Session, poster: Poster) -> None:
    """One more on this day; nothing about who came, from where or when."""
    take_turns(session, f"poster {poster.id}")
    today = london(now()).date()
    counted = session.get(PosterCount, (poster.id, today))
    if counted is None:
        session.add(PosterCount(poster_id=poster.id, came_on=today, count=1))
    else:
        counted.count += 1


def key_form(
    session: Session,
    batch: PaperBatch,
    keyed: Keyed,
    *,
    chosen: Pictures,
    locator: str,
    token: str,
    hurt_soon: bool,
    by: Hat,
) -> Accepted:
    """A form on paper becomes a contribution like any other, tied to the code on its slip.

    Raises Impossible when the slip is used, or the batch is finished.
    """
    # In the language of the paper, also the sentence that the person agreed to.
    with speaking(batch.language):
        accepted = accepting.accept(
            session,
            _told_on_paper(chosen, keyed, language=batch.language, locator=locator),
            About(
                topic_id=chosen.topic.topic_id if chosen.topic else None,
                face=chosen.face,
                place=chosen.place,
            ),
            board=moving.board_of(session, batch.board_id),
            token=token,
            hurt_soon=hurt_soon,
            by=by,
        )
    if not accepted.repeated:
        paper.keep_form(session, batch, accepted.feedback.contribution, keyed=keyed)
        note = "written down by: themselves"
        moving.note(session, accepted.feedback, note, by=by, coarse=True)
    return accepted


def key_answers(
    session: Session,
    batch: PaperBatch,
    consultation: Consultation,
    answers: Answers,
    *,
    keyed: Keyed,
    locator: str,
    token: str,
    by: Hat,
) -> Response:
    """A form of a consultation becomes a response like any other, tied to the code on its slip.

    Raises Impossible when the slip is used, or the batch is finished.
    """
    told = Told(
        words="",
        speaks=batch.language,
        reads=batch.language,
        channel=Channel.PAPER,
        use=Use.QUOTE if keyed.use == 1 else Use.COUNT,
        counted=keyed.use in {1, 2},
        wants_code=False,
        paper_locator=locator,
    )
    entered = Entered(by=by, wrote=Wrote.THEMSELVES, languages=[batch.language])
    with speaking(batch.language):
        accepted = responding.accept(
            session,
            consultation,
            Sent(answers, told, entered=entered),
            board=moving.board_of(session, batch.board_id),
            token=token,
        )
    if not accepted.repeated:
        paper.keep_form(session, batch, accepted.response.contribution, keyed=keyed)
    return accepted.response


def _told_on_paper(chosen: Pictures, keyed: Keyed, *, language: str, locator: str) -> Told:
    return Told(
        words=chosen.in_words(),
        english=chosen.in_english(),
        speaks=language,
        reads=language,
        channel=Channel.PAPER,
        use=Use.QUOTE if keyed.use == 1 else Use.COUNT,
        counted=keyed.use in {1, 2},
        wants_code=False,
        paper_locator=locator,
    )
