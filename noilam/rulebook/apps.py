"""Registers the rulebook floor with Django."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "noilam.rulebook"
