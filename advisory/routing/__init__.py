"""Which team must answer: dated rules by topic, service, place and language."""
