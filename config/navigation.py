"""The menu: headings and their lines. A line whose page a person may not see is not shown.

Each line: (label, url name, may_see path or "").
"""

from noilam.foundation.text import say_in

NAVIGATION: list[tuple[str, list[tuple[str, str, str]]]] = [
    (
        say_in("menu", "Việc của tôi"),
        [
            (say_in("menu", "Hôm nay"), "insight:today", ""),
            (say_in("menu", "Cam kết của tôi"), "commitments:mine", ""),
            (say_in("menu", "Hộp thư"), "notices:inbox", ""),
        ],
    ),
    (
        say_in("menu", "Nói"),
        [
            (say_in("menu", "Cam kết"), "commitments:list", ""),
            (say_in("menu", "Chương trình"), "commitments:programmes", ""),
            (say_in("menu", "Việc cấp bách"), "commitments:urgent", ""),
            (say_in("menu", "Lấy ý kiến"), "consultation:list", ""),
            (
                say_in("menu", "Giao cho nhiều đơn vị"),
                "commitments:giving",
                "noilam.commitments.policies.gives_somewhere",
            ),
            (
                say_in("menu", "Chờ duyệt"),
                "commitments:approvals",
                "noilam.commitments.policies.approves_somewhere",
            ),
        ],
    ),
    (
        say_in("menu", "Làm"),
        [
            (say_in("menu", "Tiến độ, minh chứng"), "commitments:progress", ""),
            (
                say_in("menu", "Chờ xác nhận"),
                "commitments:verifications",
                "noilam.commitments.policies.verifies_somewhere",
            ),
            (
                say_in("menu", "Gia hạn, nguyên nhân"),
                "commitments:requests",
                "noilam.commitments.policies.decides_somewhere",
            ),
        ],
    ),
    (
        say_in("menu", "Đánh giá"),
        [
            (say_in("menu", "Chấm điểm tháng"), "scoring:sheets", ""),
            (
                say_in("menu", "Phiên duyệt"),
                "scoring:packs",
                "noilam.scoring.policies.sheets.settles_somewhere",
            ),
            (say_in("menu", "Tiêu chí chấm điểm"), "scoring:criteria_sets", ""),
            (say_in("menu", "Bảng điểm"), "scoring:board", ""),
            (say_in("menu", "Bảng nhiệt"), "scoring:heatmap", ""),
            (say_in("menu", "Khóa tháng"), "scoring:months", ""),
        ],
    ),
    (
        say_in("menu", "Văn phòng"),
        [
            (say_in("menu", "Các đơn vị"), "organisation:units", ""),
            (say_in("menu", "Cán bộ"), "organisation:people", ""),
            (
                say_in("menu", "Đăng nhập của cán bộ"),
                "organisation:sign_ins",
                "noilam.organisation.policies.opens_sign_ins",
            ),
            (
                say_in("menu", "Tài khoản"),
                "accounts:accounts",
                "noilam.accounts.policies.may_administer",
            ),
            (
                say_in("menu", "Nhập bảng tính"),
                "exchange:imports",
                "noilam.exchange.policies.may_import_anything",
            ),
            (say_in("menu", "Sổ quy định"), "rulebook:rules", ""),
            (say_in("menu", "Lịch làm việc"), "rulebook:calendar", ""),
            (say_in("menu", "Nhật ký"), "audit:trail", "noilam.audit.policies.may_read_trail"),
        ],
    ),
]
