"""Long proofs: run by `make proof`, never at every change."""

from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items):
    for item in items:  # all there are, not only those of this folder
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.proof)
