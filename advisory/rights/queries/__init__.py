"""How long, what is over, what we were asked, and everything we hold about one person."""
