"""Which spreadsheets come in and out: kind -> path of its exchange.Sheet."""

SHEETS: dict[str, str] = {}
