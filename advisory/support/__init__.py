"""What lets people come to a meeting: interpreters, childcare, travel, food, a quiet room."""
