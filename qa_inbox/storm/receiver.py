"""A small WSGI program that takes questions in storm mode: no Django, no database, only files.

    gunicorn qa_inbox.storm.receiver:application --bind 127.0.0.1:8001

STORM_ROOT and STORM_QUESTIONS say where copies and questions lie; default: `storm`, `storm-questions` in PORTAL_HOME.
Whoever asks gets a tracking code, with which the question is found once it is imported.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from qa_inbox.codes import new_code
from qa_inbox.storm.lines import append

HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
EMAIL = re.compile(r"[^@\s<>,;\"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
PHONE = re.compile(r"\+?[\d\s().-]{8,30}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
FIELDS = {"subject": 200, "body": 10_000, "name": 120, "email": 254, "phone": 40, "address": 250}
"""Greatest lengths in characters, as in qa_inbox.models.Question and qa_inbox.forms."""
NEEDED = ("subject", "body", "name")
MOST_BYTES = 128 * 1024
"""Of a form: 10,000 Vietnamese letters, each up to nine bytes in it."""
FORMS = "hoi-dap/gui"
CONDITION = re.compile(r"\[\[\?(\w+)\]\](.*?)\[\[/\1\]\]", re.DOTALL)
VALUE = re.compile(r"\[\[(\w+)\]\]")
PLAIN = "<!DOCTYPE html><html lang=vi><meta charset=utf-8><title>Cổng</title><p>"
Answer = Iterable[bytes]
Start = Callable[[str, list[tuple[str, str]]], Any]


class Receiver:
    def __init__(self, root: Path, questions: Path) -> None:
        self.root, self.questions = root, questions

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Answer:
        host = str(environ.get("HTTP_HOST", "")).rsplit(":", 1)[0].lower().removeprefix("www.")
        if not HOST.fullmatch(host) or ".." in host or not (self.root / "copies" / host / "manifest.json").exists():
            return _say(start, "404 Not Found", "Không có cổng này. (There is no such portal.)")
        if environ.get("REQUEST_METHOD") != "POST":
            return _say(start, "405 Method Not Allowed", "Hãy dùng biểu mẫu. (Use the form.)")
        data = _body(environ)
        if data is None:
            return _say(start, "413 Content Too Large", "Câu hỏi quá dài, hãy rút ngắn. (Too long: shorten it.)")
        values, ticked = _values(data)
        problems = _problems(values, ticked)
        if problems:
            page = self._page(host, "again.html", values, problems)
            return _send(start, "422 Unprocessable Content", page or PLAIN + "Thiếu nội dung. (Something is missing.)")
        return self._take(host, values, start)

    def _take(self, host: str, values: dict[str, str], start: Start) -> Answer:
        code = new_code()
        line = {"code": code, "host": host, "received_at": datetime.now(UTC).isoformat(), **values}
        try:
            append(self.questions, line)
        except OSError:
            page = self._page(host, "again.html", values, {"storage"})
            return _send(start, "503 Service Unavailable", page or PLAIN + "Chưa lưu được. (It could not be stored.)")
        page = self._page(host, "received.html", {"code": code}, set())
        return _send(start, "200 OK", page or f"{PLAIN}Đã nhận. Mã tra cứu (tracking code): {code}")

    def _page(self, host: str, name: str, values: Mapping[str, str], problems: set[str]) -> str:
        """A page of the portal's copy, with what belongs into it; empty where the copy has none."""
        try:
            page = (self.root / "copies" / host / FORMS / name).read_text()
        except OSError:
            return ""
        shown = CONDITION.sub(lambda found: found[2] if found[1] in problems else "", page)
        return VALUE.sub(lambda found: html.escape(values.get(found[1], "")), shown)


def _body(environ: Mapping[str, Any]) -> bytes | None:
    """What was sent; None where it is longer than a form can be, or does not say how long it is."""
    length = str(environ.get("CONTENT_LENGTH", ""))
    if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
        return None
    return bytes(environ["wsgi.input"].read(int(length)))


def _values(data: bytes) -> tuple[dict[str, str], set[str]]:
    """The fields as they were typed, and the names of all that are not empty. What is no form gives empty fields."""
    try:
        sent = parse_qs(data.decode("ascii", "replace"), max_num_fields=50)
    except ValueError:
        sent = {}
    values = {name: CONTROL.sub("", sent.get(name, [""])[0].replace("\r\n", "\n")).strip() for name in FIELDS}
    values["subject"] = " ".join(values["subject"].split())
    return values, set(sent)


def _problems(values: Mapping[str, str], ticked: set[str]) -> set[str]:
    """What keeps a question from being taken, by the names that again.html knows."""
    found = {name for name in NEEDED if not values[name]}
    found |= {"long" for name, most in FIELDS.items() if len(values[name]) > most}
    if not values["email"] and not values["phone"]:
        found.add("contact")
    if values["email"] and not EMAIL.fullmatch(values["email"]):
        found.add("email")
    if values["phone"] and not PHONE.fullmatch(values["phone"]):
        found.add("phone")
    if "consent" not in ticked:
        found.add("consent")
    return found | (ticked & {"website"})


def _say(start: Start, status: str, text: str) -> Answer:
    return _send(start, status, PLAIN + html.escape(text))


def _send(start: Start, status: str, page: str) -> Answer:
    body = page.encode()
    start(
        status,
        [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            ),
        ],
    )
    return [body]


def _place(variable: str, name: str) -> Path:
    home = os.environ.get("PORTAL_HOME") or Path(__file__).resolve().parents[2] / "var"
    return Path(os.environ.get(variable) or Path(home) / name)


application = Receiver(_place("STORM_ROOT", "storm"), _place("STORM_QUESTIONS", "storm-questions"))
