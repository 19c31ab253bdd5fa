"""What is wrong with the machine is said in a sentence, before a command trips over it."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from noilam.cli.before import problems_with_settings
from noilam.cli.serving import lacks_address

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def noilam(tmp_path):
    """Runs `noilam …` as a process of its own, in a data directory that is not there yet."""
    home = {"NOILAM_HOME": str(tmp_path / "home"), "DATABASE_URL": "", "PYTHONPATH": str(ROOT)}

    def call(*arguments, **there):
        return subprocess.run(
            [sys.executable, "-m", "noilam.cli.main", *map(str, arguments)],
            env=os.environ | home | {"LANG": "vi_VN.UTF-8", "LC_ALL": ""} | there,
            capture_output=True,
            text=True,
        )

    return call


@pytest.mark.parametrize(
    ("name", "value", "codes"),
    [
        ("PORT", "abc", ["no-port"]),
        ("PORT", "70000", ["no-port"]),
        ("EMAIL_PORT", "-1", ["no-port"]),
        ("PORT", "", []),
        ("PORT", "8001", []),
        ("NOILAM_TIME_ZONE", "Sao/Hỏa", ["no-time-zone"]),
        ("NOILAM_TIME_ZONE", "../../etc/passwd", ["no-time-zone"]),
        ("NOILAM_TIME_ZONE", "Asia/Ho_Chi_Minh", []),
        ("DATABASE_URL", "mysql://máy/bảng", ["no-database-url"]),
        ("DATABASE_URL", "postgres://a:b@localhost/c", []),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(name, value, codes):
    assert [each.code for each in problems_with_settings({name: value})] == codes


@pytest.mark.parametrize(
    ("there", "code"),
    [
        ({}, "not-prepared"),
        ({"PORT": "abc"}, "no-port"),
        ({"NOILAM_HOME": "/dev/null/nha"}, "no-home"),
        ({"DATABASE_URL": "postgres://a:b@127.0.0.1:1/c"}, "no-database"),
    ],
)
def test_with_json_the_machines_own_trouble_is_json_too(noilam, there, code):
    ran = noilam("audit", "verify", "--json", **there)

    assert ran.returncode == 1
    (problem,) = json.loads(ran.stdout)["problems"]
    assert problem["code"] == code
    assert ran.stderr == problem["message"] + "\n"


@pytest.mark.parametrize("command", ["report words-and-deeds", "export units bang.csv", "jobs"])
def test_a_home_that_was_never_set_up_says_how_to_begin(noilam, command):
    ran = noilam(*command.split())

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "noilam init" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_unreadable_settings_are_told_in_english_too(noilam):
    assert "PORT=abc is no port" in noilam("jobs", "--lang", "en", PORT="abc").stderr


def test_what_lies_in_the_data_directory_is_its_owners_alone(noilam, tmp_path):
    noilam("jobs")

    home = tmp_path / "home"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [home, *home.iterdir()]}
    assert modes["home"] == 0o700
    assert all(mode & 0o077 == 0 for mode in modes.values()), modes


@pytest.mark.parametrize(
    ("host", "url", "lacks"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", False),
        ("10.0.0.7", "http://127.0.0.1:8000", True),
        ("10.0.0.7", "http://noilam.xa-mau.example", False),
        ("::", "http://localhost:8000", True),
    ],
)
def test_who_listens_to_other_machines_needs_an_address_they_know(host, url, lacks):
    assert lacks_address(host, url) is lacks
