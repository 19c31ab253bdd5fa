"""Accounts. A person's name and posts live in `organisation`; here is only what signs in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from . import rules


class AccountManager(BaseUserManager["Account"]):
    """Lets Django find an account by its user name. Accounts are made by actions only."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=rules.sign_in_name(username or ""))


class Account(AbstractBaseUser):
    """Somebody who may sign in with a user name (a code or a phone number)."""

    username = models.CharField(max_length=60, unique=True)  # as rules.sign_in_name spells it
    label = models.CharField(max_length=120)  # the name shown in the trail and the page head
    sort_key = models.CharField(max_length=500, db_index=True)
    search_key = models.CharField(max_length=180)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="vi")
    permissions = models.JSONField(default=list, blank=True)  # installation-wide, e.g. "administer"
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    password_chosen_at = models.DateTimeField(null=True, blank=True)  # empty: has yet to come in
    last_login = None  # when people come and go is nobody's business

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []
    objects: AccountManager = AccountManager()

    class Meta:
        ordering = ["sort_key", "username"]

    def __str__(self) -> str:
        return self.label or self.username


class Card(models.Model):
    """A printed card that lets its holder choose a password, once. The code itself is not kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_on = models.DateField()  # the last day it opens
    spent_at = models.DateTimeField(null=True, blank=True)  # used, or replaced by a newer card

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(spent_at=None), name="one_open_card_per_account"
            )
        ]


class Session(AbstractBaseSession):
    """A signed-in device: enough for its owner to know it and end it. The key is kept hashed."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    seen_on = models.DateField(null=True)  # a day, not a moment: no tracking
    device = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "session"
        verbose_name_plural = "sessions"
