"""How scores are made of what is published, in words that suffice to make them again."""

TEXT = """## Chấm điểm hằng tháng

Chỉ có những tháng đã khóa. Mọi điểm là số nguyên phần trăm điểm: 1175 là 11,75. Tính lại tất cả:

    python3 verify_score.py .

Chương trình chỉ cần Python 3.8, không cần gì khác; nó in từng chỗ không khớp. Cách tính:

1. Mỗi tiêu chí cho điểm theo câu trả lời cuối (`marks.csv`), với `max` là điểm tối đa:
   `ratio`: max × numerator ÷ denominator, numerator nhiều nhất bằng denominator;
   `tiers`: điểm của mức cao nhất mà value đạt đến; `checklist`: cộng điểm các mục đạt;
   `deduct`: max trừ `per` mỗi lần; `anchored`: điểm của mức đã chọn.
   Điểm được làm tròn theo `rounding` của bộ tiêu chí, không dưới 0, không quá max; ai đạt trọn
   vẹn thì được trọn max.
2. Không có số liệu khi nói rõ như thế, khi để trống, khi denominator của `ratio` bằng 0, hoặc khi
   denominator nhỏ hơn `min_sample`. Khi ấy theo `no_data`: `full` được max, `zero` được 0,
   `exclude` không tính.
3. Cộng điểm và cộng max của những tiêu chí được tính và dùng cho loại hình của đơn vị, rồi quy
   đổi: points × max_points ÷ possible, làm tròn đến phần trăm điểm, nửa thì lên.
4. Điểm thưởng và điểm trừ: mỗi loại không quá `max_times` lần, cả bên không quá `max_total`, tính
   theo thứ tự trong bộ tiêu chí. Tổng được giữ trong khoảng từ 0 đến max_points.
5. Mức xếp là mức cao nhất mà tổng đạt đến và mọi điều kiện (`all_of`) đều đạt. Điều kiện về chỉ số
   lấy ở `facts.csv`; chỉ số không có thì coi như đạt; `penalty.count` đếm số lần bị trừ điểm.
6. Vị trí: trong nhóm cùng bộ tiêu chí và cùng loại hình, rank_from là 1 cộng số đơn vị hơn quá
   `noise`; rank_to là số đơn vị không kém quá `noise`. Nhóm dưới `enough` đơn vị thì là 0.
7. Cộng lên cấp trên theo cây tổ chức (`units.csv`) của ngày `day`.
8. version_hash là SHA-256 của JSON viết chuẩn (khóa xếp theo thứ tự, không dấu trống, 4.0 viết là
   4) của một phiếu đã chốt; hàm `given_part` và `follows` trong verify_score.py cho thấy từng phần.
9. snapshot_hash là SHA-256 của các dòng unit, version_hash, total, band, rank_from, rank_to ngăn
   bằng dấu tab, mỗi dòng của `results.csv` một dòng, kể cả phiếu thiếu (năm ô sau để trống), theo
   thứ tự mã đơn vị (byte UTF-8), nối bằng dấu xuống dòng.

Mọi thứ kể như ở lần khóa cuối của tháng: phiếu chốt, mở thêm, thôi chấm sau đó không có ở đây.

Chương trình không chứng minh được: câu trả lời đúng thực tế; điểm khi thẩm định, thẩm tra; việc
đúng hạn; `sheet_version`; loại hình, bộ tiêu chí của phiếu thiếu; số và ngày quyết định,
`until_month`, `structure_hash` của bộ tiêu chí; tên, loại hình, ngày trong `units.csv` (chỉ xem các
quãng nối nhau không chồng, cấp trên có thật, cây tổ chức khớp `rollups.csv`); mã của những lần khóa
trước. Tổ chức được ghi lại lùi ngày sau khi khóa thì `rollups.csv` lệch cho đến lần khóa sau.

## In English

Only closed months; points are whole hundredths. `python3 verify_score.py . --en` recomputes every
score with the standard library of Python 3.8 alone and prints each difference. `schema.json` names
every file and column. Months are told as they were last closed. Not proved: that answers are true;
appraise, cross_check, on_time, sheet_version; kind and criteria of missing sheets; decisions,
until_month and structure_hash of sets; names, kinds and days in units.csv; hashes of earlier
closes. No name, account or opinion of a person is in here.
"""
