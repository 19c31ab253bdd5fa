"""Opening a file as offices really keep it, and reading it row by row into typed values."""

from .book import Grid, open_book
from .table import read_file

__all__ = ["Grid", "open_book", "read_file"]
