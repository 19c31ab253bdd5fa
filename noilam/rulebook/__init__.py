"""Effective-dated rules: calendars, deadlines, bands, quotas, each with its source.

No number of law stands anywhere else.
"""
