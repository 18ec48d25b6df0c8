from uuid import UUID

from advisory.boards import queries
from advisory.boards.views import ADMINISTRATOR, done, here, paper, room
from advisory.foundation import jobs
from advisory.foundation.pages import Page, hat, session
from advisory.letters.actions import retry
from advisory.letters.models import Letter
from advisory.letters.queries import troubled


@room.page("/staff/settings/letters", opens=ADMINISTRATOR)
def letters() -> Page:
    persons = {person.id: person.name for person in queries.persons(session(), hat().board_id)}
    teams = {team.id: team.name for team in queries.teams(session(), hat().board_id)}
    return paper(
        "staff/boards/letters.html",
        letters=[
            (letter, _recipient(letter, persons, teams))
            for letter in troubled(session(), hat().board_id)
        ],
        jobs=jobs.troubled(session()),
    )


@room.page("/staff/settings/letters/<uuid:letter_id>/retry", opens=ADMINISTRATOR, methods=("POST",))
def retry_letter(letter_id: UUID) -> Page:
    retry(session(), here(Letter, letter_id), person_id=hat().person_id)
    return done("boards.letters")


@room.page("/staff/settings/letters/retry", opens=ADMINISTRATOR, methods=("POST",))
def retry_all_letters() -> Page:
    for letter in troubled(session(), hat().board_id):
        retry(session(), letter, person_id=hat().person_id)
    return done("boards.letters")


def _recipient(letter: Letter, persons: dict[UUID, str], teams: dict[UUID, str]) -> str:
    """The name of a colleague or a team; empty for a member, whom nobody names."""
    if letter.person_id is not None:
        return persons.get(letter.person_id, "")
    return teams.get(letter.team_id, "") if letter.team_id else ""
