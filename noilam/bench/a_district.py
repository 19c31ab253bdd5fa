"""Spreadsheets of an invented district of any size, as rows by kind of sheet."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

BEGIN = date(2026, 1, 5)
HEADERS = {
    "units": ["Mã", "Tên đơn vị", "Loại", "Mã cấp trên", "Ngày thành lập"],
    "people": ["Mã", "Họ và tên", "Mã đơn vị", "Chức vụ", "Từ ngày", "Người đứng đầu"],
    "commitments": [
        "Mã", "Nội dung", "Loại", "Mã đơn vị", "Mã người chịu trách nhiệm", "Ngày bắt đầu",
        "Hạn hoàn thành", "Cách đo", "Chỉ tiêu", "Giải pháp", "Nguồn", "Lĩnh vực",
    ],
    "progress": [
        "Mã cam kết", "Ngày báo đã làm", "Minh chứng", "Ngày xác nhận", "Kết luận",
        "Người xác nhận",
    ],
}  # fmt: skip
UNITS_A_BRANCH = 50
TOPICS = ["Môi trường", "Đất đai", "Giao thông", "Giáo dục", "Y tế"]
VERDICTS = ["Đạt", "Đạt", "Đạt", "Đạt một phần", "Không đạt"]

Row = list[object]


def units(count: int) -> Iterator[Row]:
    yield ["D", "Đảng bộ xã Mẫu", "Đảng uỷ xã", "", date(2020, 1, 1)]
    for number in range(1, count):
        branch = f"D{number // UNITS_A_BRANCH * UNITS_A_BRANCH}"
        above = "D" if number % UNITS_A_BRANCH == 0 or number < UNITS_A_BRANCH else branch
        yield [f"D{number}", f"Chi bộ thôn {number}", "Chi bộ trực thuộc", above, date(2020, 1, 1)]


def people(count: int, unit_count: int) -> Iterator[Row]:
    """A head for each unit first, then members in turn."""
    for number in range(count):
        unit = number % unit_count
        code = f"D{unit}" if unit else "D"
        leads = "x" if number < unit_count else ""
        post = "Bí thư" if leads else "Uỷ viên"
        yield [f"C{number}", f"Nguyễn Văn Mẫu {number}", code, post, date(2020, 2, 1), leads]


def commitments(count: int, unit_count: int) -> Iterator[Row]:
    for number in range(count):
        unit = number % unit_count
        starts_on = BEGIN + timedelta(days=number % 200)
        yield [
            f"K{number}", f"Sửa {number % 9 + 1} km đường thôn {number}", "Nhiệm vụ",
            f"D{unit}" if unit else "D", f"C{unit}", starts_on, starts_on + timedelta(days=90),
            "Số km đã sửa", number % 9 + 1, "Huy động công lao động", f"Nghị quyết {number % 40}",
            TOPICS[number % len(TOPICS)],
        ]  # fmt: skip


def progress(count: int, unit_count: int) -> Iterator[Row]:
    for number in range(count):
        done_on = BEGIN + timedelta(days=number % 200 + 60 + number % 50)
        yield [
            f"K{number}", done_on, "Biên bản nghiệm thu", done_on + timedelta(days=3),
            VERDICTS[number % len(VERDICTS)], f"C{(number + 1) % unit_count}",
        ]  # fmt: skip


def write(path: Path, kind: str, rows: Iterator[Row]) -> Path:
    from xlsxwriter import Workbook

    with Workbook(str(path), {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADERS[kind])
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    return path
