"""Consultations, their drafts in parts, who was invited, what was said and what was answered.

A draft, once published, and a comment, once made, never change; an answer is followed by another
that supersedes it.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from noilam.organisation.models import Person, Unit

from . import rules


class Consultation(models.Model):
    """A draft opened for comment. `about_kind` and `about_id` say what it is a draft of, for the
    floor that keeps that; both empty for a text that was written here."""

    title = models.CharField(max_length=rules.TITLE_LENGTH)
    search_key = models.CharField(max_length=rules.TITLE_LENGTH + 60)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.PositiveBigIntegerField(null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # who asks
    note = models.TextField(blank=True)  # what it is about, what is asked
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=120)
    opened_by_account = models.PositiveBigIntegerField(default=0)
    closes_on = models.DateField()  # the last day, as it stands now
    closed_on = models.DateField(null=True, blank=True)  # closed before that day, by decision
    closed_by = models.CharField(max_length=120, blank=True)
    close_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        indexes = [
            models.Index(fields=["closes_on", "closed_on"], name="consultations_by_last_day"),
            models.Index(fields=["about_kind", "about_id"], name="consultations_about_a_thing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(about_kind="", about_id=None)
                | (~Q(about_kind="") & Q(about_id__isnull=False)),
                name="a_consultation_is_about_a_thing_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def window(self) -> rules.Window:
        return rules.Window(self.opened_on, self.closes_on, self.closed_on)


class Extension(models.Model):
    """A later last day, with the earlier one and why."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="extensions")
    before_on = models.DateField()
    closes_on = models.DateField()
    reason = models.TextField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]


class Invitation(models.Model):
    """Who is asked: a unit, or a person."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    invited_on = models.DateField()
    invited_by = models.CharField(max_length=120)
    reminded_for = models.DateField(null=True, blank=True)  # the last day it was reminded of

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person=None) | Q(unit=None, person__isnull=False),
                name="a_unit_or_a_person_is_invited",
            ),
            models.UniqueConstraint(fields=["consultation", "unit"], name="a_unit_is_invited_once"),
            models.UniqueConstraint(
                fields=["consultation", "person"], name="a_person_is_invited_once"
            ),
        ]


class Draft(models.Model):
    """One edition of the text: 1, 2, 3 …"""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="drafts")
    number = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)  # what changed, and why
    content_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="drafts_are_numbered")
        ]


class Part(models.Model):
    """A piece of a draft that a comment may be about. Its key holds through all drafts."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="parts")
    key = models.CharField(max_length=rules.KEY_LENGTH)
    order = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=rules.TITLE_LENGTH)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "key"], name="a_part_is_in_a_draft_once"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=rules.DEEPEST), name="headings_have_levels"
            ),
        ]

    @property
    def written(self) -> rules.PartText:
        return rules.PartText(self.key, self.title, self.text, self.level)


class Comment(models.Model):
    """What somebody said about a part (an empty key: about the whole), in whose name.

    `disposition` repeats that of the answer in force, for lists of thousands.
    """

    class Disposition(models.TextChoices):
        ACCEPTED = rules.Disposition.ACCEPTED, _("Tiếp thu")
        PARTLY = rules.Disposition.PARTLY, _("Tiếp thu một phần")
        REJECTED = rules.Disposition.REJECTED, _("Không tiếp thu")

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="comments")
    number = models.PositiveIntegerField()  # 1, 2, 3 … in its consultation
    part_key = models.CharField(max_length=rules.KEY_LENGTH, blank=True)
    draft_number = models.PositiveSmallIntegerField()  # the draft that was read
    text = models.TextField(blank=True)
    wording = models.TextField(blank=True)  # what should stand there instead
    search_key = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    whose = models.CharField(max_length=200)  # the unit or the person, as named then
    whose_key = models.CharField(max_length=260)
    by = models.CharField(max_length=120)
    by_account = models.PositiveBigIntegerField(default=0)
    by_for = models.PositiveBigIntegerField(default=0)  # the absent one, if by a stand-in
    recorded_at = models.DateTimeField()
    disposition = models.CharField(max_length=10, choices=Disposition, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)
    withdraw_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(
                fields=["consultation", "part_key", "number"], name="comments_part_by_part"
            ),
            models.Index(
                fields=["consultation"],
                condition=Q(disposition="", withdrawn_at=None),
                name="comments_not_answered",
            ),
            models.Index(fields=["unit", "consultation"], name="comments_of_a_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="comments_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person=None) | Q(unit=None, person__isnull=False),
                name="a_comment_is_a_units_or_a_persons",
            ),
            models.CheckConstraint(
                condition=~Q(text="", wording=""), name="a_comment_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.wording


class Answer(models.Model):
    """What the body that asked says to a comment. Only the newest is in force."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="answers")
    disposition = models.CharField(max_length=10, choices=Comment.Disposition)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    by_account = models.PositiveBigIntegerField(default=0)
    answered_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"], condition=Q(superseded_at=None), name="one_answer_in_force"
            ),
            models.CheckConstraint(
                condition=Q(disposition=rules.Disposition.ACCEPTED) | ~Q(reason=""),
                name="what_is_not_accepted_has_a_reason",
            ),
        ]
