from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_inbox.models.questions import Question


class EventKind(models.TextChoices):
    """What can happen to a question, in the words that its asker reads."""

    ASKED = "asked", _("Question sent")
    CONFIRMED = "confirm", _("Confirmed by the asker")
    RECEIVED = "received", _("Received by the agency")
    CLASSIFIED = "classify", _("Classified")
    ASSIGNED = "assign", _("Handed to an official")
    FORWARDED = "forward", _("Forwarded to the competent agency")
    DRAFTED = "draft", _("Answer drafted")
    SIGNOFF_REQUESTED = "request_signoff", _("Answer submitted for signature")
    RETURNED = "return_to_draft", _("Draft returned")
    PUBLISHED = "sign_and_publish", _("Answered and published on the portal")
    MAILED = "sign_and_mail", _("Answered")
    TOLD_OUT_OF_FIELD = "tell_out_of_field", _("Told that the matter is outside the agency's field")
    APPOINTED = "appoint_date", _("Date of the answer appointed")
    PROGRESS = "progress_notice", _("Progress notice")
    TAKEN_OVER = "taken_over", _("Taken over by the successor agency")


class QuestionEvent(models.Model):
    """One line of a question's timeline; append-only by database trigger (NB.7.3b).

    `public`: the asker sees it on the tracking page, with `note`. `agency` is the one that acted.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="events")
    agency = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("what happened"), max_length=20, choices=EventKind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    public = models.BooleanField(_("shown to the asker"), default=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("event of a question")
        verbose_name_plural = _("events of questions")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["question", "at"], name="question_timeline")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.kind}"


class NoticeKind(models.TextChoices):
    REMINDER = "reminder", _("Reminder before the due date")
    ESCALATION = "escalation", _("Report of an overdue question")


class Notice(models.Model):
    """A reminder or an escalation that went out: once for each due instant, however often the job runs."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="notices")
    agency = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind)
    due_at = models.DateTimeField(_("due at"))
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("notice of a deadline")
        verbose_name_plural = _("notices of deadlines")
        constraints = [
            models.UniqueConstraint(fields=["question", "kind", "due_at"], name="one_notice_of_a_kind_per_deadline")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.question_id}"
