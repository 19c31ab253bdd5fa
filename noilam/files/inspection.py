"""A file looked at in memory, before anything of it is kept: what it is, and whether it may stay.

Slow work (an image drawn anew, an archive read) happens here, outside any transaction. A view
with a large upload calls `inspect` first and hands the result to the action.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

from noilam.foundation.errors import Refused, refuse_if

from . import rules
from .rules import Kind

if TYPE_CHECKING:
    from PIL.Image import Image

ALL = frozenset(rules.KINDS)
PDF_PAGES_READ = 5  # a secrecy mark stands on the first page
PART_READ = 20 * 2**20  # bytes of one part that are looked through
# What the standard library says of a package with broken bytes.
BROKEN_PACKAGE = (BadZipFile, ZlibError, NotImplementedError, EOFError, OSError, ValueError)
_WORDS = {
    "docx": ("word/document", "word/header", "word/footer", "word/footnotes", "word/comments"),
    "xlsx": ("xl/sharedStrings", "xl/worksheets/sheet", "xl/workbook"),
    "pptx": ("ppt/slides/slide",),
    "odt": ("content.xml", "styles.xml"),
    "ods": ("content.xml", "styles.xml"),
}


class Upload(Protocol):
    """What Django's uploaded files are; a plain file with a name and a size will do."""

    name: str | None
    size: int | None

    def read(self) -> bytes: ...


@dataclass(frozen=True)
class Inspected:
    """What passed every check. `received` is what came, `content` what is to be kept."""

    name: str
    kind: Kind
    received: bytes
    content: bytes

    @property
    def received_hash(self) -> str:
        return sha256(self.received).hexdigest()

    @property
    def content_hash(self) -> str:
        return sha256(self.content).hexdigest()

    def as_it_came(self) -> "Inspected":
        """When the very same bytes are kept already: they were cleaned the first time."""
        return Inspected(self.name, self.kind, self.received, self.received)


def inspect(upload: Upload, *, max_megabytes: int, allowed: Collection[str] = ALL) -> Inspected:
    """Check an upload in every way, or Refused. Nothing is written anywhere.

    Secrecy marks are looked for in the name and in the words of txt, csv, docx, xlsx, pptx, odt,
    ods and of a PDF's first pages. Scans and photographs have no words a program could read: there
    the person who hands the file in answers alone.
    """
    if (upload.size or 0) > max_megabytes * 2**20:
        raise Refused(rules.too_large(upload.size or 0, max_megabytes))
    content, name = upload.read(), upload.name or ""
    if not content:
        raise Refused(rules.EMPTY)
    kind = _kind_of(content, name)
    if kind.name not in allowed:
        raise Refused(rules.not_wanted_here(allowed))
    refuse_if(rules.problems_with_secrecy(name, _words_of(content, kind)))
    cleaned = _redrawn(content, kind) if kind.name in rules.IMAGES else content
    return Inspected(rules.safe_name(name, kind), kind, content, cleaned)


def _kind_of(content: bytes, name: str) -> Kind:
    outer = rules.outer_kind(content)
    if outer == "zip":
        found: str | None = _packed_kind(content)
    elif outer == "text":
        found = rules.text_kind(name)
    else:
        found = outer
    if found not in rules.KINDS:
        raise Refused(rules.refused_kind(outer, _guess(content)))
    return rules.KINDS[found]


def _guess(content: bytes) -> str:
    """A word for what it seems to be, for the refusal only."""
    import puremagic

    try:
        return puremagic.from_string(content[:8192]).lstrip(".")
    except (puremagic.PureError, ValueError):
        return ""


def _packed_kind(content: bytes) -> str:
    """Which office file; no bomb, no macro, no password."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if rules.is_bomb(len(content), sum(part.file_size for part in parts), len(parts)):
                raise Refused(rules.BOMB)
            if any(part.flag_bits & 1 for part in parts):
                raise Refused(rules.LOCKED)
            names = {part.filename for part in parts}
            types = _part(archive, "[Content_Types].xml") if "[Content_Types].xml" in names else ""
            if rules.has_macros(names, types):
                raise Refused(rules.MACROS)
            mimetype = _part(archive, "mimetype").strip() if "mimetype" in names else ""
            return rules.packed_kind(names, mimetype)
    except BROKEN_PACKAGE as error:
        raise Refused(rules.BROKEN) from error


def _part(archive: ZipFile, name: str) -> str:
    """At most PART_READ bytes, whatever the archive says about the part's size."""
    with archive.open(name) as part:
        return part.read(PART_READ).decode("utf-8", errors="replace")


def _words_of(content: bytes, kind: Kind) -> Sequence[str]:
    if kind.name in rules.PACKED:
        return _packed_words(content, kind)
    if kind.name == "pdf":
        return _pdf_words(content)
    if kind.name in ("txt", "csv"):
        return [rules.as_text(content) or ""]
    return []


def _packed_words(content: bytes, kind: Kind) -> list[str]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.startswith(_WORDS[kind.name])]
            return [
                rules.words_of_xml(_part(archive, name)) for name in names if name.endswith(".xml")
            ]
    except BROKEN_PACKAGE as error:
        raise Refused(rules.BROKEN) from error


def _pdf_words(content: bytes) -> list[str]:
    """The first pages' words, where they are words. A PDF that nobody can open is refused."""
    import pypdf

    try:
        reader = pypdf.PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused(rules.LOCKED)
        return [page.extract_text() for page in reader.pages[:PDF_PAGES_READ]]
    except Refused:
        raise
    except Exception:  # a PDF that this reader does not understand may still open elsewhere
        return []


def _redrawn(content: bytes, kind: Kind) -> bytes:
    """The picture alone: place, time, camera, comments and anything hidden behind it are gone.

    It is turned as its camera meant it, and packed as finely as it came.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(content)) as image:
            if image.width * image.height > rules.MAX_PIXELS:
                raise Refused(rules.too_many_pixels(image.width, image.height))
            if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
                raise Refused(rules.MOVING)
            options = _OPTIONS[kind.name](image, content)
            upright = ImageOps.exif_transpose(image)
            profile = image.info.get("icc_profile")
            upright.info = {}
            return _packed(upright, profile, **options)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(rules.BROKEN) from error


def _packed(image: "Image", profile: bytes | None, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, icc_profile=profile, **options)
    return out.getvalue()


def _as_jpeg(image: "Image", content: bytes) -> dict[str, Any]:
    """With the tables it came with: no finer, no coarser."""
    from PIL import JpegImagePlugin

    return {
        "format": "JPEG",
        "qtables": image.quantization,  # type: ignore[attr-defined]
        "subsampling": JpegImagePlugin.get_sampling(image),
        "optimize": True,
    }


def _as_png(image: "Image", content: bytes) -> dict[str, Any]:
    transparency = image.info.get("transparency")
    return {"format": "PNG"} | ({"transparency": transparency} if transparency is not None else {})


def _as_webp(image: "Image", content: bytes) -> dict[str, Any]:
    if b"VP8L" in content[:64]:
        return {"format": "WEBP", "lossless": True}
    return {"format": "WEBP", "quality": 90}


_OPTIONS: dict[str, Callable[["Image", bytes], dict[str, Any]]] = {
    "jpg": _as_jpeg,
    "png": _as_png,
    "webp": _as_webp,
}
