"""No database, no Django: what bytes say, and what a safe name is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noilam.files import rules
from noilam.files.rules import KINDS


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4", "pdf"),
        (b"\xff\xd8\xff\xe0rest", "jpg"),
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "unknown"),
        (b"PK\x03\x04rest", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office"),
        (b"\x00\x00\x00\x18ftypheic", "phone-photo"),
        (b"\x00\x00\x00\x18ftypmp42\x00", "unknown"),
        (b"MZ\x90\x00\x03\x00", "unknown"),
        (b"\x7fELF\x02\x01\x00", "unknown"),
        ("Báo cáo".encode(), "text"),
        ("Báo cáo".encode("utf-16"), "text"),
        ("\ufeffMã;Tên".encode(), "text"),
        ("Th\xf4n".encode("cp1258"), "text"),
        (b"  <!DOCTYPE html><p>", "markup"),
        (b"<svg xmlns='x'>", "markup"),
        (b"<?xml version='1.0'?>", "markup"),
        (b"#!/bin/sh\nrm", "markup"),
        (b"{\\rtf1", "markup"),
    ],
)
def test_a_kind_is_told_by_its_bytes(content, kind):
    assert rules.outer_kind(content) == kind


@pytest.mark.parametrize(
    ("names", "mimetype", "kind"),
    [
        (["[Content_Types].xml", "word/document.xml"], "", "docx"),
        (["[Content_Types].xml", "xl/workbook.xml"], "", "xlsx"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "", "pptx"),
        (["mimetype", "content.xml"], "application/vnd.oasis.opendocument.text", "odt"),
        (["mimetype"], "application/epub+zip", "unknown"),
        (["[Content_Types].xml"], "", "unknown"),
        (["a.exe"], "", "unknown"),
    ],
)
def test_an_office_file_is_told_by_its_parts(names, mimetype, kind):
    assert rules.packed_kind(names, mimetype) == kind


@pytest.mark.parametrize(
    ("names", "types", "found"),
    [
        (["word/document.xml"], "main+xml", False),
        (["word/vbaProject.bin"], "main+xml", True),
        (["word/document.xml"], "ms-word.document.macroEnabled.main+xml", True),
        (["word/activeX/activeX1.xml"], "", True),
        (["Basic/Standard/Module1.xml"], "", True),
    ],
)
def test_macros_are_found_under_each_of_their_names(names, types, found):
    assert rules.has_macros(names, types) == found


@pytest.mark.parametrize(
    ("packed", "unpacked", "parts", "is_bomb"),
    [
        (10**6, 30 * 10**6, 50, False),
        (1000, 10**6, 50, False),  # very dense, but small
        (10**5, 30 * 2**20, 50, True),
        (30 * 2**20, 201 * 2**20, 50, True),
        (10**6, 10**6, 5001, True),
    ],
)
def test_a_small_archive_that_unpacks_to_something_huge_is_a_bomb(packed, unpacked, parts, is_bomb):
    assert rules.is_bomb(packed, unpacked, parts) == is_bomb


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("Biên bản thôn 4.pdf", "pdf", "Biên bản thôn 4.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\Users\\a\\ảnh.JPEG", "jpg", "ảnh.jpeg"),
        ("hoa\u202egpj.exe", "png", "hoagpj.exe.png"),
        ("a\r\nb\x00.pdf", "pdf", "ab.pdf"),
        ('a<b>:"c|d?*.pdf', "pdf", "a_b___c_d__.pdf"),
        ("...", "pdf", "tep.pdf"),
        (".pdf", "pdf", "pdf.pdf"),
        ("", "docx", "tep.docx"),
        ("CON.txt", "txt", "_CON.txt"),
        ("Bie\u0302n ba\u0309n.docx", "docx", "Biên bản.docx"),
    ],
)
def test_a_safe_name_keeps_vietnamese_letters_and_loses_what_systems_trip_over(name, kind, safe):
    assert rules.safe_name(name, KINDS[kind]) == safe


@settings(deadline=None)
@given(st.text(max_size=400), st.sampled_from(sorted(KINDS)))
def test_whatever_was_typed_the_name_is_short_and_ends_as_its_kind(name, kind):
    safe = rules.safe_name(name, KINDS[kind])

    assert 1 < len(safe) <= rules.NAME_LENGTH
    assert safe.rpartition(".")[2] in KINDS[kind].endings
    assert not set(safe) & set('/\\\r\n\x00<>:"|?*')
    assert not safe.startswith(".")


def test_a_mark_that_runs_through_two_pieces_of_a_word_file_is_read_as_one():
    xml = "<w:p><w:r><w:t>TỐI </w:t></w:r><w:r><w:t>MẬT</w:t></w:r></w:p><w:p>Số 3</w:p>"

    assert rules.words_of_xml(xml) == "TỐI MẬT\nSố 3\n"


@pytest.mark.parametrize(
    ("name", "texts", "count"),
    [
        ("bao-cao.pdf", ["Báo cáo"], 0),
        ("TỐI MẬT - báo cáo.pdf", [], 1),
        ("bao-cao.pdf", ["", "Độ mật: TUYỆT MẬT"], 1),
        ("KH_MẬT_01.pdf", [], 1),
        ("bao-cao.pdf", ["TỈNH ỦY NINH BÌNH  MẬT  ĐẢNG CỘNG SẢN VIỆT NAM"], 1),
        ("bao-cao.pdf", ["Độ mật: Tối mật"], 1),
        ("XÃ YÊN MẬT.pdf", ["ĐẢNG BỘ XÃ YÊN MẬT", "mật ong"], 0),
    ],
)
def test_a_secrecy_mark_in_name_or_words_is_refused(name, texts, count):
    assert len(rules.problems_with_secrecy(name, texts)) == count


@pytest.mark.parametrize(("size", "text"), [(10, "1 KB"), (20_000, "20 KB"), (3 << 19, "1,5 MB")])
def test_a_size_is_said_as_people_say_it(size, text):
    assert rules.size_text(size) == text
