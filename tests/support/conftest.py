"""The board, the meeting and the browsers of the room below."""

from tests.meetings.conftest import desk, hosts

__all__ = ["desk", "hosts"]
