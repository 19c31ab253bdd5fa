"""Any list as a spreadsheet: views answer ?format=xlsx or ?format=csv with this."""

import io
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from noilam.exchange.writing import csv_lines, write_xlsx
from noilam.foundation.text import fold

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wants_spreadsheet(request: HttpRequest) -> bool:
    return request.GET.get("format") in ("xlsx", "csv")


def spreadsheet_response(
    request: HttpRequest, name: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """The list as a download named after it: ?format=csv, else XLSX."""
    if request.GET.get("format") == "csv":
        return _named(
            StreamingHttpResponse(
                _with_mark(csv_lines(headers, rows)), content_type="text/csv; charset=utf-8"
            ),
            f"{name}.csv",
        )
    file = io.BytesIO()
    write_xlsx(file, headers, rows)
    return xlsx_response(file.getvalue(), name)


def xlsx_response(content: bytes, name: str) -> HttpResponseBase:
    return _named(HttpResponse(content, content_type=_XLSX), f"{name}.xlsx")


def _with_mark(lines: Iterable[str]) -> Iterable[str]:
    """The byte mark tells Excel that this is UTF-8."""
    yield "\ufeff"
    yield from lines


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    plain = fold(name).replace(" ", "-").encode("ascii", "ignore").decode()
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
