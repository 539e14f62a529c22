"""Logging in on the admin host as a browser does."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from security.models import OutboxMail
from security.sealed import opened
from tests.factories import PASSWORD, portal_get, portal_post


def log_in(client: Client, host: str, username: str, password: str = PASSWORD, **headers: Any) -> Any:
    """The answer to the log-in form."""
    return portal_post(client, host, "/login/", {"username": username, "password": password}, **headers)


def signed_in(host: str, username: str) -> Client:
    """A browser that is signed in on this admin host."""
    client = Client()
    answer = log_in(client, host, username)
    assert answer.status_code == 302, answer.content.decode()[:500]
    return client


def get(client: Client, host: str, path: str, **headers: Any) -> Any:
    return portal_get(client, host, path, **headers)


def link_in(address: str) -> str:
    """The path of the link in the last invitation that was mailed to an address, as its receiver gets it."""
    mail = OutboxMail.objects.filter(to=address, key__startswith="invitation:").latest("pk")
    [path] = re.findall(r"/invitation/[\w-]+/", opened(mail.body_text, mail.to))
    return path
