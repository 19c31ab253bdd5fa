"""The outbox, which is also each person's inbox. Rows are written in the deed's transaction."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext

from . import rules


class Notice(models.Model):
    """One message to one account.

    Subject and text are kept in Vietnamese, for searching and as they were written. `wording` keeps
    them as messages with values, so that `heading` and `body` speak the language of the moment; a
    row without it reads as it stands.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)  # e.g. commitments.late
    subject = models.CharField(max_length=rules.SUBJECT_LENGTH)
    text = models.TextField(blank=True)
    wording = models.JSONField(default=dict, blank=True)  # {"subject": …, "text": [line, …]}
    link = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    needs_acknowledgement = models.BooleanField(default=False)
    is_read = models.BooleanField(default=False)  # whether, never when (E13)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    # The letter: not before, tries so far, and when it went out.
    mail_after = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recipient", "is_read", "-id"], name="inbox_unread_first"),
            models.Index(fields=["kind", "queued_at"], name="notice_by_kind"),
            models.Index(
                fields=["recipient"],
                condition=Q(mailed_at=None, is_read=False),
                name="notice_waiting_for_mail",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("notices:notice", args=[self.pk])

    @property
    def heading(self) -> str:
        if "subject" not in self.wording or get_language() == settings.LANGUAGE_CODE:
            return self.subject
        return rules.short(rules.said(self.wording["subject"], gettext))

    @property
    def body(self) -> str:
        if "text" not in self.wording or get_language() == settings.LANGUAGE_CODE:
            return self.text
        return "\n".join(rules.said(line, gettext) for line in self.wording["text"])

    @property
    def is_waiting(self) -> bool:
        """Whether its recipient still owes a word that he has it."""
        return self.needs_acknowledgement and self.acknowledged_at is None


class Preference(models.Model):
    """How one account wants its mail. Without a row: at once, with the office's quiet hours."""

    class Mail(models.TextChoices):
        AT_ONCE = rules.Wish.AT_ONCE
        DAILY = rules.Wish.DAILY
        NONE = rules.Wish.NONE

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preference"
    )
    mail = models.CharField(max_length=10, choices=Mail)
    quiet_from = models.TimeField()
    quiet_to = models.TimeField()
    digested_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.mail}"

    @property
    def quiet(self) -> rules.Quiet:
        return rules.Quiet(self.quiet_from, self.quiet_to)


class Service(models.Model):
    """One attempt to bring a notice to its recipient otherwise, and what came of it."""

    class Channel(models.TextChoices):
        PAPER = "paper"
        CALL = "call"
        SMS = "sms"

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="services")
    channel = models.CharField(max_length=10, choices=Channel)
    served_on = models.DateField()
    by = models.CharField(max_length=120)  # who brought it or rang
    proof = models.TextField(blank=True)
    file_id = models.PositiveBigIntegerField(default=0)  # a scan of the receipt, kept by `files`
    is_received = models.BooleanField()  # false: nobody answered, or only sent
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=120)
    entered_by_account = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_received=False) | ~Q(proof=""), name="receipt_is_proven"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.served_on}"


class TextMessage(models.Model):
    """An SMS on its way to the gateway, and the gateway's answer."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="text_messages")
    phone = models.CharField(max_length=20)
    text = models.CharField(max_length=rules.TEXT_MESSAGE_LENGTH)
    queued_at = models.DateTimeField()
    queued_by = models.CharField(max_length=120)
    queued_by_account = models.PositiveBigIntegerField(default=0)
    send_after = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=rules.ANSWER_KEPT, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice"], condition=Q(sent_at=None), name="one_text_message_under_way"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(sent_at__gte=F("queued_at")),
                name="text_message_sent_after_queueing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}"
