"""What units of Sông Hiền promise: sentences with topic, measure and solution, all invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """A sentence with its measure. `{place}`, `{n}` and `{m}` are filled for each unit."""

    topic: str
    statement: str
    measure: str
    unit: str
    solution: str
    baseline: int  # before
    target: int  # promised; where it grows with {n}, 0 means "{n}"


E = "Môi trường"
F = "An toàn thực phẩm"
A = "Tái cơ cấu nông nghiệp"
N = "Nông thôn mới"
C = "Cải cách hành chính"
L = "Đất đai, tái định cư"
S = "An ninh, trật tự"
G = "Giáo dục"
Y = "Y tế"
D = "Xây dựng Đảng"
H = "An sinh xã hội"
T = "Giao thông, thủy lợi"

URGENT = [
    Promise(E, "Xóa {n} điểm rác tự phát ở {place}", "Số điểm rác đã xóa", "điểm",
            "Thu gom hằng tuần, lắp camera, giao chi bộ trông coi.", 0, 0),
    Promise(E, "Đưa nước sạch tới {n} hộ còn thiếu ở {place}", "Số hộ có nước sạch", "hộ",
            "Khoan giếng tập trung, huy động công lao động.", 0, 0),
    Promise(L, "Giải quyết dứt điểm {n} hồ sơ đất tồn đọng ở {place}", "Hồ sơ đã trả", "hồ sơ",
            "Phân công từng cán bộ, trả lời dân bằng văn bản.", 0, 0),
    Promise(L, "Bàn giao mặt bằng {n} hộ tuyến đường {place}", "Số hộ đã bàn giao", "hộ",
            "Đối thoại từng hộ, công khai giá bồi thường.", 0, 0),
    Promise(T, "Sửa cầu tràn {place} trước mùa lũ", "Cầu đưa vào sử dụng", "cầu",
            "Bố trí vốn sửa chữa, dân góp ngày công.", 0, 1),
    Promise(T, "Khơi thông {n} km mương tưới {place}", "Số km đã khơi thông", "km",
            "Ra quân sau vụ gặt, máy xúc của hợp tác xã.", 0, 0),
    Promise(S, "Chấm dứt đánh bắt cá bằng xung điện ở {place}", "Số vụ trong tháng", "vụ",
            "Tuần tra đêm, ký cam kết từng hộ.", 6, 0),
    Promise(S, "Hòa giải xong {n} vụ tranh chấp kéo dài ở {place}", "Số vụ hòa giải thành", "vụ",
            "Tổ hòa giải cùng già làng, trưởng thôn.", 0, 0),
    Promise(F, "Kiểm tra, ký cam kết an toàn thực phẩm với {n} hộ bán hàng ở {place}",
            "Số hộ đã ký và đạt", "hộ", "Kiểm tra liên ngành, công khai kết quả ở chợ.", 0, 0),
    Promise(G, "Thay {n} phòng học tạm ở {place}", "Số phòng học đã thay", "phòng",
            "Vốn xã và xã hội hóa, xong trước khai giảng.", 0, 0),
    Promise(H, "Xóa {n} nhà dột nát ở {place}", "Số nhà đã xong", "nhà",
            "Mỗi nhà một đảng viên phụ trách, góp ngày công.", 0, 0),
    Promise(C, "Trả lời hết {n} kiến nghị cử tri còn treo ở {place}", "Số kiến nghị đã trả lời",
            "kiến nghị", "Trả lời trực tiếp tại họp thôn, niêm yết.", 0, 0),
]  # fmt: skip

TASKS = [
    Promise(C, "Giải quyết {m}% hồ sơ một cửa đúng hạn", "Tỷ lệ hồ sơ đúng hạn", "%",
            "Theo dõi hằng ngày, xin lỗi bằng văn bản khi trễ.", 82, 98),
    Promise(C, "Niêm yết đủ thủ tục và số điện thoại tiếp nhận phản ánh ở {place}",
            "Số nơi đã niêm yết", "nơi", "Rà soát, in bảng, chụp ảnh gửi văn phòng.", 0, 4),
    Promise(D, "{m}% đảng viên học chuyên đề năm", "Tỷ lệ đảng viên đã học", "%",
            "Tổ chức {n} buổi, học bù cho người vắng.", 0, 100),
    Promise(D, "Nâng chất lượng sinh hoạt chi bộ ở {place}", "Số chi bộ xếp loại tốt", "chi bộ",
            "Cấp uỷ viên dự, góp ý ngay tại buổi họp.", 5, 9),
    Promise(D, "Kết nạp {n} đảng viên mới", "Số đảng viên kết nạp", "người",
            "Giao chi bộ bồi dưỡng quần chúng ưu tú.", 0, 0),
    Promise(D, "Rà soát, sửa quy chế làm việc của cấp uỷ", "Quy chế đã ban hành", "văn bản",
            "Lấy ý kiến chi bộ, thông qua hội nghị.", 0, 1),
    Promise(A, "Chuyển {n} ha lúa kém hiệu quả sang trồng chè ở {place}",
            "Diện tích đã chuyển", "ha", "Hỗ trợ giống, ký bao tiêu với hợp tác xã.", 0, 0),
    Promise(A, "Tiêm phòng {m}% đàn trâu bò ở {place}", "Tỷ lệ tiêm phòng", "%",
            "Thú y xuống từng thôn theo lịch.", 60, 95),
    Promise(A, "Trồng mới {n} ha rừng ở {place}", "Diện tích trồng mới", "ha",
            "Ươm giống tại chỗ, giao khoán từng hộ.", 0, 0),
    Promise(N, "Bê tông hóa {n} km đường thôn {place}", "Số km hoàn thành", "km",
            "Nhà nước xi măng, dân góp công, giám sát cộng đồng.", 0, 0),
    Promise(N, "{place} đạt chuẩn thôn nông thôn mới", "Số tiêu chí đạt", "tiêu chí",
            "Phân công từng tiêu chí cho một cấp uỷ viên.", 11, 15),
    Promise(Y, "{m}% người dân {place} có hồ sơ sức khỏe", "Tỷ lệ có hồ sơ", "%",
            "Khám lưu động, nhập liệu trong ngày.", 70, 95),
    Promise(Y, "Tiêm chủng đủ cho {m}% trẻ ở {place}", "Tỷ lệ tiêm đủ", "%",
            "Rà soát danh sách, nhắc từng nhà.", 88, 98),
    Promise(G, "Vận động {n} học sinh bỏ học trở lại lớp ở {place}", "Số học sinh trở lại", "em",
            "Thầy cô cùng đoàn thể đến từng nhà.", 0, 0),
    Promise(G, "Giữ tỷ lệ chuyên cần trên {m}%", "Tỷ lệ chuyên cần", "%",
            "Bếp ăn bán trú, xe đưa đón ngày mưa.", 91, 97),
    Promise(S, "Lắp {n} camera an ninh ở {place}", "Số camera hoạt động", "camera",
            "Xã hội hóa, công an xã vận hành.", 0, 0),
    Promise(S, "Giảm {m}% vụ vi phạm giao thông ở {place}", "Mức giảm", "%",
            "Tuần tra cuối tuần, tuyên truyền ở trường.", 0, 20),
    Promise(H, "Giúp {n} hộ ở {place} thoát nghèo", "Số hộ thoát nghèo", "hộ",
            "Mỗi hộ một kế hoạch, vốn vay và con giống.", 0, 0),
    Promise(H, "Thăm và hỗ trợ {n} gia đình chính sách", "Số gia đình đã thăm", "gia đình",
            "Phân công cấp uỷ viên, ghi kiến nghị.", 0, 0),
    Promise(T, "Nâng cấp {n} km kênh nội đồng {place}", "Số km hoàn thành", "km",
            "Đấu thầu công khai, nghiệm thu có dân.", 0, 0),
    Promise(T, "Vá, sửa {n} đoạn đường hỏng ở {place}", "Số đoạn đã sửa", "đoạn",
            "Tổ tự quản sửa trong 15 ngày kể từ khi báo.", 0, 0),
    Promise(F, "Xây {n} điểm giết mổ tập trung ở {place}", "Số điểm hoạt động", "điểm",
            "Chọn vị trí, vận động hộ kinh doanh.", 0, 1),
    Promise(E, "Phân loại rác tại nguồn ở {m}% hộ {place}", "Tỷ lệ hộ phân loại", "%",
            "Phát thùng, hướng dẫn, kiểm tra hằng tuần.", 20, 70),
]  # fmt: skip

PERSONAL = [
    Promise(D, "Mỗi tháng dự sinh hoạt ít nhất {n} chi bộ", "Số lần dự", "lần",
            "Đăng ký lịch đầu tháng, ghi sổ theo dõi.", 0, 0),
    Promise(C, "Tiếp dân đúng lịch, trả lời trong {n} ngày", "Số buổi tiếp", "buổi",
            "Công khai lịch, không ủy quyền.", 0, 0),
    Promise(D, "Không uống rượu bia buổi trưa, đúng giờ làm việc", "Số lần vi phạm", "lần",
            "Tự kiểm điểm hằng tháng trước chi bộ.", 0, 0),
    Promise(N, "Trực tiếp giúp {n} hộ khó khăn ở {place}", "Số hộ được giúp", "hộ",
            "Xuống hộ mỗi tháng, báo cáo chi bộ.", 0, 0),
]  # fmt: skip

CAMPAIGNS = [
    Promise(D, "Quán triệt nghị quyết đại hội tới toàn thể đảng viên", "Tỷ lệ đảng viên dự", "%",
            "Học tập trung và trực tuyến, học bù người vắng.", 0, 100),
    Promise(C, "Đưa {m}% thủ tục nội bộ lên môi trường mạng", "Tỷ lệ thủ tục trực tuyến", "%",
            "Tập huấn, phân công đầu mối.", 30, 80),
    Promise(E, "Ra quân dọn vệ sinh ngày thứ Bảy tình nguyện", "Số buổi ra quân", "buổi",
            "Bí thư chi bộ điểm danh, chụp ảnh trước sau.", 0, 4),
]  # fmt: skip

DUTIES = [
    Promise(D, "Gửi lịch sinh hoạt chi bộ trước ngày 25", "Lịch đã gửi", "lần",
            "Văn phòng tổng hợp, nhắc trước 3 ngày.", 0, 1),
    Promise(C, "Báo cáo kết quả tháng về văn phòng đảng uỷ", "Báo cáo đã gửi", "báo cáo",
            "Gửi qua mạng, một trang, có số liệu.", 0, 1),
]  # fmt: skip

FINDINGS = [
    ("Sinh hoạt chi bộ còn chậm giờ, biên bản sơ sài", "Thiếu chuẩn bị tài liệu trước",
     "Chuẩn bị nội dung trước 3 ngày, gửi tài liệu cho đảng viên"),
    ("Chưa niêm yết lịch tiếp dân", "Chưa phân công người theo dõi",
     "Niêm yết tại trụ sở và nhà văn hóa, cập nhật hằng tháng"),
    ("Trả lời kiến nghị của dân quá hạn", "Chờ ý kiến nhiều bộ phận",
     "Giao một đầu mối, hẹn ngày trả lời từng việc"),
]  # fmt: skip

SOURCES = [
    "Nghị quyết Đại hội Đảng bộ xã Sông Hiền, mục II.3",
    "Chỉ thị 07-CT/TU của Ban Thường vụ Tỉnh uỷ Sơn Khê",
    "Kết luận hội nghị Ban Chấp hành tháng {month}",
    "Đối thoại với dân ngày {day}",
    "Chương trình hành động số 12-CTr/ĐU, mục {n}",
    "Kết luận hội nghị giao ban cụm tháng {month}",
    "Kiến nghị của chi bộ tháng {month}",
]

EVIDENCE = [
    "Biên bản nghiệm thu ngày {day}, có chữ ký trưởng thôn.",
    "Danh sách ký nhận kèm {n} ảnh chụp tại chỗ.",
    "Báo cáo số liệu của văn phòng ngày {day}.",
    "Biên bản họp thôn, {n} hộ dự, nhất trí kết quả.",
    "Bảng kê hồ sơ đã trả, đối chiếu sổ theo dõi.",
]

REJECTIONS = [
    "Đến tận nơi thấy còn dở dang, số liệu báo cao hơn thực tế.",
    "Ảnh cũ, không đúng địa điểm.",
    "Dân chưa được báo, kết quả chưa giữ được.",
]
