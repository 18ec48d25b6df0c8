"""Re-encoded pictures and sound, kept sealed."""
