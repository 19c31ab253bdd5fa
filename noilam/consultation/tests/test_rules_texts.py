"""Splitting a pasted text, keeping keys, comparing two editions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noilam.consultation.rules import (
    Change,
    Mark,
    PartText,
    as_text,
    compare,
    content_hash,
    cut,
    fair_length,
    near_changes,
    split_into_parts,
    with_keys_of,
    word_changes,
)

REGULATION = """Căn cứ Điều lệ Đảng.

Chương I
QUY ĐỊNH CHUNG

Điều 1. Phạm vi
Quy định này áp dụng cho các chi bộ.

Bảo đảm công khai.

Điều 2. Nguyên tắc
1. Đúng việc.
2. Đúng hạn.

Chương II
TỔ CHỨC THỰC HIỆN

Điều 3. Hiệu lực
Từ ngày ký."""


def test_a_regulation_falls_into_its_chapters_articles_and_items():
    parts = split_into_parts(REGULATION)

    assert [(each.key, each.level) for each in parts] == [
        ("mo-dau", 1),
        ("chuong-i", 1),
        ("dieu-1", 2),
        ("dieu-2", 2),
        ("1", 3),
        ("2", 3),
        ("chuong-ii", 1),
        ("dieu-3", 2),
    ]
    assert parts[2].text == "Quy định này áp dụng cho các chi bộ.\n\nBảo đảm công khai."


def test_items_of_two_articles_have_keys_of_their_own():
    parts = split_into_parts("Điều 1. Một\n1. A\nĐiều 2. Hai\n1. B")

    assert [each.key for each in parts] == ["dieu-1", "1", "dieu-2", "dieu-2-1"]


def test_a_text_without_headings_falls_into_paragraphs():
    parts = split_into_parts("Đoạn đầu.\n\nĐoạn hai,\ncòn nữa.\n")

    assert [(each.title, each.text) for each in parts] == [
        ("Đoạn 1", "Đoạn đầu."),
        ("Đoạn 2", "Đoạn hai,\ncòn nữa."),
    ]
    assert split_into_parts(" \n ") == []


def test_a_long_numbered_paragraph_is_called_by_its_first_words():
    (part,) = split_into_parts("1. " + "một hai ba " * 40)

    assert len(part.title) <= 101
    assert part.text.startswith("1. một hai ba")


@pytest.mark.parametrize("text", [REGULATION, "Một.\n\nHai.", "1. " + "dài lắm " * 50])
def test_parts_written_out_are_split_the_same_way_again(text):
    parts = split_into_parts(text)

    assert split_into_parts(as_text(parts)) == parts


def test_an_inserted_article_leaves_the_others_their_keys():
    old = split_into_parts("Điều 1. Phạm vi\nA\nĐiều 2. Hiệu lực\nB")
    new = split_into_parts("Điều 1. Phạm vi\nA\nĐiều 2. Giải thích\nC\nĐiều 3. Hiệu lực\nB bis")

    kept = with_keys_of(old, new)

    assert [each.key for each in kept] == ["dieu-1", "dieu-2-2", "dieu-2"]


def test_an_edited_paragraph_is_still_the_same_part():
    old = split_into_parts("Chi bộ họp ngày mùng ba hằng tháng.\n\nBáo cáo gửi trước ngày mười.")
    new = split_into_parts(
        "Lời đầu.\n\nChi bộ họp ngày mùng năm hằng tháng.\n\nBáo cáo gửi trước ngày mười."
    )

    assert [each.key for each in with_keys_of(old, new)][1:] == ["doan-1", "doan-2"]


def test_an_edited_item_that_is_nothing_but_its_heading_is_the_same_part():
    old = split_into_parts("1. Chấm đúng việc đã làm.\n2. Tự chấm trước ngày 25 hằng tháng.")
    new = split_into_parts("1. Tự chấm trước ngày 28 hằng tháng.\n2. Chấm đúng việc đã làm.")

    assert [each.key for each in with_keys_of(old, new)] == ["2", "1"]


def parts(*keys, **texts):
    return [PartText(key, f"Phần {key}", texts.get(key, "như cũ")) for key in keys]


def test_each_part_was_added_removed_changed_moved_or_stayed():
    old = parts("a", "b", "c", "d", "e")
    new = parts("a", "d", "c", "f", "e", e="khác đi")

    found = {each.part.key: each.change for each in compare(old, new)}

    assert found["a"] == Change.SAME
    assert found["b"] == Change.REMOVED
    assert found["e"] == Change.CHANGED
    assert found["f"] == Change.ADDED
    assert {found["c"], found["d"]} == {Change.MOVED, Change.SAME}
    assert [each.part.key for each in compare(old, new)][:2] == ["a", "b"]


def test_the_hash_knows_order_and_words():
    one = parts("a", "b")

    assert content_hash(one) == content_hash(parts("a", "b"))
    assert len({content_hash(one), content_hash(one[::-1]), content_hash(parts("a"))}) == 3


def test_changed_words_are_marked():
    pieces = word_changes("Đạt 90 phần trăm trở lên", "Đạt 80 phần trăm trở lên")

    assert [(each.mark, each.text) for each in pieces] == [
        (Mark.KEPT, "Đạt "),
        (Mark.REMOVED, "90 "),
        (Mark.ADDED, "80 "),
        (Mark.KEPT, "phần trăm trở lên"),
    ]


WORDS = st.lists(st.sampled_from(["đạt", "90", "điểm", "chi", "bộ", "\n"]), max_size=25).map(
    " ".join
)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_the_marks(old, new):
    pieces = word_changes(old, new)

    was = "".join(each.text for each in pieces if each.mark != Mark.ADDED)
    reads = "".join(each.text for each in pieces if each.mark != Mark.REMOVED)
    assert was.split() == old.split()
    assert reads.split() == new.split()


def test_long_unchanged_stretches_are_left_out():
    same = "chữ " * 100
    pieces = near_changes(word_changes(f"{same}cũ {same}", f"{same}mới {same}"))

    assert [each.mark for each in pieces] == [
        Mark.SKIPPED,
        Mark.KEPT,
        Mark.REMOVED,
        Mark.ADDED,
        Mark.KEPT,
        Mark.SKIPPED,
    ]
    assert sum(len(each.text) for each in pieces) < 150


@pytest.mark.parametrize(
    ("lengths", "room", "length"),
    [([10, 20], 100, 20), ([10, 100, 100], 110, 50), ([], 10, 0), ([100, 100], 50, 25)],
)
def test_what_short_texts_leave_long_ones_take(lengths, room, length):
    assert fair_length(lengths, room) == length
    assert sum(min(each, length) for each in lengths) <= max(room, 0)


def test_a_text_is_cut_after_a_word():
    assert cut("một hai ba", 9) == "một hai …"
    assert cut("một", 9) == "một"
