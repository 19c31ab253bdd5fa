"""What we write, an office's own program opens: same rows, dates as dates, numbers as numbers."""

import csv
import json
import subprocess

import pytest

from noilam.bench import a_district
from noilam.bench.apart import Installation
from tests.machine import packages

UNITS, ROWS = 20, 60


@pytest.fixture(scope="module")
def office():
    return packages.office()


@pytest.fixture(scope="module")
def there():
    rows = {
        "units": a_district.units(UNITS),
        "people": a_district.people(ROWS, UNITS),
        "commitments": a_district.commitments(ROWS, UNITS),
        "progress": a_district.progress(ROWS // 2, UNITS),
    }
    with Installation() as made:
        made.begin()
        for kind, lines in rows.items():
            file = a_district.write(made.home / f"{kind}.xlsx", kind, lines)
            made.noilam("import", kind, file)
        yield made


def opened(office, file, folder, ending):
    """The file as LibreOffice reads it, saved in another form."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, "--headless", profile, "--convert-to", ending, "--outdir", folder, file]
    subprocess.run([str(each) for each in command], check=True, capture_output=True, timeout=180)
    return folder / f"{file.stem}.{ending.partition(':')[0]}"


@pytest.mark.parametrize("kind", list(a_district.HEADERS))
def test_libreoffice_reads_what_we_write(office, there, tmp_path, kind):
    exported = there.home / f"{kind}-out.xlsx"
    there.noilam("export", kind, exported)
    plain = there.home / f"{kind}-out.csv"
    there.noilam("export", kind, plain)

    converted = opened(office, exported, tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76,1")

    theirs = list(csv.reader(converted.open(encoding="utf-8-sig")))
    ours = list(csv.reader(plain.open(encoding="utf-8-sig")))
    assert len(theirs) == len(ours)
    assert [row[0] for row in theirs] == [row[0] for row in ours]


@pytest.mark.parametrize("kind", list(a_district.HEADERS))
def test_what_libreoffice_saves_comes_back_unchanged(office, there, tmp_path, kind):
    exported = there.home / f"{kind}-again.xlsx"
    there.noilam("export", kind, exported)

    saved = opened(office, exported, tmp_path, "ods")
    again = opened(office, saved, tmp_path, "xlsx")

    answer = json.loads(there.noilam("import", kind, again, "--check", "--json").out)
    assert (answer["new"], answer["changed"], answer["problems"]) == (0, 0, [])
    assert answer["unchanged"] == answer["rows"] > 0
