"""Registers the foundation floor with Django."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "noilam.foundation"
