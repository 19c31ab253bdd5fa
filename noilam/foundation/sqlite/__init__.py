"""SQLite with one writer lane: see base.py."""
