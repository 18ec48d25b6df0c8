from datetime import timedelta

from advisory.foundation.database import Database, now
from advisory.foundation.jobs import Job
from advisory.safeguarding import actions, queries, rules


def climb_concerns(database: Database) -> int:
    """A concern that nobody saw or decided in time climbs, once for each level."""
    climbed = 0
    with database.transaction() as session:
        for concern in queries.unseen(session, now()):
            level = rules.level_of(concern, now())
            if level > concern.climbed:
                actions.climb(session, concern, level=level)
                climbed += 1
    return climbed


JOBS = (Job("climb concerns", timedelta(minutes=1), climb_concerns),)
