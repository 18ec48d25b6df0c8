"""Spreadsheets and tables as other programs write them, read with care, and written."""
