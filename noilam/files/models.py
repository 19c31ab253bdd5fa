"""Stored evidence. Content lies under its hash; a row is one upload of it."""

from django.db import models
from django.urls import reverse

from . import rules


class StoredFile(models.Model):
    """One upload. Two rows with one hash mean that the same content was handed in twice."""

    name = models.CharField(max_length=200)  # safe name, for the download
    media_type = models.CharField(max_length=100)  # sniffed, never the sender's word
    size = models.PositiveIntegerField()  # bytes
    content_hash = models.CharField(max_length=64, db_index=True)  # SHA-256 of what is stored
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=120)
    uploaded_by_account = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.pk])

    @property
    def size_text(self) -> str:
        return rules.size_text(self.size)
