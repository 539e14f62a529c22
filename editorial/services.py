from __future__ import annotations

from datetime import datetime
from typing import Any

from editorial.live import publish_many
from editorial.models import Decision, DecisionKind

__all__ = ["publish_many", "publish_provisioned"]


def publish_provisioned(page: Any, *, actor: Any, now: datetime) -> Decision | None:
    """Take a page of a new portal live as it stands; None when it is live already."""
    return next(iter(publish_many([page], kind=DecisionKind.PROVISIONED, actor=actor, now=now)), None)
