"""The menu: headings and their lines. A line whose page a person may not see is not shown.

Each line: (label, url name, may_see path or "").
"""

from noilam.foundation.text import say

NAVIGATION: list[tuple[str, list[tuple[str, str, str]]]] = [
    (
        say("Việc của tôi"),
        [(say("Hôm nay"), "insight:today", ""), (say("Hộp thư"), "notices:inbox", "")],
    ),
    (say("Nói"), []),
    (say("Làm"), []),
    (say("Đánh giá"), []),
    (
        say("Văn phòng"),
        [
            (say("Đơn vị"), "organisation:units", ""),
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
