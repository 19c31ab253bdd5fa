"""A set of criteria from a file, whichever kind it is; and the template to begin with."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

from .criteria_book import as_xlsx, from_xlsx
from .criteria_yaml import MOST_BYTES, as_yaml, from_yaml

__all__ = ["as_xlsx", "as_yaml", "content_in", "content_of", "template"]

_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, and .xls, which says why not


def content_of(upload: UploadedFile) -> Any:
    """What stands in an uploaded YAML or XLSX file, not judged yet. Refused: it cannot be read."""
    return _content(upload.read(MOST_BYTES + 1))


def content_in(path: Path) -> Any:
    """The same of a file on this machine."""
    with path.open("rb") as file:
        return _content(file.read(MOST_BYTES + 1))


def _content(written: bytes) -> Any:
    """By what the file is, not by its name."""
    if len(written) > MOST_BYTES:
        message = say("Tệp lớn hơn 1 MB, không phải một bộ tiêu chí. Chọn tệp khác.")
        raise Refused(Problem("file-too-big", message, about="file"))
    if not written.startswith(_BOOKS):
        return from_yaml(written)
    with TemporaryDirectory() as folder:  # the engine reads files
        path = Path(folder) / "criteria.xlsx"
        path.write_bytes(written)
        return from_xlsx(path)


@cache
def template() -> Any:
    """A small set that could be issued, with every method: to be overwritten."""
    return from_yaml(Path(__file__).with_name("criteria_template.yaml").read_bytes())
