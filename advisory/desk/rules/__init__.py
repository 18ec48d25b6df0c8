"""Names, time and steps in words: what the desk says about an item."""
