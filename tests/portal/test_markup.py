"""Every kind of public page is valid HTML: the Nu HTML checker finds no error and gives no warning."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.factories import portal_get, portal_post
from tests.portal.examples import EXAMPLES, Example, kinds, make_all, types_of_live_pages

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
DESCRIBED = re.compile(r'<meta name="description"\s+content="[^"]')
PART = re.compile(r'<section class="block" aria-labelledby="([\w-]+)"')
PARTS = {"announcements", "answered", "coming", "new-documents", "public-services", "media", "portals-news", "portals"}
MISSING = {
    "java": "Java is missing. As root: apt-get install -y default-jre-headless",
    "vnu": "The Nu HTML checker is missing: npm ci (in the folder of package.json)",
}
# Wagtail leaves the temporary files of renditions to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def checker() -> list[str]:
    """The command; where a part of it is missing the test is skipped, under CI=true it fails."""
    java = shutil.which("java")
    if java and CHECKER.exists():
        return [java, "-Xss4m", "-jar", str(CHECKER)]
    reason = MISSING["vnu"] if java else MISSING["java"]
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def complaints(folder: Path) -> list[str]:
    """Errors and warnings of all pages of a folder, one start for all.

    Its bare notes are no warnings: it has one on `name` of a custom element, which the standard allows.
    """
    command = [*checker(), "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return [
        f"{Path(found['url']).stem}:{found.get('lastLine', 0)}: {found['message']} | {found.get('extract', '')!r}"
        for found in said["messages"]
        if found["type"] != "info" or found.get("subType") == "warning"
    ]


def page_of(client: Client, found: Example) -> str:
    ask = portal_post if found.posted else portal_get
    response = ask(client, found.host, found.path)
    assert response.status_code == found.status, f"{found}: {response.status_code}"
    html: str = response.content.decode()
    return html


@pytest.mark.clause("HY.12.1")
def test_every_public_page_is_valid_html(world: Any, client: Client, settings: Any, tmp_path: Path) -> None:
    """Two bad pages among them prove that an error and a warning are seen."""
    checker()
    settings.MEDIA_ROOT = tmp_path / "media"
    pages = tmp_path / "pages"
    pages.mkdir()
    for found in make_all(world):
        html = page_of(client, found)
        (pages / f"{found.label}.html").write_text(html, encoding="utf-8")
        assert DESCRIBED.search(html) or 'name="robots" content="noindex"' in html, found
        assert found.kind != "a full front page" or PARTS <= set(PART.findall(html))
    (pages / "500.html").write_text(render_to_string("500.html"), encoding="utf-8")
    (pages / "error.html").write_text("<!DOCTYPE html><html lang=vi><title>x</title><b id=a></b><b id=a></b>")
    (pages / "warning.html").write_text("<!DOCTYPE html><html lang=vi><title>x</title><section>x</section>")
    found_bad = complaints(pages)
    assert {row.partition(":")[0] for row in found_bad} >= {"error", "warning"}
    assert [row for row in found_bad if not row.startswith(("error:", "warning:"))] == []


def test_every_page_type_and_named_route_has_an_example(world: Any) -> None:
    assert kinds() | types_of_live_pages() <= set(EXAMPLES)
