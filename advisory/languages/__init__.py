"""The registry of languages, the words in each of them, and dates as people read them."""
