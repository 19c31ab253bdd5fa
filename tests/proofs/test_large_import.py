"""Fifty thousand rows of each kind come in whole, within 300 MB.

How long it takes is printed, not judged: that is `noilam bench import`'s to tell.
"""

import argparse

import pytest

from noilam.bench import large_import

ROWS = 50_000
MEGABYTES = 300


@pytest.mark.parametrize("kind", large_import.KINDS)
def test_fifty_thousand_rows_come_in_within_300_megabytes(kind):
    asked = argparse.Namespace(rows=ROWS, units=1_000, kinds=[kind])

    measured = large_import.measure(asked, print)["kinds"][kind]

    print(kind, measured)
    assert measured["rows"] == measured["new"] == ROWS
    assert measured["peak_mb"] <= MEGABYTES
