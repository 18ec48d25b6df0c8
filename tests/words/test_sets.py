"""The consent texts change one by one and are published together, by another person."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisory.foundation.access import Hat, Impossible, Role
from advisory.foundation.audit import AuditEntry
from advisory.foundation.database import commit
from advisory.languages.catalogues import reading_from, shelf
from advisory.languages.commands import compile_catalogue
from advisory.languages.registry import LANGUAGES
from advisory.people.models import Board
from advisory.words import actions, queries, rules
from advisory.words.models import Edition, Method, Status, Text, Version, Wording
from tests.building import a_board, a_person, hat_of

NAME = "STOP_ANY_TIME"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
OLD = "You can stop at any time."
NEW = "You can stop at any time, and nobody asks why."
ARABIC = "يمكنك أن تتوقف في أي وقت، ولا أحد يسأل لماذا."
OPENED = ("en", "ar")


class Set:
    """A board that opened English and Arabic; two who write English, two who know Arabic."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.board: Board = a_board(session, languages=OPENED)
        self.writer = self._hat(Role.FACILITATOR)
        self.other = self._hat(Role.FACILITATOR)
        self.translator = self._hat(Role.TRANSLATOR)
        self.checker = self._hat(Role.TRANSLATOR)

    def _hat(self, role: Role) -> Hat:
        return hat_of(a_person(self.session, self.board, role, speaks=["ar"]), self.board, role)

    def change(self, body: str = NEW, *, meaning: bool = True, seen: int = 1) -> Text:
        actions.change_set_text(
            self.session, NAME, body=body, meaning_changed=meaning, seen=seen, by=self.writer
        )
        return queries.set_texts(self.session, self.board.id)[NAME]

    def version(self, tag: str = "ar") -> Version:
        text = queries.set_texts(self.session, self.board.id)[NAME]
        return next(v for v in text.versions if v.language == tag)

    def translate(self, *, check: bool = True) -> None:
        actions.write_translation(
            self.session, self.version(), body=ARABIC, ready=True, by=self.translator
        )
        if check:
            actions.check_translation(self.session, self.version(), by=self.checker)
        self.session.flush()

    def publish(self, by: Hat | None = None, seen: str = "") -> Edition:
        standing = queries.standing(self.session, self.board.id)
        return actions.publish_set(self.session, seen=seen or standing.seen, by=by or self.other)

    def read(self, tag: str) -> str | None:
        return queries.published(
            self.session, self.board.id, tag, queries.newest_number(self.session, self.board.id)
        ).get(NAME)

    def lacks(self) -> set[str]:
        standing = queries.standing(self.session, self.board.id)
        return {lack.language.tag for lack in standing.missing}


@pytest.fixture
def some_set(session: Session, tmp_path: Path) -> Iterator[Set]:
    """The product says the old words in every language, each in its own."""
    with reading_from(tmp_path):
        for tag in set(LANGUAGES) - {"en"}:
            path = shelf().path(tag, "safety")
            path.parent.mkdir(parents=True)
            path.write_text(f'{HEADER}\nmsgid "{OLD}"\nmsgstr "{OLD} ({tag})"\n', "utf-8")
            compile_catalogue(path)
        yield Set(session)


def test_a_new_meaning_takes_every_other_language_out_of_date(some_set: Set) -> None:
    text = some_set.change()
    others = {v.language: v.status for v in text.versions if v.method is not Method.ORIGINAL}
    assert set(others) == set(LANGUAGES) - {"en"}
    assert set(others.values()) == {Status.OUT_OF_DATE}
    assert some_set.lacks() == {"ar"}


def test_it_is_not_published_before_a_second_person_has_checked_every_opened_language(
    some_set: Set,
) -> None:
    some_set.change()
    for _step in ("untouched", "translated, not checked"):
        with pytest.raises(Impossible, match="not ready"):
            some_set.publish()
        assert some_set.read("en") is None
        some_set.translate(check=False)
    actions.check_translation(some_set.session, some_set.version(), by=some_set.checker)
    some_set.publish()
    assert (some_set.read("en"), some_set.read("ar")) == (NEW, ARABIC)


def test_who_wrote_the_english_does_not_publish_it(some_set: Set) -> None:
    some_set.change()
    some_set.translate()
    with pytest.raises(Impossible, match="Another person"):
        some_set.publish(some_set.writer)
    # Nor when somebody else put a comma after it.
    actions.change_set_text(
        some_set.session,
        NAME,
        body=f"{NEW}.",
        meaning_changed=False,
        seen=2,
        by=some_set.other,
    )
    with pytest.raises(Impossible, match="Another person"):
        some_set.publish(some_set.writer)
    some_set.publish(some_set.checker)


