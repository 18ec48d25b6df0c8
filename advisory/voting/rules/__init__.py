"""The published formulas of opinion voting, and the gates in front of any talk of groups."""
