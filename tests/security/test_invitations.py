"""An invitation gives its roles once, to the person it was sent to, as long as the one who sent it could give them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from security.invitations import LIFETIME, accept_invitation, cancel_invitation, invitation_of, invite
from security.models import Invitation, OutboxMail, PasswordHistory, User
from security.people import roles_in
from security.sealed import SEAL, opened
from tenants.models import Agency, AgencyModelLogEntry
from tenants.permissions import (
    grantable_roles,
    user_can_administer_agency,
    user_can_review_for,
    user_can_update_for,
)
from tenants.services import close_agency, revoke_role
from tests.factories import PASSWORD, make_agency, make_province, make_user
from tests.security.helpers import link_in

pytestmark = pytest.mark.django_db
NEW = "moi@skhcn.example.vn"
ALL = ["author", "board_member", "board_head", "responder", "signer", "agency_admin"]


def invited(world: Any, actor: str = "agency_admin_skhcn", **changes: Any) -> Invitation:
    values: dict[str, Any] = {"email": NEW, "full_name": "Người được mời", "roles": ["author"], "now": timezone.now()}
    agency = changes.pop("agency", world.skhcn)
    return invite(agency, actor=world.users[actor], **values | changes)


def token(address: str = NEW) -> str:
    return link_in(address).split("/")[2]


def accepted(secret: str, **changes: Any) -> User:
    return accept_invitation(secret, **{"username": "nguoimoi", "password": PASSWORD, "now": timezone.now()} | changes)


@pytest.mark.clause("TB.12.5a", "TN.17.2", "VL.8.4")
@pytest.mark.parametrize(
    ("person", "agency", "reach"),
    [
        ("agency_admin_skhcn", "skhcn", ALL),
        ("agency_admin_hungyen", "hungyen", ALL),
        ("office_hungyen", "hungyen", [*ALL, "office"]),
        ("technician_hungyen", "hungyen", ["agency_admin", "technician"]),
        ("office_hungyen", "skhcn", ["agency_admin"]),
        ("technician_hungyen", "skhcn", ["agency_admin"]),
        ("superuser", "skhcn", ALL),
        ("superuser", "hungyen", [*ALL, "office", "technician"]),
        ("agency_admin_hungyen", "skhcn", []),
        ("agency_admin_skhcn", "commune", []),
        ("agency_admin_skhcn", "hungyen", []),
        ("office_hungyen", "songphu", []),
        ("technician_hungyen", "vinhlong", []),
        *((f"{role}_skhcn", "skhcn", []) for role in ALL[:-1]),
    ],
)
def test_who_gives_which_roles_where(world: Any, person: str, agency: str, reach: list[str]) -> None:
    assert grantable_roles(world.users[person], getattr(world, agency)) == reach


def test_a_closed_account_gives_nothing(world: Any) -> None:
    admin = world.users["agency_admin_skhcn"]
    admin.is_active = False
    assert grantable_roles(admin, world.skhcn) == []


def test_a_new_person_makes_an_account_and_has_the_roles_from_then_on(world: Any) -> None:
    row = invited(world, roles=["author", "responder"], position="Chuyên viên", email=f" {NEW.upper()} ")
    assert not User.objects.filter(email=NEW).exists()
    person = accepted(token())
    assert (person.email, person.full_name, person.position) == (NEW, "Người được mời", "Chuyên viên")
    assert not person.must_change_password and PasswordHistory.objects.filter(user=person).count() == 1
    assert roles_in(person, world.skhcn) == {"author", "responder"}
    assert {granted.granted_by for granted in person.memberships.all()} == {world.users["agency_admin_skhcn"]}
    row.refresh_from_db()
    assert row.accepted_by == person and row.accepted_at is not None
    actions = AgencyModelLogEntry.objects.for_instance(world.skhcn).values_list("action", "user__username")
    assert ("security.invite", "agency_admin_skhcn") in actions
    assert ("security.accept_invitation", "nguoimoi") in actions


@pytest.mark.clause("VL.8.3")
def test_the_password_follows_the_rules_of_the_agency_that_invites(world: Any) -> None:
    simple = "Lúa chín đồng quê"  # no digit: good by default, not in Vĩnh Long
    validate_password(simple, User(username="nguoimoi"))
    invited(world, "agency_admin_snv", agency=world.snv)
    with pytest.raises(ValidationError) as caught:
        accepted(token(), password=simple)
    assert set(caught.value.message_dict) == {"password"}
    assert not User.objects.filter(email=NEW).exists() and invitation_of(token(), timezone.now())
    assert accepted(token()).pk


def test_who_has_an_account_signs_in_instead_of_making_another(world: Any) -> None:
    person = world.users["author_commune"]
    invited(world, email=person.email, roles=["board_member"])
    with pytest.raises(ValidationError) as caught:
        accepted(token(person.email))
    assert set(caught.value.message_dict) == {"username"}
    assert accept_invitation(token(person.email), user=person, now=timezone.now()) == person
    assert roles_in(person, world.skhcn) == {"board_member"} and roles_in(person, world.commune) == {"author"}


def test_another_account_cannot_take_the_invitation(world: Any) -> None:
    invited(world)
    for name in ("author_commune", "agency_admin_skhcn", "superuser"):
        with pytest.raises(PermissionDenied):
            accept_invitation(token(), user=world.users[name], now=timezone.now())
    assert invitation_of(token(), timezone.now())


def test_a_closed_account_does_not_come_back_by_an_invitation(world: Any) -> None:
    closed = make_user(email=NEW, is_active=False)
    invited(world)
    with pytest.raises(ValidationError) as caught:
        accepted(token())
    assert set(caught.value.message_dict) == {"username"}
    with pytest.raises(PermissionDenied):
        accept_invitation(token(), user=closed, now=timezone.now())


def test_a_link_works_once(world: Any) -> None:
    invited(world)
    person = accepted(token())
    revoke_role(person, world.skhcn, "author", actor=None, now=timezone.now())
    with pytest.raises(PermissionDenied):
        accept_invitation(token(), user=person, now=timezone.now())
    assert not person.memberships.exists()


def test_a_link_ends_after_its_time_to_the_second(world: Any) -> None:
    now = timezone.now()
    invited(world, now=now)
    assert invitation_of(token(), now + LIFETIME - timedelta(seconds=1))
    assert invitation_of(token(), now + LIFETIME) is None
    with pytest.raises(PermissionDenied):
        accepted(token(), now=now + LIFETIME)


def test_a_cancelled_link_and_one_that_a_later_one_replaced_give_nothing(world: Any) -> None:
    first = invited(world)
    old = token()
    second = invited(world, roles=["responder"])
    first.refresh_from_db()
    assert first.cancelled_at is not None and token() != old
    cancel_invitation(second, actor=world.users["agency_admin_skhcn"], now=timezone.now())
    for secret in (old, token()):
        with pytest.raises(PermissionDenied):
            accepted(secret)


def test_an_accepted_invitation_cannot_be_ended(world: Any) -> None:
    row = invited(world)
    accepted(token())
    with pytest.raises(ValidationError):
        cancel_invitation(row, actor=world.users["agency_admin_skhcn"], now=timezone.now())
    row.refresh_from_db()
    assert row.cancelled_at is None


@pytest.mark.parametrize("actor", ["author_skhcn", "agency_admin_commune", "office_vinhlong"])
def test_who_manages_nobody_here_neither_invites_nor_ends(world: Any, actor: str) -> None:
    row = invited(world)
    with pytest.raises(PermissionDenied):
        invited(world, actor)
    with pytest.raises(PermissionDenied):
        cancel_invitation(row, actor=world.users[actor], now=timezone.now())
    assert invitation_of(token(), timezone.now())


@pytest.mark.clause("VL.8.4")
def test_what_the_inviting_person_can_no_longer_give_is_not_given(world: Any) -> None:
    admin = world.users["agency_admin_skhcn"]
    invited(world)
    revoke_role(admin, world.skhcn, "agency_admin", actor=None, now=timezone.now())
    assert invitation_of(token(), timezone.now()) is None
    with pytest.raises(PermissionDenied):
        accepted(token())
    assert not User.objects.filter(email=NEW).exists(), "no account without a role"


def test_a_closed_agency_invites_nobody_and_its_open_links_end(world: Any) -> None:
    invited(world)
    close_agency(world.skhcn, actor=world.users["office_hungyen"], now=timezone.now(), reason="Giải thể")
    with pytest.raises(PermissionDenied):
        accepted(token())
    with pytest.raises(ValidationError):
        invited(world)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("email", {"email": "không phải"}),
        ("full_name", {"full_name": "  "}),
        ("roles", {"roles": []}),
        ("roles", {"roles": ["author", "technician"]}),
        ("roles", {"roles": ["king"]}),
        ("email", {"email": "author_skhcn@example.vn"}),
    ],
)
def test_bad_input_is_named_by_its_field(world: Any, field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        invited(world, **wrong)
    assert set(caught.value.message_dict) == {field}
    assert not Invitation.objects.exists() and not OutboxMail.objects.exists()


@pytest.mark.clause("TB.12.5a", "HY.22.2")
@pytest.mark.parametrize("actor", ["office_hungyen", "technician_hungyen"])
def test_office_and_technical_agency_name_the_first_administrator_of_a_new_agency(world: Any, actor: str) -> None:
    with pytest.raises(ValidationError):
        invited(world, actor, roles=["agency_admin", "author"])
    invited(world, actor, roles=["agency_admin"])
    assert roles_in(accepted(token()), world.skhcn) == {"agency_admin"}


def test_no_row_holds_what_the_link_holds(world: Any) -> None:
    row = invited(world)
    mail, secret = OutboxMail.objects.get(), token()
    assert secret not in mail.body_text and secret not in (row.digest, mail.key)
    [seal] = SEAL.findall(mail.body_text)
    assert invitation_of(seal, timezone.now()) is None
    assert not any(secret in str(entry.data) or seal in str(entry.data) for entry in AgencyModelLogEntry.objects.all())
    assert secret not in opened(f"/invitation/{seal}/", "ketrom@example.vn"), "a seal in a mail to somebody else"


def test_roles_are_given_in_the_inviting_agency_alone(world: Any) -> None:
    invited(world, roles=["agency_admin"])
    person = accepted(token())
    assert set(Agency.objects.served_by(person)) == {world.skhcn}
    assert grantable_roles(person, world.commune) == grantable_roles(person, world.hungyen) == []


@pytest.mark.clause("NB.11.2b")
@pytest.mark.parametrize("kind", ["enterprise", "organisation", "district"])
def test_a_body_of_ninh_binh_assigns_who_manages_edits_and_updates_its_site(kind: str) -> None:
    province = make_province("ninhbinh-2015")
    body = make_agency(province=province, kind=kind, name="Huyện Gia Viễn" if kind == "district" else "Tổ chức Mẫu")
    now, boss = timezone.now(), make_user(role="office", agency=province)
    for number, role in enumerate(("agency_admin", "board_member", "author")):
        address = f"can-bo-{number}@example.vn"
        invite(body, email=address, full_name="Người", roles=[role], actor=boss, now=now)
        person = accepted(token(address), username=f"canbo{number}")
        held = (user_can_administer_agency, user_can_review_for, user_can_update_for)
        expected = {"agency_admin": (True, False, True), "board_member": (False, True, False)}
        assert tuple(may(person, body) for may in held) == expected.get(role, (False, False, True))
        boss = person if role == "agency_admin" else boss
