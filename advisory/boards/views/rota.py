"""Who is called about safeguarding, on which day, and how long they have to answer."""

from advisory.boards.forms.rota import RotaDateForm, rota_form
from advisory.boards.views import board, done, paper, room, today
from advisory.foundation.access import Role, staff
from advisory.foundation.pages import Page, hat, session
from advisory.people import queries as people
from advisory.people.models import Person
from advisory.safeguarding import actions, queries

ROTA = staff(Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON)
BOTH = ("GET", "POST")


@room.page("/staff/settings/rota", opens=ROTA, methods=BOTH)
def rota() -> Page:
    turns = queries.rota(session(), board().id, dates_from=today())
    minutes = queries.minutes_to_answer(session(), board().id)
    form = rota_form(turns, minutes).offer(_leads())
    if form.validate_on_submit():
        actions.set_rota(
            session(), board().id, week=form.week(), minutes=form.minutes.data, by=hat()
        )
        return done("boards.rota")
    return paper("staff/boards/rota.html", form, dates=_dates(), anybody=bool(_leads()))


@room.page("/staff/settings/rota/date", opens=ROTA, methods=BOTH)
def rota_date() -> Page:
    form = RotaDateForm(data={"on_date": today()}, today=today()).offer(_leads())
    if form.validate_on_submit():
        actions.set_rota_date(
            session(), board().id, on=form.on_date.data, persons=form.persons(), by=hat()
        )
        return done("boards.rota")
    return paper("staff/boards/rota_date.html", form)


def _leads() -> list[Person]:
    return people.staff_of(session(), board().id, Role.SAFEGUARDING_LEAD)


def _dates() -> list[tuple[object, str]]:
    """The days to come that differ from their weekday, with the names in their order."""
    names = {person.id: person.name for person in people.persons_of(session(), board().id)}
    named: dict[object, list[str]] = {}
    for turn in queries.rota(session(), board().id, dates_from=today()):
        if turn.on_date is not None:
            named.setdefault(turn.on_date, []).append(names[turn.person_id])
    return [(on, ", ".join(persons)) for on, persons in named.items()]
