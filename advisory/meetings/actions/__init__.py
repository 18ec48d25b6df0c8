"""What is done around a meeting, by topic."""

from advisory.meetings.actions.coming import forget

__all__ = ["forget"]
