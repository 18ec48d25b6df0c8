"""Editions, batches, keying and the second keying of a sample."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from advisory.contributions.models import Contribution
from advisory.foundation import audit, keys
from advisory.foundation.access import Hat, Impossible, allow
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.paper import queries, rules
from advisory.paper.models import PaperBatch, PaperEdition, PaperForm
from advisory.paper.rules import Difference, Keyed

NOT_YOU = for_staff("Another person keys the sample: you keyed it first.")
OVER = for_staff("This batch is finished. Look at it again.")


def make_edition(session: Session, board_id: UUID, *, topic_ids: Sequence[UUID]) -> PaperEdition:
    """The edition whose rows are these topics; a new one when the rows have changed."""
    wanted = [str(topic_id) for topic_id in topic_ids][: rules.MOST_ROWS]
    return make_edition_of(session, board_id, rows=wanted, asks_id=None)


def make_edition_of(
    session: Session, board_id: UUID, *, rows: Sequence[str], asks_id: UUID | None
) -> PaperEdition:
    """The same of any form: `asks_id` says what of a room above it asks."""
    take_turns(session, f"paper editions of {board_id}")
    wanted = list(rows)
    newest = queries.newest_edition(session, board_id, asks_id=asks_id)
    if newest is not None and newest.topic_ids == wanted:
        return newest
    edition = PaperEdition(
        id=uuid4(),
        board_id=board_id,
        number=queries.last_number(session, board_id) + 1,
        topic_ids=wanted,
        asks_id=asks_id,
        made_on=london(now()).date(),
    )
    session.add(edition)
    session.flush()
    return edition


def open_batch(session: Session, edition: PaperEdition, *, language: str, by: Hat) -> PaperBatch:
    allow(edition.board_id == by.board_id, exists=False)
    batch = PaperBatch(
        id=uuid4(),
        board_id=edition.board_id,
        edition=edition,
        language=language,
        begun_by_id=by.person_id,
        begun_on=london(now()).date(),
        forms=[],
        form_count=0,
        sample_count=0,
        difference_count=0,
    )
    session.add(batch)
    session.flush()
    _note(session, "paper batch begun", batch, by)
    return batch


def keep_form(
    session: Session, batch: PaperBatch, contribution: Contribution, *, keyed: Keyed
) -> PaperForm:
    """What was keyed stays beside the words, sealed like them, until the batch is checked."""
    if batch.keyed_on is not None:
        raise Impossible(OVER)
    batch.form_count += 1
    form = PaperForm(
        id=uuid4(), contribution=contribution, position=batch.form_count, in_sample=False
    )
    place = queries.place(form)
    form.sealed = keys.seal(session, contribution.data_key, place, keyed.as_text())
    batch.forms.append(form)
    session.flush()
    return form


def finish_keying(session: Session, batch: PaperBatch, *, by: Hat) -> None:
    """Draws the sample for the second person. Nothing keyed: nothing to check."""
    if batch.keyed_on is not None:
        return
    batch.keyed_on = london(now()).date()
    forms = list(batch.forms)
    for at in rules.draw(len(forms)) if forms else ():
        forms[at].in_sample = True
    batch.sample_count = sum(form.in_sample for form in forms)
    _note(session, "paper batch keyed", batch, by)
    _finish(session, batch)


def compare_form(
    session: Session, batch: PaperBatch, form: PaperForm, *, keyed: Keyed, by: Hat
) -> list[Difference]:
    """What the second person keyed otherwise. Raises Impossible for the person who keyed first."""
    if by.person_id == batch.begun_by_id:
        raise Impossible(NOT_YOU)
    allow(form.batch_id == batch.id and form.in_sample, exists=False)
    found = rules.differences(queries.keyed(session, form), keyed)
    batch.difference_count += bool(found)
    form.in_sample = False
    _note(session, f"paper form keyed again: {len(found)} differ", batch, by)
    _finish(session, batch)
    return found


def _finish(session: Session, batch: PaperBatch) -> None:
    """After the sample nothing is left but numbers: no form leads from here to its words."""
    session.flush()
    if batch.keyed_on is not None and not any(form.in_sample for form in batch.forms):
        batch.checked_on = london(now()).date()
        session.execute(delete(PaperForm).where(PaperForm.batch_id == batch.id))
        session.expire(batch, ["forms"])


def forget(session: Session, contribution: Contribution) -> None:
    """A batch of nothing else would tell the language and the day: it goes too."""
    form = queries.form_of(session, contribution.id)
    if form is None:
        return
    batch = form.batch
    session.delete(form)
    session.flush()
    session.expire(batch, ["forms"])
    batch.form_count -= 1
    if batch.forms:
        _finish(session, batch)
    else:
        session.delete(batch)
        session.flush()


def _note(session: Session, what: str, batch: PaperBatch, by: Hat) -> None:
    audit.record(session, what, "paper batch", batch.id, by=by, board_id=batch.board_id)
