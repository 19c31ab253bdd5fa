"""Effective-dated rules: calendars, deadlines, bands, quotas, each with its source.

A *rule* is a key that code asks for (listed in `defaults`); a *version* is the value it has from
a day on, with its citation and the mark of whether the original was read. Versions are added,
never changed. The *calendar* says which days are off, and why; a *deadline* is counted on it and
shows its working. No number of law stands anywhere else. Stands on exchange and all below.
"""
