"""Registers the files floor with Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "noilam.files"
