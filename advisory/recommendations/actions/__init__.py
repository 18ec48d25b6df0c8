"""Writing a recommendation, asking a team, taking its answer, telling everybody, forgetting."""

from advisory.recommendations.actions.telling import forget

__all__ = ["forget"]
