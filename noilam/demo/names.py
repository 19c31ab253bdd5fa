"""Invented names of people and places. Any likeness is chance."""

from random import Random

FAMILIES = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
]
FAMILIES += ["Lý", "Vàng", "Sùng", "Lò", "Nông", "Triệu", "Ma", "Hà", "Chu", "Mai", "Tạ", "Đinh"]
MIDDLES_OF_MEN = ["Văn", "Đức", "Hữu", "Quang", "Minh", "Xuân", "Công", "Bá", "Tiến", "Mạnh"]
MIDDLES_OF_WOMEN = ["Thị", "Thu", "Ngọc", "Thanh", "Thị Kim", "Thị Bích", "Thị Hồng", "Hải"]
GIVEN_OF_MEN = [
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Đạt",
    "Giang",
    "Hải",
    "Hiếu",
    "Hòa",
    "Hùng",
    "Khánh",
]
GIVEN_OF_MEN += ["Kiên", "Lâm", "Long", "Nam", "Nghĩa", "Phong", "Phúc", "Quân", "Sơn", "Tài"]
GIVEN_OF_MEN += ["Thắng", "Thành", "Tuấn", "Vinh", "Ứng", "Ân", "Chính"]
GIVEN_OF_WOMEN = [
    "Ánh",
    "Chi",
    "Dung",
    "Duyên",
    "Hà",
    "Hằng",
    "Hạnh",
    "Hiền",
    "Hoa",
    "Hương",
    "Lan",
]
GIVEN_OF_WOMEN += ["Liên", "Loan", "Mai", "Nga", "Ngân", "Nhung", "Oanh", "Phượng", "Quyên"]
GIVEN_OF_WOMEN += ["Tâm", "Thảo", "Thúy", "Trang", "Tuyết", "Vân", "Xuân", "Yến"]

HAMLETS = ["Nà Sim", "Bến Đá", "Khe Quế", "Mường Sa", "Cầu Mây", "Lũng Chè", "Đồng Sim", "Thác Bạc"]
HAMLETS += ["Nậm Lành", "Tả Van Hạ", "Bản Mạ", "Khuổi Lặng", "Pác Ngòi", "Suối Cát", "Đồi Thông"]
HAMLETS += ["Phiêng Ban", "Co Lương", "Huổi Nhàn", "Tân Hiền", "Vĩnh Lạc", "Yên Sơn", "Hồng Lĩnh"]

OFFICES_WITH_CELLS = ["Công an xã Sông Hiền", "Quân sự xã Sông Hiền", "Trung tâm Y tế Sông Hiền"]
OFFICES_WITH_CELLS += ["Trường THPT Sông Hiền", "Lâm trường Thác Bạc", "Thủy điện Sông Hiền"]

OFFICES = [
    "Hạt Kiểm lâm",
    "Bảo hiểm xã hội",
    "Kho bạc",
    "Thuế cơ sở",
    "Điện lực",
    "Bưu điện",
    "Ngân hàng",
]
OFFICES += ["Trung tâm Phục vụ hành chính công", "Văn phòng Uỷ ban nhân dân", "Phòng Kinh tế"]
OFFICES += [
    "Phòng Văn hóa - Xã hội",
    "Mặt trận và các đoàn thể",
    "Tòa án khu vực",
    "Viện kiểm sát khu vực",
]
OFFICES += [
    "Trạm Khuyến nông",
    "Trạm Thủy lợi",
    "Ban Quản lý chợ",
    "Đài Truyền thanh",
    "Nhà Văn hóa",
]
OFFICES += ["Hợp tác xã Chè", "Hợp tác xã Lúa nếp", "Ban Quản lý rừng phòng hộ", "Bến xe"]
SCHOOLS = ["Trường Mầm non", "Trường Tiểu học", "Trường THCS"]


def people(random: Random, count: int) -> list[str]:
    """So many full names, no two alike."""
    names: dict[str, None] = {}
    while len(names) < count:
        if random.random() < 0.62:
            parts = (FAMILIES, MIDDLES_OF_MEN, GIVEN_OF_MEN)
        else:
            parts = (FAMILIES, MIDDLES_OF_WOMEN, GIVEN_OF_WOMEN)
        names[" ".join(random.choice(part) for part in parts)] = None
    return list(names)
