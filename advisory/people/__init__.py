"""Who works here: boards, teams, persons, their grants, and how they sign in."""
