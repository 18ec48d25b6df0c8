"""The codebook: labels are added, worded, agreed and merged. Nothing is ever taken out of it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now, take_turns
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.languages.text import clean
from advisory.themes.models import Codebook, Label, LabelState, LabelVersion
from advisory.themes.rules.labelling import in_use
from advisory.themes.rules.starter import STARTER


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a label says."""

    name: str
    definition: str = ""
    use_when: str = ""
    not_when: str = ""


class Overtaken(Exception):
    """Somebody changed the label while this person wrote."""


def own_codebook(session: Session, board_id: UUID) -> Codebook:
    """The board's, made when it is first needed. Two who change it wait for each other."""
    take_turns(session, f"codebooks/{board_id}")
    book = session.get(Codebook, board_id, populate_existing=True)
    if book is None:
        book = Codebook(board_id=board_id, version=0, is_double=False, labels=[])
        session.add(book)
        session.flush()
    session.refresh(book, ["labels"])
    return book


def add_label(session: Session, wording: Wording, *, by: Hat) -> Label:
    """A name that is in use is not added again: a double tap."""
    book = own_codebook(session, by.board_id)
    if (known := _named(book, wording.name)) is not None:
        return known
    label = Label(id=uuid4(), board_id=book.board_id, position=len(book.labels) + 1, history=[])
    label.state = LabelState.CANDIDATE
    book.labels.append(label)
    _put(session, book, label, wording, by)
    _note(session, "label added", label, by)
    return label


def add_starter(session: Session, *, by: Hat) -> None:
    """The ready labels that the board does not have yet."""
    for name, definition in STARTER:
        add_label(session, Wording(name=name, definition=definition), by=by)


def change_label(session: Session, label: Label, wording: Wording, *, seen: int, by: Hat) -> None:
    """`seen` is the version that the person had before them. Raises Overtaken."""
    book = own_codebook(session, by.board_id)
    session.refresh(label)
    if _said(label) == _cleaned(wording):
        return
    if label.version != seen:
        raise Overtaken
    known = _named(book, wording.name)
    if known is not None and known is not label:
        raise Impossible(for_staff("Another label has this name. Merge them instead."))
    _put(session, book, label, wording, by)
    _note(session, "label changed", label, by)


def agree_label(session: Session, label: Label, *, by: Hat) -> None:
    """The people who read use it alike from here on."""
    book = own_codebook(session, by.board_id)
    session.refresh(label)
    if label.state is LabelState.CANDIDATE:
        label.state = LabelState.AGREED
        _put(session, book, label, _said(label), by)
        _note(session, "label agreed", label, by)


def merge_label(session: Session, label: Label, *, into: Label, by: Hat) -> None:
    """What carries it counts as the other from now on, and still says what it was given first."""
    book = own_codebook(session, by.board_id)
    session.refresh(label)
    session.refresh(into)
    if label.merged_into_id == into.id:
        return
    living = in_use(book.labels)
    if label is into or label not in living or into not in living:
        raise Impossible(for_staff("One of the two was merged already. Look at the labels again."))
    label.state, label.merged_into_id = LabelState.MERGED, into.id
    _put(session, book, label, _said(label), by)
    _note(session, "label merged", label, by)


def _named(book: Codebook, name: str) -> Label | None:
    wanted = clean(name).casefold()
    return next((one for one in in_use(book.labels) if one.name.casefold() == wanted), None)


def _cleaned(wording: Wording) -> Wording:
    return Wording(
        name=clean(wording.name),
        definition=clean(wording.definition),
        use_when=clean(wording.use_when),
        not_when=clean(wording.not_when),
    )


def _said(label: Label) -> Wording:
    return Wording(
        name=label.name,
        definition=label.definition,
        use_when=label.use_when,
        not_when=label.not_when,
    )


def _put(session: Session, book: Codebook, label: Label, wording: Wording, by: Hat) -> None:
    """The words, and a line of the history: each change makes a new version of the codebook."""
    said = _cleaned(wording)
    book.version += 1
    label.name, label.definition = said.name, said.definition
    label.use_when, label.not_when = said.use_when, said.not_when
    label.version = book.version
    session.flush()
    kept = LabelVersion(
        label_id=label.id,
        version=book.version,
        name=said.name,
        definition=said.definition,
        use_when=said.use_when,
        not_when=said.not_when,
        state=label.state,
        merged_into_id=label.merged_into_id,
        written_by_id=by.person_id,
        written_on=london(now()).date(),
    )
    session.add(kept)
    session.flush()


def _note(session: Session, what: str, label: Label, by: Hat) -> None:
    audit.record(session, what, "label", label.id, by=by, board_id=by.board_id)
