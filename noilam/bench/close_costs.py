"""Runs inside the throw-away installation: builds a nation, closes its month, asks its pages."""

import json
import os
import random
import resource
import sys
import time
from datetime import date
from statistics import median, quantiles
from typing import Any

CHECKED = 200  # units whose totals are added up again in Python
CLOSED_ON = date(2026, 11, 20)
BEFORE = (202511, 202512, *range(202601, 202610))


def main(units: int, runs: int, requests: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.db import connection

    from noilam.bench import a_nation
    from noilam.foundation import clock

    lines = a_nation.build(units)
    with clock.frozen(CLOSED_ON):
        told = _close(runs)
        _check(units)
        told = {
            "database": connection.vendor,
            "units": units,
            "lines": lines,
            **told,
            "rows_per_second": round(lines / told["seconds"]),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
        a_nation.repeat_month(BEFORE)
        told["pages"] = _pages(requests)
    print(json.dumps(told, ensure_ascii=False))  # noqa: T201


def _close(runs: int) -> dict[str, Any]:
    """Floor and close in turn, so that a busy moment of the machine meets both; the best of each,
    and the median beside it."""
    pairs = [(_floor(), _one_close()) for _turn in range(runs + 1)][1:]  # the first one warms up
    floors, closes = ([pair[side] for pair in pairs] for side in (0, 1))
    return {
        "seconds": round(min(closes), 3),
        "floor_seconds": round(min(floors), 3),
        "ratio": round(min(closes) / min(floors), 2),
        "median_seconds": round(median(closes), 3),
        "median_floor_seconds": round(median(floors), 3),
        "median_ratio": round(median(close / floor for floor, close in pairs), 2),
        "runs": runs,
        "floor_sql": " ".join(_floor_sql().split()),
    }


def _floor_sql() -> str:
    from noilam.scoring.actions._closing_sql import SUMS

    columns = "month, unit_id, points, possible, extra"
    return f"""INSERT INTO bench_floor ({columns})
 SELECT %(month)s, unit_id, points, possible, extra FROM ({SUMS}) AS summed"""  # noqa: S608


def _floor() -> float:
    from django.db import connection, transaction

    from noilam.bench.a_nation import MONTH
    from noilam.scoring.actions._closing_sql import ROOM

    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor")
        cursor.execute(
            "CREATE TABLE bench_floor (month integer, unit_id bigint, points integer, possible"
            " integer, extra integer, PRIMARY KEY (month, unit_id))"
            + (" WITHOUT ROWID" if is_sqlite else "")
        )
        begun = time.perf_counter()
        with transaction.atomic():
            for setting in () if is_sqlite else ROOM:  # the same room as the close has
                cursor.execute(f"SET LOCAL {setting}")
            cursor.execute(_floor_sql(), {"month": MONTH})
        return time.perf_counter() - begun


def _one_close() -> float:
    """As the worker runs it, on a month that was never closed."""
    from noilam.bench.a_nation import MONTH
    from noilam.foundation.access import shell, worker
    from noilam.scoring import actions
    from noilam.scoring.rules.months import month_of

    _forget()
    close = actions.close_month(actor=shell(), month=month_of(MONTH))
    actions.begin_close(actor=worker(), close_id=close.pk)
    begun = time.perf_counter()
    actions.run_close(actor=worker(), close_id=close.pk)
    return time.perf_counter() - begun


def _forget() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("unitmonth", "missingmonth", "rollupmonth", "close"):
            cursor.execute(f"DELETE FROM scoring_{table}")  # noqa: S608
            if connection.vendor == "postgresql":
                cursor.execute(f"VACUUM scoring_{table}")


def _check(units: int) -> None:
    """The closed results of some units against a sum in Python that no database made."""
    from noilam.bench.a_nation import MONTH, sum_of
    from noilam.scoring.models import UnitMonth

    some = random.Random(1).sample(range(2, units + 1), min(CHECKED, units - 1))  # noqa: S311
    found = UnitMonth.objects.filter(month=MONTH, unit__in=some)
    for each in found:
        own = sum_of(each.unit_id)
        given = (each.points, each.possible, each.extra, each.total, each.level)
        if given != (own.points, own.possible, own.extra, own.total, own.level):
            raise SystemExit(f"Unit {each.unit_id}: closed as {given}, by hand {own}")
    if len(found) != len(some):
        raise SystemExit("Units are missing from the close")


def _pages(requests: int) -> dict[str, Any]:
    """The scoreboard and the heatmap of a province, each against the bare page in the same turn."""
    from django.db import connection
    from django.test import Client, override_settings

    from noilam.bench.page_costs import _an_office_account

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with override_settings(ROOT_URLCONF="noilam.bench.urls", ALLOWED_HOSTS=["testserver"]):
        client = Client(headers={"accept-encoding": "gzip"})
        client.force_login(_an_office_account("D000001"))
        return _costs(client, requests)


def _costs(client: Any, requests: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    addresses = {
        "bare": reverse("bare"),
        "scoreboard": f"{reverse('scoring:board')}?unit=2",
        "heatmap": f"{reverse('scoring:heatmap')}?unit=2",
    }
    told: dict[str, dict[str, Any]] = {}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        told[name] = {
            "status": answer.status_code,
            "queries": len(queries),
            "gzip_bytes": len(answer.content),
        }
    spent: dict[str, list[float]] = {name: [] for name in addresses}
    for _turn in range(requests):
        for name, address in addresses.items():
            begun = time.perf_counter()
            client.get(address)
            spent[name].append(time.perf_counter() - begun)
    p95 = {name: quantiles(times, n=20)[-1] for name, times in spent.items()}
    for name, times in spent.items():
        told[name] |= {
            "p50_ms": round(median(times) * 1000, 1),
            "p95_ms": round(p95[name] * 1000, 1),
            "p95_ratio": round(p95[name] / p95["bare"], 2),
        }
    return told


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
