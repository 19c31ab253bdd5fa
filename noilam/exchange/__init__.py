"""Spreadsheets in and out: one engine; each package describes its own sheets (`sheets.py`)."""
