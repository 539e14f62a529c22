"""Office and technical agency name an agency's administrators in the province's work area, and nothing else there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from security.models import Invitation, User
from security.people import roles_in
from tenants.services import grant_role
from tests.factories import PASSWORD, make_agency, make_user, portal_post
from tests.security.helpers import get, link_in, log_in, signed_in

pytestmark = pytest.mark.django_db
HOST = "cms.hungyen.localhost"
EMAIL = "quantri@soyte.example.vn"
GUEST = {"email": EMAIL, "full_name": "Người Quản Trị", "position": "Chánh Văn phòng"}


@pytest.mark.clause("TB.12.5a", "HY.22.2")
@pytest.mark.parametrize("name", ["office_hungyen", "technician_hungyen"])
def test_a_new_agency_gets_its_first_administrator_who_runs_it_from_then_on(world: Any, name: str) -> None:
    agency = make_agency(province=world.hungyen, name="Sở Y tế")
    client, path = signed_in(HOST, name), f"/a/hungyen/people/agencies/{agency.pk}/"
    assert path in get(client, HOST, "/a/hungyen/officials/").content.decode()
    bad = portal_post(client, HOST, path, GUEST | {"email": "quantri@"})
    assert bad.status_code == 422 and "Chánh Văn phòng" in bad.content.decode()
    assert portal_post(client, HOST, path, GUEST | {"roles": ["author", "board_head"]}).status_code == 302
    assert EMAIL in get(client, HOST, path).content.decode()
    browser, link = Client(), link_in(EMAIL)
    account = {"username": "qt", "full_name": "Người Quản Trị", "new_password": PASSWORD, "repeated": PASSWORD}
    assert portal_post(browser, HOST, link, account).status_code == 200
    assert roles_in(User.objects.get(username="qt"), agency) == {"agency_admin"}
    log_in(browser, HOST, "qt")
    assert get(browser, HOST, f"/a/{agency.slug}/people/invite/").status_code == 200
    assert get(client, HOST, f"/a/{agency.slug}/").status_code == 404, "naming an administrator is not serving"


def test_an_administrator_is_taken_when_another_is_there_and_keeps_other_roles(world: Any) -> None:
    client, base = signed_in(HOST, "office_hungyen"), f"/a/hungyen/people/agencies/{world.skhcn.pk}/"
    admin = world.users["agency_admin_skhcn"]
    grant_role(admin, world.skhcn, "author", actor=None, now=timezone.now())
    assert portal_post(client, HOST, f"{base}{admin.pk}/end/").status_code == 302
    assert roles_in(admin, world.skhcn) == {"author", "agency_admin"}, "the last one stays"
    make_user(role="agency_admin", agency=world.skhcn)
    assert portal_post(client, HOST, f"{base}{admin.pk}/end/").status_code == 302
    assert roles_in(admin, world.skhcn) == {"author"}
    assert portal_post(client, HOST, f"{base}{world.users['author_commune'].pk}/end/").status_code == 404


def test_nobody_else_and_in_no_other_province(world: Any) -> None:
    places = [
        ("agency_admin_hungyen", HOST, f"/a/hungyen/people/agencies/{world.skhcn.pk}/"),
        ("agency_admin_skhcn", HOST, f"/a/skhcn-hungyen/people/agencies/{world.skhcn.pk}/"),
        ("superuser", HOST, f"/a/skhcn-hungyen/people/agencies/{world.commune.pk}/"),
        ("superuser", HOST, f"/people/agencies/{world.commune.pk}/"),
        ("office_hungyen", HOST, f"/a/hungyen/people/agencies/{world.snv.pk}/"),
        ("office_hungyen", HOST, f"/a/hungyen/people/agencies/{world.hungyen.pk}/"),
        ("superuser", HOST, f"/a/hungyen/people/agencies/{world.songphu.pk}/"),
    ]
    for name, host, path in places:
        client = signed_in(host, name)
        assert get(client, host, path).status_code == 404, (name, path)
        assert portal_post(client, host, path, GUEST).status_code == 404
        person = world.users["agency_admin_snv"]
        assert portal_post(client, host, f"{path}{person.pk}/end/").status_code == 404
    assert not Invitation.objects.exists()
    assert roles_in(world.users["agency_admin_snv"], world.snv) == {"agency_admin"}
