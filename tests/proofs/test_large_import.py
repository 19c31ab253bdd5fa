"""Fifty thousand rows of each kind come in within a minute and 300 MB."""

import argparse

import pytest

from noilam.bench import large_import

ROWS = 50_000
SECONDS, MEGABYTES = 60, 300


@pytest.mark.parametrize("kind", large_import.KINDS)
def test_fifty_thousand_rows_come_in_within_a_minute_and_300_megabytes(kind):
    asked = argparse.Namespace(rows=ROWS, units=1_000, kinds=[kind])

    measured = large_import.measure(asked, print)["kinds"][kind]

    assert measured["rows"] == measured["new"] == ROWS
    assert measured["seconds"] <= SECONDS
    assert measured["peak_mb"] <= MEGABYTES
