"""Who sits on a board, by pseudonym and by invitation, and the terms it has given itself."""
