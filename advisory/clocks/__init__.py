"""Open time: when a board reads, and by when what it promised is due."""
