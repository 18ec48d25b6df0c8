"""What can be done to feedback, by topic: accepting, reading, asking, answering, ending."""
