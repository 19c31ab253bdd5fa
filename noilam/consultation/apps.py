"""Registers the consultation floor with Django."""

from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "noilam.consultation"
