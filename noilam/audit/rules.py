"""How the trail proves itself: leaves, Merkle roots, heads, and what counts as tampering.

Free of Django and of the clock, so that anybody may check a trail with this file alone.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.secrecy import could_be_marked, secrecy_mark
from noilam.foundation.text import say

BATCH_SIZE = 4096  # a power of two: a proof of inclusion is twelve hashes long
NO_HEAD = "0" * 64  # what stands before the first batch
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # the moment of an entry whose payload was erased
_ID, _HASH = 8, 32  # bytes
_SEAL = _ID + _HASH

# RFC 6962 2.1: leaves and nodes are hashed apart, so that a node never passes for a leaf.
_LEAF, _NODE = b"\x00", b"\x01"


_CANONICAL = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def canonical(payload: Mapping[str, Any]) -> bytes:
    """One spelling for equal payloads of settled values."""
    return _CANONICAL.encode(payload).encode()


def settled(text: str) -> Any:
    """JSON as plain values that every database gives back as they were.

    PostgreSQL keeps JSON numbers as decimals: 1e16 and 1.0 would come back as whole numbers.
    """
    return json.loads(text, parse_float=_settled_number)


def _settled_number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


def moment_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def leaf(salt: str, payload: Mapping[str, Any]) -> str:
    """SHA-256 of salt and payload. Without the salt nobody can guess an erased payload back."""
    return sha256(bytes.fromhex(salt) + canonical(payload)).hexdigest()


@dataclass(frozen=True)
class Step:
    """One stage of a proof: the neighbour's hash, and whether it stands on the left."""

    neighbour: bytes
    on_left: bool


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The Merkle root (RFC 6962): a last one without a neighbour moves up as it is."""
    level = [sha256(_LEAF + each).digest() for each in leaves]
    while len(level) > 1:
        level = _next_level(level)
    return level[0] if level else sha256(b"").digest()


def proof_of(leaves: Sequence[bytes], position: int) -> list[Step]:
    """What somebody needs, besides the leaf, to compute the root."""
    level = [sha256(_LEAF + each).digest() for each in leaves]
    steps = []
    while len(level) > 1:
        neighbour = position ^ 1
        if neighbour < len(level):
            steps.append(Step(level[neighbour], on_left=neighbour < position))
        level, position = _next_level(level), position // 2
    return steps


def holds(leaf: bytes, proof: Sequence[Step], root: bytes) -> bool:
    """Whether the proof leads from this leaf to this root."""
    node = sha256(_LEAF + leaf).digest()
    for step in proof:
        pair = step.neighbour + node if step.on_left else node + step.neighbour
        node = sha256(_NODE + pair).digest()
    return node == root


def _next_level(level: Sequence[bytes]) -> list[bytes]:
    pairs = [
        sha256(_NODE + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)
    ]
    return pairs + list(level[len(pairs) * 2 :])


@dataclass(frozen=True)
class Seal:
    """What a batch holds of one entry: its id and its leaf. This is what the root covers."""

    entry: int
    leaf: str

    def __bytes__(self) -> bytes:
        return self.entry.to_bytes(_ID, "big") + bytes.fromhex(self.leaf)


def packed(seals: Sequence[Seal]) -> bytes:
    return b"".join(map(bytes, seals))


def unpacked(contents: bytes) -> list[Seal]:
    """The seals in their order. Contents of a wrong length simply have no root that fits."""
    return [Seal(int.from_bytes(each[:_ID], "big"), each[_ID:].hex()) for each in _pieces(contents)]


def _pieces(contents: bytes) -> list[bytes]:
    return [contents[at : at + _SEAL] for at in range(0, len(contents), _SEAL)]


@dataclass(frozen=True)
class BatchFacts:
    """A batch as plain values."""

    number: int
    previous: str
    first_entry: int
    last_entry: int
    count: int
    root: str
    sealed_at: datetime

    @property
    def head(self) -> str:
        """The hash of everything above; `previous` chains it to all batches before."""
        facts = {
            "number": self.number,
            "previous": self.previous,
            "first_entry": self.first_entry,
            "last_entry": self.last_entry,
            "count": self.count,
            "root": self.root,
            "sealed_at": moment_text(self.sealed_at),
        }
        return sha256(b"noilam.head\n" + canonical(facts)).hexdigest()


def sealed(seals: Sequence[Seal], *, number: int, previous: str, at: datetime) -> BatchFacts:
    """The batch these seals make, chained to the head before it."""
    return BatchFacts(
        number=number,
        previous=previous,
        first_entry=seals[0].entry,
        last_entry=seals[-1].entry,
        count=len(seals),
        root=root_of([bytes(each) for each in seals]).hex(),
        sealed_at=at,
    )


@dataclass(frozen=True)
class Kept:
    """An entry as the table holds it now. `computed` is the leaf its payload gives today."""

    entry: int
    leaf: str
    computed: str = ""
    is_erased: bool = False
    is_erased_lawfully: bool = False

    @property
    def is_sound(self) -> bool:
        return self.is_erased_lawfully if self.is_erased else self.computed == self.leaf


def altered(entry: int) -> Problem:
    return Problem(
        "altered",
        say("Dòng {entry} đã bị sửa sau khi ghi. Hãy đối chiếu với bản sao lưu."),
        "entry",
        {"entry": entry},
    )


def removed(entry: int) -> Problem:
    return Problem(
        "removed",
        say("Dòng {entry} đã bị xóa khỏi lô niêm phong. Hãy đối chiếu với bản sao lưu."),
        "entry",
        {"entry": entry},
    )


def inserted(entry: int) -> Problem:
    return Problem(
        "inserted",
        say("Dòng {entry} đã bị chèn vào sau khi niêm phong. Hãy đối chiếu với bản sao lưu."),
        "entry",
        {"entry": entry},
    )


def broken_batch(number: int, entry: int) -> Problem:
    return Problem(
        "batch-broken",
        say(
            "Lô {number} (từ dòng {entry}) không khớp dấu niêm phong: "
            "có dòng bị sửa, xóa hoặc chèn. Hãy đối chiếu với bản sao lưu."
        ),
        "batch",
        {"number": number, "entry": entry},
    )


def missing_batch(number: int) -> Problem:
    return Problem(
        "batch-missing",
        say("Lô {number} đã bị xóa khỏi chuỗi. Hãy đối chiếu với bản sao lưu."),
        "batch",
        {"number": number},
    )


def unknown_head(head: str) -> Problem:
    return Problem(
        "head-unknown",
        say(
            "Không tìm thấy mã {head} trong chuỗi: nhật ký đã bị viết lại hoặc cắt bớt "
            "sau khi in mã này, hoặc mã bị chép sai."
        ),
        "head",
        {"head": head},
    )


def problem_with_entries(seals: Sequence[Seal], kept: Sequence[Kept]) -> Problem | None:
    """The first entry, in the order sealed, that is not what was sealed. Both ordered by id."""
    held = {each.entry: each for each in kept}
    known = {each.entry for each in seals}
    strangers = iter(sorted(set(held) - known))
    stranger = next(strangers, None)
    for seal in seals:
        if stranger is not None and stranger < seal.entry:
            return inserted(stranger)
        if problem := _problem_with(seal, held.get(seal.entry)):
            return problem
    return inserted(stranger) if stranger is not None else None


def _problem_with(seal: Seal, kept: Kept | None) -> Problem | None:
    if kept is None:
        return removed(seal.entry)
    return None if kept.is_sound and kept.leaf == seal.leaf else altered(seal.entry)


def problem_with_batch(
    facts: BatchFacts, head: str, seals: Sequence[Seal], *, number: int, previous: str
) -> Problem | None:
    """Whether the batch is the next of the chain and covers exactly these seals."""
    if facts.number != number:
        return missing_batch(number)
    fits = (
        bool(seals)
        and facts == sealed(seals, number=number, previous=previous, at=facts.sealed_at)
        and facts.head == head
    )
    return None if fits else broken_batch(number, facts.first_entry)


def texts_of(details: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an event with the name of the field it stands in."""
    if isinstance(details, str):
        yield name, details
    elif isinstance(details, Mapping):
        for key, each in details.items():
            yield from texts_of(each, str(key))
    elif isinstance(details, list | tuple):
        for each in details:
            yield from texts_of(each, name)


