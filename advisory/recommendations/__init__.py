"""The board's advice to a team: what is asked, why, and whose words stand behind it."""
