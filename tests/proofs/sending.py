"""A worker to be killed: it sends letters as `advisory worker` does, in time that runs faster.

    python -m tests.proofs.sending DATABASE_URL MAIL_URL

The parent imports everything once and says the number of each child it makes; whoever reads that
kills the child, and the parent makes the next. Minutes are tenths of a second here: a lease, a
rest, the wait for a mail server. The code that sends is the product's own.
"""

import os
import sys
from datetime import timedelta

from sqlalchemy.orm import Session

from advisory.app import supervision
from advisory.app.schema import whole_schema
from advisory.foundation import jobs as running
from advisory.foundation.database import Database
from advisory.letters import jobs, rules
from advisory.letters.models import Letter
from advisory.letters.ports import SmtpPost

SENDER = "news@board.example"
WAIT = 1.0
"""Seconds that a mail server has to answer; a slow machine must not look like a broken one."""
TENTH = timedelta(seconds=0.1)


def hers(_session: Session, letter: Letter) -> rules.Written | None:
    """The plainest writer: to the address that the letter names itself."""
    return rules.write("news", to=letter.about["to"], language="en")


def hurry() -> None:
    """The same rules, sooner. A lease still outlasts the longest wait for a server."""
    rules.LEASE = 30 * TENTH
    rules.RESTS = (TENTH, TENTH, TENTH, TENTH, TENTH, TENTH)
    running.LEASE = 2 * TENTH
    supervision.PAUSE = 0.05


def work(database_url: str, mail_url: str) -> None:
    hurry()
    jobs.register("news", hers)
    database = Database(database_url, post=SmtpPost(mail_url, SENDER, wait=WAIT))
    supervision.work(database, (running.Job("send letters", TENTH / 2, jobs.send_due),))


def main(database_url: str, mail_url: str) -> None:
    whole_schema()
    while True:
        child = os.fork()
        if child == 0:
            work(database_url, mail_url)
            return
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
