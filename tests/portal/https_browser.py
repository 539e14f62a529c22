"""A small browser for a server behind TLS on this machine: SNI, Host, cookies and forms, without a name service."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPMessage
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

SECONDS = 60  # that a loaded machine may need


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Browser:
    """`certificate` is the one that is trusted; names are checked against it as any browser does."""

    def __init__(self, port: int, certificate: Path, *, address: str = "127.0.0.1", source: str = "") -> None:
        self.port, self.address, self.source = port, address, source
        self.trust = ssl.create_default_context(cafile=str(certificate))
        self.cookies: dict[str, SimpleCookie] = {}

    def get(self, host: str, path: str = "/", **headers: str) -> Answer:
        return self._ask("GET", host, path, None, headers)

    def post(
        self, host: str, path: str, fields: Iterable[tuple[str, str]] | Mapping[str, str], **headers: str
    ) -> Answer:
        """A form sent from a page of the same host."""
        own = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        own |= {"Origin": f"https://{host}:{self.port}", "Referer": f"https://{host}:{self.port}{path}"}
        return self._ask("POST", host, path, urlencode(list(dict(fields).items())), own | headers)

    def submit(self, host: str, path: str, fields: Mapping[str, str], *, form: str = "", to: str = "") -> Answer:
        """Fill in the page's form (the first, or the one with this id or action) and send it."""
        page = self.get(host, path)
        assert page.status == 200, (path, page.status, page.text[:500])
        return self.post(host, to or path, fields_of(page.text, form) | dict(fields))

    def _ask(self, method: str, host: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
        source = (self.source, 0) if self.source else None
        plain = socket.create_connection((self.address, self.port), SECONDS, source)
        with self.trust.wrap_socket(plain, server_hostname=host) as secure:
            connection = HTTPConnection(f"{host}:{self.port}")
            connection.sock = secure
            jar = self.cookies.setdefault(host, SimpleCookie())
            cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
            connection.request(
                method, path, body, {"Accept-Encoding": "", **({"Cookie": cookies} if cookies else {}), **headers}
            )
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        for line in answer.headers.get_all("Set-Cookie", []):
            jar.load(line)
        return answer


class _Fields(HTMLParser):
    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted, self.inside, self.done = wanted, False, False
        self.found: dict[str, str] = {}
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.done:
            named = self.wanted in {attributes.get("id"), attributes.get("action")}
            self.inside = named or (not self.wanted and attributes.get("method", "").lower() == "post")
        name = attributes.get("name", "")
        if not self.inside or not name:
            return
        kind = attributes.get("type", "text")
        if tag == "input" and (kind not in {"checkbox", "radio", "submit", "file"} or "checked" in attributes):
            self.found[name] = attributes.get("value", "")
        if tag == "textarea":
            self.open, self.found[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self.open:
            self.found[self.open] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.open = ""
        if tag == "form" and self.inside:
            self.inside, self.done = False, True


def fields_of(html: str, form: str = "") -> dict[str, str]:
    """What the fields of a form hold."""
    parser = _Fields(form)
    parser.feed(html)
    assert parser.found, f"no form {form!r} in the page"
    return parser.found


def path_of(address: str) -> str:
    return urlsplit(address).path
