"""One person's words and the way back to them: conversation, code, wishes, erasing."""
