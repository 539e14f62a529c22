"""What goes out compressed: texts of the portals, nothing of the administration and nothing of one person's own."""

from __future__ import annotations

import gzip
from typing import Any

from django.test import Client

from tests.factories import portal_get
from tests.qa_inbox.factories import make_question

BROWSER = {"accept-encoding": "gzip, deflate, br"}


def test_a_portals_texts_are_compressed_and_stay_what_they_are(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    for path in ("/", "/sitemap.xml", "/feeds/tin-tuc.rss"):
        plain = portal_get(client, host, path)
        packed = portal_get(client, host, path, **BROWSER)
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert {"Accept-Encoding", "Host"} <= {name.strip() for name in packed.headers["Vary"].split(",")}
        assert gzip.decompress(packed.content) == plain.content or path.startswith("/feeds/")


def test_the_administration_and_receipts_are_not_compressed(world: Any, client: Client) -> None:
    """A form token, or a person's own text, beside text that somebody else can choose must not be compressed."""
    code = make_question(world.skhcn).code
    for host, path in (
        (world.host("hungyen", "admin"), "/login/"),
        (world.host("skhcn"), f"/hoi-dap/da-gui/{code}/"),
        (world.host("skhcn"), f"/hoi-dap/tra-cuu/{code}/"),
    ):
        answer = portal_get(client, host, path, **BROWSER)
        assert answer.status_code == 200 and len(answer.content) > 1000
        assert "Content-Encoding" not in answer.headers
