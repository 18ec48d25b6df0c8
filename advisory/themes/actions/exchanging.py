from collections.abc import Sequence

from sqlalchemy.orm import Session

from advisory.foundation.access import Hat
from advisory.themes.actions.labels import Wording, add_label
from advisory.themes.ports.exchange import SharedLabel, all_of

LONGEST_NAME, LONGEST_DEFINITION = 100, 2000


def add_shared_labels(session: Session, labels: Sequence[SharedLabel], *, by: Hat) -> None:
    """Labels of another program, as candidates. A name that is in use, and a heading, stay away."""
    for label in all_of(labels):
        if label.is_used:
            said = Wording(
                name=label.name[:LONGEST_NAME], definition=label.description[:LONGEST_DEFINITION]
            )
            add_label(session, said, by=by)
