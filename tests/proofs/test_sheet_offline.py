"""A unit's sheet filled in by an office's own program: locked cells stay, answers come back."""

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from noilam.accounts.models import Account
from noilam.foundation import clock
from noilam.organisation.roles import Role
from noilam.organisation.tests.given import an_actor
from noilam.scoring.sheets import answer_book
from noilam.scoring.tests import given
from tests.machine import packages

pytestmark = pytest.mark.django_db
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@pytest.fixture(scope="module")
def office():
    return packages.office()


def saved_as(office, file: Path, folder: Path, ending: str) -> Path:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, "--headless", profile, "--convert-to", ending, "--outdir", folder, file]
    subprocess.run([str(each) for each in command], check=True, capture_output=True, timeout=180)
    return folder / f"{file.stem}.{ending}"


def cells_of(row: ElementTree.Element) -> list[ElementTree.Element]:
    """The first cells of a row, each on its own: equal neighbours are kept as one with a count."""
    found = []
    for cell in list(row):
        count = int(cell.attrib.pop(f"{TABLE}number-columns-repeated", "1"))
        at = list(row).index(cell)
        for _more in range(min(count, 10) - 1):
            row.insert(at, ElementTree.Element(cell.tag, dict(cell.attrib)))
        found += list(row)[at : at + min(count, 10)]
    return found


def write_into(flat: Path, answers: dict[str, str]) -> None:
    """Type into the answer cells of rows, as somebody sitting before the table would."""
    for prefix, uri in _namespaces(flat).items():
        ElementTree.register_namespace(prefix, uri)
    tree = ElementTree.parse(flat)
    for row in tree.iter(f"{TABLE}table-row"):
        cells = cells_of(row)
        key = (
            "".join(cells[answer_book.KEY].itertext()).strip()
            if len(cells) > answer_book.KEY
            else ""
        )
        if key in answers:
            _type(cells[answer_book.ANSWER], answers[key])
    tree.write(flat, encoding="utf-8", xml_declaration=True)


def _namespaces(flat: Path) -> dict[str, str]:
    return dict(each for _event, each in ElementTree.iterparse(flat, events=["start-ns"]))


def _type(cell: ElementTree.Element, value: str) -> None:
    kind = "float" if value.replace(".", "").isdigit() else "string"
    cell.set(f"{OFFICE}value-type", kind)
    if kind == "float":
        cell.set(f"{OFFICE}value", value)
    for old in list(cell):
        cell.remove(old)
    ElementTree.SubElement(cell, f"{TEXT}p").text = value


def test_what_libreoffice_fills_in_and_saves_is_read_and_nothing_locked_moved(
    client, office, tmp_path
):
    _root, (cell,) = given.a_place(1)
    sheet = given.a_sheet(cell)
    page = f"/scoring/sheets/{sheet.pk}/"
    with clock.frozen(given.FILLED_ON):
        client.force_login(Account.objects.get(pk=an_actor(Role.UNIT_CLERK, cell).id))
        taken = tmp_path / "phieu.xlsx"
        taken.write_bytes(client.get(page + "file.xlsx").content)

        flat = saved_as(office, taken, tmp_path, "fods")
        write_into(flat, {"B1|value": "92.5", "A2|item|A2.1": "x", "A3|times": "2"})
        taken.unlink()
        filled = saved_as(office, flat, tmp_path, "xlsx")
        upload = SimpleUploadedFile("phieu.xlsx", filled.read_bytes())
        answer = client.post(page + "upload/", {"file": upload})

    assert answer.status_code == 200, answer.context["problems"]
    after = {each.code: each.after for each in answer.context["differences"]}
    assert after == {"B1": "92,5%", "A2": "đạt 1/3 nội dung", "A3": "2 lần"}
