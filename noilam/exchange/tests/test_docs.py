"""docs/sheets.md lists the columns there are: no more, no less."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from noilam.exchange import registry
from noilam.exchange.rules.headers import header_key

DOCS = Path(settings.ROOT) / "docs" / "sheets.md"


def documented():
    """kind -> (key, Vietnamese header, other headers) of each row of its table."""
    sections = re.split(r"^## (\w+):.*$", DOCS.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {
        kind: [
            (cells[1].strip(" `"), cells[2].strip(" *"), cells[3].strip())
            for line in text.splitlines()
            if line.startswith("| `")
            for cells in [line.split("|")]
        ]
        for kind, text in zip(sections[::2], sections[1::2], strict=True)
    }


def test_each_sheet_is_documented_in_the_order_of_its_import():
    assert list(documented()) == registry.kinds()


@pytest.mark.parametrize("kind", ["units", "people", "commitments", "progress"])
def test_each_column_is_documented_with_all_its_headers(kind):
    columns = registry.sheet(kind).columns
    assert documented()[kind] == [(c.key, c.label, "; ".join(c.also)) for c in columns]


@pytest.mark.parametrize("kind", ["units", "people", "commitments", "progress"])
def test_no_two_columns_of_a_sheet_claim_one_header(kind):
    claimed = [
        (header_key(header), column.key)
        for column in registry.sheet(kind).columns
        for header in column.headers
    ]
    assert len({name for name, _key in claimed}) == len(set(claimed))


COLUMNS = {
    "units": "code name kind parent_code founded_on ended_on",
    "people": "code full_name unit_code post from to leads email phone",
    "commitments": "code statement kind unit_code person_code starts_on due_on measure target "
    "solution source topic class support weight baseline decided_by publicity",
    "progress": "commitment_code declared_on evidence verified_on verdict verified_by",
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_columns_are_those_agreed(kind):
    assert [column.key for column in registry.sheet(kind).columns] == COLUMNS[kind].split()
