"""Accounts. A person's name and posts live in `organisation`; here is only what signs in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Lets Django find an account by its user name. Accounts are made by actions only."""


class Account(AbstractBaseUser):
    """Somebody who may sign in with a user name (a code or a phone number)."""

    username = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=120)  # the name shown in the trail and the page head
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="vi")
    permissions = models.JSONField(default=list, blank=True)  # installation-wide, e.g. "administer"
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    must_choose_password = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []
    objects: AccountManager = AccountManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.label or self.username
