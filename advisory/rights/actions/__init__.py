"""Setting how long, letting go of what is over, and counting who asked us."""
