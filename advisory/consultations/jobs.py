from datetime import timedelta

from advisory.consultations.actions import stepping
from advisory.consultations.queries.areas import areas
from advisory.foundation.database import Database
from advisory.foundation.jobs import Job
from advisory.themes.actions.counting import counted, keep_count
from advisory.themes.queries import counting


def close_ended(database: Database) -> None:
    with database.transaction() as session:
        stepping.close_ended(session)


def count_themes(database: Database) -> None:
    """Here and not in the room of themes: what part of London people named stands in responses."""
    with database.reading() as session:
        waiting = [
            counted(session, board_id, areas=areas(session, board_id))
            for board_id in counting.boards_with_themes(session)
            if counting.is_to_count(session, board_id)
        ]
    for rows in waiting:
        with database.transaction() as session:
            keep_count(session, rows)


JOBS = (
    Job("close consultations", timedelta(minutes=30), close_ended),
    Job("count themes", timedelta(hours=1), count_themes),
)
