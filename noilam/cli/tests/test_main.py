"""Commands as somebody types them, in this process."""

import json

import pytest

from noilam.accounts.actions import open_account
from noilam.accounts.models import Account
from noilam.audit.actions import seal
from noilam.audit.models import Batch, Entry
from noilam.cli.main import main
from noilam.foundation import jobs
from noilam.foundation.access import shell
from noilam.organisation.models import Unit


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs a command: (exit code, stdout, stderr)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments):
        try:
            code = main([str(each) for each in arguments])
        except SystemExit as stopped:
            code = stopped.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_word_that_is_no_command_is_wrong_usage(run):
    code, out, err = run("frobnicate")

    assert code == 2
    assert out == ""
    assert "frobnicate" in err


def test_no_command_at_all_shows_which_there_are(run):
    code, _out, err = run()

    assert code == 2
    assert "init" in err
    assert "import" in err


@pytest.mark.django_db
def test_init_makes_an_empty_installation_with_one_administrator(run, settings, client):
    code, out, _err = run("init", "--name", "Đảng uỷ xã Mẫu", "--admin", "quantri")

    assert code == 0
    account = Account.objects.get()
    assert (account.username, account.permissions) == ("quantri", ["administer"])
    link = next(line for line in out.splitlines() if line.startswith("http"))
    assert client.get(link.removeprefix(settings.PUBLIC_URL)).status_code == 200
    assert (settings.HOME / "name").read_text() == "Đảng uỷ xã Mẫu"
    assert set(Entry.objects.values_list("actor_kind", flat=True)) == {"shell"}


@pytest.mark.django_db
def test_init_leaves_an_installation_that_has_begun_alone(run):
    open_account(actor=shell(), username="someone", label="Một người")

    code, out, err = run("init", "--name", "Đảng uỷ xã Mẫu", "--admin", "quantri")

    assert (code, out) == (1, "")
    assert "Cài đặt này đã có tài khoản" in err
    assert not Account.objects.filter(username="quantri").exists()


@pytest.mark.django_db
def test_init_keeps_the_administrators_address(run):
    run("init", "--name", "Xã Mẫu", "--admin", "quantri", "--email", "qt@vidu.example")

    assert Account.objects.get().email == "qt@vidu.example"


@pytest.mark.django_db
def test_init_takes_no_address_to_which_no_letter_goes(run):
    code, _out, err = run("init", "--name", "Xã Mẫu", "--admin", "quantri", "--email", "qt@")

    assert code == 1
    assert "qt@" in err
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_init_makes_the_first_administrator_of_what_the_shell_brought_in(run, units_file):
    run("import", "units", units_file("X,Đảng bộ xã Mẫu,Đảng uỷ xã,,01/07/2025,"))

    code, _out, _err = run("init", "--name", "Xã Mẫu", "--admin", "quantri")

    assert (code, Unit.objects.count(), Account.objects.count()) == (0, 1, 1)


@pytest.mark.django_db
def test_with_json_stdout_is_json_and_nothing_else(run):
    code, out, err = run("init", "--name", "Xã Mẫu", "--admin", "quantri", "--json")

    assert code == 0
    assert set(json.loads(out)) == {"name", "admin", "link"}
    assert "Xã Mẫu" in err


@pytest.mark.django_db
def test_a_refusal_is_one_line_a_problem_and_json_where_asked(run):
    code, out, err = run("--json", "init", "--name", "Xã Mẫu", "--admin", "")

    assert code == 1
    problems = json.loads(out)["problems"]
    assert {each["code"] for each in problems} == {"no-username", "no-label"}
    assert err.splitlines()[-2:] == [f"{each['about']}: {each['message']}" for each in problems]


@pytest.mark.django_db
@pytest.mark.parametrize("ask", [["--lang", "en"], ["--lang=en"]])
def test_english_for_those_who_ask_for_it(run, ask):
    _code, _out, err = run(*ask, "report", "nothing")

    assert "There is no report 'nothing'." in err


