"""Words of what must never be scored (practice E11, E12), and who says them rightly.

Compared without marks, but letter by letter where marks were typed: "lãnh đạo" is no religion,
"tồn giao" no "tôn giáo". A phrase that is blameless is taken out before the others are looked for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from noilam.foundation.errors import Problem
from noilam.foundation.text import say

from .criteria import Method
from .phrases import Phrases, Text, phrases
from .places import WHOLE, Place, wrong

Content = Mapping[str, Any]
NONE = phrases()


@dataclass(frozen=True)
class Group:
    """What is never scored: words that name it, blameless ones, and what to do instead."""

    code: str
    message: str
    named: Phrases
    blameless: Phrases = NONE


GROUPS = (
    Group(
        "religion",
        say(
            "“{words}”: tín ngưỡng, tôn giáo của con người không bao giờ là điểm."
            " Chấm việc đã làm và kết quả của việc đó."
        ),
        phrases(
            "tôn giáo|tín ngưỡng|theo đạo|có đạo|không đạo|bỏ đạo|đạo phật|đạo thiên chúa"
            "|đạo tin lành|phật giáo|công giáo|thiên chúa giáo|tin lành|cao đài|hòa hảo|hồi giáo"
            "|phật tử|giáo dân|tín đồ|giáo xứ|giáo họ|linh mục|nhà sư|đi lễ nhà thờ"
            "|religion|religions|religious|catholic|catholics|buddhist|buddhists|protestant"
            "|protestants|muslim|muslims|christian|christians|churchgoers"
        ),
        phrases(
            "đạo đức|đạo lý|đạo văn|tin lành mạnh|giáo viên|giáo dục|giáo trình|giáo án|giáo khoa"
            "|công tác tôn giáo|chính sách tôn giáo|nhà nước về tôn giáo|pháp luật về tôn giáo"
            "|công tác dân tộc, tôn giáo|chính sách dân tộc, tôn giáo|công tác tôn giáo, dân tộc"
            "|công tác tín ngưỡng, tôn giáo|nhà nước về tín ngưỡng, tôn giáo"
            "|pháp luật về tín ngưỡng, tôn giáo|tự do tín ngưỡng, tôn giáo|dân tộc và tôn giáo"
            "|dân tộc - tôn giáo|cơ sở tín ngưỡng, tôn giáo|cơ sở tôn giáo|cơ sở tín ngưỡng"
            "|đất tôn giáo"
        ),
    ),
    Group(
        "ethnicity",
        say(
            "“{words}”: dân tộc của con người không bao giờ là điểm."
            " Chấm việc đã làm và kết quả của việc đó."
        ),
        phrases(
            "dân tộc|người kinh|người mường|người tày|người thái|người nùng|người mông|người dao"
            "|người khmer|người hoa|sắc tộc|chủng tộc|ethnic|ethnicity|ethnicities|tribe|tribal"
        ),
        phrases(
            "đoàn kết toàn dân tộc|đoàn kết dân tộc|đoàn kết các dân tộc|công tác dân tộc"
            "|chính sách dân tộc|bản sắc dân tộc|văn hóa dân tộc|truyền thống dân tộc"
            "|quốc gia, dân tộc|quốc gia - dân tộc|quốc gia dân tộc|lợi ích dân tộc"
            "|độc lập dân tộc|giải phóng dân tộc|ban dân tộc|phòng dân tộc|hội đồng dân tộc"
            "|dân tộc nội trú|dân tộc bán trú|vùng dân tộc|vùng đồng bào dân tộc thiểu số"
            "|anh hùng dân tộc|dân tộc việt nam|trang phục dân tộc|nhạc cụ dân tộc|ethnic policy"
            "|ethnic affairs|người kinh doanh|người hòa giải|người thái độ|dân tộc và tôn giáo"
        ),
    ),
    Group(
        "political-opinion",
        say(
            "“{words}”: ý kiến, chính kiến của con người không bao giờ là điểm."
            " Chấm nhiệm vụ được giao và kết quả."
        ),
        phrases(
            "quan điểm chính trị|lập trường chính trị|chính kiến|ý kiến chính trị"
            "|khuynh hướng chính trị|xu hướng chính trị|thái độ chính trị|political opinion"
            "|political opinions|political belief|political beliefs|political view|political views"
            "|political leaning|political leanings"
        ),
    ),
    Group(
        "family",
        say(
            "“{words}”: gia đình, xuất thân không bao giờ là điểm."
            " Chấm việc của chính đơn vị, chính người đó."
        ),
        phrases(
            "lý lịch gia đình|thành phần gia đình|hoàn cảnh gia đình|nguồn gốc gia đình"
            "|truyền thống gia đình|quan hệ gia đình|điều kiện gia đình|thành phần xuất thân"
            "|lý lịch|xuất thân|thân nhân|hôn nhân|ly hôn|sinh con thứ ba|con thứ ba"
            "|vợ hoặc chồng|vợ chồng|vợ, chồng"
            "|số con cái|family background"
            "|family origin|family ties|marital status|relatives|divorce|divorced"
        ),
        phrases(
            "hôn nhân và gia đình|hôn nhân cận huyết"
            "|thân nhân liệt sĩ|thân nhân người có công|lý lịch tư pháp|hồ sơ lý lịch đảng viên"
            "|thẩm tra lý lịch"
        ),
    ),
    Group(
        "health",
        say(
            "“{words}”: sức khỏe của con người không bao giờ là điểm."
            " Chấm việc được giao; ai vắng có lý do thì trừ ra khỏi tổng số."
        ),
        phrases(
            "tình trạng sức khỏe|sức khỏe cán bộ|sức khỏe của cán bộ|sức khỏe đảng viên"
            "|sức khỏe của đảng viên|sức khỏe công chức|sức khỏe của công chức"
            "|sức khỏe người đứng đầu|sức khỏe của người đứng đầu|sức khỏe cá nhân|sức khỏe yếu"
            "|nghỉ ốm|nghỉ bệnh|hay ốm đau|cán bộ bị bệnh|đảng viên bị bệnh|tiền sử bệnh"
            "|nghỉ thai sản|là người khuyết tật|health condition|health conditions|health status"
            "|state of health|sick leave|maternity leave|disability status"
        ),
        phrases("hồ sơ sức khỏe cá nhân|chế độ nghỉ ốm|chế độ nghỉ thai sản"),
    ),
)

# Complaints: how they were dealt with may be scored, never how many came.
COMPLAINTS = say(
    "“{words}”: số đơn thư, khiếu nại, tố cáo, kiến nghị nhận được nhiều hay ít không bao giờ"
    " là điểm. Được chấm: trả lời đúng hạn, chất lượng, bị mở lại, mức độ hài lòng."
)
COMPLAINT = phrases(
    "đơn thư khiếu nại|đơn thư tố cáo|đơn khiếu nại|đơn tố cáo|đơn kiến nghị|đơn thư|thư khiếu nại"
    "|khiếu nại|tố cáo|khiếu kiện|khiếu tố|kiến nghị|phản ánh|đơn vượt cấp|tin tố giác|tố giác"
    "|complaint|complaints|denunciation|denunciations|petition|petitions|grievance|grievances"
)
NO_COMPLAINT = phrases(
    "phản ánh đúng|phản ánh trung thực|phản ánh khách quan|phản ánh đầy đủ|phản ánh sát"
    "|đề xuất, kiến nghị|kiến nghị, đề xuất|đề xuất và kiến nghị|kiến nghị với cấp trên"
)
NONE_OR_FEWER = phrases(
    "không có|không còn|không để|không để xảy ra|không xảy ra|không phát sinh|không bị|không nhận"
    "|giảm|hạn chế|kéo giảm|ít|nhiều|tăng|no|without|fewer|less|reduce|reduced|zero|absence of"
)
NUMBER_OF = phrases("số|số lượng|tổng số|tỷ lệ|tỉ lệ|bị|number of|count of|rate of|share of")
SOME = phrases("có|mỗi|each|per|any")
CAME = phrases(
    "phát sinh|nhận được|tiếp nhận|xảy ra|vượt cấp|đông người|received|filed|lodged|arising"
)
DEALT_WITH = phrases(
    "giải quyết|xử lý|trả lời|phản hồi|hồi âm|đúng hạn|quá hạn|trễ hạn|chậm|kịp thời|thời hạn"
    "|trong hạn|đến hạn|tồn đọng|kéo dài|chất lượng|hài lòng|mở lại|đối thoại|thụ lý|kết luận"
    "|tham mưu|bảo vệ|danh tính|bí mật|công khai|hộp thư|đường dây nóng|khắc phục|thực hiện"
    "|tiếp thu|sai sự thật|trù dập|cản trở|bao che|ngăn cản"
    "|settled|resolved|answered|handled|closed|timely|on time|overdue|reopened|satisfaction"
    "|reply|replies|quality"
)
# A bound set on how many came, as in "đơn thư dưới 5".
BOUND = phrases("dưới|không quá|ít hơn|nhiều hơn|tối đa|vượt quá")
# Measures that would count what came, whatever package offers them.
RECEIVED = phrases(
    "cases received|complaints received|petitions received|denunciations received"
    "|messages received|hotline messages|cases opened|complaints opened"
)
# Words that may stand between, as in "không để xảy ra tình trạng đơn thư".
FAR, NEAR = 4, 1


def problems_with_words(content: Content) -> list[Problem]:
    """What a set's own words would score that must not be."""
    return [problem for said in _said(content) for problem in _with(said)]


