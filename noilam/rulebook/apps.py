"""Registers the rulebook floor with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RulebookConfig(AppConfig):
    name = "noilam.rulebook"

    def ready(self) -> None:
        # Django's own hook for rows that every database must hold. It is no wiring between
        # packages: that stands in config/reactions.py.
        from .migrations._defaults import add_missing

        post_migrate.connect(add_missing, sender=self)
