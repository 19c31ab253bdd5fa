"""What every page's shell needs."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The menu, the reader and the day, for ui/page.html."""
    return {"actor": getattr(request, "actor", None)}
