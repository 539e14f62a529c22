from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from qa_inbox.codes import new_code
from qa_inbox.querysets import OPEN, QuestionQuerySet
from qa_inbox.words import shown_words
from tenants.regulation import Regulation, get_regulation


class QuestionState(models.TextChoices):
    """Where a question stands; what may happen in each state is the table in qa_inbox/transitions.py."""

    UNCONFIRMED = "unconfirmed", _("Waiting for the asker's confirmation")
    RECEIVED = "received", _("Received")
    ASSIGNED = "assigned", _("Being handled")
    DRAFTED = "drafted", _("Answer drafted")
    AWAITING_SIGNOFF = "awaiting_signoff", _("Waiting for the signature")
    ANSWERED = "answered", _("Answered")
    OUT_OF_FIELD = "out_of_field", _("Outside the agency's field")


class QuestionClass(models.TextChoices):
    """Classes of question; the regulation gives each its time (TN.14.4a-c, VL.18.1ddc)."""

    IN_COMPETENCE = "in_competence", _("Within the agency's competence")
    SEVERAL_SECTORS = "several_sectors", _("Needs several sectors")
    SPECIAL_STUDY = "special_study", _("Special, needs study")
    OUT_OF_FIELD = "out_of_field", _("Outside the agency's field")


class Question(models.Model):
    """A question or petition to an agency, with its clock (TN.14, VL.18.1dd, NB.7.3b, TB.7.1a).

    Personal data: name, e-mail, telephone, address, and whatever the asker wrote in `body`. They are seen by the
    agency's handlers alone; `public_subject` and `public_body` are the texts that stand beside a published answer.

    `received_at` is the start of the clock: the moment of sending, or of the confirmation where one was needed.
    `due_at`, `remind_at`, `triage_at` and `office_sees_at` are stored, so that "overdue" is a query; `due_trace` is
    tenants.calendar.Due as JSON. `regulation_code` is the regulation that the clock started under and keeps.
    """

    agency = models.ForeignKey(
        "tenants.Agency", models.PROTECT, related_name="questions", verbose_name=_("answering agency")
    )
    portal = models.ForeignKey(
        "tenants.Agency", models.PROTECT, related_name="+", verbose_name=_("asked on the portal of")
    )
    code = models.CharField(_("tracking code"), max_length=10, unique=True, default=new_code, editable=False)
    language = models.CharField(_("language"), max_length=5, default="vi")

    name = models.CharField(_("full name"), max_length=120, help_text=_("Personal data: never published."))
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Personal data: never published."))
    phone = models.CharField(_("telephone"), max_length=40, blank=True, help_text=_("Personal data: never published."))
    address = models.CharField(_("address"), max_length=250, blank=True, help_text=_("Personal data: never published."))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("question"), help_text=_("May hold personal data: never published as it came."))
    consent_at = models.DateTimeField(_("consent given at"))

    state = models.CharField(_("state"), max_length=20, choices=QuestionState, default=QuestionState.UNCONFIRMED)
    klass = models.CharField(_("class"), max_length=20, choices=QuestionClass, default=QuestionClass.IN_COMPETENCE)
    received_at = models.DateTimeField(_("received at"), db_index=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_questions",
        verbose_name=_("handled by"),
    )

    regulation_code = models.CharField(max_length=40)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    due_clause = models.CharField(_("clause"), max_length=40, blank=True)
    due_basis = models.CharField(_("basis"), max_length=10, blank=True)
    due_trace = models.JSONField(default=dict, blank=True)
    calendar_version = models.CharField(max_length=40, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    triage_at = models.DateTimeField(null=True, blank=True)
    office_sees_at = models.DateTimeField(null=True, blank=True)
    appointed_on = models.DateField(_("appointed date"), null=True, blank=True)
    promised_on = models.DateField(_("date named in the progress notice"), null=True, blank=True)
    notices_sent = models.PositiveSmallIntegerField(default=0)

    answer = models.TextField(_("answer"), blank=True)
    public_subject = models.CharField(_("subject as published"), max_length=200, blank=True)
    public_body = models.TextField(_("question as published"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    signed_as = models.CharField(_("signature"), max_length=300, blank=True)
    published = models.BooleanField(_("published on the portal"), default=False)

    version = models.PositiveIntegerField(default=0, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["agency", "state", "due_at"], name="question_inbox"),
            models.Index(fields=["agency", "received_at"], name="question_agency_received"),
            models.Index(
                fields=["agency", "-answered_at"], name="question_published", condition=models.Q(published=True)
            ),
            GinIndex(shown_words(), name="question_words", condition=models.Q(published=True)),
        ]
        constraints = [
            models.CheckConstraint(
                name="question_reachable",
                condition=~models.Q(email="", phone=""),
                violation_error_message=_("Give an e-mail address or a telephone number."),
            ),
            models.CheckConstraint(
                name="question_answered_is_signed",
                condition=~models.Q(state="answered")
                | (models.Q(answered_at__isnull=False, signed_by__isnull=False) & ~models.Q(answer="")),
            ),
            models.CheckConstraint(
                name="question_published_is_answered",
                condition=models.Q(published=False) | models.Q(state="answered"),
            ),
            models.CheckConstraint(
                name="question_clock_runs",
                condition=models.Q(state="unconfirmed") | models.Q(due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def regulation(self) -> Regulation:
        """The regulation that the clock started under."""
        return get_regulation(self.regulation_code)

    def statement(self, language: str = "vi") -> str:
        """What stands beside every answer where the regulation says so: it informs and guides (TN.14.5)."""
        rules = self.regulation.questions
        return rules.disclaimer_en.value if language == "en" else rules.disclaimer_vi.value

    @property
    def asker_initials(self) -> str:
        """The asker's name as it may stand on the portal: "Nguyễn Văn An" is "N.V.A."."""
        return "".join(f"{part[0].upper()}." for part in self.name.split())

    @property
    def published_subject(self) -> str:
        """The subject as it heads the published answer."""
        return self.public_subject or self.subject

    @property
    def published_body(self) -> str:
        """The question as it stands beside the published answer."""
        return self.public_body or self.body

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def light(self, now: Any) -> str:
        """How near the due instant is: "red" overdue, "amber" soon, "green" in time, "" when no clock runs."""
        if not self.is_open or self.due_at is None:
            return ""
        if now > self.due_at:
            return "red"
        return "amber" if self.remind_at and now >= self.remind_at else "green"
