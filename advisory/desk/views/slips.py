"""The paper with a code: one for a person beside the desk, or a sheet of tear-off slips."""

from uuid import UUID

from flask import current_app, url_for
from flask import session as visit
from werkzeug.wrappers import Response

from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.contributions.rules import Digits
from advisory.desk.forms.entering import SlipsForm
from advisory.desk.views import room
from advisory.feedback import queries as feedback
from advisory.foundation.access import Refused, Role, staff
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.languages.catalogues import current, for_staff, speaking
from advisory.words import queries as words

FACILITATOR = staff(Role.FACILITATOR)
SLIP = "slip"

# ── The slip: shown until the facilitator says that it was handed over ───────────────────────────


def hand_over(token: str, then: str) -> Response:
    """Shows the paper of what was kept just now; `then` is the page after it."""
    visit[SLIP] = {"token": token, "then": then}
    return go("desk.slip")


@room.page("/staff/slip", opens=FACILITATOR)
def slip() -> Page:
    token = (visit.get(SLIP) or {}).get("token", "")
    receipt = kept.receipt(session(), token)
    item = feedback.item_of(session(), receipt.contribution_id) if receipt else None
    if receipt is None or item is None or item.board_id != hat().board_id:
        return go("desk.write_for")
    desk, words_for_desk = current(), _said_at_the_desk()
    with speaking(item.contribution.reads):
        return show(
            "public/desk/slip.html",
            digits=kept.code_in(receipt, token),
            address=home_address(),
            promised_on=item.promised_on,
            reference=item.reference,
            desk=desk,
            said=words_for_desk,
        )


def _said_at_the_desk() -> dict[str, str]:
    """The staff's words on a page that is in the person's language."""
    return {
        "kept": str(for_staff("Kept.")),
        "once": str(for_staff("The code is shown only here. Print or write it now.")),
        "print": str(for_staff("Print")),
        "finished": str(for_staff("The person has it. Finish.")),
        "slip": str(for_staff("Slip number")),
        "keep": str(for_staff("This part stays with us. Keep it with the person’s words.")),
        "slips": str(for_staff("These codes are shown only once. Print them now.")),
        "back": str(for_staff("Back")),
    }


def home_address() -> str:
    """Where a person goes with a slip, as it is written on paper."""
    return str(current_app.config["SETTINGS"].base_url).split("://", 1)[-1]


@room.page("/staff/slip/finished", opens=FACILITATOR, methods=("POST",))
def slip_finished() -> Page:
    return go((visit.pop(SLIP, None) or {}).get("then", "desk.write_for"))


# ── Paper slips ──────────────────────────────────────────────────────────────────────────────────


@room.page("/staff/slips", opens=FACILITATOR, methods=("GET", "POST"))
def slips() -> Page:
    form = SlipsForm()
    opened = words.opened_languages(session(), hat().board_id)
    form.offer(language.tag for language, _as_draft in opened)
    if form.is_submitted() and form.validate():
        made = contributions.make_paper_codes(session(), hat().board_id, count=form.count, by=hat())
        return _sheet_of_slips(made, form.language.data)
    page = problems if form.is_submitted() else show
    return page(
        "staff/desk/slips.html",
        form=form,
        left=kept.paper_codes_left(session(), hat().board_id),
        locked=kept.locked_codes(session(), hat().board_id),
    )


def _sheet_of_slips(made: list[Digits], tag: str) -> Page:
    desk, said = current(), _said_at_the_desk()
    with speaking(tag):
        return show(
            "public/desk/paper_slips.html",
            made=made,
            address=home_address(),
            desk=desk,
            said=said,
            back_url=url_for("desk.slips"),
        )


@room.page("/staff/slips/<uuid:code_id>/lift", opens=FACILITATOR, methods=("POST",))
def lift(code_id: UUID) -> Page:
    """The person stands before the facilitator: they may try their code again."""
    locked = kept.locked_codes(session(), hat().board_id)
    code = next((code for code in locked if code.id == code_id), None)
    if code is None:
        raise Refused(exists=False)
    contributions.lift_lock(session(), code, by=hat())
    return go("desk.slips")
