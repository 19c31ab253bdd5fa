"""What becomes of a run when the software itself fails."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from noilam.exchange import actions, jobs, looking, registry
from noilam.exchange.models import Run
from noilam.exchange.tests.given import a_workbook, imported
from noilam.foundation.access import shell, worker

pytestmark = pytest.mark.django_db
HEAD = ["Mã", "Tên đơn vị", "Loại", "Ngày thành lập"]


@pytest.fixture
def file(tmp_path):
    return a_workbook(tmp_path / "units.xlsx", [HEAD, ["X", "Xã Mẫu", "Đảng uỷ xã", "1/7/2025"]])


@pytest.fixture
def run(file):
    upload = SimpleUploadedFile("units.xlsx", file.read_bytes())
    return actions.receive_file(actor=shell(), kind="units", upload=upload)


def fail(*_args, **_kwargs):
    raise ZeroDivisionError


def told(run):
    run.refresh_from_db()
    return run.status, [each["code"] for each in run.problems]


def test_a_check_that_failed_is_over_and_says_so(run, monkeypatch):
    monkeypatch.setattr(looking, "read_file", fail)
    with pytest.raises(ZeroDivisionError):
        jobs.check_run(actor=worker(), run_id=run.pk)
    assert told(run) == ("refused", ["software-failed"])


def test_a_check_that_failed_is_tried_again_when_its_job_comes_back(run, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(looking, "read_file", fail)
        with pytest.raises(ZeroDivisionError):
            jobs.check_run(actor=worker(), run_id=run.pk)
    jobs.check_run(actor=worker(), run_id=run.pk)
    assert told(run) == ("checked", [])


def test_an_import_that_failed_is_over_and_wrote_nothing(run, monkeypatch):
    jobs.check_run(actor=worker(), run_id=run.pk)
    actions.confirm_run(actor=shell(), run=run)
    broken = registry.sheet("units")
    monkeypatch.setattr(registry, "sheet", lambda _kind: _writing_nothing(broken))
    with pytest.raises(ZeroDivisionError):
        jobs.apply_run(actor=worker(), run_id=run.pk)
    assert told(run) == ("refused", ["software-failed"])


def _writing_nothing(sheet):
    return replace(sheet, write=fail)


def test_an_import_at_the_shell_that_failed_is_over_too(file, monkeypatch):
    from noilam.exchange.actions import shell as whole

    monkeypatch.setattr(whole, "read_file", fail)
    with pytest.raises(ZeroDivisionError):
        imported("units", file)
    assert told(Run.objects.get()) == ("refused", ["software-failed"])
