"""Which files are taken as evidence, by what their bytes say, and under which safe name."""

import html
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from noilam.foundation.errors import Problem
from noilam.foundation.secrecy import secrecy_mark
from noilam.foundation.text import say

NAME_LENGTH = 150  # letters, ending included
MAX_PIXELS = 50_000_000  # 50 megapixels take 150 MB of memory to look at
# An office file packs its XML about ten to thirty times; a bomb packs a thousand times.
MAX_UNPACKED = 200 * 2**20
MAX_PACKING = 100
SMALL_ENOUGH = 20 * 2**20  # unpacked size below which the ratio does not matter
MAX_PARTS = 5000
HEAD = 1024  # bytes that tell most kinds apart


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken."""

    name: str
    media_type: str
    endings: tuple[str, ...]


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
KINDS = {
    kind.name: kind
    for kind in (
        Kind("pdf", "application/pdf", ("pdf",)),
        Kind("docx", f"{_OPEN_XML}.wordprocessingml.document", ("docx",)),
        Kind("xlsx", f"{_OPEN_XML}.spreadsheetml.sheet", ("xlsx",)),
        Kind("pptx", f"{_OPEN_XML}.presentationml.presentation", ("pptx",)),
        Kind("odt", f"{_OPEN_DOCUMENT}.text", ("odt",)),
        Kind("ods", f"{_OPEN_DOCUMENT}.spreadsheet", ("ods",)),
        Kind("jpg", "image/jpeg", ("jpg", "jpeg")),
        Kind("png", "image/png", ("png",)),
        Kind("webp", "image/webp", ("webp",)),
        Kind("txt", "text/plain", ("txt",)),
        Kind("csv", "text/csv", ("csv",)),
    )
}
IMAGES = frozenset({"jpg", "png", "webp"})
PACKED = frozenset({"docx", "xlsx", "pptx", "odt", "ods"})
_MAIN_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_OPEN_DOCUMENTS = {KINDS[name].media_type: name for name in ("odt", "ods")}
_PHONE_PHOTOS = {b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1"}
_MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<?php", "#!", "{\\rtf", "<body")


def outer_kind(content: bytes) -> str:
    """What the first bytes say: a kind, or zip, old-office, phone-photo, markup, unknown."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK\x03\x04"):
        return "zip"
    return _other_kind(content)


def _other_kind(content: bytes) -> str:
    if b"%PDF-" in content[:HEAD]:
        return "pdf"
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "old-office"
    if content[4:8] == b"ftyp" and content[8:12] in _PHONE_PHOTOS:
        return "phone-photo"
    text = as_text(content)
    if text is None:
        return "unknown"
    return "markup" if text.lstrip().lower().startswith(_MARKUP) else "text"


def as_text(content: bytes) -> str | None:
    """The text, in whichever of the usual encodings; None when it is none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    elif b"\x00" in content:
        return None
    else:
        text = _eight_bit(content)
    return (
        None if any(unicodedata.category(c) == "Cc" for c in set(text) - set("\t\n\r\f")) else text
    )


def _eight_bit(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1258", errors="replace")  # older Vietnamese Windows


def packed_kind(names: Collection[str], mimetype: str) -> str:
    """Which office file a zip archive is, by its parts; unknown when it is none."""
    if "[Content_Types].xml" in names:
        return next((kind for part, kind in _MAIN_PARTS.items() if part in names), "unknown")
    return _OPEN_DOCUMENTS.get(mimetype, "unknown")


def has_macros(names: Collection[str], content_types: str) -> bool:
    """Programs inside an office file, under any of the names they go by."""
    lower = [name.lower() for name in names]
    return "macroenabled" in content_types.lower() or any(
        name.endswith(("vbaproject.bin", "vbadata.xml"))
        or "/activex/" in name
        or name.startswith(("basic/", "scripts/"))
        for name in lower
    )


def is_bomb(packed: int, unpacked: int, parts: int) -> bool:
    """A small archive that would unpack to something huge."""
    is_dense = unpacked > SMALL_ENOUGH and unpacked > packed * MAX_PACKING
    return is_dense or unpacked > MAX_UNPACKED or parts > MAX_PARTS


def text_kind(name: str) -> str | None:
    """Plain text is taken under two endings only: under others it may be a program."""
    ending = _ending(name)
    return {"txt": "txt", "csv": "csv"}.get(ending)


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return ending.strip().lower() if dot and stem else ""


_BREAK = re.compile(r"</(?:w:p|a:p|si|is|c|row|text:p|text:h|table:table-cell)>|<w:br/>|<w:tab/>")
_TAG = re.compile(r"<[^>]*>")


def words_of_xml(xml: str) -> str:
    """The words of an office file's part, one paragraph or cell a line."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", xml)))


_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