def problems_with_secrecy(
    details: Mapping[str, Any], field_word: Callable[[str], str]
) -> list[Problem]:
    """X10: what is classified must not be entered at all, in whichever field it stands."""
    if not could_be_marked(str(details)):
        return []  # spares fifty thousand ordinary entries the closer look
    marks = {name: mark for name, text in texts_of(details) if (mark := secrecy_mark(text))}
    return [
        Problem(
            "secrecy-mark",
            say(
                "Nội dung có dấu “{mark}” (mục {field}). Văn bản mật không được nhập vào phần mềm: "
                "hãy bỏ nội dung này và xử lý theo chế độ bảo mật. "
                "Nếu chỉ là tên gọi, hãy viết thường."
            ),
            name,
            {"mark": mark, "field": field_word(name)},
        )
        for name, mark in marks.items()
    ]


ALREADY_ERASED = Problem("erased", say("Nội dung dòng này đã được xóa từ trước."))
NOT_SEALED = Problem(
    "waiting", say("Dòng này chưa niêm phong. Hãy đợi lần niêm phong tới (trong 5 phút).")
)
PROVES_AN_ERASURE = Problem(
    "erasure", say("Không được xóa dòng ghi lại một lần xóa: nó chứng minh lần xóa đó.")
)


def problems_with_erasure(reason: str, basis: str) -> list[Problem]:
    """An erasure names why, and the law that asks for it."""
    problems = []
    if not reason:
        problems.append(Problem("reason-missing", say("Ghi lý do xóa."), "reason"))
    if not basis:
        problems.append(
            Problem("basis-missing", say("Ghi căn cứ pháp lý (văn bản, điều, khoản)."), "basis")
        )
    return problems
