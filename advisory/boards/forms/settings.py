from flask_wtf import FlaskForm

from advisory.languages.catalogues import for_staff
from advisory.languages.fields import Options, line, options
from advisory.people.models import Profile


class BoardForm(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    name = line(
        for_staff("Name of the board"),
        needed=for_staff("Write the board’s name."),
        hint=for_staff("Staff read it above every page, and in letters."),
    )
    public_name = line(
        for_staff("Name of the public pages"),
        needed=for_staff("Write the name that people read."),
        hint=for_staff("Choose a neutral name: others may see it on a shared phone."),
    )
    profile = Options(
        for_staff("How much is switched on"),
        choices=options(
            [
                (
                    Profile.SMALL.value,
                    for_staff("Small: words are read, answered and published"),
                ),
                (
                    Profile.FULL.value,
                    for_staff(
                        "Full: also opinions and votes, blind labelling, computer suggestions, "
                        "practice rooms, payments, late answers that climb beyond the parent team"
                    ),
                ),
            ]
        ),
    )
