from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from advisory.foundation import keys
from advisory.seats.models import BoardSeat, Member, TermsOfReference
from advisory.seats.rules import KEPT_AFTER, Profile
from advisory.words.models import Text

MOST = 100


def place(member: Member) -> str:
    """Where what a member told us belongs: bound into the seal."""
    return f"members.sealed/{member.id}"


def terms_in_force(session: Session, board_id: UUID) -> TermsOfReference | None:
    return next(iter(terms_of(session, board_id)), None)


def terms_of(session: Session, board_id: UUID) -> list[TermsOfReference]:
    """The newest first."""
    found = select(TermsOfReference).where(TermsOfReference.board_id == board_id)
    return list(
        session.scalars(
            found.options(joinedload(TermsOfReference.text).selectinload(Text.versions))
            .order_by(TermsOfReference.number.desc())
            .limit(MOST)
        )
    )


def seats(session: Session, board_id: UUID) -> list[BoardSeat]:
    found = select(BoardSeat).where(BoardSeat.board_id == board_id)
    return list(session.scalars(found.order_by(BoardSeat.name).limit(MOST)))


def members(session: Session, board_id: UUID) -> list[Member]:
    found = select(Member).where(Member.board_id == board_id)
    return list(session.scalars(_whole(found).order_by(Member.from_on, Member.id).limit(MOST)))


def member(session: Session, member_id: UUID) -> Member | None:
    return session.scalar(_whole(select(Member).where(Member.id == member_id)))


def member_of_form(session: Session, form_token_hash: str) -> Member | None:
    return session.scalar(select(Member).where(Member.form_token_hash == form_token_hash))


def left_long_ago(session: Session, on: date) -> list[Member]:
    return list(session.scalars(_whole(select(Member).where(Member.left_on <= on - KEPT_AFTER))))


def profile(session: Session, member: Member) -> Profile:
    return Profile.of_json(keys.unseal(session, member.data_key, place(member), member.sealed))


def _whole(found: Select[Member]) -> Select[Member]:
    return found.options(
        joinedload(Member.data_key), joinedload(Member.seat), selectinload(Member.steps)
    )
