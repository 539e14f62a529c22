from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.TextChoices):
    """Why a text is no longer there, as its readers are told."""

    WRONG = "wrong", _("It was wrong")
    OUTDATED = "outdated", _("It no longer holds")
    REPLACED = "replaced", _("Another text replaces it")


class Withdrawal(models.Model):
    """What readers find at the address of a text that was taken off: that it was there, why it went, what holds now.

    Made with the decision that took it off; without one the address is simply not found (a text that must not be
    mentioned any more).
    """

    decision = models.OneToOneField("editorial.Decision", models.CASCADE, primary_key=True, related_name="withdrawal")
    page = models.ForeignKey(settings.WAGTAIL_PAGE_MODEL, models.CASCADE, related_name="withdrawals")
    notice = models.CharField(_("why, for readers"), max_length=10, choices=Notice.choices)
    text = models.CharField(_("what readers are told"), max_length=500, blank=True)
    replaced_by = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("replaced by")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice of a withdrawal")
        verbose_name_plural = _("notices of withdrawals")
        constraints = [
            models.CheckConstraint(
                name="withdrawal_replaced_by_something",
                condition=~models.Q(notice="replaced") | models.Q(replaced_by__isnull=False) | ~models.Q(text=""),
                violation_error_message=_("Name the page that replaces it, or say what does."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_notice_display()}: {self.page_id}"
