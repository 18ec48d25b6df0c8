"""Where to get help now: numbers with an owner and the day they were last checked."""
