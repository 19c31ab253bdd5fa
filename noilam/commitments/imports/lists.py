"""Several things in one cell: parted by lines where it has lines, else by semicolons. Pure."""

from collections.abc import Iterable, Sequence

from noilam.exchange.rules.cells import clean


def parts(text: str) -> list[str]:
    """Each once, in the order written."""
    pieces = text.splitlines() if "\n" in text.strip() else text.split(";")
    return list(dict.fromkeys(piece for each in pieces if (piece := clean(each))))


def joined(pieces: Iterable[str]) -> str:
    """One cell that `parts` takes apart again, unless a single piece has a semicolon itself:
    that one is told by `is_same`."""
    listed = list(pieces)
    return ("\n" if any(";" in each for each in listed) else "; ").join(listed)


def is_same(cell: str, written: str) -> bool:
    """Whether a cell says what an export wrote into it."""
    return clean(cell) == clean(written)


def missing(cell: str | None, there: Sequence[str]) -> list[str]:
    """What a cell adds to what is there. Nothing is ever taken away by leaving it out."""
    if not cell or is_same(cell, joined(there)):
        return []
    known = {clean(each) for each in there}
    return [each for each in parts(cell) if each not in known]
