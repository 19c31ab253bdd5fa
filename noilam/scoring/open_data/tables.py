"""The published files of scoring, column by column. Points are whole hundredths: 1175 is 11,75."""

from noilam.exchange.open_folder import Column, Shape, Table

_MONTH = Column("month", "month", "Tháng, ví dụ 2026-10")
_UNIT = Column("unit", "text", "Mã đơn vị")

FACTS = Table(
    "facts.csv",
    "Số liệu hệ thống đã lấy cho phiếu của tháng.",
    (
        _MONTH,
        _UNIT,
        Column("measure", "text", "Tên chỉ số"),
        Column("value", "text", "Giá trị, dấu chấm thập phân; tỷ lệ tính bằng phần trăm"),
        Column("numerator", "integer", "Tử số, nếu là tỷ lệ"),
        Column("denominator", "integer", "Mẫu số, hoặc cỡ mẫu"),
    ),
)
MARKS = Table(
    "marks.csv",
    "Điểm từng tiêu chí qua các bước, và câu trả lời cuối cùng đã cho ra điểm.",
    (
        _MONTH,
        _UNIT,
        Column("criterion", "text", "Mã tiêu chí"),
        Column("self", "text", "Điểm tự chấm (gồm điểm hệ thống tính); excluded: không tính"),
        Column(
            "appraise", "text", "Điểm khi thẩm định đã sửa; không tính lại được; trống: giữ nguyên"
        ),
        Column(
            "cross_check",
            "text",
            "Điểm khi thẩm tra đã sửa; không tính lại được; trống: giữ nguyên",
        ),
        Column("final", "text", "Điểm đã chốt; excluded: không tính"),
        Column("possible", "integer", "Điểm tối đa được tính; 0 khi không tính"),
        Column("answer", "text", "given: có trả lời; no_data: không có số liệu; trống: bỏ trống"),
        Column("numerator", "integer", "Tử số (ratio)"),
        Column("denominator", "integer", "Mẫu số (ratio), cỡ mẫu (tiers)"),
        Column("value", "text", "Giá trị (tiers), dấu chấm thập phân"),
        Column("items", "text", "Mã các mục đạt (checklist), cách nhau một dấu trống"),
        Column("times", "integer", "Số lần (deduct)"),
        Column("level", "integer", "Điểm của mức (anchored)"),
    ),
)
EXTRAS = Table(
    "extras.csv",
    "Điểm thưởng, điểm trừ.",
    (
        _MONTH,
        _UNIT,
        Column("code", "text", "Mã điểm thưởng hoặc điểm trừ"),
        Column("times", "integer", "Số lần"),
        Column("extra", "integer", "Điểm đã cộng, hoặc đã trừ (âm), sau khi áp trần"),
    ),
)
RESULTS = Table(
    "results.csv",
    "Mỗi dòng là một phiếu phải chấm ở lần khóa cuối của tháng, kể cả phiếu chưa chốt.",
    (
        _MONTH,
        _UNIT,
        Column(
            "state",
            "text",
            "fixed: đã chốt ở lần khóa cuối; missing: chưa, phần lớn ô để trống",
        ),
        Column("kind", "text", "Loại hình đơn vị trong tháng"),
        Column("issuer", "text", "Mã đơn vị ban hành bộ tiêu chí"),
        Column("criteria", "text", "Mã bộ tiêu chí"),
        Column("version", "integer", "Lần ban hành của bộ tiêu chí"),
        Column("points", "integer", "Cộng điểm các tiêu chí"),
        Column("possible", "integer", "Cộng điểm tối đa được tính"),
        Column("scaled", "integer", "points quy đổi về cả thang điểm"),
        Column("extra", "integer", "Điểm thưởng trừ điểm trừ"),
        Column("total", "integer", "Tổng điểm; trống: không tính được"),
        Column("self_total", "integer", "Tổng điểm tự chấm"),
        Column("band", "text", "Mã mức xếp; trống: không có"),
        Column("failed_gates", "text", "Điều kiện không đạt, cách nhau một dấu trống"),
        Column("rank_from", "integer", "Vị trí cao nhất có thể trong nhóm; 0: nhóm quá nhỏ"),
        Column("rank_to", "integer", "Vị trí thấp nhất có thể trong nhóm"),
        Column("peers", "integer", "Số đơn vị trong nhóm: cùng bộ tiêu chí, cùng loại hình"),
        Column("median", "integer", "Điểm giữa của nhóm; trống: nhóm quá nhỏ"),
        Column("on_time", "flag", "Đơn vị tự chấm đúng hạn; không tính lại được"),
        Column("sheet_version", "integer", "Bản đã chốt thứ mấy; không tính lại được"),
        Column("version_hash", "text", "SHA-256 của bản đã chốt"),
    ),
)
ROLLUPS = Table(
    "rollups.csv",
    "Mỗi đơn vị cấp trên, cộng cả những đơn vị bên dưới.",
    (
        _MONTH,
        _UNIT,
        Column("due", "integer", "Số phiếu phải chấm"),
        Column("fixed", "integer", "Số phiếu đã chốt"),
        Column("on_time", "integer", "Trong đó đơn vị tự chấm đúng hạn"),
        Column("scored", "integer", "Trong đó có tổng điểm"),
        Column("total_sum", "integer", "Cộng tổng điểm"),
        *(
            Column(f"level_{no}", "integer", f"Số phiếu ở mức {no}, 1 là cao nhất")
            for no in range(1, 6)
        ),
    ),
)
TABLES = (FACTS, MARKS, EXTRAS, RESULTS, ROLLUPS)

_TEXT, _WHOLE = {"type": "string"}, {"type": "integer"}
_HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
CRITERIA = Shape(
    "criteria/*.json",
    "Một lần ban hành của một bộ tiêu chí, nguyên văn.",
    {
        "type": "object",
        "properties": {
            "issuer": _TEXT | {"description": "Mã đơn vị ban hành"},
            "code": _TEXT,
            "version": _WHOLE,
            "title": _TEXT,
            "decision_number": _TEXT,
            "decided_on": _TEXT | {"format": "date"},
            "first_month": _TEXT | {"description": "Áp dụng từ tháng"},
            "until_month": {"description": "Đến trước tháng; null: còn áp dụng"},
            "content_hash": _HASH | {"description": "SHA-256 của content, viết chuẩn"},
            "structure_hash": _HASH
            | {"description": "Như nhau: điểm hai tháng so sánh được với nhau"},
            "content": {"type": "object", "description": "docs/criteria.md"},
        },
    },
)
CLOSES = Shape(
    "closes.json",
    "Các tháng đã khóa, theo thứ tự.",
    {
        "type": "object",
        "properties": {
            "closes": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "month": _TEXT,
                        "number": _WHOLE | {"description": "Lần khóa"},
                        "snapshot_hash": _HASH,
                        "day": _TEXT | {"description": "Ngày mà cây tổ chức được lấy"},
                        "noise": _WHOLE | {"description": "Chênh đến mức này coi như ngang nhau"},
                        "enough": _WHOLE | {"description": "Nhóm ít hơn thì không xếp vị trí"},
                        "due": _WHOLE,
                        "fixed": _WHOLE,
                        "on_time": _WHOLE,
                        "earlier": {
                            "type": "array",
                            "description": "number và snapshot_hash của những lần khóa trước",
                        },
                    },
                },
            }
        },
    },
)
SHAPES = (CRITERIA, CLOSES)
