"""Who may do what for which agency: each question with its twin, the agencies of which the answer is yes.

All rest on the object permissions that the table of roles gives (tenants/roles.py) and cost one query each (TN.17.2,
VL.8.4).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Cast
from guardian.models import GroupObjectPermission

from tenants.models import Agency
from tenants.querysets import AgencyQuerySet
from tenants.roles import Role, roles_of


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


def _has(agencies: AgencyQuerySet, agency: Agency) -> bool:
    return agencies.filter(pk=agency.pk).exists()


def agencies_administered_by(user: Any) -> AgencyQuerySet:
    return _own(user, "administer_agency")


def user_can_administer_agency(user: Any, agency: Agency) -> bool:
    """Run the portal: people, sections, contacts (the level "administer" of TN.17.2)."""
    return _has(agencies_administered_by(user), agency)


def agencies_reviewed_by(user: Any) -> AgencyQuerySet:
    return _own(user, "review_agency")


def user_can_review_for(user: Any, agency: Agency) -> bool:
    """Sit on the agency's board and decide on submissions (the level "review" of TN.17.2)."""
    return _has(agencies_reviewed_by(user), agency)


def agencies_updated_by(user: Any) -> AgencyQuerySet:
    return _own(user, "update_agency")


def user_can_update_for(user: Any, agency: Agency) -> bool:
    """Write the agency's content (the level "update" of TN.17.2)."""
    return _has(agencies_updated_by(user), agency)


def agencies_written_for(user: Any) -> AgencyQuerySet:
    return _own(user, "update_agency", "review_agency")


def user_writes_for(user: Any, agency: Agency) -> bool:
    """Open the agency's pages and media: its authors and its board."""
    return _has(agencies_written_for(user), agency)


def agencies_answered_by(user: Any) -> AgencyQuerySet:
    return _own(user, "answer_agency")


def user_can_answer_for(user: Any, agency: Agency) -> bool:
    """Handle the agency's questions up to the signature."""
    return _has(agencies_answered_by(user), agency)


def agencies_signed_by(user: Any) -> AgencyQuerySet:
    """Superusers are no exception: an answer is the head's or the delegate's alone (TN.14.3)."""
    if user is None or not user.is_active:
        return Agency.objects.none()
    return Agency.objects.filter(pk__in=_granted(user, "sign_agency"))


def user_can_sign_for(user: Any, agency: Agency) -> bool:
    """Sign answers as the agency's head or the head's delegate."""
    return _has(agencies_signed_by(user), agency)


def agencies_overseen_by(user: Any) -> AgencyQuerySet:
    return _whole_province(user, "oversee_agency")


def user_can_oversee(user: Any, agency: Agency) -> bool:
    """See who is late in all portals of the province: its office."""
    return _has(agencies_overseen_by(user), agency)


def agencies_reported_to(user: Any) -> AgencyQuerySet:
    return _own(user, "report_agency") | agencies_overseen_by(user)


def user_can_see_reports_of(user: Any, agency: Agency) -> bool:
    """See an agency's figures: its own head of board and administrators, and the province's office."""
    return _has(agencies_reported_to(user), agency)


def agencies_operated_by(user: Any) -> AgencyQuerySet:
    return _whole_province(user, "operate_agency")


def user_can_operate(user: Any, agency: Agency) -> bool:
    """Look after the system for the province's portals: the technical agency."""
    return _has(agencies_operated_by(user), agency)


user_can_assign_host = user_can_operate
"""Host names are assigned by the technical agency alone, not by each portal (TB.4.2)."""


def grantable_roles(user: Any, agency: Agency) -> list[str]:
    """The roles that a person may give and take in an agency, in the table's order: never beyond one's own reach.

    The agency's administrator manages its own roles; those of the province's office and technical agency are given by
    those who have them. Office and technical agency also appoint the administrators of all their province's agencies,
    else a new one would never get its first (TN.17.2, TB.12.5a, VL.7.1, NB.11.2b).
    """
    overseen, operated = user_can_oversee(user, agency), user_can_operate(user, agency)
    own = user_can_administer_agency(user, agency) or (agency.is_province and overseen)
    reach = {Role.OFFICE: overseen, Role.TECHNICIAN: operated, Role.AGENCY_ADMIN: own or overseen or operated}
    return [str(role) for role in roles_of(agency.kind) if reach.get(Role(role), own)]


def user_can_manage_people(user: Any, agency: Agency) -> bool:
    """See who serves an agency, invite people and change their roles."""
    return bool(grantable_roles(user, agency))


def user_can_change_card(user: Any, agency: Agency) -> bool:
    """Change who runs an agency's portal and how it is reached: its own administrator, for the province its office too.

    The same people name its content operator and its liaison (TB.12.5a, TB.13.3a, HY.5.2).
    """
    return user_can_administer_agency(user, agency) or (agency.is_province and user_can_oversee(user, agency))


def user_can_name_technicians(user: Any, agency: Agency) -> bool:
    """Name who operates the infrastructure of the province's portals: its technical agency and its office (TB.3.4)."""
    return agency.is_province and (user_can_operate(user, agency) or user_can_oversee(user, agency))


def user_can_see_officials(user: Any, province: Agency) -> bool:
    """See whom the agencies of a province have named: those whom it is announced to (TB.13.3a, VL.26.3)."""
    return user_can_name_technicians(user, province)
