"""Real files for tests, made in memory."""

import zipfile
from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from noilam.foundation.access import Actor, Kind

CLERK = Actor(kind=Kind.PERSON, id=7, label="Lê Thị Thư")
PLACE = b"\x00\x15" * 8


def an_upload(content: bytes, name: str = "minh-chung.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/x-anything")


def a_picture(
    kind: str = "JPEG", *, size: tuple[int, int] = (64, 32), turned: bool = False, **options
) -> bytes:
    """Left half red, right half blue; with camera, place and time in its EXIF."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6 if turned else 1  # turn it by 90 degrees to see it as it was
    exif[0x010F] = "MayAnhBiMat"
    exif[0x9003] = "2026:03:31 09:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (20.0, 15.0, 30.0), 3: "E", 4: (105.0, 58.0, 1.0)})
    out = BytesIO()
    image.save(out, kind, exif=exif, **options)
    return out.getvalue()


def an_archive(parts: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_document(text: str = "Báo cáo dọn rác", **more: bytes | str) -> bytes:
    """A Word file, as small as Word would open."""
    runs = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in text.partition(" "))
    return an_archive(
        {
            "[Content_Types].xml": "<Types>wordprocessingml.document.main+xml</Types>",
            "word/document.xml": f"<w:body><w:p>{runs}</w:p><w:p>Nơi nhận</w:p></w:body>",
            **more,
        }
    )


def a_spreadsheet(*cells: str) -> bytes:
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, cell in enumerate(cells):
        sheet.write(number, 0, cell)
    book.close()
    return out.getvalue()


def a_pdf(text: str = "Báo cáo dọn rác") -> bytes:
    import typst

    return typst.compile(text.encode())


def a_bomb() -> bytes:
    return an_archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": b" " * (60 * 2**20),
        }
    )


def no_room(key: str, on: date) -> int:
    """A rulebook that lets no file in."""
    return {"files.max_megabytes": 0}[key]
