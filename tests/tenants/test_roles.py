"""Roles: one table, groups in step with it, and the questions that are asked of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.permissions import policy_registry

from tenants import permissions
from tenants.models import Agency, AgencyModelLogEntry, Membership, PortalImage
from tenants.regulation import get_regulation
from tenants.roles import ROLES, Role, group_name
from tenants.services import grant_role, revoke_role
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAIRS: dict[str, tuple[Callable[[Any, Agency], bool], Callable[[Any], Any]]] = {
    "administer": (permissions.user_can_administer_agency, permissions.agencies_administered_by),
    "review": (permissions.user_can_review_for, permissions.agencies_reviewed_by),
    "update": (permissions.user_can_update_for, permissions.agencies_updated_by),
    "answer": (permissions.user_can_answer_for, permissions.agencies_answered_by),
    "sign": (permissions.user_can_sign_for, permissions.agencies_signed_by),
    "report": (permissions.user_can_see_reports_of, permissions.agencies_reported_to),
    "oversee": (permissions.user_can_oversee, permissions.agencies_overseen_by),
    "operate": (permissions.user_can_operate, permissions.agencies_operated_by),
}
MAY = {
    "author": {"update"},
    "board_member": {"review"},
    "board_head": {"review", "report"},
    "responder": {"answer"},
    "signer": {"answer", "sign"},
    "agency_admin": {"administer", "update", "answer", "report"},
    "office": {"oversee", "report"},
    "technician": {"operate"},
}


@pytest.mark.clause("TN.17.2", "VL.8.4")
@pytest.mark.parametrize("role", list(Role.values))
def test_a_role_may_what_its_duty_needs_and_no_more(world: Any, role: str) -> None:
    person = world.users[f"{role}_hungyen"]
    for verb, (may, agencies) in PAIRS.items():
        expected = verb in MAY[role]
        assert may(person, world.hungyen) is expected, verb
        assert agencies(person).filter(pk=world.hungyen.pk).exists() is expected, verb
        assert may(person, world.vinhlong) is False, verb


@pytest.mark.clause("TN.17.2")
def test_the_three_levels_of_access_are_permissions_of_the_table() -> None:
    held = frozenset().union(*(grants.agency for grants in ROLES.values()))
    assert {f"{level}_agency" for level in get_regulation("thainguyen-2012").accounts.levels.value} <= held


@pytest.mark.parametrize("verb", list(PAIRS))
def test_each_question_and_its_twin_agree_in_one_query(world: Any, verb: str) -> None:
    may, agencies = PAIRS[verb]
    everyone = list(Agency.objects.all())
    for person in world.users.values():
        with CaptureQueriesContext(connection) as queries:
            listed = set(agencies(person))
        assert len(queries) == 1
        assert listed == {agency for agency in everyone if may(person, agency)}, person.username


def test_the_office_sees_its_whole_province_and_no_other(world: Any) -> None:
    office = world.users["office_hungyen"]
    assert set(permissions.agencies_reported_to(office)) == {world.hungyen, world.skhcn, world.commune}
    assert set(permissions.agencies_reported_to(world.users["agency_admin_hungyen"])) == {world.hungyen}


@pytest.mark.clause("TN.14.3")
def test_superusers_may_all_but_sign_and_closed_accounts_nothing(world: Any) -> None:
    superuser, author = world.users["superuser"], world.users["author_skhcn"]
    refused = {name for name, (may, _) in PAIRS.items() if not may(superuser, world.songphu)}
    assert {may.__name__ for may, _ in (PAIRS[name] for name in refused)} == {"user_can_sign_for"}
    author.is_active = superuser.is_active = False
    assert not any(may(superuser, world.songphu) for may, _ in PAIRS.values())
    assert not permissions.user_can_update_for(author, world.skhcn)
    assert not permissions.user_can_update_for(None, world.skhcn)


@pytest.mark.clause("VL.8.4")
def test_a_role_comes_and_goes_with_its_group_and_on_record(world: Any) -> None:
    admin, now = world.users["agency_admin_skhcn"], timezone.now()
    person = make_user()
    grant_role(person, world.skhcn, "author", actor=admin, now=now)
    grant_role(person, world.skhcn, "author", actor=admin, now=now)
    membership = Membership.objects.get(user=person)
    assert (membership.granted_by, membership.granted_at) == (admin, now)
    assert list(person.groups.values_list("name", flat=True)) == [group_name(world.skhcn.pk, "author")]
    assert permissions.user_can_update_for(person, world.skhcn)
    assert revoke_role(person, world.skhcn, "author", actor=admin, now=now)
    assert not revoke_role(person, world.skhcn, "author", actor=admin, now=now)
    assert not permissions.user_can_update_for(person, world.skhcn)
    assert not person.groups.exists()
    entries = AgencyModelLogEntry.objects.filter(agency=world.skhcn, data__user=person.pk).order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [
        ("tenants.grant_role", admin),
        ("tenants.revoke_role", admin),
    ]


@pytest.mark.parametrize(("name", "role"), [("skhcn", "office"), ("skhcn", "technician"), ("hungyen", "king")])
def test_only_roles_of_the_table_where_they_belong(world: Any, name: str, role: str) -> None:
    with pytest.raises(ValidationError) as caught:
        grant_role(make_user(), getattr(world, name), role, actor=None, now=timezone.now())
    assert set(caught.value.message_dict) == {"role"}


def test_wagtail_knows_the_same_bounds(world: Any) -> None:
    author = world.users["author_skhcn"]
    home, other = world.skhcn.home_page, world.commune.home_page
    assert home.permissions_for_user(author).can_edit()
    assert not home.permissions_for_user(author).can_publish()
    assert not other.permissions_for_user(author).can_edit()
    images = policy_registry.get_by_type(PortalImage)
    collections = images.collections_user_has_permission_for(author, "add")
    assert list(collections) == [world.skhcn.collection]
    assert author.has_perm("wagtailadmin.access_admin")
