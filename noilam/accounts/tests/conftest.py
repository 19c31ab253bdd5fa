"""A quick hash in tests: that Argon2 is slow is its purpose, and proved once."""

import pytest


@pytest.fixture(autouse=True)
def _quick_hash(settings, request):
    if "argon2" not in request.node.name:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
