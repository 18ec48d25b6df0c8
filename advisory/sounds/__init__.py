"""Human voices for our own texts and answers: recorded by one person, heard by another."""
