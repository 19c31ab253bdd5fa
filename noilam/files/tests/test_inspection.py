"""Real files, looked at in memory: no database."""

from io import BytesIO

import pytest
from PIL import Image

from noilam.files.inspection import inspect
from noilam.foundation.errors import Refused

from . import given


def look(content, name="minh-chung.pdf", **options):
    return inspect(given.an_upload(content, name), **{"max_megabytes": 20, **options})


def refusal(content, name="minh-chung.pdf", **options):
    with pytest.raises(Refused) as refused:
        look(content, name, **options)
    (problem,) = refused.value.problems
    assert problem.about == "file"
    return problem.code


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (given.a_pdf(), "báo cáo.pdf", "pdf"),
        (given.a_document(), "báo cáo.docx", "docx"),
        (given.a_spreadsheet("Mã", "Tên"), "số liệu.xlsx", "xlsx"),
        (given.a_picture("JPEG"), "ảnh.jpg", "jpg"),
        (given.a_picture("PNG"), "ảnh.png", "png"),
        (given.a_picture("WEBP"), "ảnh.webp", "webp"),
        ("Biên bản".encode(), "biên bản.txt", "txt"),
        ("Mã;Tên\n1;Mẫu".encode("utf-16"), "danh sách.csv", "csv"),
    ],
)
def test_what_offices_hand_in_is_taken(content, name, kind):
    inspected = look(content, name)

    assert (inspected.kind.name, inspected.name) == (kind, name)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "bao-cao.pdf", "kind"),
        (b"\x7fELF\x02\x01\x01\x00", "a", "kind"),
        (b"<html><script>1</script>", "a.txt", "kind-markup"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "kind-markup"),
        (b"@echo off\ndel *", "a.bat", "kind-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.doc", "kind-old-office"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "a.heic", "kind-phone-photo"),
        (given.an_archive({"a.exe": "MZ"}), "a.zip", "kind"),
        (given.a_document(**{"word/vbaProject.bin": b"\x00"}), "a.docx", "macros"),
        (given.a_bomb(), "a.docx", "bomb"),
        (given.a_document()[:-30], "a.docx", "broken"),
        (given.a_picture("JPEG")[:200], "a.jpg", "broken"),
        (given.a_document("TỐI MẬT"), "a.docx", "secrecy-mark"),
        (given.a_spreadsheet("Mã", "TUYỆT MẬT"), "a.xlsx", "secrecy-mark"),
        (given.a_pdf("TỐI MẬT"), "a.pdf", "secrecy-mark"),
        ("Theo công văn TỐI MẬT".encode(), "a.txt", "secrecy-mark"),
        ("Theo công văn TỐI MẬT".encode("utf-16"), "a.csv", "secrecy-mark"),
        (given.a_document("Văn bản tối mật"), "a.docx", "secrecy-mark"),
        (given.a_spreadsheet("TÀI LIỆU MẬT"), "a.xlsx", "secrecy-mark"),
        (
            given.a_pdf("TỈNH UỶ NINH BÌNH #h(1fr) MẬT #h(1fr) ĐẢNG CỘNG SẢN"),
            "a.pdf",
            "secrecy-mark",
        ),
        (given.a_picture(), "TỐI MẬT.jpg", "secrecy-mark"),
        (given.a_picture(), "KH_MẬT_01.jpg", "secrecy-mark"),
    ],
)
def test_what_may_not_stay_is_refused_in_words(content, name, code):
    assert refusal(content, name) == code


def test_a_file_over_the_limit_is_refused_unread():
    assert refusal(b"x" * (2**20 + 1), "a.txt", max_megabytes=1) == "too-large"


def test_a_place_may_take_only_some_kinds():
    assert refusal(given.a_pdf(), allowed={"jpg", "png"}) == "not-here"
    assert look(given.a_picture(), "a.jpg", allowed={"jpg", "png"}).kind.name == "jpg"


def test_a_picture_too_large_to_look_at_is_refused_before_it_is_opened():
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")

    assert refusal(out.getvalue(), "a.png") == "pixels"


def test_a_moving_picture_is_refused():
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])

    assert refusal(out.getvalue(), "a.webp") == "moving"


def test_a_locked_pdf_is_refused():
    import pypdf

    writer = pypdf.PdfWriter(clone_from=BytesIO(given.a_pdf()))
    writer.encrypt("bí mật", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)

    assert refusal(out.getvalue()) == "locked"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_time_and_camera_are_gone_from_a_picture(kind):
    original = given.a_picture(kind)
    assert Image.open(BytesIO(original)).getexif().get_ifd(0x8825)[2]

    cleaned = look(original, "a.jpg").content

    again = Image.open(BytesIO(cleaned))
    assert not again.getexif()
    assert not again.getexif().get_ifd(0x8825)
    for trace in (b"MayAnhBiMat", b"Exif", b"eXIf", b"2026:03:31"):
        assert trace not in cleaned


def test_comments_and_what_hides_behind_a_picture_are_gone():
    original = given.a_picture("JPEG", comment=b"nha ong A") + b"PK\x03\x04hidden"

    cleaned = look(original, "a.jpg").content

    assert b"nha ong A" not in cleaned
    assert b"hidden" not in cleaned


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright_as_its_camera_meant_it(kind):
    cleaned = look(given.a_picture(kind, turned=True), "a.jpg").content

    image = Image.open(BytesIO(cleaned)).convert("RGB")
    assert image.size == (32, 64)
    top, bottom = image.getpixel((16, 8)), image.getpixel((16, 56))
    assert top[0] > 200 > 60 > top[2]
    assert bottom[2] > 200 > 60 > bottom[0]


def test_a_photograph_keeps_its_quality():
    original = given.a_picture("JPEG", quality=85, subsampling=0)
    cleaned = look(original, "a.jpg").content

    before, after = (Image.open(BytesIO(each)) for each in (original, cleaned))
    assert before.quantization == after.quantization


def test_a_transparent_picture_stays_transparent():
    out = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")

    image = Image.open(BytesIO(look(out.getvalue(), "a.png").content))
    assert image.convert("RGBA").getpixel((4, 4))[3] == 0


def test_the_ending_is_the_one_of_what_the_file_is():
    assert look(given.a_picture(), "bao-cao.pdf").name == "bao-cao.pdf.jpg"
