"""Secrecy marks are seen however they are typed; names and ordinary words are not taken for one."""

import unicodedata

import pytest

from noilam.foundation.secrecy import could_be_marked, secrecy_mark

MARKS = [
    ("MẬT", "MẬT"),
    ("Tài liệu MẬT", "MẬT"),
    ("TÀI LIỆU MẬT", "MẬT"),
    ("VĂN BẢN MẬT", "MẬT"),
    ("BIÊN BẢN MẬT", "MẬT"),
    ("HỒ SƠ MẬT", "MẬT"),
    ("CÔNG VĂN MẬT", "MẬT"),
    ("ĐÓNG DẤU MẬT", "MẬT"),
    ("MẬT KHẨN", "MẬT"),
    ("HỎA TỐC-MẬT", "MẬT"),
    ("Độ MẬT: cao", "MẬT"),
    ("ĐỘ MẬT", "MẬT"),
    ("Độ mật: Mật", "MẬT"),
    ("M Ậ T", "MẬT"),
    ("12/MẬT-TU", "MẬT"),
    ("KH_MẬT_01.pdf", "MẬT"),
    ("MẬT01.pdf", "MẬT"),
    ("VĂN_BẢN_MẬT.docx", "MẬT"),
    ("TỈNH ỦY NINH BÌNH   MẬT   ĐẢNG CỘNG SẢN VIỆT NAM", "MẬT"),
    ("TỈNH ỦY … MẬT … ĐẢNG CỘNG SẢN", "MẬT"),
    ("TỈNH ỦY HƯNG YÊN MẬT ĐẢNG CỘNG SẢN VIỆT NAM", "MẬT"),
    ("TỈNH ỦY HÀ NAM MẬT ĐỘ KHẨN: HỎA TỐC", "MẬT"),
    ("ĐẢNG BỘ XÃ YÊN HOÀ\nMẬT\nSố 12-BC/ĐU", "MẬT"),
    ("ĐẢNG BỘ XÃ   MẬT", "MẬT"),
    ("ĐẢNG BỘ XÃ YÊN MẬT - TÀI LIỆU MẬT", "MẬT"),
    ("TỐI MẬT", "TỐI MẬT"),
    ("Độ mật: Tối mật", "TỐI MẬT"),
    ("giữ tối  mật", "TỐI MẬT"),
    ("TỐI\nMẬT", "TỐI MẬT"),
    ("TỐI_MẬT", "TỐI MẬT"),
    ("Số 12 (TUYỆT MẬT) ngày 3/4", "TUYỆT MẬT"),
    ("Tuyệt mật", "TUYỆT MẬT"),
    ("việc tuyệt\u00a0 mật", "TUYỆT MẬT"),
    ("tuỵêt mật", "TUYỆT MẬT"),
    ("TỤYÊT MẬT", "TUYỆT MẬT"),
]
NO_MARKS = [
    "ĐẢNG BỘ XÃ YÊN MẬT",
    "YÊN MẬT",
    "Sáp nhập Kim Chính và YÊN MẬT",
    "BC_XÃ_YÊN_MẬT.docx",
    "CHI BỘ BẢN MẬT",
    "CHI BỘ MẬT",
    "THÔN MẬT",
    "NGUYỄN VĂN MẬT",
    "ĐỒNG CHÍ MẬT",
    "Yên Mật",
    "MẬT ĐỘ DÂN SỐ",
    "ĐỔI MẬT KHẨU",
    "NUÔI ONG LẤY MẬT, BÁN MẬT ONG",
    "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "THÔNG TIN BẢO MẬT",
    "giữ bí mật",
    "mật ong, mật khẩu, tài liệu mật",
    "Buổi tối mật độ xe tăng",
    "Buổi tối. Mật ong đã thu",
    "CẬP NHẬT PHÁP LUẬT",
    "MẤT MÁT",
    "",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "mark"), MARKS)
def test_a_secrecy_mark_is_seen_however_it_is_typed(text, mark, form):
    typed = unicodedata.normalize(form, text)
    assert secrecy_mark(typed) == mark
    assert could_be_marked(typed)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", NO_MARKS)
def test_a_name_or_an_ordinary_word_is_no_mark(text, form):
    assert secrecy_mark(unicodedata.normalize(form, text)) is None
