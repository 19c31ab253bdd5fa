"""The menu: headings and their lines. A line whose page a person may not see is not shown.

Each line: (label, url name, may_see path or "").
"""

from noilam.foundation.text import say

NAVIGATION: list[tuple[str, list[tuple[str, str, str]]]] = [
    (
        say("Việc của tôi"),
        [
            (say("Hôm nay"), "insight:today", ""),
            (say("Cam kết của tôi"), "commitments:mine", ""),
            (say("Hộp thư"), "notices:inbox", ""),
        ],
    ),
    (
        say("Nói"),
        [
            (say("Cam kết"), "commitments:list", ""),
            (say("Chương trình"), "commitments:programmes", ""),
            (say("Việc cấp bách"), "commitments:urgent", ""),
            (
                say("Giao cho nhiều đơn vị"),
                "commitments:giving",
                "noilam.commitments.policies.gives_somewhere",
            ),
            (
                say("Chờ duyệt"),
                "commitments:approvals",
                "noilam.commitments.policies.approves_somewhere",
            ),
        ],
    ),
    (
        say("Làm"),
        [
            (say("Tiến độ, minh chứng"), "commitments:progress", ""),
            (
                say("Chờ xác nhận"),
                "commitments:verifications",
                "noilam.commitments.policies.verifies_somewhere",
            ),
            (
                say("Gia hạn, nguyên nhân"),
                "commitments:requests",
                "noilam.commitments.policies.decides_somewhere",
            ),
        ],
    ),
    (say("Đánh giá"), []),
    (
        say("Văn phòng"),
        [
            (say("Các đơn vị"), "organisation:units", ""),
            (say("Cán bộ"), "organisation:people", ""),
            (
                say("Đăng nhập của cán bộ"),
                "organisation:sign_ins",
                "noilam.organisation.policies.opens_sign_ins",
            ),
            (say("Tài khoản"), "accounts:accounts", "noilam.accounts.policies.may_administer"),
            (
                say("Nhập bảng tính"),
                "exchange:imports",
                "noilam.exchange.policies.may_import_anything",
            ),
            (say("Sổ quy định"), "rulebook:rules", ""),
            (say("Lịch làm việc"), "rulebook:calendar", ""),
            (say("Nhật ký"), "audit:trail", "noilam.audit.policies.may_read_trail"),
        ],
    ),
]
