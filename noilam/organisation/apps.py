"""Registers the organisation floor with Django."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "noilam.organisation"
