"""Registers the insight floor with Django."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "noilam.insight"
