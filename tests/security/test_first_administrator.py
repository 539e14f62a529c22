"""The link that makes the first administrator: once, for a day, on any host."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from security.models import AdministratorLink, User
from security.services import first_administrator_token, make_first_administrator
from tenants.models import AgencyHost
from tests.factories import portal_get, portal_post
from tests.security.helpers import log_in
from tests.security.test_passwords import GOOD

FORM = {
    "username": "quan.tri",
    "full_name": "Đỗ Văn An",
    "email": "an@example.vn",
    "new_password": GOOD,
    "repeated": GOOD,
}


@pytest.fixture
def empty(world: Any) -> None:
    User.objects.filter(is_superuser=True).update(is_superuser=False)


def test_the_link_makes_one_administrator(empty: None, world: Any, client: Client) -> None:
    path = f"/first-administrator/{first_administrator_token()}/"
    assert 'lang="vi"' in portal_get(client, "localhost", path).content.decode()
    assert (
        portal_post(client, "localhost", path, FORM | {"new_password": "ngan", "repeated": "ngan"}).status_code == 422
    )
    assert portal_post(client, "localhost", path, FORM | {"repeated": "khác"}).status_code == 422
    assert portal_post(client, "localhost", path, FORM | {"username": "author_skhcn"}).status_code == 422
    assert not User.objects.filter(is_superuser=True).exists()
    made = portal_post(client, "localhost", path, FORM)
    assert world.host("hungyen", "admin") in made.content.decode()
    assert User.objects.get(is_superuser=True).username == "quan.tri"
    assert log_in(Client(), world.host("hungyen", "admin"), "quan.tri", GOOD).status_code == 302
    for again in (portal_get(client, "localhost", path), portal_post(client, "localhost", path, FORM)):
        assert again.status_code == 404


def test_it_works_before_there_is_any_host(empty: None, client: Client) -> None:
    path = f"/first-administrator/{first_administrator_token()}/"
    AgencyHost.objects.all().delete()
    assert portal_get(client, "localhost", path).status_code == 200
    assert "manage.py provision" in portal_post(client, "localhost", path, FORM).content.decode()


def test_only_the_newest_link_is_good_and_only_for_a_day(empty: None, client: Client) -> None:
    old, now = first_administrator_token(), timezone.now()
    new = first_administrator_token()
    assert portal_get(client, "localhost", f"/first-administrator/{old}/").status_code == 404
    assert portal_get(client, "localhost", f"/first-administrator/{new}/").status_code == 200
    details = {"username": "a", "password": GOOD, "full_name": "A", "email": "a@example.vn"}
    with pytest.raises(PermissionDenied):
        make_first_administrator(new, now=now + timedelta(hours=25), **details)
    assert new not in str(list(AdministratorLink.objects.values())), "only a digest is kept"


def test_where_there_is_an_administrator_the_link_is_dead(world: Any, client: Client) -> None:
    path = f"/first-administrator/{first_administrator_token()}/"
    for host in ("localhost", world.host("hungyen", "admin"), world.host("skhcn")):
        assert portal_get(client, host, path).status_code == 404
