from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tenants.models.agency import AgencyKind
from tenants.storage import hashed_upload_path, private_storage


class RequestPurpose(models.TextChoices):
    ESTABLISH = "establish", _("Establish a portal")
    UPGRADE = "upgrade", _("Upgrade a portal")


class RequestState(models.TextChoices):
    FILED = "filed", _("Filed")
    RETURNED = "returned", _("Returned for correction")
    ACCEPTED = "accepted", _("Request accepted")
    NAMED = "named", _("Domain assigned")
    OPENED = "opened", _("Portal opened")
    RECORDED = "recorded", _("Kept as an exception")
    REFUSED = "refused", _("Request refused")
    WITHDRAWN = "withdrawn", _("Request withdrawn")


OPEN_STATES = (RequestState.FILED, RequestState.RETURNED, RequestState.ACCEPTED, RequestState.NAMED)


class PortalException(models.TextChoices):
    """What the regulations allow with a consent of their own only (VL.4, VL.7.2, HY.3.1)."""

    NONE = "", _("None: a component of the main portal, on the central system")
    NO_COMPONENT = "no_component", _("On the central system, but no component of the main portal")
    ELSEWHERE = "elsewhere", _("Not on the central system")


def scan_path(request: Any, filename: str) -> str:
    return hashed_upload_path("portal-requests", request.scan.file, filename)


class PortalRequest(models.Model):
    """A body asks in writing for a portal, or for an upgrade of its own, with the decision that it rests on (TB.9.3).

    `filed_from`: the agency in whose administration it was filed; none for the public form. `agency`: the one to be
    upgraded, or the one that came of it. `link_seal`, `link_digest`: of the link by which whoever filed on the public
    form follows the request; the link itself stands nowhere. Personal data: names, e-mail addresses, telephones.
    """

    filed_from = models.ForeignKey(
        "tenants.Agency", models.PROTECT, null=True, blank=True, related_name="filed_requests", editable=False
    )
    agency = models.ForeignKey(
        "tenants.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portal_requests",
        verbose_name=_("agency"),
    )
    province = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+", editable=False)
    parent = models.ForeignKey("tenants.Agency", models.PROTECT, related_name="+", verbose_name=_("stands below"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=RequestPurpose, editable=False)
    kind = models.CharField(_("kind of body"), max_length=20, choices=AgencyKind)
    name = models.CharField(_("name of the body"), max_length=200)
    what_for = models.TextField(_("what is asked for, and why"), max_length=4000)
    wanted_label = models.CharField(_("wanted domain label"), max_length=63, blank=True)
    label = models.CharField(_("assigned domain label"), max_length=63, blank=True, editable=False)

    head_name = models.CharField(_("head of the body"), max_length=120)
    admin_name = models.CharField(_("full name of the administrator"), max_length=120)
    admin_position = models.CharField(_("position"), max_length=120, blank=True)
    admin_email = models.EmailField(_("the administrator's e-mail"))
    admin_phone = models.CharField(_("the administrator's telephone"), max_length=30)
    operator_name = models.CharField(_("content operator: full name"), max_length=120)
    operator_email = models.EmailField(_("content operator: e-mail"))
    operator_phone = models.CharField(_("content operator: telephone"), max_length=30)
    liaison_name = models.CharField(_("technical liaison: full name"), max_length=120)
    liaison_email = models.EmailField(_("technical liaison: e-mail"))
    liaison_phone = models.CharField(_("technical liaison: telephone"), max_length=30)

    decision_number = models.CharField(_("number of the decision"), max_length=200)
    decided_on = models.DateField(_("date of the decision"))
    scan = models.FileField(_("scan of the decision"), upload_to=scan_path, storage=private_storage, max_length=200)
    exception = models.CharField(_("exception"), max_length=12, choices=PortalException, blank=True)

    applicant_name = models.CharField(_("who files the request"), max_length=120, blank=True)
    applicant_email = models.EmailField(_("e-mail for answers"), blank=True)

    link_seal = models.CharField(max_length=40, blank=True, editable=False)
    link_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    approval_number = models.CharField(max_length=200, blank=True, editable=False)
    approval_on = models.DateField(null=True, editable=False)
    approval_by = models.CharField(max_length=40, blank=True, editable=False)
    exception_number = models.CharField(max_length=200, blank=True, editable=False)
    exception_on = models.DateField(null=True, editable=False)
    exception_by = models.CharField(max_length=40, blank=True, editable=False)

    state = models.CharField(
        _("state"), max_length=10, choices=RequestState, default=RequestState.FILED, editable=False
    )
    reason = models.TextField(_("reason"), blank=True, editable=False)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    filed_at = models.DateTimeField(_("filed at"), editable=False)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("request for a portal")
        verbose_name_plural = _("requests for portals")
        ordering = ["-filed_at", "-pk"]
        indexes = [models.Index(fields=["province", "state", "-filed_at"])]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "parent",
                condition=models.Q(purpose=RequestPurpose.ESTABLISH, state__in=OPEN_STATES),
                name="one_open_request_per_name",
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(purpose=RequestPurpose.UPGRADE, state__in=OPEN_STATES),
                name="one_open_upgrade_per_agency",
            ),
            models.CheckConstraint(
                name="opened_request_has_an_agency",
                condition=~models.Q(state=RequestState.OPENED) | models.Q(agency__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.name}"

    @property
    def establishes(self) -> bool:
        return self.purpose == RequestPurpose.ESTABLISH
