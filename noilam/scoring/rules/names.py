"""What methods, sources, rules and steps are called on pages and in forms."""

from collections.abc import Mapping

from noilam.foundation.text import say

from .criteria import Method, Mode, Source, StepName, WhenNothing

METHOD_NAMES: Mapping[Method, str] = {
    Method.RATIO: say("Tỷ lệ"),
    Method.TIERS: say("Theo mức"),
    Method.CHECKLIST: say("Cộng từng mục"),
    Method.DEDUCT: say("Trừ dần"),
    Method.ANCHORED: say("Mức mô tả"),
}
SOURCE_NAMES: Mapping[Source, str] = {
    Source.MANUAL: say("Người chấm"),
    Source.AUTO: say("Hệ thống tự tính theo chỉ số"),
    Source.MIXED: say("Người chấm, có số liệu của chỉ số bên cạnh"),
}
NO_DATA_NAMES: Mapping[WhenNothing, str] = {
    WhenNothing.FULL: say("Cho điểm tối đa"),
    WhenNothing.ZERO: say("Cho 0 điểm"),
    WhenNothing.EXCLUDE: say("Bỏ tiêu chí, quy đổi lại thang điểm"),
}
MODE_NAMES: Mapping[Mode, str] = {
    Mode.HALF_UP: say("nửa bước trở lên thì lên"),
    Mode.DOWN: say("luôn xuống"),
    Mode.UP: say("luôn lên"),
}
STEP_NAMES: Mapping[StepName, str] = {
    StepName.SELF_SCORE: say("Đơn vị tự chấm"),
    StepName.APPRAISE: say("Thẩm định"),
    StepName.CROSS_CHECK: say("Thẩm tra"),
    StepName.REPLY: say("Đơn vị giải trình"),
    StepName.APPROVE: say("Phê duyệt"),
    StepName.NOTIFY: say("Thông báo"),
    StepName.APPEAL: say("Khiếu nại"),
}
