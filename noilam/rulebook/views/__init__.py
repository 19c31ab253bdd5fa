"""The rulebook's web doors: the book and the calendar."""
