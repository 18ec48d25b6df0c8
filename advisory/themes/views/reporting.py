"""A finished theme on one page, for those who can act on it."""

from uuid import UUID

from advisory.foundation.access import Role, allow, staff
from advisory.foundation.pages import Page, hat, session, show
from advisory.themes.queries import theming as queries
from advisory.themes.rules.naming import STRENGTH
from advisory.themes.rules.theming import may_read_report
from advisory.themes.views import counting, room
from advisory.themes.views.theming import STATES


@room.page(
    "/staff/sense/themes/<uuid:theme_id>/report",
    opens=staff(Role.FACILITATOR, Role.POLICY_LEAD),
)
def report(theme_id: UUID) -> Page:
    """No place, no name, and a language only where many speak it; what is few stays in words."""
    own = queries.theme(session(), theme_id)
    allow(own is not None and may_read_report(hat(), own), exists=False)
    assert own is not None  # noqa: S101 - allowed above
    evidence = queries.evidence(session(), own)
    return show(
        "staff/themes/report.html",
        own=own,
        strength=queries.strength_of(session(), own, evidence),
        quotes=queries.quoted(session(), own, evidence),
        **counting.heard_for(own),
        is_ours=hat().role is Role.FACILITATOR,
        states=STATES,
        **STRENGTH,
    )


@room.page("/staff/reports", opens=staff(Role.POLICY_LEAD))
def reports() -> Page:
    """The finished themes that were shown to the team of who reads."""
    team_id = hat().team_id
    return show(
        "staff/themes/reports.html",
        found=queries.shown_to(session(), team_id) if team_id else [],
    )
