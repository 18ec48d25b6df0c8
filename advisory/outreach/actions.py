"""What happens around the people whom a facilitator goes to."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from advisory.contributions import actions as contributions
from advisory.contributions import queries as kept
from advisory.feedback.models import Face
from advisory.feedback.rules import LONGEST_WORDS
from advisory.languages.text import clean


def keep_typed(session: Session, typed: Mapping[str, str]) -> str:
    """Words that arrive after the kiosk's session ended wait sealed under the token of their form.

    Returns the token that brings them back; "" when it belongs to no draft of a kiosk.
    """
    token = typed.get("token", "")
    draft = kept.draft_of_form(session, token)
    if not draft or "agreed" not in draft:
        return ""
    said, face = clean(typed.get("said", "")), typed.get("face")
    if draft["agreed"] and "said" in typed and len(said) <= LONGEST_WORDS:
        chosen = {"topic": typed.get("topic", ""), "face": face if face in set(Face) else ""}
        contributions.save_draft(session, draft | chosen | {"said": said}, token=token)
    return token
