"""What people at a meeting say from their own phones: questions, a show of hands, a card."""
