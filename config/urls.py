"""Every address, floor by floor."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from noilam.foundation.web import PeriodConverter

register_converter(PeriodConverter, "period")

urlpatterns: list[URLPattern | URLResolver] = [
    path("look/", include("noilam.ui.urls")),
    path("trail/", include("noilam.audit.urls")),
    path("inbox/", include("noilam.notices.urls")),
    path("files/", include("noilam.files.urls")),
    path("import/", include("noilam.exchange.urls")),
    path("rules/", include("noilam.rulebook.urls")),
    path("", include("noilam.accounts.urls")),
    path("", include("noilam.organisation.urls")),
    path("", include("noilam.consultation.urls")),
    path("", include("noilam.commitments.urls")),
    path("", include("noilam.scoring.urls")),
    path("", include("noilam.insight.urls")),
]
