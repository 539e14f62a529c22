"""A portal neither sets nor reads a session, whatever cookie it is sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.isolation.work import BACKEND

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["skhcn.hungyen.localhost", "hungyen.localhost", "en.hungyen.localhost"])
def test_a_portal_does_not_look_at_the_session(world: Any, host: str) -> None:
    client = Client()
    client.force_login(world.users["superuser"], backend=BACKEND)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/", headers={"host": host})
    assert answer.status_code == 200 and not answer.cookies
    assert not any("django_session" in query["sql"] or "security_user" in query["sql"] for query in queries)
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not hasattr(answer.wsgi_request, "session")
