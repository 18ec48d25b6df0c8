"""What is made of the words: passages released without names."""
