"""Registers the exchange floor with Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "noilam.exchange"
