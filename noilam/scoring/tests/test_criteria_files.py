"""A set comes from YAML and Excel and goes back into them, the same."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from noilam.foundation.errors import Refused
from noilam.foundation.text import fold
from noilam.scoring.rules import hashing, installing
from noilam.scoring.rules.reading import normal, read
from noilam.scoring.rules.schema import THINGS
from noilam.scoring.sheets.criteria_files import (
    as_xlsx,
    as_yaml,
    content_in,
    content_of,
    template,
)
from noilam.scoring.sheets.criteria_rows import COLUMNS, DETAILS, METHODS, NO_DATA, ROWS, rows_of
from noilam.scoring.sheets.criteria_yaml import MOST_NODES, from_yaml

from .given import CONTENT, a_content


def a_full_content():
    """With everything that a set may hold."""
    content = a_content(
        adoption={"proposed_by": "Ban Xây dựng Đảng", "consulted": ["Các chi bộ"]},
        quota={"band": "T", "max_pct": 20, "scope": "org"},
        year_rollup={"method": "mean_of_months", "min_months": 9},
        forbidden_inputs=["religion"],
    )
    content["sections"][1]["criteria"][0].update(
        note="Trừ người được miễn", wanted="meetings.present"
    )
    content["penalty"]["items"][0]["also"] = ["incident_report"]
    del content["gates"][0]["metric"]
    content["gates"][0]["wanted"] = "cases.open"
    return normal(content)


def codes(deed, *given):
    with pytest.raises(Refused) as refused:
        deed(*given)
    return [each.code for each in refused.value.problems]


def uploaded(content, name="tieu-chi.yaml"):
    return content_of(SimpleUploadedFile(name, content))


@pytest.mark.parametrize("written", [as_xlsx, lambda content: as_yaml(content).encode()])
@pytest.mark.parametrize("content", [CONTENT, a_full_content()])
def test_what_was_exported_comes_back_the_same(written, content):
    back = uploaded(written(content))

    assert read(back)[1] == []
    assert hashing.content_hash(normal(back)) == hashing.content_hash(content)


def test_the_template_could_be_issued_and_shows_every_method():
    criteria, problems = read(template())

    assert problems == []
    assert len({each.method for each in criteria.criteria()}) == 5
    assert installing.wanted_in(normal(template())) == []
    assert normal(uploaded(as_xlsx(normal(template())))) == normal(template())


def test_a_file_on_this_machine_is_read_by_what_it_is_not_by_its_name(tmp_path):
    path = tmp_path / "tieu-chi.txt"
    path.write_bytes(as_xlsx(CONTENT))

    assert normal(content_in(path)) == CONTENT


# YAML ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("a: [1", "not-yaml"),
        ("a: b: c", "not-yaml"),
        ("a: !!python/object/apply:os.system [ls]", "not-yaml"),
        ("a: 1\na: 2", "twice"),
        ("x: {a: 1, a: 1}", "twice"),
        ("? [1, 2]\n: 3", "key"),
        ("<<: {a: 1}", "key"),
        ("a: &x [1]\nb: *x", "alias"),
        ("[" * 30 + "]" * 30, "too-much"),
        ("[" * 100_000, "too-much"),
        ("- 1\n" * (MOST_NODES + 1), "too-much"),
    ],
)
def test_a_file_that_is_no_plain_yaml_is_refused_in_words(written, code):
    assert codes(from_yaml, written.encode()) == [code]


def test_a_file_that_would_grow_without_end_is_refused_at_its_first_repetition():
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30)]

    with pytest.raises(Refused) as refused:
        from_yaml("\n".join(lines).encode())

    (problem,) = refused.value.problems
    assert str(problem) == "Dòng 2: tệp dùng dấu * để nhắc lại. Chép nội dung ra."


def test_a_fault_is_told_with_its_line():
    with pytest.raises(Refused) as refused:
        from_yaml(b"a: 1\nb: [1,\nc: 2\n")

    assert "gần dòng 4" in str(refused.value)


def test_a_file_longer_than_a_megabyte_is_no_set():
    assert codes(uploaded, b"a" * 1_000_001) == ["file-too-big"]


def test_bytes_that_are_no_text_are_refused():
    assert codes(from_yaml, b"a: \xff") == ["not-utf-8"]


def test_words_that_other_readers_take_for_something_else_stay_words():
    written = b"a: no\nb: 08:30\nc: 1_000\nd: 2026-01-31\ne: 0x1F\nf: 010\ng: null\nh: true\ni: 1e5"

    assert from_yaml(written) == {
        **{"a": "no", "b": "08:30", "c": "1_000", "d": "2026-01-31", "e": "0x1F", "f": "010"},
        **{"g": None, "h": True, "i": "1e5"},
    }


def test_numbers_are_numbers_and_a_byte_mark_is_no_letter():
    assert from_yaml("\ufeffa: 1.5\nb: -2\nc: 0".encode()) == {"a": 1.5, "b": -2, "c": 0}


def test_the_same_list_twice_is_written_out_twice():
    shared = ["Biên bản"]
    written = as_yaml({"a": shared, "b": shared})

    assert "*" not in written
    assert yaml.safe_load(written)["criteria_set"] == {"a": shared, "b": shared}


# Excel --------------------------------------------------------------------------------------


def a_book(rows, headers=()):
    file = BytesIO()
    headers = headers or COLUMNS.values()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([headers, *rows]):
            sheet.write_row(at + 2, 0, row)  # offices leave a title above
    return file.getvalue()


def a_row(**cells):
    return [cells.get(column, "") for column in COLUMNS]


def test_a_clerks_row_is_read_by_words_and_commas():
    rows = [
        a_row(row="Nhóm", code="A", title="Nhóm A", points=4),
        a_row(
            row="tiêu chí",
            code="A1",
            title="Kế hoạch",
            points="4",
            method="Cộng từng mục",
            source="manual",
            no_data="Bỏ, quy đổi",
            detail="A1.1 | Đúng hạn | 1,5\nA1.2 | Có | dấu gạch | 2,5",
            kinds="Chi bộ; party_cell",
            evidence="Biên bản\nẢnh",
        ),
    ]

    (section,) = uploaded(a_book(rows))["sections"]

    assert section["max"] == 4
    assert section["criteria"] == [
        {
            **{"code": "A1", "title": "Kế hoạch", "max": 4, "method": "checklist"},
            **{"source": "manual", "no_data": "exclude", "evidence": ["Biên bản", "Ảnh"]},
            "items": [
                {"code": "A1.1", "title": "Đúng hạn", "points": 1.5},
                {"code": "A1.2", "title": "Có | dấu gạch", "points": 2.5},
            ],
            "applies_to_org_types": ["Chi bộ", "party_cell"],
        }
    ]


def test_all_that_cannot_be_read_is_named_by_its_row():
    rows = [
        a_row(row="tiêu chí", code="A1"),
        a_row(row="nhóm", code="A", points="mười"),
        a_row(row="chương", code="X"),
        a_row(row="tiêu chí", code="A2", detail="Số đạt: x\nlung tung\n90: ba"),
        a_row(row="khác", code="quota", detail="20%"),
    ]

    with pytest.raises(Refused) as refused:
        uploaded(a_book(rows))

    assert [(each.code, each.about) for each in refused.value.problems] == [
        ("no-section", "4"),
        ("number", "5"),
        ("unknown-row", "6"),
        ("detail", "7"),
        ("number", "7"),
        ("not-json", "8"),
    ]


def test_a_book_without_the_table_is_refused_in_words():
    assert codes(uploaded, a_book([], headers=["Tên", "Tuổi"])) == ["no-table"]


def test_text_that_looks_like_a_formula_stays_text():
    content = a_content(title="=1+1")

    assert normal(uploaded(as_xlsx(content)))["title"] == "=1+1"


def test_every_column_is_filled_by_some_row():
    used = {column for row in rows_of(a_full_content()) for column, cell in row.items() if cell}

    assert used == set(COLUMNS)


@pytest.mark.parametrize("words", [COLUMNS, ROWS, METHODS, NO_DATA])
def test_words_stay_apart_without_their_marks(words):
    assert len({fold(word) for word in words.values()}) == len(words)


@pytest.mark.parametrize("row", ROWS)
def test_words_of_details_stay_apart_too(row):
    assert len({fold(each.word) for each in DETAILS[row]}) == len(DETAILS[row])


# The page that documents the keys -----------------------------------------------------------

PAGE = Path(__file__).parents[3] / "docs" / "criteria.md"


def test_the_page_names_every_key_of_every_thing_and_no_other():
    told = {}
    for part in PAGE.read_text("utf-8").split("\n### ")[1:]:
        name = part.partition("(`")[2].partition("`)")[0]
        told[name] = set(re.findall(r"^\| `([a-z_]+)` \|", part, re.MULTILINE))

    assert told == {name: set(keys) for name, keys in THINGS.items()}


def test_the_page_says_which_keys_must_be_there():
    rows = re.findall(r"^\| `([a-z_]+)` \| (có)?", PAGE.read_text("utf-8"), re.MULTILINE)
    needed = [key.is_required for keys in THINGS.values() for key in keys.values()]

    assert [bool(must) for _key, must in rows] == needed


def test_the_example_on_the_page_is_right():
    (block,) = PAGE.read_text("utf-8").split("```yaml\n")[1:]

    assert read(from_yaml(block.partition("```")[0].encode()))[1] == []
