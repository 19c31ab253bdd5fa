"""X10: is there a secrecy mark (MẬT, TỐI MẬT, TUYỆT MẬT) in what somebody types or hands in?

Free of Django. A mark in capitals is refused unless the tables here say that it is a name or an
ordinary word: a mark taken for a name lets a classified paper in, a name taken for a mark costs
its writer a retyping in small letters. Whoever misses a name adds it to a table and to the test.
"""

import re
import unicodedata


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LETTER = r"[^\W\d_]"  # digits, _ and punctuation part words: KH_MẬT_01
_ALONE = rf"(?<!{_LETTER})", rf"(?!{_LETTER})"
# In any case, wherever the typist put the tone, over a line's end, joined by spaces, _ or -.
_DEGREE = re.compile(
    rf"{_ALONE[0]}(?:(?P<top>tuyệt|tuỵêt|tụyêt)|tối|tôí)[\s_-]+mật{_ALONE[1]}", re.IGNORECASE
)
# A form that is filled in: "Độ mật: Mật".
_FILLED_IN = re.compile(rf"{_ALONE[0]}(?:độ|dấu|mức)\s+mật\s*[:–-]\s*mật{_ALONE[1]}", re.IGNORECASE)
_CAPITALS = re.compile(rf"{_ALONE[0]}M[ \xa0]?Ậ[ \xa0]?T{_ALONE[1]}")  # also spaced: M Ậ T
_HINT = re.compile(r"M[ \xa0]?Ậ[ \xa0]?T|mật", re.IGNORECASE)
# One space, _ or - joins words of one phrase. More is a gap: columns of a letterhead, no name.
_JOINT = r"[ \xa0_-]"
_BEFORE = re.compile(rf"(?:{_LETTER}+{_JOINT}){{0,3}}$")
_AFTER = re.compile(rf"{_JOINT}({_LETTER}+)(?:{_JOINT}({_LETTER}+))?")
_REACH = 40  # letters looked at on the left

# MẬT ONG, MẬT ĐỘ: words that begin with it.
_BEGINS = _table("ONG MÍA NGỌT GẤU ĐỘ KHẨU THIẾT PHỤC NGHỊ")
# … ĐỘ KHẨN, ĐỘ MẬT: the next line of a letterhead, not MẬT ĐỘ (density).
_NOT_DENSITY = frozenset(["KHẨN", "MẬT"])
# BÍ MẬT, ONG MẬT: words that end with it.
_ENDS = _table("BÍ BẢO CƠ THÂN CẨN ONG LẤY QUAY TRĂNG RỈ TÚI ỐNG SỎI GAN")
# Places and people that may be called Mật.
_CALLED = _table("XÃ PHƯỜNG THÔN XÓM LÀNG ẤP BUÔN ÔNG BÀ")
_CALLED_BY_TWO = frozenset([("CHI", "BỘ"), ("ĐẢNG", "BỘ"), ("ĐỒNG", "CHÍ")])
# YÊN MẬT, BẢN MẬT: names, where nothing or one of _LEADS stands before them. HƯNG YÊN … MẬT and
# VĂN BẢN MẬT are marks.
_NAMES = frozenset(["YÊN", "BẢN"])
_LEADS = _table(
    "XÃ PHƯỜNG THÔN XÓM LÀNG ẤP BỘ UỶ ỦY DÂN HỌC SỞ NON TẾ NGHIỆP ĐỘI TỔ KHU HUYỆN CHỢ CẦU "
    "VÀ TẠI Ở CỦA VỀ TỪ ĐẾN VỚI CHO CŨ MỚI KH BC TB QĐ NQ CV CT DS BB TTR"
)
# NGUYỄN VĂN MẬT: a family name and a middle name. CÔNG VĂN MẬT is a mark.
_FAMILIES = _table(
    "NGUYỄN TRẦN LÊ PHẠM HOÀNG HUỲNH PHAN VŨ VÕ ĐẶNG BÙI ĐỖ HỒ NGÔ DƯƠNG LÝ ĐINH TRỊNH MAI ĐÀO "
    "ĐOÀN TRƯƠNG LƯƠNG LÂM TẠ TÔ TỐNG QUÁCH HÀ CAO LƯU CHU TRIỆU HÀN THÁI VI LÒ LƯỜNG"
)
_MIDDLES = _table("VĂN THỊ ĐỨC XUÂN ĐÌNH HỮU NGỌC QUANG BÁ VIẾT KHẮC")


def could_be_marked(text: str) -> bool:
    """A first look that costs next to nothing; it is asked for every entry of the trail."""
    return _hints(unicodedata.normalize("NFC", text))


def _hints(text: str) -> bool:
    return ("ậ" in text or "Ậ" in text) and bool(_HINT.search(text))


def secrecy_mark(text: str) -> str | None:
    """The secrecy mark in a text (MẬT, TỐI MẬT, TUYỆT MẬT), or None."""
    text = unicodedata.normalize("NFC", text)
    if not _hints(text):
        return None
    for found in _DEGREE.finditer(text):
        if found["top"] or not _begins_a_word(text, found.end()):  # buổi tối mật độ xe cao
            return "TUYỆT MẬT" if found["top"] else "TỐI MẬT"
    if _FILLED_IN.search(text):
        return "MẬT"
    marks = (found for found in _CAPITALS.finditer(text) if not _is_a_word(text, found))
    return "MẬT" if next(marks, None) else None


def _is_a_word(text: str, found: re.Match[str]) -> bool:
    return _begins_a_word(text, found.end()) or _ends_a_word(text, found.start())


def _begins_a_word(text: str, end: int) -> bool:
    found = _AFTER.match(text, end)
    if found is None or found[1].upper() not in _BEGINS:
        return False
    return found[1].upper() != "ĐỘ" or (found[2] or "").upper() not in _NOT_DENSITY


def _ends_a_word(text: str, start: int) -> bool:
    found = _BEFORE.search(text[max(0, start - _REACH) : start])
    last, second = ([*reversed(_words(found[0] if found else "")), "", ""])[:2]
    return (
        last in _ENDS | _CALLED
        or (second, last) in _CALLED_BY_TWO
        or (last in _NAMES and (not second or second.upper() in _LEADS))
        or (last in _MIDDLES and second in _FAMILIES)
    )


def _words(phrase: str) -> list[str]:
    return re.findall(rf"{_LETTER}+", phrase)
