"""A text in parts: what a part is, how pasted text falls into parts, which part is which again."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from hashlib import sha256

from noilam.foundation.text import fold, tidy

WHOLE = ""  # the key of a comment about the draft as a whole
DEEPEST = 4  # levels of headings that pages can show
KEY_LENGTH, TITLE_LENGTH = 80, 300
OPENING = "Phần mở đầu"  # words of the draft itself, so never translated
_NUMBERED = re.compile(r"Đoạn \d+")
ALIKE = 0.6  # two texts that share so much are one part, edited

# How offices number what they write, the widest first. Each: its name in keys, how it begins.
_HEADINGS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("phan", r"phần\s+(?:thứ\s+)?([\w.]+)(?=[\s.:]|$)"),
        ("chuong", r"chương\s+([\w.]+)(?=[\s.:]|$)"),
        ("muc", r"mục\s+([\w.]+)(?=[\s.:]|$)"),
        ("dieu", r"điều\s+(\d+\w?)(?=[\s.:]|$)"),
        ("phu-luc", r"phụ lục\s*([\w.]*)(?=[\s.:]|$)"),
        ("", r"([ivxlc]+)[.)]\s"),
        ("", r"(\d+(?:\.\d+)*)[.)]\s"),
    )
)
_NOT_IN_A_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class PartText:
    """One part of a draft: what a comment is about.

    `key` stays the same from one draft to the next, whatever becomes of title, text and place.
    `level` is the depth of its heading, 1 to 4. A part may be a heading alone.
    """

    key: str
    title: str
    text: str = ""
    level: int = 1

    @property
    def words(self) -> str:
        """All that is read in it."""
        return f"{self.title}\n{self.text}".strip()


def content_hash(parts: Sequence[PartText]) -> str:
    """SHA-256 over keys, levels, titles and texts in their order, as hex."""
    told = [[each.key, each.level, each.title, each.text] for each in parts]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def split_into_parts(text: str) -> list[PartText]:
    """Pasted text by its numbered headings; without any, each paragraph is a part."""
    paragraphs = [each.strip() for each in re.split(r"\n\s*\n", text.replace("\r", ""))]
    blocks = [block for each in paragraphs if each for block in _at_headings(each)]
    if not any(_heading(first) for first, _rest in blocks):
        whole = [f"{first}\n{rest}".strip() for first, rest in blocks]
        return [
            PartText(f"doan-{number}", f"Đoạn {number}", each)
            for number, each in enumerate(whole, 1)
        ]
    return list(_keyed(_gathered(blocks)))


def _at_headings(paragraph: str) -> Iterator[tuple[str, str]]:
    """A paragraph cut before each line that is a heading: its first line, and the rest."""
    lines: list[str] = []
    for line in paragraph.splitlines():
        if lines and _heading(line):
            yield lines[0], "\n".join(lines[1:])
            lines = []
        lines.append(line.strip())
    yield lines[0], "\n".join(lines[1:])


def _heading(line: str) -> tuple[int, str] | None:
    """Which kind of heading a line is (its place among them), and its key; None: no heading."""
    for kind, (name, pattern) in enumerate(_HEADINGS):
        if found := pattern.match(line.strip().lower() + " "):
            return kind, _as_key(f"{name} {found.group(1)}")
    return None


def _gathered(blocks: Sequence[tuple[str, str]]) -> list[PartText]:
    """Headings with what stands under them; what stands before the first is the opening."""
    kinds = sorted({found[0] for first, _ in blocks if (found := _heading(first))})
    parts: list[PartText] = []
    for first, rest in blocks:
        found = _heading(first)
        if found is None and parts:
            parts[-1] = _with_more(parts[-1], f"{first}\n{rest}")
        elif found is None:
            parts.append(PartText("mo-dau", OPENING, f"{first}\n{rest}".strip()))
        else:
            level = min(kinds.index(found[0]) + 1, DEEPEST)
            parts.append(_titled(PartText(found[1], first, rest, level)))
    return parts


def _titled(part: PartText) -> PartText:
    """A numbered paragraph is no title: its first words stand for it."""
    if len(part.title) <= TITLE_LENGTH // 2:
        return part
    short = part.title[:100].rsplit(" ", 1)[0]
    return replace(part, title=f"{short}…", text=part.words)


def _with_more(part: PartText, text: str) -> PartText:
    return replace(part, text=f"{part.text}\n\n{text.strip()}".strip())


def _keyed(parts: Sequence[PartText]) -> Iterator[PartText]:
    """Two sections may both have an item 1: the key then names the section too."""
    above: list[PartText] = []
    taken: set[str] = set()
    for part in parts:
        above = [each for each in above if each.level < part.level]
        key = part.key if part.key not in taken else f"{above[-1].key if above else ''}-{part.key}"
        key = _free(key.strip("-")[: KEY_LENGTH - 5], taken)
        taken.add(key)
        above.append(replace(part, key=key))
        yield above[-1]


def _free(key: str, taken: set[str]) -> str:
    number, found = 1, key or "phan"
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    return found


def _as_key(text: str) -> str:
    return _NOT_IN_A_KEY.sub("-", fold(text)).strip("-")


def as_text(parts: Sequence[PartText]) -> str:
    """The parts as one text, to be edited and split again."""
    return "\n\n".join(each.text if _is_untitled(each) else each.words for each in parts)


def _is_untitled(part: PartText) -> bool:
    """Whether its title was made when the text was split, and stands nowhere in the text."""
    begins = part.title.endswith("…") and part.text.startswith(part.title[:-1])
    return begins or part.title == OPENING or bool(_NUMBERED.fullmatch(part.title))


def fair_length(lengths: Sequence[int], room: int) -> int:
    """How long each of some texts may be so that all fit: what short ones leave, long ones take."""
    for place, length in enumerate(sorted(lengths)):
        share = room // (len(lengths) - place)
        if length > share:
            return share
        room -= length
    return max(lengths, default=0)


def cut(text: str, length: int) -> str:
    """The text up to a length, at the end of a word."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def with_keys_of(old: Sequence[PartText], new: Sequence[PartText]) -> list[PartText]:
    """The new parts, each under the key of the old part that it is an edition of.

    What reads the same is the same; then what bears the same title apart from its number; then,
    of those left, what is alike. Whatever is none of these is a new part under a free key.
    """
    free = {each.key: each for each in old}
    found: dict[int, str] = {}
    for same in (_reads_the_same, _bears_its_title, _is_alike):
        for place, part in enumerate(new):
            if place not in found and (key := _first_that(same, free, part)):
                found[place] = key
                del free[key]
    taken = {each.key for each in old}
    kept = []
    for place, part in enumerate(new):
        key = found.get(place) or _free(part.key, taken)
        taken.add(key)
        kept.append(replace(part, key=key))
    return kept


def _first_that(
    same: Callable[[PartText, PartText], bool], among: Mapping[str, PartText], part: PartText
) -> str:
    return next((key for key, old in among.items() if same(old, part)), "")


def _reads_the_same(old: PartText, new: PartText) -> bool:
    return old.words == new.words or (old.text == new.text != "" and _bears_its_title(old, new))


def _bears_its_title(old: PartText, new: PartText) -> bool:
    """Compared without the number in front, which moves when something is inserted before it."""
    return _name(old) == _name(new) != ""


def _name(part: PartText) -> str:
    bare = tidy(part.title).lower()
    for _kind, pattern in _HEADINGS:
        bare = pattern.sub("", bare + " ", count=1) if pattern.match(bare + " ") else bare
    return "" if _NUMBERED.fullmatch(tidy(part.title)) else bare.strip(" .:")


def _is_alike(old: PartText, new: PartText) -> bool:
    first, second = f"{_name(old)} {old.text}".split(), f"{_name(new)} {new.text}".split()
    if not (first and second and ALIKE < len(second) / len(first) < 1 / ALIKE):
        return False
    matcher = SequenceMatcher(a=first, b=second, autojunk=False)
    return matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE
