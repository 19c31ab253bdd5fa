"""What the world may see of the organisation: units through time. No person."""

from noilam.exchange.open_folder import Column, Folder, Part, Table

from .queries.units import unit_stretches

UNITS = Table(
    "units.csv",
    "Đơn vị qua thời gian: mỗi dòng là một đơn vị trong một quãng mà tên, loại hình và cấp trên "
    "giữ nguyên.",
    (
        Column("code", "text", "Mã đơn vị"),
        Column("name", "text", "Tên đơn vị trong quãng ấy"),
        Column("kind", "text", "Loại hình"),
        Column("parent", "text", "Mã đơn vị cấp trên; trống: không có"),
        Column("from", "day", "Từ ngày"),
        Column("until", "day", "Đến trước ngày; trống: còn hiệu lực"),
    ),
)
README = """# Dữ liệu mở

Bảng CSV dùng UTF-8, dấu phẩy ngăn cột, xuống dòng LF; ô trống nghĩa là không có. `schema.json` kể
từng tệp, từng cột. Không có tên, tài khoản hay ý kiến của người nào.

## Đơn vị

`units.csv` cho biết mỗi đơn vị tên gì, loại hình gì, trực thuộc đâu, từ ngày nào đến trước ngày
nào. Đơn vị đã kết thúc hoạt động được tính ở nơi đứng sau cùng.
"""


def open_part() -> Part:
    return Part(write=_write, tables=(UNITS,), readme=README)


def _write(folder: Folder) -> None:
    with folder.writing(UNITS) as (write,):
        for row in unit_stretches():
            write(row)
