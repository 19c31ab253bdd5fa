"""What the units of Sông Hiền said about the second draft of their criteria, and the answers."""

from dataclasses import dataclass

ACCEPTED, PARTLY, REJECTED = "accepted", "partly", "rejected"


@dataclass(frozen=True)
class Opinion:
    """On which criterion (empty: the whole), what was said, and how it was answered."""

    on: str
    text: str
    verdict: str
    reason: str


OPINIONS = [
    Opinion("A1", "Nên nâng điểm việc đúng hạn, đây là phần cốt lõi của nói đi đôi với làm.",
            ACCEPTED, "Nâng từ 12 lên 14 điểm."),
    Opinion("A1", "Việc chờ cấp trên cấp vốn mà trễ thì không nên tính cho đơn vị.",
            PARTLY, "Trễ vì nguyên nhân khách quan được xác nhận thì không tính là quá hạn."),
    Opinion("A1", "Tháng không có việc đến hạn thì tính thế nào?",
            PARTLY, "Giữ nguyên: không có việc đến hạn được đủ điểm; ghi rõ trong hướng dẫn."),
    Opinion("A1", "Đề nghị tính cả việc đã báo xong nhưng chưa kịp xác nhận.",
            REJECTED, "Chưa xác nhận thì chưa tính; người xác nhận chậm bị nêu riêng."),
    Opinion("A2", "Quá hạn 15 ngày là ngắn với các việc xây dựng.",
            REJECTED, "Việc xây dựng xin gia hạn trước khi đến hạn."),
    Opinion("A2", "Nên trừ mạnh hơn khi quá hạn trên 30 ngày.",
            PARTLY, "Không trừ thêm điểm; đã là điều kiện để xếp mức cao nhất."),
    Opinion("A3", "Mốc việc cấp bách phụ thuộc thời tiết, nên giảm tỷ trọng.",
            ACCEPTED, "Giảm từ 8 xuống 6 điểm, chuyển 2 điểm sang việc đúng hạn."),
    Opinion("A3", "Chi bộ trường học ít việc cấp bách, so với khu dân cư là khập khiễng.",
            PARTLY, "Chỉ so trong nhóm cùng loại; không có mốc đến hạn thì đủ điểm."),
    Opinion("A3", "Đề nghị coi ảnh chụp là minh chứng chính.",
            REJECTED, "Ảnh là một căn cứ; còn cần biên bản nghiệm thu."),
    Opinion("A4", "Mức 90% được 3 điểm là hợp lý, giữ nguyên.",
            ACCEPTED, "Giữ nguyên."),
    Opinion("A4", "Có việc không chụp ảnh được, ví dụ hòa giải.",
            ACCEPTED, "Minh chứng có thể là biên bản, danh sách ký nhận."),
    Opinion("B1", "Trường học nghỉ hè, gửi lịch trước ngày 25 khó thực hiện.",
            PARTLY, "Giữ ngày 25; trong hè chỉ cần một lịch cho hai tháng."),
    Opinion("B1", "Biên bản trong 3 ngày là sát với chi bộ vùng cao.",
            REJECTED, "Có thể viết tay, chụp gửi qua điện thoại."),
    Opinion("B1", "Nên bỏ mục gửi lịch vì văn phòng đã theo dõi riêng.",
            REJECTED, "Lịch gửi trước là căn cứ để cấp uỷ viên dự sinh hoạt."),
    Opinion("B2", "Đảng viên đi làm ăn xa tính là miễn hay vắng?",
            ACCEPTED, "Ghi rõ: có giấy giới thiệu sinh hoạt tạm thời thì không tính."),
    Opinion("B2", "Đề nghị hạ mức 90% xuống 85% cho chi bộ có nhiều đảng viên cao tuổi.",
            REJECTED, "Đảng viên được miễn sinh hoạt đã trừ khỏi mẫu số."),
    Opinion("B3", "Bốn mức mô tả còn cảm tính, hai người chấm ra hai kết quả.",
            ACCEPTED, "Thay bằng tỷ lệ người phát biểu, đếm theo biên bản."),
    Opinion("B3", "Chấm theo số người phát biểu thì dễ đối phó.",
            PARTLY, "Người dự sinh hoạt đối chiếu biên bản; vẫn giữ một mức cho hỏi việc cũ."),
    Opinion("B3", "Nên giữ mức mô tả để ghi nhận chất lượng.",
            PARTLY, "Mức mô tả chuyển sang hướng dẫn, không dùng để tính điểm."),
    Opinion("B3", "Chi bộ 4 đảng viên thì nửa số người phát biểu chỉ là 2 người.",
            REJECTED, "Tỷ lệ áp dụng như nhau; chi bộ nhỏ càng dễ đạt."),
    Opinion("B4", "Kết luận kỳ trước nhiều khi không ghi hạn.",
            ACCEPTED, "Việc không ghi hạn tính hạn là kỳ sinh hoạt sau."),
    Opinion("B4", "Giảm điểm mục này vì trùng với A1.",
            REJECTED, "A1 là cam kết của đơn vị, B4 là việc nội bộ chi bộ."),
    Opinion("C1", "Cơ quan không tiếp dân thường xuyên bị loại mục này là đúng.",
            ACCEPTED, "Giữ nguyên: không có lịch thì không tính."),
    Opinion("C1", "Uỷ quyền cấp phó tiếp dân có được tính không?",
            PARTLY, "Không quá một buổi mỗi quý."),
    Opinion("C2", "Không nên tính số lượng đơn thư.",
            ACCEPTED, "Bộ tiêu chí chỉ tính trả lời đúng hạn, không tính nhiều hay ít."),
    Opinion("C2", "Trả lời qua điện thoại có tính không?",
            PARTLY, "Tính khi có ghi sổ và người dân đồng ý."),
    Opinion("C2", "Thời hạn trả lời nên theo loại việc.",
            ACCEPTED, "Theo hạn của từng loại việc trong quy định hiện hành."),
    Opinion("C3", "Khảo sát 30 người là nhiều với thôn nhỏ.",
            PARTLY, "Dưới 30 phiếu thì không tính, không bị trừ điểm."),
    Opinion("C3", "Cần bảo đảm người trả lời không bị lộ.",
            ACCEPTED, "Khảo sát ẩn danh, chỉ công bố khi đủ mẫu."),
    Opinion("D1", "Báo cáo đột xuất gửi trong ngày mà tính chậm là chưa thoả đáng.",
            ACCEPTED, "Chỉ tính báo cáo có hạn từ 2 ngày làm việc."),
    Opinion("D1", "Mỗi báo cáo chậm trừ 1 điểm là nặng.",
            REJECTED, "Năm báo cáo chậm trong một tháng mới hết điểm."),
    Opinion("D2", "Đề nghị áp dụng cả với chi bộ cơ quan có tiếp nhận hồ sơ.",
            REJECTED, "Hồ sơ ở bộ phận một cửa do đảng bộ theo dõi."),
    Opinion("D3", "Trừ điểm theo lượt vi phạm phụ thuộc có kiểm tra hay không.",
            ACCEPTED, "Bỏ mục này, thay bằng xử lý văn bản đúng hạn."),
    Opinion("D3", "Nên thay bằng tiêu chí đo được trên hệ thống văn bản.",
            ACCEPTED, "Đã thay bằng tỷ lệ văn bản đến xử lý đúng hạn."),
    Opinion("E1", "Chi bộ nhỏ không có chương trình kiểm tra hằng tháng.",
            ACCEPTED, "Không có chương trình thì không tính."),
    Opinion("E1", "Kết luận kiểm tra chậm do đoàn kiểm tra thì sao?",
            PARTLY, "Tính theo ngày đơn vị gửi đủ hồ sơ."),
    Opinion("E2", "Nên có điểm thưởng khi khắc phục trước hạn.",
            REJECTED, "Khắc phục là trách nhiệm; không thưởng."),
    Opinion("", "Đề nghị rút ngắn biểu tự chấm, nhiều mục đơn vị không có phát sinh.",
            PARTLY, "Phần mềm tự điền các mục có số liệu; mục không phát sinh chỉ đánh dấu."),
    Opinion("", "Ngày 3 tự chấm là gấp khi trùng nghỉ lễ.",
            REJECTED, "Biểu mở từ đầu tháng, có thể điền dần."),
    Opinion("", "Kết quả nên thông báo kèm lý do bị trừ điểm.",
            ACCEPTED, "Mỗi tổng điểm có bảng giải thích từng điểm bị trừ."),
]  # fmt: skip