@pytest.mark.django_db
def test_english_where_the_machine_speaks_it(run, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    _code, _out, err = run("report", "nothing")

    assert "There is no report" in err


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "word"),
    [
        (("report", "khong-co"), "Không có báo cáo 'khong-co'"),
        (("bench", "khong-co"), "Không có phép đo 'khong-co'"),
        (("import", "khong-co", "bang.xlsx"), "Không có loại bảng “khong-co”"),
        (("export", "khong-co", "bang.xlsx"), "Không có loại bảng “khong-co”"),
        (("import", "units", "khong/co.xlsx"), "Không có tệp khong/co.xlsx"),
        (("export", "units", "/khong/co/bang.xlsx"), "Không có thư mục /khong/co"),
    ],
)
def test_what_is_not_there_is_named(run, command, word):
    code, out, err = run(*command)

    assert (code, out) == (1, "")
    assert word in err


@pytest.mark.django_db
def test_as_names_who_acts_and_must_be_an_open_account(run, tmp_path):
    file = tmp_path / "units.csv"
    file.write_text("Mã,Tên đơn vị\n", "utf-8")

    code, _out, err = run("import", "units", file, "--as", "khong-co")

    assert code == 1
    assert "Không có tài khoản nào đang mở tên 'khong-co'" in err


@pytest.mark.django_db
@pytest.mark.parametrize("command", [("audit", "verify"), ("jobs",)])
def test_as_is_heard_by_every_command_that_acts(run, command):
    open_account(actor=shell(), username="thuky", label="Thư ký")
    open_account(actor=shell(), username="quantri", label="Quản trị", permissions=["administer"])

    assert run(*command, "--as", "khong-co")[0] == 1
    assert run(*command, "--as", "thuky")[0] == 1
    assert run(*command, "--as", "quantri")[0] == 0


@pytest.mark.django_db
def test_as_knows_a_name_however_it_is_typed(run):
    open_account(actor=shell(), username="0912345678", label="Quản trị", permissions=["administer"])
    open_account(actor=shell(), username="quantri", label="Quản trị", permissions=["administer"])

    assert run("jobs", "--as", "QuanTri")[0] == 0
    assert run("jobs", "--as", "+84 912 345 678")[0] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["init --name A --admin b", "serve", "bench pages"])
def test_as_is_refused_where_nobody_acts(run, command):
    code, _out, err = run(*command.split(), "--as", "quantri")

    assert code == 1
    assert "bỏ --as" in err


@pytest.mark.django_db
def test_an_account_without_rights_is_turned_away_at_the_shell_too(run, tmp_path):
    open_account(actor=shell(), username="thuky", label="Thư ký")
    file = tmp_path / "units.csv"
    file.write_text("Mã,Tên đơn vị,Loại\nA,Xã Mẫu,Đảng uỷ xã\n", "utf-8")

    code, _out, err = run("import", "units", file, "--as", "thuky")

    assert code == 1
    assert "Bạn không được" in err


@pytest.mark.django_db
def test_verify_proves_a_whole_trail_and_counts_what_waits(run):
    open_account(actor=shell(), username="someone", label="Một người")

    code, out, _err = run("audit", "verify", "--json")

    answer = json.loads(out)
    assert code == 0
    assert (answer["ok"], answer["waiting"]) == (True, 1)


@pytest.mark.django_db
def test_verify_says_when_a_kept_head_does_not_stand_in_the_chain(run):
    code, out, _err = run("audit", "verify", "--head", "0" * 64)

    assert code == 1
    assert out


@pytest.mark.django_db
def test_a_kept_head_may_be_typed_in_the_groups_it_was_printed_in(run):
    open_account(actor=shell(), username="someone", label="Một người")
    seal(actor=shell())
    head = Batch.objects.get().head

    groups = [head[at : at + 8] for at in range(0, 64, 8)]
    code, out, _err = run("audit", "verify", "--json", "--head", *groups)

    assert (code, json.loads(out)["head_found"]) == (0, True)


