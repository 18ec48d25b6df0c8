"""What is made of the words: passages without names, labels, themes."""
