"""What is installed is what is pinned, and no file says from where."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
WANTED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def name(requirement):
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")


def pinned(file):
    lines = (ROOT / "requirements" / file).read_text("utf-8").splitlines()
    return {name(line) for line in lines if "==" in line}


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("run.txt", WANTED["project"]["dependencies"]),
        ("test.txt", WANTED["project"]["dependencies"]),
        ("test.txt", WANTED["dependency-groups"]["dev"]),
    ],
)
def test_each_dependency_is_pinned(file, wanted):
    assert {name(each) for each in wanted} - pinned(file) == set(), "python3 build.py lock"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_each_pin_has_its_hashes_and_names_no_place(lock):
    text = lock.read_text("utf-8")

    assert text.count("==") <= text.count("--hash=sha256:")
    assert not re.search(r"https?:|file:|index-url|find-links|/\w+/", text)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout: nothing to list")
def test_no_file_names_a_place_on_this_machine():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    texts = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".po", ".yaml", ".yml", ""}
    mine = re.compile(r"/(?:home|root|work|Users)/\w")
    found = [
        file
        for file in listed.stdout.splitlines()
        if Path(file).suffix in texts
        and (ROOT / file).is_file()
        and mine.search((ROOT / file).read_text("utf-8", errors="ignore"))
    ]

    assert found == []