@pytest.mark.django_db
def test_the_timetable_goes_by_the_offices_own_time(run):
    jobs.keep_timetable()

    _code, out, _err = run("jobs")
    _code, answer, _err = run("jobs", "--json")

    head = next(line for line in out.splitlines() if line.endswith("audit.jobs.announce_head"))
    assert " 17:30 " in head
    assert all(line["next_run"].endswith("+07:00") for line in json.loads(answer)["timetable"])


@pytest.mark.django_db
def test_failed_jobs_are_listed_with_what_went_wrong(run):
    jobs.enqueue("noilam.cli.tests.test_main.fail")
    jobs.run_pending()

    code, out, _err = run("jobs", "--json")

    assert code == 1
    (failed,) = json.loads(out)["failed"]
    assert (failed["path"], failed["error"]) == (
        "noilam.cli.tests.test_main.fail",
        "ValueError: máy chủ thư không trả lời",
    )


def fail(*, actor):
    raise ValueError("máy chủ thư không trả lời")


UNITS = "Mã,Tên đơn vị,Loại,Mã cấp trên,Ngày thành lập,Ghi chú\n"


@pytest.fixture
def units_file(tmp_path):
    def write(*rows):
        file = tmp_path / "don-vi.csv"
        file.write_text(UNITS + "\n".join(rows), "utf-8")
        return file

    return write


@pytest.mark.django_db
def test_an_import_says_how_many_rows_were_new_and_which_columns_it_left_aside(run, units_file):
    file = units_file(
        "X,Đảng bộ xã Mẫu,Đảng uỷ xã,,01/07/2025,gốc", "X.1,Chi bộ 1,Chi bộ,X,2/7/2025,"
    )

    code, out, _err = run("import", "units", file)

    assert code == 0
    assert out.splitlines() == [
        "2 dòng: 2 mới, 0 thay đổi, 0 giữ nguyên.",
        "Cột không dùng: Ghi chú.",
    ]


@pytest.mark.django_db
def test_each_problem_of_a_file_stands_on_a_line_with_row_and_column(run, units_file):
    file = units_file(
        "X,Đảng bộ xã Mẫu,Chuyện lạ,,01/07/2025,", "Y,Chi bộ 1,Chi bộ,KHÔNG CÓ,32/7/2025,"
    )

    code, out, _err = run("import", "units", file)
    again, answer, err = run("import", "units", file, "--check", "--json")

    assert (code, again) == (1, 1)
    *problems, summary = out.splitlines()
    assert {line.partition(":")[0] for line in problems} == {
        "Dòng 2, Loại",
        "Dòng 3, Mã cấp trên",
        "Dòng 3, Ngày thành lập",
    }
    assert summary.startswith("3 điều chưa đúng: không ghi dòng nào.")
    assert [each["row"] for each in json.loads(answer)["problems"]] == [2, 3, 3]
    assert err.splitlines()[:3] == problems


@pytest.mark.django_db
def test_a_check_writes_nothing(run, units_file):
    file = units_file("X,Đảng bộ xã Mẫu,Đảng uỷ xã,,01/07/2025,")

    code, out, _err = run("import", "units", file, "--check")

    assert code == 0
    assert "Mới kiểm tra, chưa ghi gì." in out
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_what_is_exported_is_written_where_asked(run, units_file, tmp_path):
    run("import", "units", units_file("X,Đảng bộ xã Mẫu,Đảng uỷ xã,,01/07/2025,"))

    code, out, _err = run("export", "units", tmp_path / "ra.csv")

    assert (code, out) == (0, f"Đã ghi {tmp_path / 'ra.csv'}.\n")
    assert "Đảng bộ xã Mẫu" in (tmp_path / "ra.csv").read_text("utf-8-sig")
