"""The spreadsheets of promises and of deeds, as config/sheets.py names them."""

from noilam.commitments.sheets.deeds import PROGRESS
from noilam.commitments.sheets.words import COMMITMENTS

__all__ = ["COMMITMENTS", "PROGRESS"]
