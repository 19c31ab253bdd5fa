"""All addresses, and the bare page that others are measured against."""

from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from noilam.accounts.models import Account


def bare(request: HttpRequest) -> HttpResponse:
    """One query, one line, the shell around it."""
    page = '{% extends "ui/page.html" %}{% block main %}<p>{{ count }}</p>{% endblock %}'
    count = Account.objects.count()
    return HttpResponse(_compiled(page).render(RequestContext(request, {"count": count})))


_templates: dict[str, Template] = {}


def _compiled(page: str) -> Template:
    if page not in _templates:
        _templates[page] = Template(page)
    return _templates[page]


urlpatterns = [path("bare/", bare, name="bare"), path("", include("config.urls"))]
