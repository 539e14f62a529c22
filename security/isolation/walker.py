"""A person who asks: in process, through every middleware, each request undone when it is answered."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

BACKEND = "django.contrib.auth.backends.ModelBackend"
HARMLESS = ("SELECT ", "SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")
"""Statements that change no row; of any other it is assumed that it does."""


@dataclass(frozen=True)
class Answer:
    """What came back: status, everything that it says (text, place of a redirect, waiting messages), and if HTML."""

    status: int
    text: str
    html: bool
    changed: Any = None


class Walker:
    """A signed-in person in a work area, or nobody in particular on a portal.

    The first request is not undone: it binds the session to the admin host, as signing in does.
    `everywhere`: the person may work in every agency of the province.
    """

    def __init__(self, user: Any, host: str, agency: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.everywhere = bool(getattr(user, "is_superuser", False))
        self.host, self.base = host, f"/a/{agency}/" if agency else "/"
        if user is not None:
            self.client.force_login(user, backend=BACKEND)
            self.client.get("/account/", headers={"host": host}, secure=settings.PORTAL_SCHEME == "https")
        self.kept = SimpleCookie({name: morsel.value for name, morsel in self.client.cookies.items()})

    def get(self, path: str, data: Any = None, host: str = "") -> Answer:
        return self._undone("get", path, data, host=host)

    def post(self, path: str, data: Any = None, after: Any = None) -> Answer:
        """`after()` is asked before a request that wrote is undone: what it finds is the answer's `changed`."""
        return self._undone("post", path, data, after=after)

    def post_json(self, path: str, data: Any) -> Answer:
        return self._undone("post", path, json.dumps(data), content_type="application/json")

    def _undone(self, method: str, path: str, data: Any, after: Any = None, host: str = "", **more: Any) -> Answer:
        address = path if path.startswith("/") else self.base + path
        headers = {"host": host or self.host, "sec-fetch-site": "same-origin"}
        secure = settings.PORTAL_SCHEME == "https"
        self.client.cookies = SimpleCookie({name: morsel.value for name, morsel in self.kept.items()})
        writes = _Writes()
        with transaction.atomic():
            with connection.execute_wrapper(writes):
                response = getattr(self.client, method)(address, data or {}, headers=headers, secure=secure, **more)
                text = _said(response)
            changed = after() if after is not None and writes.seen else None
            transaction.set_rollback(True)
        is_html = response.headers.get("Content-Type", "").startswith("text/html")
        return Answer(response.status_code, text, is_html, changed)

    def leave(self) -> None:
        """End the session."""
        self.client.logout()


class _Writes:
    """Sees every statement that goes to the database: `seen` after one that may have changed a row."""

    def __init__(self) -> None:
        self.seen = False

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.seen = self.seen or not str(sql).startswith(HARMLESS)
        return execute(sql, params, many, context)


def _said(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    messages = getattr(getattr(response, "wsgi_request", None), "_messages", None)
    waiting = [str(message) for message in getattr(messages, "_queued_messages", [])]
    text = content.decode("utf-8", "replace")
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        text += " " + json.dumps(json.loads(text or "null"), ensure_ascii=False).replace('\\"', '"').replace(
            "\\n", "\n"
        )
    return " ".join([html.unescape(text), response.headers.get("Location", ""), *waiting])
