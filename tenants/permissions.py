"""Who may do what for which agency: each question with its twin, the agencies of which the answer is yes.

All rest on the object permissions that the table of roles gives (tenants/roles.py); a person's are read once in a
request, so that a change holds from the next one (TN.17.2, VL.8.4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models.functions import Cast
from guardian.models import GroupObjectPermission

from tenants.current import remembered
from tenants.models import Agency
from tenants.querysets import AgencyQuerySet


def _granted(user: Any, *names: str) -> Any:
    """Primary keys of the agencies on which one of the user's groups holds one of the permissions."""
    return (
        GroupObjectPermission.objects.filter(
            group__user=user,
            permission__codename__in=names,
            content_type__app_label="tenants",
            content_type__model="agency",
        )
        .annotate(agency_pk=Cast("object_pk", models.BigIntegerField()))
        .values("agency_pk")
    )


def _own(user: Any, *names: str) -> AgencyQuerySet:
    """Agencies on which the user holds one of the permissions; all for a superuser, none for a closed account."""
    if user is None or not user.is_active:
        return Agency.objects.none()
    if user.is_superuser:
        return Agency.objects.all()
    return Agency.objects.filter(pk__in=_granted(user, *names))


def _whole_province(user: Any, name: str) -> AgencyQuerySet:
    """Agencies whose province, or which as a province, carries the permission."""
    if user is None or not user.is_active:
        return Agency.objects.none()
    if user.is_superuser:
        return Agency.objects.all()
    granted = _granted(user, name)
    return Agency.objects.filter(models.Q(pk__in=granted) | models.Q(province__in=granted))


def _grants(user: Any) -> Mapping[str, set[int]]:
    """The keys of the agencies on which the user's groups hold each permission, in one query."""

    def ask() -> Mapping[str, set[int]]:
        held: dict[str, set[int]] = defaultdict(set)
        rows = GroupObjectPermission.objects.filter(
            group__user=user, content_type__app_label="tenants", content_type__model="agency"
        )
        for name, key in rows.values_list("permission__codename", "object_pk"):
            held[name].add(int(key))
        return held

    return remembered(("grants", user.pk), ask)


def _may(user: Any, agency: Agency, *names: str, in_province: bool = False, superuser: bool = True) -> bool:
    """Whether the user holds one of the permissions on the agency, or with `in_province` on its province."""
    if user is None or not user.is_active:
        return False
    if superuser and user.is_superuser:
        return True
    keys = {agency.pk, agency.province_id} if in_province else {agency.pk}
    held = _grants(user)
    return any(not keys.isdisjoint(held.get(name, ())) for name in names)


def agencies_administered_by(user: Any) -> AgencyQuerySet:
    return _own(user, "administer_agency")


def user_can_administer_agency(user: Any, agency: Agency) -> bool:
    """Run the portal: people, sections, contacts (the level "administer" of TN.17.2)."""
    return _may(user, agency, "administer_agency")


def agencies_reviewed_by(user: Any) -> AgencyQuerySet:
    return _own(user, "review_agency")


def user_can_review_for(user: Any, agency: Agency) -> bool:
    """Sit on the agency's board and decide on submissions (the level "review" of TN.17.2)."""
    return _may(user, agency, "review_agency")


def agencies_updated_by(user: Any) -> AgencyQuerySet:
    return _own(user, "update_agency")


def user_can_update_for(user: Any, agency: Agency) -> bool:
    """Write the agency's content (the level "update" of TN.17.2)."""
    return _may(user, agency, "update_agency")


def agencies_written_for(user: Any) -> AgencyQuerySet:
    return _own(user, "update_agency", "review_agency")


def user_writes_for(user: Any, agency: Agency) -> bool:
    """Open the agency's pages and media: its authors and its board."""
    return _may(user, agency, "update_agency", "review_agency")


def agencies_answered_by(user: Any) -> AgencyQuerySet:
    return _own(user, "answer_agency")


def user_can_answer_for(user: Any, agency: Agency) -> bool:
    """Handle the agency's questions up to the signature."""
    return _may(user, agency, "answer_agency")


def agencies_signed_by(user: Any) -> AgencyQuerySet:
    """Superusers are no exception: an answer is the head's or the delegate's alone (TN.14.3)."""
    if user is None or not user.is_active:
        return Agency.objects.none()
    return Agency.objects.filter(pk__in=_granted(user, "sign_agency"))


def user_can_sign_for(user: Any, agency: Agency) -> bool:
    """Sign answers as the agency's head or the head's delegate."""
    return _may(user, agency, "sign_agency", superuser=False)


def agencies_overseen_by(user: Any) -> AgencyQuerySet:
    return _whole_province(user, "oversee_agency")


def user_can_oversee(user: Any, agency: Agency) -> bool:
    """See who is late in all portals of the province: its office."""
    return _may(user, agency, "oversee_agency", in_province=True)


def agencies_reported_to(user: Any) -> AgencyQuerySet:
    return _own(user, "report_agency") | agencies_overseen_by(user)


def user_can_see_reports_of(user: Any, agency: Agency) -> bool:
    """See an agency's figures: its own head of board and administrators, and the province's office."""
    return _may(user, agency, "report_agency") or user_can_oversee(user, agency)


def agencies_operated_by(user: Any) -> AgencyQuerySet:
    return _whole_province(user, "operate_agency")


def user_can_operate(user: Any, agency: Agency) -> bool:
    """Look after the system for the province's portals: the technical agency."""
    return _may(user, agency, "operate_agency", in_province=True)


def agencies_listed_for(user: Any) -> AgencyQuerySet:
    return agencies_overseen_by(user) | agencies_operated_by(user)


def user_can_list_agencies(user: Any, agency: Agency) -> bool:
    """See all agencies of the province, in the province's work area: its office and its technical agency."""
    return agency.is_province and (user_can_oversee(user, agency) or user_can_operate(user, agency))


user_can_assign_host = user_can_operate
"""Host names are assigned by the technical agency alone, not by each portal (TB.4.2)."""
