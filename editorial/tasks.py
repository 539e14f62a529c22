"""Scheduled work of the boards. Each takes the present instant and returns a line for the record of the run."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
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
    on = [_kept_apart(_take_live, due, row) for row in due]
    off = [_kept_apart(_take_off, over, page) for page in over]
    done = on.count(True), off.count(True), on.count(False) + off.count(False)
    return "live {}, off {}, without a decision {}".format(*done) if any(done) else ""


def _take_live(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled", skip_permission_checks=True)


def _take_off(page: BasePage) -> None:
    UnpublishPageAction(page.specific, set_expired=True, log_action="wagtail.unpublish.scheduled").execute()


def _kept_apart(deed: Callable[[Any], None], due: QuerySet[Any], row: Any) -> bool | None:
    """Do one thing in a transaction of its own; False when the database refuses it, None when it is not due any more.

    That is asked again under the lock on the text that every decision takes: meanwhile the board may have stopped it,
    or another process may have done it.
    """
    page_pk = row.pk if isinstance(row, BasePage) else int(row.object_id)
    try:
        with transaction.atomic():
            BasePage.objects.select_for_update(of=("self",)).get(pk=page_pk)
            still = due.filter(pk=row.pk).first()
            if still is None:
                return None
            deed(still)
    except IntegrityError:
        logger.exception("a page is due without a decision")
        return False
    return True
