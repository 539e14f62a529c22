"""Scheduled work of the boards. Each takes the present instant and returns a line for the record of the run."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision

from tenants.models import BasePage

logger = logging.getLogger(__name__)


def publish_due(now: datetime) -> str:
    """Take live what was approved for an instant that has come, and off what was approved until one.

    Makes up for missed runs. A version that no decision covers stays off, is logged, and does not stop the others.
    """
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    over = BasePage.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    on = [_kept_apart(lambda row=row: _take_live(row)) for row in due]  # type: ignore[misc]
    off = [_kept_apart(lambda page=page: _take_off(page)) for page in over]  # type: ignore[misc]
    refused = on.count(False) + off.count(False)
    return f"live {on.count(True)}, off {off.count(True)}, without a decision {refused}"


def _take_live(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled", skip_permission_checks=True)


def _take_off(page: BasePage) -> None:
    UnpublishPageAction(page.specific, set_expired=True, log_action="wagtail.unpublish.scheduled").execute()


def _kept_apart(deed: Callable[[], None]) -> bool:
    """Do one thing in a transaction of its own; False when the database refuses it."""
    try:
        with transaction.atomic():
            deed()
    except IntegrityError:
        logger.exception("a page is due without a decision")
        return False
    return True