def safe_name(name: str, kind: Kind) -> str:
    """A name that no system trips over: Vietnamese letters stay, paths and hidden marks go.

    The ending is the one of what the file really is.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    # Cc and Cf: control marks, among them those that turn the reading direction round.
    seen = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    bare = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(". ")
    stem, ending = bare, kind.endings[0]
    if _ending(bare) in kind.endings:
        stem, _dot, ending = bare.rpartition(".")
    stem = stem[: NAME_LENGTH - len(ending) - 1].strip(". ") or "tep"
    stem = f"_{stem}" if _RESERVED.fullmatch(stem) else stem
    return f"{stem}.{ending.lower()}"


def size_text(size: int) -> str:
    """1,5 MB or 12 KB, as people say it."""
    if size >= 2**20:
        return f"{size / 2**20:.1f} MB".replace(".", ",")
    return f"{max(1, round(size / 2**10))} KB"


EMPTY = Problem("empty", say("Tệp rỗng. Hãy chọn lại tệp."), "file")
BROKEN = Problem(
    "broken", say("Tệp hỏng hoặc chưa tải lên hết. Hãy mở thử trên máy rồi gửi lại."), "file"
)
LOCKED = Problem(
    "locked", say("Tệp có mật khẩu nên người xác nhận không mở được. Hãy bỏ mật khẩu."), "file"
)
MACROS = Problem(
    "macros",
    say("Tệp có chứa chương trình (macro). Hãy lưu lại thành .docx, .xlsx hoặc PDF rồi gửi."),
    "file",
)
BOMB = Problem(
    "bomb", say("Tệp nén bung ra quá lớn. Hãy in thành PDF hoặc chia nhỏ rồi gửi."), "file"
)
MOVING = Problem("moving", say("Không nhận ảnh động. Hãy gửi ảnh tĩnh hoặc PDF."), "file")

_REFUSED = {
    "old-office": say(
        "Không nhận tệp Word, Excel đời cũ (.doc, .xls) hoặc có mật khẩu. "
        "Hãy lưu lại thành .docx, .xlsx hoặc PDF rồi gửi."
    ),
    "phone-photo": say(
        "Không nhận ảnh HEIC vì không xóa được vị trí chụp. Hãy đổi sang JPG: trên iPhone, "
        "vào Cài đặt > Camera > Định dạng > Tương thích nhất."
    ),
    "markup": say("Không nhận trang web, SVG, XML hay mã lệnh. Hãy in thành PDF rồi gửi."),
    "text": say("Tệp chữ chỉ được có đuôi .txt hoặc .csv. Hãy đổi tên hoặc in thành PDF."),
}


_TAKEN = say(
    "Không nhận loại tệp này. Chỉ nhận PDF, Word (.docx), Excel (.xlsx), "
    "ảnh JPG, PNG, WebP, văn bản .txt, .csv."
)
_TAKEN_WHEN_KNOWN = say(
    "Không nhận tệp loại {guessed}. Chỉ nhận PDF, Word (.docx), Excel (.xlsx), "
    "ảnh JPG, PNG, WebP, văn bản .txt, .csv."
)


def refused_kind(kind: str, guessed: str = "") -> Problem:
    """Why this kind is not taken, and what to send instead."""
    if kind in _REFUSED:
        return Problem(f"kind-{kind}", _REFUSED[kind], "file")
    if guessed:
        return Problem("kind", _TAKEN_WHEN_KNOWN, "file", {"guessed": guessed})
    return Problem("kind", _TAKEN, "file")


def not_wanted_here(allowed: Collection[str]) -> Problem:
    endings = ", ".join(f".{KINDS[name].endings[0]}" for name in KINDS if name in allowed)
    return Problem("not-here", say("Chỗ này chỉ nhận tệp {endings}."), "file", {"endings": endings})


def too_large(size: int, megabytes: int) -> Problem:
    return Problem(
        "too-large",
        say("Tệp {size}, lớn hơn mức {megabytes} MB. Hãy giảm cỡ ảnh hoặc chia nhỏ."),
        "file",
        {"size": size_text(size), "megabytes": megabytes},
    )


def too_many_pixels(width: int, height: int) -> Problem:
    return Problem(
        "pixels",
        say("Ảnh {width} × {height} điểm là quá lớn. Hãy gửi ảnh dưới {most} triệu điểm."),
        "file",
        {"width": width, "height": height, "most": MAX_PIXELS // 1_000_000},
    )


def problems_with_secrecy(name: str, texts: Sequence[str]) -> list[Problem]:
    """X10: a classified paper is not taken, whether its name or its words say so."""
    if mark := secrecy_mark(name):
        return [Problem("secrecy-mark", _MARKED_NAME, "file", {"mark": mark})]
    for text in texts:
        if mark := secrecy_mark(text):
            return [Problem("secrecy-mark", _MARKED_WORDS, "file", {"mark": mark})]
    return []


_MARKED_NAME = say(
    "Tên tệp có dấu “{mark}”. Văn bản mật không được đưa vào phần mềm: "
    "hãy xử lý theo chế độ bảo mật. Nếu chỉ là tên gọi, hãy viết thường."
)
_MARKED_WORDS = say(
    "Trong tệp có dấu “{mark}”. Văn bản mật không được đưa vào phần mềm: "
    "hãy xử lý theo chế độ bảo mật. Nếu chỉ là tên gọi, hãy viết thường."
)
