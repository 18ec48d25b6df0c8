"""The board and the browsers of the room of meetings."""

from tests.meetings.conftest import desk, hosts

__all__ = ["desk", "hosts"]
