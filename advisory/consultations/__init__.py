"""Questions the board asks: built, translated, answered without a name, and answered back."""
