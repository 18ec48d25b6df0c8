"""An address is asked for by one person, agreed to by a second, open for a short time."""

from uuid import UUID

from flask import request

from advisory.custodian import actions as custodian
from advisory.custodian import queries as kept
from advisory.custodian.models import ContactRequest
from advisory.custodian.rules import may_know_of
from advisory.desk.forms.handing import AskForm, WhyForm
from advisory.desk.queries import contacts as queries
from advisory.desk.queries import item as items
from advisory.desk.queries.contacts import RequestPage
from advisory.desk.rules.naming import reference
from advisory.desk.views import room
from advisory.feedback import queries as feedback
from advisory.feedback.models import Feedback
from advisory.foundation import audit, pages
from advisory.foundation.access import Refused, Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, go, hat, problems, session, show
from advisory.people.models import Board
from advisory.safeguarding import queries as safeguarding
from advisory.safeguarding.models import Concern
from advisory.safeguarding.rules import may_see

ASKERS = (Role.FACILITATOR, Role.SAFEGUARDING_LEAD)
SECONDS = (Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON, Role.ADMINISTRATOR)
READERS = staff(*dict.fromkeys((*ASKERS, *SECONDS)))
BOTH = ("GET", "POST")
TEMPLATE = "staff/desk/contact_request.html"


@room.page("/staff/contacts", opens=READERS)
def contacts() -> Page:
    lines = queries.request_list(session(), hat(), _board(), at=now())
    return show("staff/desk/contacts.html", lines=lines)


@room.page("/staff/inbox/<uuid:feedback_id>/contact", opens=staff(Role.FACILITATOR), methods=BOTH)
def ask_contact(feedback_id: UUID) -> Page:
    return _asked(about_item(feedback_id), None)


@room.page(
    "/staff/concerns/<uuid:concern_id>/contact",
    opens=staff(Role.SAFEGUARDING_LEAD, Role.OUTSIDE_PERSON),
    methods=BOTH,
)
def ask_contact_concern(concern_id: UUID) -> Page:
    item, concern = about_concern(concern_id)
    return _asked(item, concern)


def _asked(item: Feedback, concern: Concern | None) -> Page:
    form = AskForm()
    if form.validate_on_submit():
        asked = custodian.ask(
            session(), item.contribution, reason=form.reason.data or "", board=_board(), by=hat()
        )
        return go("desk.contact_request", request_id=asked.id)
    page = problems if form.errors else show
    return page(
        "staff/desk/ask_contact.html",
        form=form,
        ref=reference(item.reference),
        concern=concern,
        item=item,
        has_contact=kept.has_contact(session(), item.contribution_id),
    )


@room.page("/staff/contacts/<uuid:request_id>", opens=READERS)
def contact_request(request_id: UUID) -> Page:
    found = _found(request_id)
    page = _page(found)
    if page.address is not None:
        _note_reading(found)
    return show(TEMPLATE, page=page, form=WhyForm(formdata=None))


@room.page("/staff/contacts/<uuid:request_id>/yes", opens=staff(*SECONDS), methods=("POST",))
def agree_contact(request_id: UUID) -> Page:
    custodian.agree(session(), _found(request_id), board=_board(), by=hat())
    return go("desk.contact_request", request_id=request_id)


@room.page("/staff/contacts/<uuid:request_id>/no", opens=staff(*SECONDS), methods=("POST",))
def refuse_contact(request_id: UUID) -> Page:
    found, form = _found(request_id), WhyForm()
    if not form.validate_on_submit():
        return problems(TEMPLATE, page=_page(found), form=form)
    custodian.refuse(session(), found, reason=form.reason.data or "", board=_board(), by=hat())
    return go("desk.contact_request", request_id=request_id)


@room.page("/staff/contacts/<uuid:request_id>/open", opens=staff(*ASKERS), methods=("POST",))
def open_contact(request_id: UUID) -> Page:
    custodian.open_address(session(), _found(request_id), by=hat())
    return go("desk.contact_request", request_id=request_id)


@room.page("/staff/contacts/<uuid:request_id>/seal", opens=staff(*ASKERS), methods=("POST",))
def seal_contact(request_id: UUID) -> Page:
    custodian.seal_again(session(), _found(request_id), by=hat())
    return go("desk.contact_request", request_id=request_id)


def about_item(feedback_id: UUID) -> Feedback:
    """An item of the own board that is neither held nor gone, for a reader who may read it."""
    found = items.opened(session(), feedback_id, hat())
    if found is None:
        raise Refused(exists=False)
    allow(found.may_read)
    return found.feedback


def about_concern(concern_id: UUID) -> tuple[Feedback, Concern]:
    concern = safeguarding.concern(session(), concern_id)
    if concern is None:
        raise Refused(exists=False)
    allow(may_see(hat(), concern), exists=False)
    item = feedback.item_of(session(), concern.contribution_id)
    if item is None:
        raise Refused(exists=False)
    return item, concern


def _found(request_id: UUID) -> ContactRequest:
    found = kept.request(session(), request_id)
    if found is None:
        raise Refused(exists=False)
    concern = safeguarding.concern_of(session(), found.contribution_id)
    allow(may_know_of(hat(), found, concern), exists=False)
    return found


def _page(found: ContactRequest) -> RequestPage:
    return queries.request_page(session(), found, hat(), _board(), at=now())


def _board() -> Board:
    return session().get_one(Board, hat().board_id)


def _note_reading(found: ContactRequest) -> None:
    # In a transaction of its own: this page only reads, and each reading is written down.
    if request.method != "GET":
        return
    with pages.database().transaction() as own:
        audit.record(
            own, "contact: read", "contact_request", found.id, by=hat(), board_id=found.board_id
        )
