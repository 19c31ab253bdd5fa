"""What `noilam export open-data` says at the shell."""

import json

import pytest

from noilam.accounts.tests.given import an_account
from noilam.cli.main import main
from noilam.organisation.tests.given import a_unit

pytestmark = pytest.mark.django_db


def test_open_data_is_written_and_counted(tmp_path, capsys):
    a_unit("Đảng bộ xã Sông Hiền", code="SH")

    done = main(["export", "open-data", str(tmp_path / "open"), "--json", "--lang", "vi"])

    said = capsys.readouterr()
    assert done == 0, said.err
    assert json.loads(said.out)["rows"] == {
        "units.csv": 1,
        "facts.csv": 0,
        "marks.csv": 0,
        "extras.csv": 0,
        "results.csv": 0,
        "rollups.csv": 0,
    }
    assert "units.csv: 1 dòng" in said.err
    assert (tmp_path / "open" / "units.csv").read_text("utf-8").count("SH") == 1


def test_who_does_not_see_everything_publishes_nothing(tmp_path, capsys):
    a_unit("Đảng bộ xã Sông Hiền")
    an_account(username="nhanvien")

    done = main(["export", "open-data", str(tmp_path / "open"), "--as", "nhanvien", "--lang", "vi"])

    assert done == 1
    assert "Bạn không được xuất dữ liệu mở." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
