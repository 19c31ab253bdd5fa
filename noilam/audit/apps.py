"""Registers the audit floor with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "noilam.audit"
