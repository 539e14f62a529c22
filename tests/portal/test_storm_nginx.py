"""A storm: Debian's nginx with deploy/nginx and the receiver of questions; no application, no database."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from portal.storm.places import folder_of
from portal.storm.switch import turn
from portal.storm.write import portals, write_copy
from tests.factories import make_article
from tests.portal.https_browser import Browser
from tests.portal.production_site import ProductionSite, nginx_program

PORTAL, ADMIN = "hungyen.localhost", "cms.hungyen.localhost"
QUESTION = {"subject": "Đê có an toàn không?", "body": "Xin cho biết.", "name": "An", "phone": "0912 345 678"}


@pytest.mark.django_db
@pytest.mark.clause("VL.8.1c", "HY.14.3", "TN.14.1")
def test_readers_get_the_copy_and_questions_are_kept_while_nothing_else_runs(
    world: Any, settings: Any, tmp_path: Path
) -> None:
    nginx = nginx_program()
    settings.STORM_ROOT, settings.STORM_KEY_FILE = tmp_path / "storm", tmp_path / "storm-key.pem"
    make_article(world.hungyen, title="Mực nước sông Hồng lúc 7 giờ")
    write_copy(portals().get(hostname=PORTAL), timezone.now())
    (text,) = folder_of(PORTAL).glob("tin-tuc/muc-nuoc*/index.html")
    path = f"/{text.parent.relative_to(folder_of(PORTAL))}/"
    with ProductionSite(tmp_path, "none").in_a_storm(nginx) as site:
        visitor = Browser(site.https, site.certificate)
        # Storm mode is off, and the application does not answer: what is in the copy stands in for it.
        assert "Mực nước sông Hồng" in visitor.get(PORTAL, path).text
        assert visitor.post(PORTAL, "/hoi-dap/gui/", QUESTION | {"consent": "on", "name": "Lan"}).status == 200
        assert visitor.post(PORTAL, "/tin-tuc/", QUESTION).status == 503
        assert visitor.post(ADMIN, "/hoi-dap/gui/", QUESTION).status == 404
        assert visitor.get(ADMIN).status == 502
        site.manage("storm", "on", PORTAL)
        home = visitor.get(PORTAL)
        assert (home.status, home.headers["X-Storm-Copy"]) == (200, "1")
        assert "Mực nước sông Hồng" in home.text and home.body == (folder_of(PORTAL) / "index.html").read_bytes()
        assert home.headers["Cache-Control"] == "public, max-age=60"
        assert "default-src 'none'" in home.headers["Content-Security-Policy"]
        assert visitor.get(PORTAL, path[:-1]).body == text.read_bytes() == visitor.get(PORTAL, f"{path}?a=1").body
        assert visitor.get(f"www.{PORTAL}", path).body == text.read_bytes()
        assert visitor.get(PORTAL, "/storm.css").headers["Content-Type"] == "text/css"
        packed = visitor.get(PORTAL, **{"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip" and len(packed.body) < 5_000
        missing = visitor.get(PORTAL, "/khong-co/")
        assert (missing.status, missing.headers["Retry-After"]) == (503, "3600")
        assert missing.body == (folder_of(PORTAL) / "missing.html").read_bytes()
        assert visitor.get(ADMIN).status == 502
        for outside in ("/../storm-key.pem", "/%2e%2e/%2e%2e/storm-key.pem", "/missing.html/../../x"):
            assert visitor.get(PORTAL, outside).status in {400, 503}, outside
        received = visitor.submit(PORTAL, "/hoi-dap/gui/", QUESTION | {"consent": "on"})
        again = visitor.submit(PORTAL, "/hoi-dap/gui/", QUESTION)
        kept = tmp_path / "storm-questions" / "questions.jsonl"
        questions = [json.loads(line) for line in kept.read_text().splitlines()]
        assert [(one["subject"], one["name"]) for one in questions] == [(QUESTION["subject"], n) for n in ("Lan", "An")]
        assert received.status == 200 and questions[1]["code"] in received.text
        assert again.status == 422 and "Xin cho biết." in again.text
        assert [visitor.post(PORTAL, "/hoi-dap/gui/", {}).status for _ in range(12)][-1] == 429
        turn([PORTAL], on=False, by="test", now=timezone.now())
        shutil.rmtree(folder_of(PORTAL))
        assert visitor.get(PORTAL).status == 502
