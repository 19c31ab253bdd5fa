"""Registers the commitments floor with Django."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "noilam.commitments"
