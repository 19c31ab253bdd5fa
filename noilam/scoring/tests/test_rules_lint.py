"""What must never be scored is refused by its words; the work of an office is not."""

import pytest

from noilam.scoring.rules.lint import GROUPS, counted_complaints, forbidden, problems_with_words
from noilam.scoring.rules.reading import read

from .given import a_content

REFUSED = [
    ("religion", "Tỷ lệ đảng viên theo đạo"),
    ("religion", "Số hộ có đạo trên địa bàn"),
    ("religion", "Không có tín đồ Tin Lành trong chi bộ"),
    ("religion", "ty le dang vien la nguoi cong giao"),
    ("religion", "Tôn giáo của đảng viên"),
    ("religion", "Share of Catholics among members"),
    ("ethnicity", "Tỷ lệ đảng viên là người dân tộc thiểu số"),
    ("ethnicity", "Thành phần dân tộc của cấp ủy"),
    ("ethnicity", "Số cán bộ người Mường"),
    ("ethnicity", "Ethnicity of the head"),
    ("political-opinion", "Quan điểm chính trị của cán bộ"),
    ("political-opinion", "Có chính kiến trái với cấp trên"),
    ("political-opinion", "Political opinions of staff"),
    ("political-opinion", "Lập trường chính trị vững vàng"),
    ("family", "Vợ hoặc chồng không vi phạm"),
    ("family", "Lý lịch gia đình trong sạch"),
    ("family", "Thành phần xuất thân công nông"),
    ("family", "Vi phạm sinh con thứ ba"),
    ("family", "Marital status of members"),
    ("health", "Tình trạng sức khoẻ của đảng viên"),
    ("health", "Tình trạng sức khỏe của đảng viên"),
    ("health", "Số ngày nghỉ ốm"),
    ("health", "Days of sick leave"),
    ("complaints", "Không có đơn thư khiếu nại vượt cấp"),
    ("complaints", "Không để xảy ra khiếu nại đông người"),
    ("complaints", "Số lượng đơn thư nhận được trong tháng"),
    ("complaints", "Giảm số đơn khiếu nại so với cùng kỳ"),
    ("complaints", "Số phản ánh, kiến nghị của người dân"),
    ("complaints", "Có đơn tố cáo cán bộ"),
    ("complaints", "khong co don thu to cao"),
    ("complaints", "Không có đơn thư vượt cấp; giải quyết kịp thời các vụ việc"),
    ("complaints", "Number of complaints received"),
    ("complaints", "Fewer petitions than last year"),
    ("complaints", "Đơn thư phát sinh trong tháng"),
    ("complaints", "Đơn khiếu nại vượt cấp"),
    ("complaints", "Bị nhân dân phản ánh"),
    ("complaints", "Tỷ lệ người dân có khiếu nại"),
    ("complaints", "Dưới 3 đơn thư trong tháng"),
    ("complaints", "Không quá 02 vụ khiếu nại"),
    ("religion", "Đảng viên theo tôn-giáo"),
    ("religion", "Vận động người theo đạo Tin Lành"),
    ("ethnicity", "Tỷ lệ người Kinh trong cấp ủy"),
]
ALLOWED = [
    "Tuyên truyền Luật Hôn nhân và gia đình tới từng thôn",
    "Giảm tảo hôn, hôn nhân cận huyết",
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Đảng viên có đạo đức, lối sống lành mạnh",
    "Lãnh đạo, chỉ đạo thực hiện nhiệm vụ chính trị",
    "Chủ đạo trong công tác tuyên truyền",
    "Thực hiện công tác tôn giáo theo quy định",
    "Quản lý nhà nước về tín ngưỡng, tôn giáo",
    "Hồ sơ tồn giao đơn vị khác xử lý",
    "Tổ chức Ngày hội Đại đoàn kết toàn dân tộc",
    "Thực hiện chính sách dân tộc trên địa bàn",
    "Công tác dân tộc, tôn giáo: báo cáo đúng hạn",
    "Giữ gìn bản sắc dân tộc",
    "Giải ngân chương trình vùng đồng bào dân tộc thiểu số",
    "Tư tưởng chính trị, bản lĩnh chính trị",
    "Người thái độ đúng mực khi tiếp dân",
    "Tỷ lệ gia đình văn hóa",
    "Thăm hỏi gia đình chính sách, thân nhân liệt sĩ",
    "Hồ sơ lý lịch đảng viên cập nhật đủ",
    "Chăm sóc sức khỏe nhân dân; bảo hiểm y tế",
    "Khám sức khỏe định kỳ cho người cao tuổi",
    "Chế độ thai sản chi trả đúng hạn",
    "Phản ánh, kiến nghị, đơn thư thuộc thẩm quyền xử lý đúng hạn",
    "Số đơn khiếu nại đã giải quyết đúng hạn",
    "Có từ 2 khiếu nại quá hạn trở lên",
    "100% đơn thư được phân loại",
    "Không để khiếu nại, tố cáo quá hạn",
    "Đơn thư được tiếp nhận, xử lý kịp thời",
    "Công tác với Nhân dân: tiếp công dân, đối thoại, phản ánh, kiến nghị",
    "Để lộ danh tính người phản ánh, tố cáo hoặc nội dung phiếu kín",
    "Số vụ việc bị mở lại",
    "Mức độ hài lòng của người dân với việc trả lời kiến nghị",
    "Số tin nhận qua đường dây nóng",
    "Complaints answered on time",
    "Số liệu báo cáo phản ánh đúng thực tế",
    "Có sổ ghi kiến nghị của đảng viên",
    "Có đề xuất, kiến nghị giải pháp mới",
    "Đăng tải thông tin lành mạnh trên mạng xã hội",
    "Phân công giáo viên đúng vị trí; thu hồi giáo trình cũ",
    "Quản lý cơ sở tín ngưỡng, tôn giáo trên địa bàn",
    "Phòng Dân tộc và Tôn giáo báo cáo đúng hạn",
    "Hỗ trợ người kinh doanh nhỏ lẻ",
    "Nguoi hoa giai o co so duoc tap huan",
    "Số con đường được bê tông hóa",
    "Hồ sơ sức khỏe cá nhân điện tử được lập",
    "Bảo đảm sức khỏe nhân dân trong mùa dịch",
    "Gia súc bị bệnh được tiêu hủy đúng quy trình",
    "cases closed on time",
]


