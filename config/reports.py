"""Reports for the shell and the API: name -> path of `(arguments, actor) -> JSON-ready dict`."""

REPORTS: dict[str, str] = {}
