"""Break the rules in hundreds of small ways: the tests must notice."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("noilam", "config", "tests", "requirements")
FILES = ("pyproject.toml", "conftest.py", "manage.py")
NOTICED = 0.85


def test_the_tests_notice_when_a_rule_is_broken(tmp_path):
    for name in NEEDED:
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path / name)

    mutmut = Path(sys.executable).parent / "mutmut"
    for arguments in (["run", "--max-children", "2"], ["export-cicd-stats"]):
        subprocess.run([mutmut, *arguments], cwd=tmp_path, check=True, capture_output=True)
    told = subprocess.run([mutmut, "results"], cwd=tmp_path, capture_output=True, text=True)

    counts = json.loads((tmp_path / "mutants" / "mutmut-cicd-stats.json").read_text())
    tried = counts["killed"] + counts["survived"] + counts["timeout"]
    print(counts, told.stdout, sep="\n")
    assert tried > 500
    assert (counts["killed"] + counts["timeout"]) / tried >= NOTICED
