"""What a start prints: addresses, and on a new site the link that makes its first administrator."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from security.models import User
from tenants.models import AgencyHost
from tests.factories import portal_get


def welcome() -> str:
    out = StringIO()
    call_command("welcome", stdout=out)
    return out.getvalue()


def link(text: str) -> Any:
    found = re.search(r"http://\S+/first-administrator/\S+/", text)
    assert found, text
    return urlsplit(found[0])


def test_the_addresses_are_printed_and_no_link_where_there_is_an_administrator(world: Any) -> None:
    text = welcome()
    assert "http://hungyen.localhost/" in text
    assert "http://cms.vinhlong.localhost/" in text
    assert "first-administrator" not in text
    assert "Demo accounts" not in text


@pytest.mark.parametrize("hosts", ["some", "none"])
def test_the_link_of_a_new_site_opens(world: Any, client: Client, hosts: str) -> None:
    User.objects.update(is_superuser=False)
    if hosts == "none":
        AgencyHost.objects.all().delete()
    address = link(welcome())
    assert address.hostname == ("localhost" if hosts == "none" else "cms.hungyen.localhost")
    assert portal_get(client, str(address.hostname), address.path).status_code == 200
    assert portal_get(client, "localhost", "/").status_code == 404
