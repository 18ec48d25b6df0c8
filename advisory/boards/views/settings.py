from advisory.boards.actions import opening as actions
from advisory.boards.forms.settings import BoardForm
from advisory.boards.views import ADMINISTRATOR, board, done, paper, room
from advisory.foundation.pages import Page, hat, session
from advisory.languages.catalogues import for_staff
from advisory.people.models import Profile

HUB: tuple[tuple[str, str, str], ...] = (
    ("boards.people", for_staff("People"), for_staff("Invite, give and end roles")),
    ("boards.teams", for_staff("Teams"), for_staff("Who must answer, and how we ask")),
    ("boards.routing", for_staff("Which team gets what"), for_staff("Rules, and a test box")),
    ("boards.topics", for_staff("Topics and services"), for_staff("What people choose from")),
    ("boards.help_numbers", for_staff("Help numbers"), for_staff("Ring them every month")),
    ("boards.signposts", for_staff("Ready answers"), for_staff("Where to go, in every language")),
    ("boards.set_texts", for_staff("Consent texts"), for_staff("What people agree to, as a set")),
    ("boards.hours", for_staff("Hours and days away"), for_staff("When somebody reads")),
    ("boards.rota", for_staff("Safeguarding rota"), for_staff("Who is called, first and next")),
    ("boards.clocks", for_staff("Clocks"), for_staff("How long each step may take")),
    ("rights.keeping", for_staff("How long we keep"), for_staff("Everything goes in its time")),
    ("rights.count_requests", for_staff("Who asked us"), for_staff("Authorities, by year")),
    ("rights.legal_holds", for_staff("Legal holds"), for_staff("What must be kept longer")),
    ("boards.languages", for_staff("Languages"), for_staff("What people can read, in which order")),
    ("boards.letters", for_staff("Letters and jobs"), for_staff("What did not arrive")),
)


@room.page("/staff/settings", opens=ADMINISTRATOR, methods=("GET", "POST"))
def settings() -> Page:
    this = board()
    form = BoardForm(
        data={"name": this.name, "public_name": this.public_name, "profile": this.profile.value}
    )
    if form.validate_on_submit():
        actions.describe_board(
            session(),
            this,
            name=form.name.data,
            public_name=form.public_name.data,
            profile=Profile(form.profile.data),
            by=hat(),
        )
        return done("boards.settings")
    return paper("staff/boards/settings.html", form, hub=HUB)
