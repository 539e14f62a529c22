"""Roles are given and taken by those whose reach they are in; the last administrator stays; operators are announced."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from security.models import OutboxMail
from security.people import roles_in, set_roles
from tenants.models import AgencyModelLogEntry
from tenants.permissions import user_can_update_for
from tenants.services import grant_role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def changed(world: Any, person: Any, roles: set[str], actor: str = "agency_admin_skhcn", agency: str = "skhcn") -> Any:
    chosen = getattr(world, agency)
    return set_roles(chosen, world.users.get(person, person), roles, actor=world.users[actor], now=timezone.now())


@pytest.mark.clause("VL.8.4")
def test_the_administrator_gives_and_takes_roles_on_record(world: Any) -> None:
    author = world.users["author_skhcn"]
    assert changed(world, "author_skhcn", {"responder"}) == {"responder"}
    assert roles_in(author, world.skhcn) == {"responder"}
    assert not user_can_update_for(author, world.skhcn)
    entries = AgencyModelLogEntry.objects.for_instance(world.skhcn).filter(user=world.users["agency_admin_skhcn"])
    recorded = {(entry.action, entry.data["role"], entry.data["username"]) for entry in entries}
    assert recorded == {
        ("tenants.grant_role", "responder", "author_skhcn"),
        ("tenants.revoke_role", "author", "author_skhcn"),
    }
    assert changed(world, "author_skhcn", set()) == set()
    assert not author.memberships.exists() and not author.groups.exists()


@pytest.mark.parametrize("role", ["office", "technician", "king"])
def test_no_role_beyond_ones_reach(world: Any, role: str) -> None:
    with pytest.raises(ValidationError) as caught:
        changed(world, "author_skhcn", {"author", role})
    assert set(caught.value.message_dict) == {"roles"}
    assert roles_in(world.users["author_skhcn"], world.skhcn) == {"author"}


@pytest.mark.parametrize("role", ["office", "technician"])
def test_a_provinces_administrator_neither_gives_nor_takes_the_offices_roles(world: Any, role: str) -> None:
    with pytest.raises(ValidationError):
        changed(world, "author_hungyen", {"author", role}, "agency_admin_hungyen", "hungyen")
    changed(world, f"{role}_hungyen", {"author"}, "agency_admin_hungyen", "hungyen")
    assert roles_in(world.users[f"{role}_hungyen"], world.hungyen) == {"author", role}


@pytest.mark.parametrize("actor", ["agency_admin_commune", "agency_admin_hungyen", "author_skhcn", "office_vinhlong"])
def test_nobody_else_changes_an_agencys_people(world: Any, actor: str) -> None:
    with pytest.raises(PermissionDenied):
        changed(world, "author_skhcn", {"responder"}, actor)
    assert roles_in(world.users["author_skhcn"], world.skhcn) == {"author"}


def test_who_does_not_serve_an_agency_is_invited_not_taken(world: Any) -> None:
    for person in ("author_commune", "author_songphu", make_user()):
        with pytest.raises(PermissionDenied):
            changed(world, person, {"author"})


def test_the_last_administrator_stays_until_another_is_there(world: Any) -> None:
    admin, closed = world.users["agency_admin_skhcn"], make_user(is_active=False)
    grant_role(closed, world.skhcn, "agency_admin", actor=None, now=timezone.now())
    for actor in ("agency_admin_skhcn", "office_hungyen"):
        with pytest.raises(ValidationError) as caught:
            changed(world, "agency_admin_skhcn", {"author"}, actor)
        assert set(caught.value.message_dict) == {"roles"}
    assert roles_in(admin, world.skhcn) == {"agency_admin"}
    changed(world, "author_skhcn", {"author", "agency_admin"})
    changed(world, "agency_admin_skhcn", set())
    assert roles_in(admin, world.skhcn) == set()


def test_the_office_changes_administrators_of_a_component_and_nothing_else(world: Any) -> None:
    with pytest.raises(ValidationError):
        changed(world, "author_skhcn", {"author", "board_head"}, "office_hungyen")
    changed(world, "author_skhcn", {"agency_admin"}, "office_hungyen")
    assert roles_in(world.users["author_skhcn"], world.skhcn) == {"author", "agency_admin"}


@pytest.mark.clause("TB.13.3a", "VL.26.3", "HY.22.2")
@pytest.mark.parametrize("role", ["agency_admin", "author"])
def test_office_and_technical_agency_are_told_of_a_new_operator(world: Any, role: str) -> None:
    changed(world, "responder_skhcn", {"responder", role})
    mails = OutboxMail.objects.filter(agency=world.skhcn)
    assert set(mails.values_list("to", flat=True)) == {"office_hungyen@example.vn", "technician_hungyen@example.vn"}
    for mail in mails:
        assert world.skhcn.name in mail.subject and "responder_skhcn" in mail.subject
        assert "responder_skhcn@example.vn" in mail.body_text


@pytest.mark.clause("TB.12.5a")
def test_the_office_appoints_the_provincial_portals_operator_and_the_technical_agency_is_told(world: Any) -> None:
    changed(world, "responder_hungyen", {"responder", "author"}, "office_hungyen", "hungyen")
    assert user_can_update_for(world.users["responder_hungyen"], world.hungyen)
    told = set(OutboxMail.objects.values_list("to", flat=True))
    assert told == {"technician_hungyen@example.vn"}, "not the one who appointed"


def test_other_roles_are_no_news_for_the_office(world: Any) -> None:
    changed(world, "author_skhcn", {"author", "board_member", "signer"})
    assert not OutboxMail.objects.exists()