def test_a_kept_meaning_keeps_the_translations_and_still_needs_another_person(
    some_set: Set,
) -> None:
    text = some_set.change("You may stop at any time.", meaning=False)
    assert Status.OUT_OF_DATE not in {version.status for version in text.versions}
    with pytest.raises(Impossible, match="Another person"):
        some_set.publish(some_set.writer)
    some_set.publish()
    assert some_set.read("en") == "You may stop at any time."
    assert some_set.read("ar") == f"{OLD} (ar)"


def test_readers_keep_the_last_edition_in_every_language_until_the_next_one(
    some_set: Set,
) -> None:
    some_set.change()
    some_set.translate()
    some_set.publish()
    some_set.change("You can stop now.", seen=2)
    assert (some_set.read("en"), some_set.read("ar")) == (NEW, ARABIC)
    with pytest.raises(Impossible):
        some_set.publish()
    some_set.translate()
    assert some_set.publish().number == 2
    assert some_set.read("en") == "You can stop now."


def test_an_older_edition_does_not_speak_where_the_newest_has_no_words(some_set: Set) -> None:
    some_set.change("You may stop at any time.", meaning=False)
    some_set.publish()
    assert some_set.read("ti") == f"{OLD} (ti)"
    some_set.change(seen=2)
    some_set.translate()
    some_set.publish()
    assert some_set.read("ti") == NEW


def test_what_moved_while_somebody_looked_is_not_published(some_set: Set) -> None:
    some_set.change("You may stop at any time.", meaning=False)
    seen = queries.standing(some_set.session, some_set.board.id).seen
    some_set.change("You may stop.", meaning=False, seen=2)
    with pytest.raises(Impossible, match="changed while you looked"):
        some_set.publish(seen=seen)


def test_publishing_twice_makes_one_edition(some_set: Set) -> None:
    some_set.change("You may stop at any time.", meaning=False)
    some_set.publish()
    with pytest.raises(Impossible, match="published already"):
        some_set.publish()
    assert some_set.session.scalar(select(func.count()).select_from(Edition)) == 1


def test_who_began_from_an_older_wording_is_told(some_set: Set) -> None:
    some_set.change()
    with pytest.raises(actions.Overtaken):
        some_set.change("Something else.", seen=1)
    assert rules.original(some_set.change("Now it is.", seen=2)).body == "Now it is."


def test_a_language_opens_only_with_the_published_texts_in_it(some_set: Set) -> None:
    some_set.change()
    some_set.translate()
    some_set.publish()
    assert some_set.read("ti") == NEW, "better true in English than untrue in Tigrinya"

    def open_tigrinya() -> None:
        actions.open_language(
            some_set.session,
            board_id=some_set.board.id,
            language="ti",
            as_draft=True,
            position=3,
            by=some_set.writer,
        )

    with pytest.raises(Impossible, match="not published in this language"):
        open_tigrinya()
    fits = some_set.version("ti")
    known = [
        hat_of(
            a_person(some_set.session, some_set.board, Role.TRANSLATOR, speaks=["ti"]),
            some_set.board,
            Role.TRANSLATOR,
        )
        for _ in range(2)
    ]
    actions.write_translation(some_set.session, fits, body="ትግርኛ።", ready=True, by=known[0])
    actions.check_translation(some_set.session, fits, by=known[1])
    some_set.session.flush()
    some_set.publish(some_set.writer)
    open_tigrinya()
    assert some_set.read("ti") == "ትግርኛ።"


def test_every_wording_is_kept_with_who_made_it(some_set: Set) -> None:
    some_set.change()
    some_set.translate()
    some_set.publish()
    some_set.change("You can stop now.", seen=2)
    kept = some_set.session.scalars(select(Wording).order_by(Wording.revision)).all()
    english = [(row.body, row.translator_id) for row in kept if row.language == "en"]
    assert english == [
        (OLD, None),
        (NEW, some_set.writer.person_id),
        ("You can stop now.", some_set.writer.person_id),
    ]
    arabic = [row for row in kept if row.language == "ar" and row.revision == 2]
    assert [(row.body, row.translator_id, row.checker_id) for row in arabic] == [
        (ARABIC, some_set.translator.person_id, some_set.checker.person_id)
    ]


def test_the_log_tells_the_change_the_check_and_the_publication(some_set: Set) -> None:
    some_set.change()
    some_set.translate()
    some_set.publish()
    commit(some_set.session)
    told = some_set.session.scalars(select(AuditEntry.what).order_by(AuditEntry.number)).all()
    assert [what for what in told if "opened" not in what] == [
        "revised, new meaning: en",
        "translated: ar",
        "checked: ar",
        "set published: edition 1",
    ]
