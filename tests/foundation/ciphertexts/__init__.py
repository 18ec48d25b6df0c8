"""What was sealed by every past format, with keys made for the purpose: it must open for ever."""
