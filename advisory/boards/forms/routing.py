from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Choice, Day, Options, day, line, options
from advisory.languages.registry import SPOKEN
from advisory.people.models import Team
from advisory.routing.rules import BOROUGHS

Named = tuple[str, str]
ANY = for_staff("Any")


class _Conditions(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """What words can be about. Topics and services come with their English names."""

    topic_id = Choice(for_staff("Topic"), default="")
    service_id = Choice(for_staff("Service"), default="")
    place = Choice(
        for_staff("Place"),
        choices=options([("", ANY), *((name, name) for name in BOROUGHS)]),
        default="",
    )
    language = Choice(
        for_staff("Language"),
        choices=options(
            [("", ANY), *((tag, spoken.english_name) for tag, spoken in SPOKEN.items())]
        ),
        default="",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - what FlaskForm takes
        topics: Iterable[Named],
        services: Iterable[Named],
        **kwargs: Any,  # noqa: ANN401 - what FlaskForm takes
    ) -> None:
        super().__init__(*args, **kwargs)
        self.topic_id.choices = options([("", ANY), *topics])
        self.service_id.choices = options([("", ANY), *services])


class TryForm(_Conditions):
    """The test box: a question in the address, which changes nothing."""

    class Meta:
        csrf = False


class RuleForm(_Conditions):
    team_id = Choice(for_staff("Goes to"))
    from_on = day(for_staff("From"), needed=for_staff("Choose the first day."))
    to_on = day(for_staff("Until"), hint=for_staff("Leave it empty for a rule without end."))

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:  # noqa: ANN401 - what FlaskForm takes
        super().__init__(*args, **kwargs)
        self.team_id.choices = options((str(team.id), team.name) for team in teams)

    def validate_to_on(self, field: Day) -> None:
        first = self.from_on.data
        if field.data is not None and first is not None and field.data < first:
            raise ValidationError(for_staff("The last day comes before the first."))


class NameForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """A new topic or service."""

    what = Options(
        for_staff("What is it?"),
        choices=options(
            [
                ("topic", for_staff("A topic: what words are about")),
                ("service", for_staff("A service: where it happened")),
            ]
        ),
        default="topic",
    )
    name = line(
        for_staff("Name in English"),
        needed=for_staff("Write the name."),
        hint=for_staff("Plain words: people choose from this list."),
    )
