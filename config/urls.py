"""Every address, floor by floor."""

from django.urls import URLPattern, URLResolver, register_converter

from noilam.foundation.web import PeriodConverter

register_converter(PeriodConverter, "period")

urlpatterns: list[URLPattern | URLResolver] = []
