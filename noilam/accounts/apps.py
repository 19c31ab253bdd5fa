"""Registers the accounts floor with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "noilam.accounts"
