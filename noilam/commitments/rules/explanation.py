"""What stands behind "Cách tính": the definition in words, and the working of one figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from noilam.foundation.text import number_text, say

from .state import STATE_NAMES, Figures, State


@dataclass(frozen=True)
class Explanation:
    """Sentences, to be translated by the page that shows them."""

    states: list[tuple[str, str]]  # name, when it applies; in the order tried
    rules: list[str]


_WHEN = {
    State.WITHDRAWN: say("Đã rút có lý do; vẫn đếm trong số đã nói."),
    State.BROKEN: say(
        "Đã kết thúc là không thực hiện được; hoặc kết luận cuối là Không đạt và đã quá hạn."
    ),
    State.KEPT: say("Đã được xác nhận Đạt; lần báo cuối không sau ngày đến hạn."),
    State.KEPT_LATE: say("Đã được xác nhận Đạt; lần báo cuối sau ngày đến hạn."),
    State.CLAIMED: say("Đã báo làm xong, chưa ai kết luận, dù đã đến hạn hay chưa."),
    State.LATE: say("Đã qua ngày đến hạn mà chưa báo xong, hoặc mới đạt một phần."),
    State.RUNNING: say("Chưa đến hạn. Chính ngày đến hạn chưa tính là trễ."),
}


def explanation() -> Explanation:
    return Explanation(
        states=[(STATE_NAMES[state], _WHEN[state]) for state in State],
        rules=[
            say("Mỗi cam kết ở đúng một trạng thái: trạng thái đầu tiên phù hợp theo thứ tự trên."),
            say("Đã nói là số cam kết có hiệu lực đến ngày xem; việc lặp lại đếm từng kỳ đã mở."),
            say("Hạn là ngày đã ghi, không dời vì ngày nghỉ; nếu được gia hạn thì theo hạn mới."),
            say(
                "Chỉ số nói và làm = đã làm đúng hạn / (đã làm đúng hạn + đã làm trễ hạn + quá hạn"
                " + không làm được + báo xong sau hạn mà chưa kết luận), có tính trọng số."
            ),
            say(
                "Việc báo xong đúng hạn mà chưa ai xác nhận là chậm của người xác nhận,"
                " không tính vào chỉ số."
            ),
            say("Dưới 3 cam kết đã đến hạn thì không tính chỉ số."),
            say("Tỷ lệ báo không đúng = số kết luận Không đạt / số kết luận đã có."),
        ],
    )


@dataclass(frozen=True)
class Working:
    """One figure with its arithmetic: `numerator / denominator = result`.

    `terms` are the counts that stand behind it, before weights.
    """

    label: str
    numerator: str
    denominator: str
    result: Decimal | None
    why_none: str = ""
    terms: Sequence[tuple[str, int]] = ()


def workings(figures: Figures) -> list[Working]:
    """The arithmetic of the two shares, with the numbers of one place filled in."""
    return [
        Working(
            say("Chỉ số nói và làm"),
            number_text(figures.kept_weight),
            number_text(figures.due_weight),
            figures.index,
            "" if figures.index is not None else say("Chưa đủ 3 cam kết đã đến hạn để tính."),
            [
                (STATE_NAMES[State.KEPT], figures.kept),
                (STATE_NAMES[State.KEPT_LATE], figures.kept_late),
                (STATE_NAMES[State.LATE], figures.late),
                (STATE_NAMES[State.BROKEN], figures.broken),
                (say("Báo xong sau hạn, chưa kết luận"), figures.claimed_after_due),
            ],
        ),
        Working(
            say("Tỷ lệ báo không đúng"),
            number_text(figures.rejections),
            number_text(figures.verdicts),
            figures.over_claim_rate,
            "" if figures.verdicts else say("Chưa có kết luận nào."),
            [
                (say("Kết luận Không đạt"), figures.rejections),
                (say("Tất cả kết luận"), figures.verdicts),
            ],
        ),
    ]
