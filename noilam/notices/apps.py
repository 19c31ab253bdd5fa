"""Registers the notices floor with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "noilam.notices"
