"""Coded texts from and to other programs: tables, and the open exchange of codebooks (REFI-QDA)."""
