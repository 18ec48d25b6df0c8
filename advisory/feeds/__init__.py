"""Secret addresses from which a calendar keeps the meetings of one person up to date."""
