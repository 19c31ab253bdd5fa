"""The outbox, which is also each person's inbox. Rows are written in the deed's transaction."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One message to one account."""

    class Channel(models.TextChoices):
        APP = "app", "Trong phần mềm"
        PAPER = "paper", "Bản giấy"
        CALL = "call", "Điện thoại"
        SMS = "sms", "Tin nhắn"

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)  # e.g. commitments.late
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    needs_acknowledgement = models.BooleanField(default=False)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.APP)
    mailed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["recipient", "read_at"], name="inbox_unread_first")]

    def __str__(self) -> str:
        return self.subject
