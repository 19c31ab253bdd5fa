"""One change to the content of a draft at a time: a piece put, moved or taken away.

Contents go in and come out whole; what goes in is never changed. Whether the result may be issued
is not asked here: a draft may be incomplete. But no list is left empty: with its last criterion a
section goes, and a new section begins with a criterion to be written. LookupError: no such piece.
"""

from collections.abc import Mapping
from copy import deepcopy
from enum import StrEnum
from typing import Any

Content = dict[str, Any]
Piece = Mapping[str, Any]


class Part(StrEnum):
    SECTION = "section"
    CRITERION = "criterion"
    BONUS = "bonus"
    PENALTY = "penalty"


def piece_of(content: Mapping[str, Any], part: Part, code: str) -> Content:
    """The piece itself, as it stands in the content."""
    for pieces in _lists(content, part):
        for piece in pieces:
            if piece["code"] == code:
                return dict(piece)
    raise LookupError(code)


def section_of(content: Mapping[str, Any], code: str) -> str:
    """The code of the section where a criterion stands."""
    for section in content["sections"]:
        if any(each["code"] == code for each in section["criteria"]):
            return str(section["code"])
    raise LookupError(code)


def put(
    content: Mapping[str, Any],
    part: Part,
    piece: Piece,
    *,
    replacing: str = "",
    section: str = "",
) -> Content:
    """With a piece in the place of one with a code, or last in its list.

    A criterion stands in `section`; one that comes from another section stands last there.
    """
    made = _copy(content, part)
    if part is Part.CRITERION and replacing and section_of(made, replacing) != section:
        _target(made, part, section).append(dict(piece))
        return _without(made, replacing, beside=section)
    pieces = _list_with(made, part, replacing) if replacing else _target(made, part, section)
    if replacing:
        pieces[_at(pieces, replacing)] = dict(piece)
    else:
        pieces.append(dict(piece))
    if part in (Part.BONUS, Part.PENALTY):
        made[part].setdefault("max_total", piece["points"])
    return made


def _without(content: Content, code: str, *, beside: str) -> Content:
    """A criterion that went into another section, taken from where it was."""
    for section in content["sections"]:
        if section["code"] != beside:
            section["criteria"] = [each for each in section["criteria"] if each["code"] != code]
    content["sections"] = [each for each in content["sections"] if each["criteria"]]
    return content


def blank_criterion(code: str, points: float, title: str, text: str) -> Content:
    """To be written: marked by hand, in one level that gives all and one that gives nothing."""
    return {
        "code": code,
        "title": title,
        "max": points,
        "method": "anchored",
        "source": "manual",
        "no_data": "zero",
        "anchors": [{"points": points, "text": text}, {"points": 0, "text": f"{text} (0)"}],
    }


def removed(content: Mapping[str, Any], part: Part, code: str) -> Content:
    made = _copy(content, part)
    pieces = _list_with(made, part, code)
    del pieces[_at(pieces, code)]
    made["sections"] = [each for each in made["sections"] if each["criteria"]]
    for side in (Part.BONUS, Part.PENALTY):
        if side in made and not made[side]["items"]:
            del made[side]
    return made


def moved(content: Mapping[str, Any], part: Part, code: str, by: int) -> Content:
    """One place up (-1) or down (1). A criterion at the edge of its section goes into the next."""
    made = _copy(content, part)
    pieces = _list_with(made, part, code)
    at = _at(pieces, code)
    to = at + by
    if 0 <= to < len(pieces):
        pieces[at], pieces[to] = pieces[to], pieces[at]
    elif part is Part.CRITERION:
        _into_neighbour(made, section_of(made, code), pieces, at, by)
    return made


def _into_neighbour(content: Content, section: str, pieces: list[Any], at: int, by: int) -> None:
    """The last criterion of a section stays: a section is never empty."""
    sections = content["sections"]
    beside = _at(sections, section) + by
    if 0 <= beside < len(sections) and len(pieces) > 1:
        others = sections[beside]["criteria"]
        others.insert(0 if by > 0 else len(others), pieces.pop(at))


def _copy(content: Mapping[str, Any], part: Part) -> Content:
    made = deepcopy(dict(content))
    if part in (Part.BONUS, Part.PENALTY):
        made.setdefault(part.value, {"items": []})
    return made


def _lists(content: Mapping[str, Any], part: Part) -> list[list[Any]]:
    if part is Part.SECTION:
        return [content["sections"]]
    if part is Part.CRITERION:
        return [each["criteria"] for each in content["sections"]]
    return [content.get(part.value, {}).get("items", [])]


def _list_with(content: Content, part: Part, code: str) -> list[Any]:
    for pieces in _lists(content, part):
        if any(each["code"] == code for each in pieces):
            return pieces
    raise LookupError(code)


def _target(content: Content, part: Part, section: str) -> list[Any]:
    if part is not Part.CRITERION:
        return _lists(content, part)[0]
    sections = content["sections"]
    criteria: list[Any] = sections[_at(sections, section)]["criteria"]
    return criteria


def _at(pieces: list[Any], code: str) -> int:
    for at, piece in enumerate(pieces):
        if piece["code"] == code:
            return at
    raise LookupError(code)
