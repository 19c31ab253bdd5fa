"""Which spreadsheets come in and out, in the order in which an office brings them in.

Each line: the kind, and the path of the package's `exchange.sheet.Sheet`.
"""

SHEETS: dict[str, str] = {
    "units": "noilam.organisation.sheets.UNITS",
    "people": "noilam.organisation.sheets.PEOPLE",
    "commitments": "noilam.commitments.sheets.COMMITMENTS",
    "progress": "noilam.commitments.sheets.PROGRESS",
}
