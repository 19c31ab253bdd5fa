"""Registers the ui floor with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "noilam.ui"
