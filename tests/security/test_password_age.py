"""A password past its age can only be changed: on every address of the admin host."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from security.middleware.password_age import STILL_OPEN
from security.models import User
from tests.factories import PASSWORD, portal_post
from tests.security.helpers import get, log_in, signed_in

NEW = "Lúa-chín-đồng-9!"


@pytest.fixture
def host(world: Any) -> str:
    return world.host("vinhlong", "admin")


def expire(username: str) -> User:
    user = User.objects.get(username=username)
    user.password_changed_at = datetime(2020, 1, 1, tzinfo=UTC)
    user.save(update_fields=["password_changed_at"])
    return user


def names_and_arguments(resolver: Any = None, namespaces: str = "") -> Any:
    """Every route of the admin host that takes no argument or numbers only, with an address below it."""
    resolver = resolver or get_resolver("portal.admin_urls")
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespaces}{pattern.namespace}:" if pattern.namespace else namespaces
            yield from names_and_arguments(pattern, inner)
        elif pattern.name:
            yield f"{namespaces}{pattern.name}", pattern


def reversible() -> list[tuple[str, str]]:
    from django.urls import NoReverseMatch, reverse

    found = []
    for name, pattern in names_and_arguments():
        wanted = pattern.pattern.converters
        arguments = {key: 1 if type(value).__name__ == "IntConverter" else "a" for key, value in wanted.items()}
        try:
            found.append((name, reverse(name, urlconf="portal.admin_urls", kwargs=arguments)))
        except NoReverseMatch:
            continue
    return found


@pytest.mark.clause("VL.8.3")
def test_an_expired_password_opens_nothing_but_its_change(world: Any, host: str) -> None:
    expire("author_snv")
    client = signed_in(host, "author_snv")
    routes = reversible()
    assert len(routes) > 150
    for name, path in routes:
        if name in STILL_OPEN:
            continue
        for prefix in ("", "/a/snv-vinhlong"):
            answer = get(client, host, prefix + path)
            assert answer.status_code == 302, (name, path, answer.status_code)
            assert "/account/password/" in answer.headers["Location"], name


@pytest.mark.clause("VL.8.3")
def test_scripts_and_forms_are_refused_too(world: Any, host: str) -> None:
    expire("author_snv")
    client = signed_in(host, "author_snv")
    answer = get(client, host, "/a/snv-vinhlong/pages/", **{"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 403 and answer.json()["change_password"].endswith("/account/password/")
    posted = portal_post(client, host, "/a/snv-vinhlong/images/add/", {"title": "x"})
    assert posted.status_code == 302 and posted.headers["Location"].endswith("/account/password/")


@pytest.mark.clause("VL.8.3")
def test_the_person_changes_it_and_goes_on(world: Any, host: str) -> None:
    user = expire("author_snv")
    client = signed_in(host, "author_snv")
    page = get(client, host, "/account/password/?next=/a/snv-vinhlong/pages/")
    assert page.status_code == 200 and "VL.8.3" in page.content.decode()
    form = {"old_password": PASSWORD, "new_password": NEW, "repeated": NEW, "next": "/a/snv-vinhlong/pages/"}
    for wrong in ({"old_password": "sai"}, {"repeated": "khác"}, {"new_password": PASSWORD, "repeated": PASSWORD}):
        assert portal_post(client, host, "/account/password/", form | wrong).status_code == 422
    answer = portal_post(client, host, "/account/password/", form)
    assert answer.headers["Location"] == "/a/snv-vinhlong/pages/"
    assert get(client, host, "/a/snv-vinhlong/pages/").status_code in {200, 302}
    assert "password" not in get(client, host, "/a/snv-vinhlong/").headers.get("Location", "")
    user.refresh_from_db()
    assert timezone.now() - user.password_changed_at < timedelta(minutes=5)
    assert log_in(Client(), host, "author_snv", NEW).status_code == 302


def test_it_leads_nowhere_else(world: Any, host: str) -> None:
    client = signed_in(host, "author_snv")
    form = {"old_password": PASSWORD, "new_password": NEW, "repeated": NEW, "next": "https://example.org/"}
    assert portal_post(client, host, "/account/password/", form).headers["Location"] == "/"


def test_wagtails_own_change_and_reset_are_gone(world: Any, host: str) -> None:
    client = signed_in(host, "author_snv")
    assert get(client, host, "/password_reset/").status_code == 404
    account = get(client, host, "/account/").content.decode()
    assert "password-old_password" not in account and "/account/password/" in account


def test_an_account_without_age_is_left_alone(world: Any) -> None:
    expire("author_skhcn")
    host = world.host("hungyen", "admin")
    assert get(signed_in(host, "author_skhcn"), host, "/a/skhcn-hungyen/").status_code == 200
