"""Reports for the shell and the API: name -> path of an object with `add_arguments(parser)`
that answers `(actor, arguments) -> dict`, ready for JSON."""

REPORTS: dict[str, str] = {"words-and-deeds": "noilam.commitments.reports.words_and_deeds"}
