"""What `noilam import criteria` and `noilam export criteria` say at the shell."""

import json

import pytest

from noilam.cli.main import main
from noilam.organisation.tests.given import a_unit
from noilam.scoring.models import CriteriaSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "mau.yaml"
    assert main(["export", "criteria", str(path), "--template", "--lang", "vi"]) == 0
    return path


def test_a_template_comes_back_as_a_draft_then_as_its_revision(template, capsys):
    a_unit(code="SH")
    asked = ["import", "criteria", str(template), "--unit", "SH", "--json"]

    assert main(asked) == 0
    template.write_text(template.read_text("utf-8").replace("Nhóm thứ nhất", "Nhóm A"), "utf-8")
    capsys.readouterr()
    assert main([*asked, "--note", "Đổi tên nhóm"]) == 0

    told = json.loads(capsys.readouterr().out)
    draft = CriteriaSet.objects.get()
    assert (told["id"], told["version"], told["revision"]) == (draft.pk, 1, 2)
    assert draft.revisions.last().note == "Đổi tên nhóm"


def test_an_export_in_excel_comes_back_unchanged(template, tmp_path, capsys):
    a_unit(code="SH")
    main(["import", "criteria", str(template), "--unit", "SH"])
    path = tmp_path / "bo.xlsx"

    assert main(["export", "criteria", str(path), "--unit", "SH"]) == 0

    assert main(["import", "criteria", str(path), "--unit", "SH", "--lang", "vi"]) == 1
    assert "Bản này giống hệt bản trước." in capsys.readouterr().err


def test_a_check_writes_nothing_and_names_everything(template, capsys):
    a_unit(code="SH")
    asked = ["import", "criteria", str(template), "--unit", "SH", "--check", "--lang", "vi"]

    assert main(asked) == 0
    text = template.read_text("utf-8").replace("max: 30", "max: 31").replace("full", "ful")
    template.write_text(text, "utf-8")
    assert main(asked) == 1

    said = capsys.readouterr().err
    assert "Nhóm A: điểm các tiêu chí cộng lại là 61" in said
    assert "Nhóm A, tiêu chí A1: “no_data” phải là một trong" in said
    assert not CriteriaSet.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Ghi --unit"),
        (["--unit", "KHONG-CO"], "Không có đơn vị mã KHONG-CO"),
    ],
)
def test_whose_set_it_is_must_be_said(template, capsys, arguments, said):
    assert main(["import", "criteria", str(template), *arguments, "--lang", "vi"]) == 1
    assert said in capsys.readouterr().err


def test_a_set_that_is_not_there_is_not_exported(tmp_path, capsys):
    a_unit(code="SH")

    done = main(["export", "criteria", str(tmp_path / "x.yaml"), "--unit", "SH", "--lang", "vi"])

    assert done == 1
    assert "Thêm --template" in capsys.readouterr().err
