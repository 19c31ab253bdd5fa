"""Vietnamese text: one fold for search and matching, one order for people's names, plain dates.

Free of Django. What people typed is kept as typed; only keys are folded.
"""

import unicodedata
from datetime import date
from decimal import Decimal

# The alphabet, and the tones in dictionary order: ngang, huyền, hỏi, ngã, sắc, nặng.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: these make another letter


def say(message: str) -> str:
    """Mark a sentence for translation where Django may not be imported. Returns it unchanged."""
    return message


def say_in(context: str, message: str) -> str:
    """As `say`, for a word that other languages say differently elsewhere: pgettext reads it."""
    return message


def tidy(text: str) -> str:
    """As typed, but composed (NFC) and with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """The key that search compares: no marks, no case, đ as d, single spaces.

    "Huyện uỷ", "huyện ủy", "HUYEN UY" and decomposed spellings all give "huyen uy".
    """
    bare = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(bare).casefold().replace("đ", "d").split())


def word_key(word: str) -> str:
    """A word's place in the Vietnamese dictionary: letters first, tones decide ties."""
    letters, tones = [], []
    for letter in unicodedata.normalize("NFC", word.casefold()):
        marks = unicodedata.normalize("NFD", letter)
        shape = marks[0] + "".join(mark for mark in marks[1:] if mark in _SHAPES)
        shape = unicodedata.normalize("NFC", shape)
        place = _LETTERS.find(shape)
        letters.append(f"{place:02}" if place >= 0 else f"~{shape}")
        tones.append(str(max((_TONES.get(mark, 0) for mark in marks[1:]), default=0)))
    return "".join(letters) + "." + "".join(tones)


def name_key(full_name: str) -> str:
    """Sorts people as offices do: by given name (the last word), then family, then middle."""
    *family, given = tidy(full_name).split(" ")
    return " ".join(word_key(word) for word in [given, *family])


def day_text(day: date | None) -> str:
    """dd/mm/yyyy, as people write it; empty for no day."""
    return f"{day:%d/%m/%Y}" if day else ""


def number_text(number: int | float | Decimal | None) -> str:
    """Decimal comma, dots between thousands, no idle zeros: 1.284 or 84,5."""
    if number is None:
        return ""
    text = (
        f"{number:,.4f}".rstrip("0").rstrip(".") if not isinstance(number, int) else f"{number:,}"
    )
    return text.translate(str.maketrans(",.", ".,"))
