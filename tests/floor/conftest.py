"""A meeting with its facilitator is what a floor stands on."""

from tests.meetings.conftest import hosts

__all__ = ["hosts"]
