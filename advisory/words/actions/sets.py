"""The consent, privacy and safety texts: changed one by one, published at one moment."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from advisory.foundation import audit
from advisory.foundation.access import Hat, Impossible
from advisory.foundation.database import now, take_turns
from advisory.languages import safety
from advisory.languages.catalogues import for_staff, gettext, speaking
from advisory.languages.registry import LANGUAGES
from advisory.words import queries, rules
from advisory.words.actions.revising import revise_text
from advisory.words.actions.translating import add_starter, ask_translation, write_text
from advisory.words.models import Edition, EditionWording, SetText, Text, Wording

TRANSLATED_WITHIN = timedelta(days=7)
MOVED = for_staff("The texts changed while you looked. Look at them again before you publish.")
NOTHING_NEW = for_staff("Everything is published already.")
MISSING = for_staff("Some languages are not ready. Nothing was published.")
NEEDS_ANOTHER = for_staff("You changed the English. Another person reads it and publishes.")


class Overtaken(Exception):
    """Somebody else changed the text while this person wrote."""


def wait_for_set(session: Session, board_id: UUID) -> None:
    """Changing, publishing and opening a language run one after the other."""
    take_turns(session, f"the set of {board_id}")


def change_set_text(
    session: Session, name: str, *, body: str, meaning_changed: bool, seen: int, by: Hat
) -> bool:
    """`seen` is the revision that the writer began from. Raises Overtaken when it is old.

    Everybody goes on reading the published wording until the set is published.
    """
    wait_for_set(session, by.board_id)
    text = queries.set_texts(session, by.board_id).get(name)
    if (text.revision if text else 1) != seen:
        raise Overtaken
    if text is None:
        text = _begin(session, name, by)
    due_at = now() + TRANSLATED_WITHIN
    return revise_text(
        session, text, body=body, by=by, meaning_changed=meaning_changed, due_at=due_at
    )


def _begin(session: Session, name: str, by: Hat) -> Text:
    """The product's own wording, in every language that has it, as the first revision."""
    message = safety.message_of(name)
    text = write_text(
        session, board_id=by.board_id, kind=rules.SET[name], language="en", body=message
    )
    session.add(SetText(board_id=by.board_id, name=name, text=text))
    starter = _in_every_language(message)
    add_starter(session, text, starter)
    for tag in LANGUAGES:
        if tag != "en" and tag not in starter:
            ask_translation(session, text, language=tag, due_at=None)
    session.flush()
    return text


def _in_every_language(message: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in LANGUAGES:
        with speaking(tag):
            if (said := gettext(message)) != message:
                found[tag] = said
    return found


def publish_set(session: Session, *, seen: str, by: Hat) -> Edition:
    """All texts in all languages at one moment, by another person than whoever wrote the English.

    `seen` is the fingerprint of what the publisher read. Raises Impossible when it moved, when an
    opened language misses a text, when there is nothing new, or when the publisher wrote it.
    """
    wait_for_set(session, by.board_id)
    texts = queries.set_texts(session, by.board_id)
    newest = queries.newest_edition(session, by.board_id)
    before = queries.edition_wordings(session, newest)
    if rules.fingerprint(texts) != seen:
        raise Impossible(MOVED)
    if not rules.is_new(texts, before):
        raise Impossible(NOTHING_NEW)
    opened = [language.tag for language, _ in queries.opened_languages(session, by.board_id)]
    if rules.lacking(texts, opened):
        raise Impossible(MISSING)
    written = queries.authors_since(session, rules.published_revisions(texts, before))
    if by.person_id in {row.translator_id for row in written}:
        raise Impossible(NEEDS_ANOTHER)
    return _edition(session, texts, written, newest.number + 1 if newest else 1, by)


def _edition(
    session: Session, texts: Mapping[str, Text], written: list[Wording], number: int, by: Hat
) -> Edition:
    edition = Edition(
        id=uuid4(),
        board_id=by.board_id,
        number=number,
        written_by_id=written[-1].translator_id if written else None,
        published_by_id=by.person_id,
        published_at=now(),
    )
    session.add(edition)
    session.flush()
    for name, text in texts.items():
        for language, version in rules.ready_versions(text).items():
            session.add(
                EditionWording(
                    edition_id=edition.id,
                    name=name,
                    language=language,
                    revision=version.revision,
                    body=version.body or "",
                    translator_id=version.translator_id,
                    checker_id=version.checker_id,
                )
            )
    what = f"set published: edition {number}"
    audit.record(session, what, "set", edition.id, by=by, board_id=by.board_id)
    session.flush()
    return edition
