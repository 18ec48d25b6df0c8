"""Sessions of browsers: an opaque id in the cookie, everything else here, sealed under that id.

The table keeps only a hash of the id, so that a thief of the database can neither use a session
nor read the draft in it. Members: 10 minutes idle, or 20 hours after "only I use this phone".
Staff: 30 minutes idle, 8 hours in all.
"""

import json
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import delete, false, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.datastructures import CallbackDict

from advisory.foundation import keys
from advisory.foundation.database import Base, Database, now

MEMBER_IDLE = timedelta(minutes=10)
ONLY_MINE_IDLE = timedelta(hours=20)
STAFF_IDLE = timedelta(minutes=30)
STAFF_WHOLE = timedelta(hours=8)
MEMBER_WHOLE = timedelta(hours=24)
TOUCH_EVERY = timedelta(seconds=30)
KIOSK = "kiosk_user_id"
"""Names the facilitator who gave this browser to people: it is no longer theirs."""


class BrowserSession(Base):
    __tablename__ = "browser_sessions"

    id_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    is_half: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The person has shown the password and not the second factor yet."""
    sealed: Mapped[bytes]
    began_at: Mapped[datetime]
    idle_until: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def used_at(self) -> datetime:
        """When a person of ours used it last, to half a minute."""
        return self.idle_until - (MEMBER_IDLE if self.is_half else STAFF_IDLE)


class Visit(CallbackDict[str, Any], SessionMixin):
    """What Flask calls the session. `renew()` gives it a new id (at sign-in)."""

    def __init__(
        self, content: dict[str, Any] | None = None, session_id: str | None = None
    ) -> None:
        super().__init__(content or {}, _touch)
        self.session_id = session_id
        self.forget_id: str | None = None
        self.modified = False
        self.idle_until: datetime | None = None
        self.began_at: datetime | None = None

    def renew(self, *, begins_anew: bool = True) -> None:
        self.forget_id, self.session_id = self.session_id or self.forget_id, None
        if begins_anew:
            self.began_at = None
        self.modified = True

    @property
    def person(self) -> str | None:
        """Whose session it is, also before the second factor was shown, and at a kiosk."""
        names = ("_user_id", "half_user_id", KIOSK)
        found: str | None = next((self[name] for name in names if self.get(name)), None)
        return found


def _touch(visit: "CallbackDict[str, Any]") -> None:
    assert isinstance(visit, Visit)  # noqa: S101 - Visit gives itself to the callback
    visit.modified = True


def id_hash(session_id: str) -> str:
    return sha256(session_id.encode()).hexdigest()


def _key(session_id: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"browser session").derive(session_id.encode())


class ServerSessions(SessionInterface):
    """Keeps sessions in the database; each read and each write is its own small transaction."""

    def __init__(self, database: Database, *, secure: bool) -> None:
        self.database = database
        self.secure = secure
        self.cookie = "__Host-s" if secure else "s"

    def open_session(self, app: Flask, request: Request) -> Visit:
        session_id = request.cookies.get(self.cookie, "")
        if len(session_id) != 43:
            return Visit()
        try:
            with self.database.reading() as session:
                row = session.get(BrowserSession, id_hash(session_id))
        except OperationalError:
            # The page itself will say that the database is closed; the cookie stays.
            return Visit()
        if row is None or now() >= min(row.idle_until, row.ends_at):
            return Visit()
        try:
            content = json.loads(keys.unseal_with(_key(session_id), "browser session", row.sealed))
        except keys.SealBroken:
            return Visit()
        visit = Visit(content, session_id)
        visit.idle_until, visit.began_at = row.idle_until, row.began_at
        return visit

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        assert isinstance(session, Visit)  # noqa: S101 - open_session made it
        if not session and not session.modified:
            return
        if not session:
            self._end(session, response)
        elif session.modified or self._stale(session):
            try:
                self._keep(session, response)
            except OperationalError:
                # Whoever only reads goes on reading; what was kept must not look as if it was not.
                if request.method in {"GET", "HEAD"} or response.status_code >= 500:
                    return
                raise

    def _stale(self, visit: Visit) -> bool:
        return visit.idle_until is None or visit.idle_until - now() < _idle(visit) - TOUCH_EVERY

    def _end(self, visit: Visit, response: Response) -> None:
        for session_id in filter(None, (visit.session_id, visit.forget_id)):
            self._forget(session_id)
        response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True)

    def _keep(self, visit: Visit, response: Response) -> None:
        if visit.forget_id:
            self._forget(visit.forget_id)
        session_id = visit.session_id or secrets.token_urlsafe(32)
        began_at = visit.began_at or now()
        row = {
            "person_id": UUID(visit.person) if visit.person else None,
            "is_half": "half_user_id" in visit,
            "sealed": keys.seal_with(
                _key(session_id), "browser session", json.dumps(dict(visit)).encode()
            ),
            "began_at": began_at,
            "idle_until": now() + _idle(visit),
            "ends_at": began_at + (STAFF_WHOLE if visit.person else MEMBER_WHOLE),
        }
        if visit.session_id is not None:
            self._keep_on(visit, row, response)
            return
        with self.database.transaction() as session:
            session.add(BrowserSession(id_hash=id_hash(session_id), **row))
        response.set_cookie(
            self.cookie, session_id, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )

    def _keep_on(self, visit: Visit, row: dict[str, Any], response: Response) -> None:
        """What another request ended meanwhile stays ended: a slow page brings nothing back."""
        assert visit.session_id is not None  # noqa: S101 - _keep asked
        own = BrowserSession.id_hash == id_hash(visit.session_id)
        with self.database.transaction() as session:
            kept = session.execute(
                update(BrowserSession).where(own).values(row).returning(BrowserSession.id_hash)
            ).one_or_none()
        if kept is None:
            response.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True)

    def _forget(self, session_id: str) -> None:
        with self.database.transaction() as session:
            session.execute(
                delete(BrowserSession).where(BrowserSession.id_hash == id_hash(session_id))
            )


def _idle(visit: Visit) -> timedelta:
    if visit.get("_user_id") or visit.get(KIOSK):
        return STAFF_IDLE
    return ONLY_MINE_IDLE if visit.get("only_mine") else MEMBER_IDLE


def end_sessions_of(session: Session, person_id: UUID, *, but: str | None = None) -> None:
    """Ends every session of a person everywhere: at sign-out, disabling, a new password.

    `but` is the id of the one session that goes on.
    """
    ended = delete(BrowserSession).where(BrowserSession.person_id == person_id)
    if but is not None:
        ended = ended.where(BrowserSession.id_hash != id_hash(but))
    session.execute(ended)


def open_sessions_of(session: Session, person_id: UUID) -> list[BrowserSession]:
    """Where a person is signed in, or half-way in: the last used first."""
    found = select(BrowserSession).where(
        BrowserSession.person_id == person_id,
        BrowserSession.ends_at > now(),
        BrowserSession.idle_until > now(),
    )
    return list(session.scalars(found.order_by(BrowserSession.idle_until.desc())))


def forget_ended(session: Session) -> int:
    """Removes sessions that ended; returns how many."""
    ended = session.scalars(
        select(BrowserSession.id_hash).where(
            (BrowserSession.ends_at < now()) | (BrowserSession.idle_until < now())
        )
    ).all()
    session.execute(delete(BrowserSession).where(BrowserSession.id_hash.in_(ended)))
    return len(ended)
