"""The ways out of this room: the decoder's own process, and where sealed bytes lie."""
