"""Writing a recommendation, asking a team, taking its answer, telling everybody, forgetting."""
