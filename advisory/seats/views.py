from typing import cast
from uuid import UUID

from flask import request
from flask_wtf import FlaskForm

from advisory.foundation.access import Impossible, Role, allow, staff
from advisory.foundation.database import now
from advisory.foundation.pages import Page, Room, close, go, hat, problems, session, show
from advisory.languages.catalogues import for_staff
from advisory.languages.dates import london
from advisory.seats import actions, queries, rules
from advisory.seats.forms import KEPT, LEARNT, ROUTES, STANDINGS, MemberForm, SeatForm, TermsForm
from advisory.seats.models import BoardSeat, Kept, Learnt, Member, Standing
from advisory.words import queries as words
from advisory.words import rules as texts

room = Room("seats", __name__)
FACILITATOR = staff(Role.FACILITATOR)
BOTH = ("GET", "POST")
BINDS = for_staff("These words make it a duty: %(words)s. Invite people instead.")


@room.page("/staff/board", opens=FACILITATOR)
def board() -> Page:
    return _board_page(SeatForm())


def _board_page(form: SeatForm) -> Page:
    found = queries.members(session(), hat().board_id)
    today = london(now()).date()
    versions = queries.terms_of(session(), hat().board_id)
    shown = problems if form.errors else show
    return shown(
        "staff/seats/board.html",
        form=form,
        terms=versions[0] if versions else None,
        versions=versions,
        original=texts.original,
        there=rules.counts(found),
        members=[
            (row, queries.profile(session(), row).pseudonym, rules.seat_ends(row, today))
            for row in found
        ],
        seats=queries.seats(session(), hat().board_id),
        taken={row.seat_id for row in found},
        names={"kept": KEPT, "standing": STANDINGS},
        steps=len(Learnt),
    )


@room.page("/staff/board/seats", opens=FACILITATOR, methods=("POST",))
def add_seat() -> Page:
    form = SeatForm()
    if not form.validate_on_submit():
        return _board_page(form)
    actions.add_seat(session(), form.name.data or "", kept_for=Kept(form.kept_for.data), by=hat())
    return go("seats.board", _anchor="seats")


@room.page("/staff/board/terms", opens=FACILITATOR, methods=BOTH)
def terms() -> Page:
    stands = queries.terms_in_force(session(), hat().board_id)
    typed: dict[str, object] = {"months": actions.DEFAULT_MONTHS}
    if stands is not None:
        typed = {
            "body": texts.original(stands.text).body,
            "quorum": stands.quorum,
            "months": stands.months,
            "review_on": stands.review_on,
        }
    form = TermsForm(data=typed)
    if form.validate_on_submit():
        opened = [row.tag for row, _ in words.opened_languages(session(), hat().board_id)]
        try:
            actions.agree_terms(session(), form.terms(), languages=opened, by=hat())
        except actions.Binding as binds:
            form.body.errors = [str(BINDS) % {"words": ", ".join(binds.found)}]
        else:
            return go("seats.board")
    shown = problems if form.errors else show
    return shown("staff/seats/terms.html", form=form, stands=stands)


@room.page("/staff/board/members/new", opens=FACILITATOR, methods=BOTH)
def invite() -> Page:
    form = MemberForm(seats=queries.seats(session(), hat().board_id))
    if form.validate_on_submit():
        try:
            made = actions.invite_member(
                session(), form.profile(), seat=_seat(form), token=str(form.token.data), by=hat()
            )
        except Impossible as why:
            close()
            form.seat.errors = [str(why)]
        else:
            return go("seats.member", member_id=made.id)
    return _form_page(form, None)


def _seat(form: MemberForm) -> BoardSeat | None:
    seats = queries.seats(session(), hat().board_id)
    return next((row for row in seats if str(row.id) == form.seat.data), None)


def _form_page(form: FlaskForm, found: Member | None) -> Page:
    shown = problems if form.errors else show
    return shown("staff/seats/member_form.html", form=form, member=found)


def _member(member_id: UUID) -> Member:
    """The member, or 404 when they are not of this board."""
    found = queries.member(session(), member_id)
    allow(found is not None and rules.may_seat(hat(), found.board_id), exists=False)
    return cast("Member", found)


@room.page("/staff/board/members/<uuid:member_id>", opens=FACILITATOR)
def member(member_id: UUID) -> Page:
    found = _member(member_id)
    return show(
        "staff/seats/member.html",
        member=found,
        profile=queries.profile(session(), found),
        learnt=LEARNT,
        done={step.learnt: step.done_on for step in found.steps},
        next=rules.NEXT[found.standing],
        names={"kept": KEPT, "standing": STANDINGS, "route": ROUTES},
    )


@room.page("/staff/board/members/<uuid:member_id>/change", opens=FACILITATOR, methods=BOTH)
def change(member_id: UUID) -> Page:
    found = _member(member_id)
    typed = vars(queries.profile(session(), found)) | {"seat": str(found.seat_id or "")}
    form = MemberForm(data=typed, seats=queries.seats(session(), hat().board_id))
    if form.validate_on_submit():
        try:
            actions.change_member(session(), found, form.profile(), seat=_seat(form), by=hat())
        except Impossible as why:
            close()
            form.seat.errors = [str(why)]
        else:
            return go("seats.member", member_id=member_id)
    return _form_page(form, found)


@room.page("/staff/board/members/<uuid:member_id>/mark", opens=FACILITATOR, methods=("POST",))
def mark(member_id: UUID) -> Page:
    found = _member(member_id)
    standing = request.form.get("standing", "")
    allow(standing in set(Standing), exists=False)
    actions.mark_member(session(), found, Standing(standing), by=hat())
    return go("seats.member", member_id=member_id)


@room.page("/staff/board/members/<uuid:member_id>/steps", opens=FACILITATOR, methods=("POST",))
def tick(member_id: UUID) -> Page:
    found = _member(member_id)
    learnt = request.form.get("learnt", "")
    allow(learnt in set(Learnt), exists=False)
    actions.tick_step(session(), found, Learnt(learnt), by=hat())
    return go("seats.member", member_id=member_id, _anchor="induction")
