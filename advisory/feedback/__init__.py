"""Words people volunteer: from the first reading to an answer that satisfies."""