@dataclass(frozen=True)
class _Said:
    """A text in its place. `counts`: what it names is counted by the method itself.
    `is_measured_against`: the whole of a share whose part tells how things were dealt with."""

    place: Place
    key: str
    text: str
    counts: bool = False
    is_measured_against: bool = False


def _with(said: _Said) -> Iterator[Problem]:
    for group in GROUPS:
        if found := forbidden(group, said.text):
            yield wrong(said.place, said.key, group.code, group.message, words=found)
    if said.key in ("source", "metric") and (found := Text.of(said.text).first(RECEIVED)):
        yield wrong(said.place, said.key, "complaints", COMPLAINTS, words=found)
    if found := counted_complaints(said.text, said.counts, said.is_measured_against):
        yield wrong(said.place, said.key, "complaints", COMPLAINTS, words=found)


def forbidden(group: Group, text: str) -> str:
    """The words of the group in a text, as typed; empty where there are none."""
    told = Text.of(text).without(group.blameless)
    return told.first(group.named)


def counted_complaints(text: str, counts: bool = False, is_measured_against: bool = False) -> str:
    """The words by which a text scores how many complaints came; empty where it does not."""
    told = Text.of(text).without(NO_COMPLAINT)
    if not (found := told.first(COMPLAINT)):
        return ""
    clauses = list(told.joined(COMPLAINT).clauses())
    for clause in clauses:
        if clause.near(NONE_OR_FEWER, COMPLAINT, FAR) and not clause.first(DEALT_WITH):
            return found
    if told.first(DEALT_WITH) or is_measured_against:
        return ""
    return found if counts or any(map(_is_counted, clauses)) else ""


