"""What an import says at the shell."""

import json

import pytest

from noilam.cli.main import main
from noilam.organisation.tests.given import a_head, a_unit

pytestmark = pytest.mark.django_db
TEXT = """Mã;Nội dung;Đơn vị;Người chịu trách nhiệm;Ngày bắt đầu;Hạn hoàn thành;Cách đo;Giải pháp
C1;Việc một;X;Trần Thị Ví Dụ;1/2/2026;30/6/2026;Đếm;Làm
;LĨNH VỰC KHÁC
C2;Việc hai;X;Trần Thị Ví Dụ;1/2/2026;30/6/2026;Đếm
"""


@pytest.fixture
def told(capsys, tmp_path):
    """What `noilam import --check` says of a file: (lines, --json on stdout)."""
    a_head(a_unit("Đảng uỷ xã Mẫu", code="X"), "Trần Thị Ví Dụ")
    path = tmp_path / "words.csv"

    def check(text):
        path.write_text(text, "utf-8")
        main(["import", "commitments", str(path), "--check", "--json", "--lang", "vi"])
        said = capsys.readouterr()
        return said.err.splitlines(), json.loads(said.out)

    return check


def test_rows_that_are_not_complete_and_rows_skipped_are_listed(told):
    lines, answer = told(TEXT)
    assert lines[0] == "2 điều lưu ý:"
    assert lines[1].startswith("Dòng 3: Bỏ qua dòng này: chỉ có “LĨNH VỰC KHÁC”")
    assert lines[2].startswith("Dòng 4: Chưa đủ nên ghi là dự thảo")
    assert "Giải pháp" in lines[2]
    assert [each["code"] for each in answer["remarks"]] == ["title-row", "incomplete"]


def test_remarks_are_listed_beside_problems_too(told):
    lines, _answer = told(TEXT.replace("C1;Việc một;X", "C1;Việc một;Y"))
    assert lines[0].startswith("Dòng 2, Đơn vị: ")
    assert lines[1] == "2 điều lưu ý:"
    assert lines[-1].startswith("1 điều chưa đúng")
