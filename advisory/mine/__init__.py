"""The member's side: the code-holder's page and the pages around it."""