def _is_counted(clause: Text) -> bool:
    return (
        clause.near(NUMBER_OF, COMPLAINT, FAR)
        or clause.near(SOME, COMPLAINT, NEAR)
        or clause.near(COMPLAINT, CAME, NEAR)
        or clause.near(COMPLAINT, BOUND, NEAR)
        or clause.numbered(COMPLAINT, NEAR)
    )


# What is said where -------------------------------------------------------------------------


def _said(content: Content) -> Iterator[_Said]:
    yield _Said(WHOLE, "title", content.get("title", ""))
    for section in content.get("sections", []):
        place = WHOLE.within("section", section.get("code", "?"))
        yield _Said(place, "title", section.get("title", ""))
        for criterion in section.get("criteria", []):
            yield from _in_criterion(
                criterion, place.within("criterion", criterion.get("code", "?"))
            )
    for side in ("bonus", "penalty"):
        for each in content.get(side, {}).get("items", []):
            yield from _in_extra(each, WHOLE.within(f"{side}_item", each.get("code", "?")))
    for gate in content.get("gates", []):
        place = WHOLE.within("gate", gate.get("code", "?"))
        measure = gate.get("metric", gate.get("wanted", ""))
        yield _Said(place, "title", gate.get("title", ""))
        yield _Said(place, "metric", _measure_words(measure))


def _in_criterion(criterion: Content, place: Place) -> Iterator[_Said]:
    counts = criterion.get("method") in (Method.DEDUCT, Method.TIERS)
    part = criterion.get("num", "")
    is_of_work = bool(Text.of(part).first(DEALT_WITH))
    yield _Said(place, "title", criterion.get("title", ""))
    yield _Said(place, "unit", criterion.get("unit", ""), counts=counts)
    yield _Said(place, "num", part, counts=True)
    yield _Said(place, "den", criterion.get("den", ""), True, is_of_work)
    measure = criterion.get("source", "").partition(":")[2] or criterion.get("wanted", "")
    yield _Said(place, "source", _measure_words(measure))
    for item in criterion.get("items", []):
        yield _Said(place.within("item", item.get("code", "?")), "title", item.get("title", ""))
    for anchor in criterion.get("anchors", []):
        yield _Said(place, "anchors", anchor.get("text", ""))


def _in_extra(extra: Content, place: Place) -> Iterator[_Said]:
    yield _Said(place, "title", extra.get("title", ""))
    yield _Said(place, "per", extra.get("per", ""), counts=True)


def _measure_words(name: str) -> str:
    """A measure's name as words: cases.closed_on_time is "cases closed on time"."""
    return name.replace(".", " ").replace("_", " ").replace(":", " ")
