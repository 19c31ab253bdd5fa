"""The demo year whole, on both databases, within its time."""

import json
import time

import pytest

from noilam.bench.apart import Installation
from tests.machine import postgresql

SECONDS = 90


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    if request.param == "sqlite":
        yield ""
    else:
        with postgresql.running() as url:
            yield url


def test_the_demo_year_is_built_in_time_and_its_trail_is_whole(database_url):
    with Installation(database_url) as there:
        begun = time.monotonic()
        there.noilam("demo")
        seconds = time.monotonic() - begun

        trail = json.loads(there.noilam("audit", "verify", "--json").out)
        assert (trail["ok"], trail["waiting"]) == (True, 0)
        assert trail["entries"] > 1000
        assert (there.home / "demo-complete").exists()
        assert seconds <= SECONDS
