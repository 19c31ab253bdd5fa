"""How the trail says what happened: each package's words for the fields of its own events."""

TRAIL_WORDS: dict[str, str] = {
    package: f"noilam.{package}.trail_words.WORDS"
    for package in (
        "audit",
        "notices",
        "files",
        "exchange",
        "rulebook",
        "accounts",
        "organisation",
        "consultation",
        "commitments",
        "scoring",
        "demo",
    )
}
