"""Money for those who take part: three separate things, in a ledger that leads to nobody."""
