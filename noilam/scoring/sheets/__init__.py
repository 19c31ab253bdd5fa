"""Which spreadsheets of scoring come in and out."""
