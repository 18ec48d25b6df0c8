"""A machine's draft of a wording, in a form: nothing stays but what a person saves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import current_app
from flask_wtf import FlaskForm

from advisory.foundation import pages
from advisory.foundation.access import Refused
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.themes.actions import drafting as actions
from advisory.themes.actions import suggesting
from advisory.themes.actions.drafting import Try
from advisory.themes.forms.labelling import LabelForm
from advisory.themes.forms.suggesting import DecisionForm, SwitchForm
from advisory.themes.forms.theming import ThemeForm
from advisory.themes.models import Label, MachineHelp
from advisory.themes.ports.drafting import Drafter, choose_drafter
from advisory.themes.queries import coding
from advisory.themes.queries import drafting as queries
from advisory.themes.queries import suggesting as switches
from advisory.themes.rules import drafting as rules
from advisory.themes.rules.drafting import Ask, Merge, Outcome
from advisory.themes.rules.labelling import in_use
from advisory.themes.views import BOTH, FACILITATOR, room
from advisory.themes.views.labels import own_label
from advisory.themes.views.theming import own_theme
from advisory.words.rules import Piece, word_changes

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.SLOW: for_staff("It did not answer in time."),
    Outcome.DOWN: for_staff("It does not work now, or it refused us."),
    Outcome.LONG: for_staff("It answered far too much. Nothing of it is shown."),
    Outcome.PROSE: for_staff("It did not answer in the form we asked for. Nothing of it is shown."),
    Outcome.STRANGER: for_staff("It named something that we did not send. Nothing of it is shown."),
    Outcome.UNSAID: for_staff("It quoted what nobody said. Nothing of it is shown."),
    Outcome.MARKUP: for_staff("It answered with code or links. Nothing of it is shown."),
    Outcome.FEW: for_staff(
        "Nothing was sent: it needs three passages that may be sent, or two labels."
    ),
}


@dataclass(frozen=True)
class Drafted:
    """What came back. `typed` is what the person had in the form, by the name of each field."""

    tries: list[Try]
    ask: Ask
    host: str
    typed: dict[str, tuple[str, str]] = field(default_factory=dict)
    changes: dict[str, tuple[str, tuple[Piece, ...]]] = field(default_factory=dict)
    outcomes: Mapping[Outcome, str] = field(default_factory=lambda: OUTCOMES)

    @property
    def good(self) -> list[rules.Draft]:
        return [one.draft for one in self.tries if one.draft]


@room.page("/staff/sense/drafting", opens=FACILITATOR, methods=BOTH)
def drafting() -> Page:
    """Whether a server outside may draft wordings, and what was decided about it."""
    board_id, drafter = hat().board_id, choose_drafter(current_app.config["SETTINGS"])
    is_on = switches.is_on(session(), board_id, MachineHelp.DRAFTING)
    form = (SwitchForm if is_on else DecisionForm)(data={"on": "no" if is_on else "yes"})
    if (drafter or is_on) and form.validate_on_submit():
        # Which form it was says what it does: the one for switching on asks for the decision.
        on = form.is_on and not is_on
        suggesting.switch(session(), MachineHelp.DRAFTING, on=on, why=form.why(), by=hat())
        return go("themes.drafting")
    page = problems if form.errors else show
    return page(
        "staff/themes/drafting.html",
        form=form,
        drafter=drafter,
        is_on=is_on,
        switchings=switches.switchings(session(), board_id, MachineHelp.DRAFTING),
    )


@room.page("/staff/sense/labels/<uuid:label_id>/draft", opens=FACILITATOR, methods=("POST",))
def draft_label(label_id: UUID) -> Page:
    own, drafter = own_label(label_id), _drafter()
    sent = queries.sendable_of_label(session(), hat(), own)
    ask = rules.ask_for_label(own.name, own.definition, sent)
    tries = _asked(drafter, ask, "label", label_id)
    own, form = own_label(label_id), LabelForm()
    drafted = _proposed(form, Drafted(tries, ask, drafter.host))
    return show("staff/themes/draft_label.html", own=own, form=form, drafted=drafted)


@room.page("/staff/sense/themes/<uuid:theme_id>/draft", opens=FACILITATOR, methods=("POST",))
def draft_theme(theme_id: UUID) -> Page:
    own, drafter = own_theme(theme_id), _drafter()
    sent = queries.sendable_of_theme(session(), own)
    ask = rules.ask_for_theme(own.title, own.statement, sent)
    tries = _asked(drafter, ask, "theme", theme_id)
    own, form = own_theme(theme_id), ThemeForm()
    form.offer(in_use(coding.labels(session(), own.board_id)))
    drafted = _proposed(form, Drafted(tries, ask, drafter.host))
    return show("staff/themes/draft_theme.html", own=own, form=form, drafted=drafted)


@room.page("/staff/sense/labels/merges", opens=FACILITATOR, methods=("POST",))
def draft_merges() -> Page:
    """Names and definitions go out, no passage."""
    board_id, drafter = hat().board_id, _drafter()
    labels = in_use(coding.labels(session(), board_id))
    ids = [one.id for one in labels]
    ask = rules.ask_for_merges([(one.name, one.definition) for one in labels])
    tries = _asked(drafter, ask, "codebook", board_id)
    still = {one.id: one for one in in_use(coding.labels(session(), board_id))}
    sent = {f"l{at}": still.get(label_id) for at, label_id in enumerate(ids, 1)}
    drafted = Drafted(tries, ask, drafter.host)
    return show("staff/themes/draft_merges.html", drafted=drafted, merges=_merges(drafted, sent))


def _drafter() -> Drafter:
    """Raises Refused while there is none, or the board has not decided."""
    found = queries.drafter_for(session(), hat().board_id, current_app.config["SETTINGS"])
    if found is None:
        raise Refused(exists=False)
    return found


def _asked(drafter: Drafter, ask: Ask, about: str, about_id: UUID) -> list[Try]:
    """Written down first. Nobody waits for the database while a server of others thinks."""
    pages.close()
    if actions.is_enough(ask):
        with pages.database().transaction() as own:
            actions.note_asking(own, f"{about} draft asked", about, about_id, by=hat())
    return actions.draft_twice(drafter, ask)


def _proposed(form: FlaskForm, drafted: Drafted) -> Drafted:
    """Puts the first draft into the form; what was typed there stays in sight."""
    if not drafted.good:
        return drafted
    first = drafted.good[0].words
    typed, changes = {}, {}
    for name in drafted.ask.fields:
        kept, label = form[name].data or "", str(form[name].label.text)
        if kept and kept != first[name]:
            typed[name] = (label, kept)
        form[name].data = first[name]
        if len(drafted.good) > 1 and drafted.good[1].words[name] != first[name]:
            changes[name] = (label, word_changes(first[name], drafted.good[1].words[name]))
    return Drafted(drafted.tries, drafted.ask, drafted.host, typed, changes)


def _merges(
    drafted: Drafted, sent: Mapping[str, Label | None]
) -> list[tuple[Label, Label, str, int]]:
    """Each pair once, with how many of the drafts say it; none that was merged meanwhile."""
    found: dict[tuple[str, str], tuple[Merge, int]] = {}
    for draft in drafted.good:
        for pair in {(one.label, one.into): one for one in draft.merges}.values():
            same = (pair.into, pair.label)
            key = same if same in found else (pair.label, pair.into)
            first, count = found.get(key, (pair, 0))
            found[key] = (first, count + 1)
    return [
        (label, into, merge.why, count)
        for merge, count in found.values()
        if (label := sent.get(merge.label)) and (into := sent.get(merge.into))
    ]
