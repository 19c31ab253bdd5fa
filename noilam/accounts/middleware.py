"""Puts on each request who acts, as plain values."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from noilam.foundation.access import Actor, Kind


class ActorMiddleware:
    """request.actor: the signed-in account, or None for a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        request.actor = (  # type: ignore[attr-defined]
            Actor(
                kind=Kind.PERSON,
                id=account.pk,
                label=str(account),
                permissions=frozenset(account.permissions),
            )
            if account.is_authenticated
            else None
        )
        return self.get_response(request)
