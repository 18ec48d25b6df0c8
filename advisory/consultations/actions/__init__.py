"""Building a consultation, taking its steps, keeping what is answered, and forgetting it."""

from advisory.consultations.actions.ending import delete_everything, forget

__all__ = ["delete_everything", "forget"]