def found(text):
    named = [group.code for group in GROUPS if forbidden(group, text)]
    return named + (["complaints"] if counted_complaints(text) else [])


@pytest.mark.parametrize(("group", "text"), REFUSED)
def test_what_must_never_be_scored_is_refused(group, text):
    assert found(text) == [group]


@pytest.mark.parametrize("text", ALLOWED)
def test_the_work_of_an_office_is_not_mistaken_for_it(text):
    assert found(text) == []


def test_the_words_are_quoted_as_typed():
    assert forbidden(GROUPS[0], "Tỷ lệ đảng viên THEO Đạo") == "THEO Đạo"


def test_how_many_were_received_may_stand_below_a_share_of_those_answered():
    assert counted_complaints("Số kiến nghị nhận được", counts=True)
    assert not counted_complaints("Số kiến nghị nhận được", True, is_measured_against=True)


def test_a_bound_on_how_many_came_is_a_number_too():
    assert counted_complaints("Đơn thư dưới 5")
    assert not counted_complaints("Đơn thư trả lời dưới 5 ngày")


def test_what_a_deduction_counts_is_a_number_without_saying_so():
    assert not counted_complaints("đơn thư")
    assert counted_complaints("đơn thư", counts=True)
    assert not counted_complaints("đơn thư trả lời quá hạn", counts=True)


def criterion(content):
    return content["sections"][1]["criteria"][3]


@pytest.mark.parametrize(
    ("change", "about"),
    [
        (lambda c: c.update(title="Tôn giáo"), "title"),
        (lambda c: c["sections"][0].update(title="Tôn giáo"), "A/title"),
        (lambda c: criterion(c).update(title="Tôn giáo"), "B/B4/title"),
        (lambda c: criterion(c).update(num="Số người theo đạo"), "B/B4/num"),
        (lambda c: criterion(c).update(den="Số người theo đạo"), "B/B4/den"),
        (lambda c: c["sections"][0]["criteria"][2].update(unit="hộ theo đạo"), "A/A3/unit"),
        (lambda c: c["sections"][0]["criteria"][2].update(unit="đơn thư"), "A/A3/unit"),
        (lambda c: c["sections"][1]["criteria"][0].update(unit="đơn thư"), "B/B1/unit"),
        (
            lambda c: c["sections"][0]["criteria"][1]["items"][0].update(title="Không theo đạo"),
            "A/A2/A2.1/title",
        ),
        (
            lambda c: c["sections"][1]["criteria"][1]["anchors"][0].update(text="Không theo đạo"),
            "B/B2/anchors",
        ),
        (lambda c: c["bonus"]["items"][0].update(title="Bỏ đạo"), "bonus/P1/title"),
        (lambda c: c["penalty"]["items"][0].update(per="tín đồ"), "penalty/M1/per"),
        (lambda c: criterion(c).update(source="mixed:survey.religion_pct"), "B/B4/source"),
        (lambda c: criterion(c).update(source="mixed:cases.received"), "B/B4/source"),
        (lambda c: criterion(c).update(source="mixed:hotline.messages"), "B/B4/source"),
        (lambda c: c["gates"][0].update(title="Không tôn giáo"), "gates/no_long_overdue/title"),
        (
            lambda c: c["gates"][0].update(metric="people.ethnicity_pct"),
            "gates/no_long_overdue/metric",
        ),
    ],
)
def test_every_text_that_brings_points_is_read(change, about):
    content = a_content()
    change(content)

    _criteria, problems = read(content)

    assert [each.about for each in problems] == [about]


def test_notes_and_evidence_bring_no_points():
    content = a_content()
    criterion(content).update(note="Số đơn thư nhiều hay ít không làm tăng, giảm điểm")
    criterion(content).update(evidence=["Sổ theo dõi số đơn thư"])

    assert problems_with_words(content) == []


def test_a_refusal_says_which_words_and_what_to_score_instead():
    content = a_content()
    criterion(content).update(title="Không có đơn thư")

    _criteria, (problem,) = read(content)

    assert str(problem).startswith("Nhóm B, tiêu chí B4: “đơn thư”")
    assert "trả lời đúng hạn" in str(problem)
