"""Security headers, requests that other sites send, and sessions that belong to one admin host."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from security.middleware.headers import PUBLIC, written
from tests.factories import portal_get, portal_post
from tests.security.helpers import get, log_in, signed_in

PREVIEW = "/a/skhcn-hungyen/pages/{}/view_draft/"


def policy_of(answer: Any) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_a_portal_allows_nothing_inline(world: Any, client: Client) -> None:
    answer = portal_get(client, world.host("skhcn"))
    policy = policy_of(answer)
    assert answer.status_code == 200
    assert policy["default-src"] == "'none'" and policy["base-uri"] == "'none'"
    assert all("unsafe" not in value for value in policy.values())
    assert all(policy[name] == "'self'" for name in ("script-src", "style-src", "img-src", "form-action"))
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/", "/khong-co/"])
def test_every_answer_carries_them(world: Any, client: Client, path: str) -> None:
    for host in (world.host("skhcn"), world.host("hungyen", "admin"), "unknown.localhost"):
        answer = portal_get(client, host, path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", (host, path)
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"], (host, path)


@pytest.mark.django_db
def test_a_static_file_carries_them(client: Client) -> None:
    answer = portal_get(client, "unknown.localhost", "/static/css/base.css")
    assert answer.status_code == 200 and "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    answer.close()


def test_a_view_can_ask_for_more() -> None:
    policy = written(PUBLIC, {"worker-src": "blob:", "script-src": "'wasm-unsafe-eval'"})
    assert "worker-src blob:" in policy and "script-src 'self' 'wasm-unsafe-eval'" in policy


def test_a_preview_keeps_the_portals_policy_and_shows_in_the_admin(world: Any) -> None:
    host = world.host("hungyen", "admin")
    client = signed_in(host, "author_skhcn")
    answer = get(client, host, PREVIEW.format(world.skhcn.home_page_id))
    assert answer.status_code == 200
    assert policy_of(answer)["script-src"] == "'self'" and policy_of(answer)["frame-ancestors"] == "'self'"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("method", "site", "mode", "dest", "allowed"),
    [
        ("GET", "same-origin", "cors", "empty", True),
        ("GET", "none", "navigate", "document", True),
        ("GET", "cross-site", "navigate", "document", True),
        ("GET", "same-site", "navigate", "iframe", False),
        ("GET", "same-site", "no-cors", "image", False),
        ("GET", "same-site", "cors", "empty", False),
        ("POST", "same-site", "navigate", "document", False),
        ("POST", "cross-site", "navigate", "document", False),
        ("POST", "same-origin", "navigate", "document", True),
    ],
)
def test_the_admin_refuses_what_other_sites_send(
    world: Any, method: str, site: str, mode: str, dest: str, allowed: bool
) -> None:
    host = world.host("hungyen", "admin")
    client = signed_in(host, "author_skhcn")
    headers = {"host": host, "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
    answer = client.generic(method, "/account/password/", headers=headers)
    assert (answer.status_code != 403) is allowed


def test_a_portal_takes_forms_and_links_from_anywhere(world: Any, client: Client) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    assert portal_get(client, world.host("skhcn"), "/", **headers).status_code == 200


def test_a_session_is_bound_to_the_admin_host_where_it_began(world: Any) -> None:
    here, there = world.host("hungyen", "admin"), world.host("vinhlong", "admin")
    client = signed_in(here, "superuser")
    assert get(client, here, "/account/password/").status_code == 200
    stolen = get(client, there, "/account/password/")
    assert stolen.status_code == 302 and "/login/" in stolen.headers["Location"]
    assert get(client, here, "/account/password/").status_code == 302, "the session has ended everywhere"


def test_the_log_in_page_is_vietnamese_and_offers_no_reset(world: Any, client: Client) -> None:
    page = portal_get(client, world.host("hungyen", "admin"), "/login/")
    text = page.content.decode()
    assert '<html lang="vi"' in text and "Đăng nhập" in text
    assert "password_reset" not in text


def test_a_form_without_its_token_is_refused(world: Any) -> None:
    host = world.host("hungyen", "admin")
    client = Client(enforce_csrf_checks=True)
    assert log_in(client, host, "author_skhcn").status_code == 403
    assert portal_post(client, host, "/logout/").status_code == 403
