from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import Task


class BoardTask(Task):
    """The board's review: the one step of the one workflow that every page inherits from the root.

    Who sits on which board comes from the agency's permissions, never from this row.
    """

    class Meta:
        verbose_name = _("review by the editorial board")
        verbose_name_plural = _("reviews by the editorial board")
