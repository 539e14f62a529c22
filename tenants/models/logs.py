from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.models.audit_log import BaseLogEntryManager, LogEntryQuerySet
from wagtail.models.pages import PageLogEntryManager, PageLogEntryQuerySet

from tenants.current import current_agency
from tenants.two_tables import bulk_create_children


def agency_id_of(instance: Any) -> int | None:
    """The agency that an object belongs to; for an object without one, the agency one works in."""
    if instance._meta.label == "tenants.Agency":
        return int(instance.pk)
    agency_id = getattr(instance, "agency_id", None)
    if agency_id is None and (agency := current_agency()):
        agency_id = agency.pk
    return agency_id


class AgencyPageLogManager(PageLogEntryManager):
    def get_queryset(self) -> Any:
        return PageLogEntryQuerySet(self.model, using=self._db)

    def log_action(self, instance: Any, action: str, **kwargs: Any) -> Any:
        return super().log_action(instance, action, agency_id=agency_id_of(instance), **kwargs)


class AgencyPageLogEntry(PageLogEntry):
    """Wagtail's log entry of a page, with its agency, so that a report reads one agency's rows by an index."""

    agency = models.ForeignKey("tenants.Agency", models.PROTECT, null=True, blank=True, related_name="+")

    objects = AgencyPageLogManager()

    class Meta:
        ordering = ["-timestamp", "-id"]


class AgencyModelLogManager(BaseLogEntryManager):
    def get_queryset(self) -> Any:
        return LogEntryQuerySet(self.model, using=self._db)

    def log_action(self, instance: Any, action: str, **kwargs: Any) -> Any:
        return super().log_action(
            instance, action, object_id=str(instance.pk), agency_id=agency_id_of(instance), **kwargs
        )

    def for_instance(self, instance: Any) -> Any:
        return self.get_for_model(type(instance)).filter(object_id=str(instance.pk))

    def log_agencies(self, data: Mapping[Any, dict[str, Any]], action: str, *, user: Any, timestamp: datetime) -> None:
        """What `log` writes down for one agency, for many at once; `data` by agency."""
        context = get_active_log_context()
        entries = [
            self.model(
                content_type=ContentType.objects.get_for_model(agency),
                object_id=str(agency.pk),
                agency=agency,
                label=self.get_instance_title(agency),
                action=action,
                user=user or context.user,
                uuid=context.uuid,
                timestamp=timestamp,
                data=details,
            )
            for agency, details in data.items()
        ]
        bulk_create_children(entries)


class AgencyModelLogEntry(ModelLogEntry):
    """Wagtail's log entry of any other object, with its agency."""

    agency = models.ForeignKey("tenants.Agency", models.PROTECT, null=True, blank=True, related_name="+")

    objects = AgencyModelLogManager()

    class Meta:
        ordering = ["-timestamp", "-id"]
