"""A WordPress export becomes drafts of one batch, with its dates, authors, images and attachments."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from portal.models import ArticlePage, ImportBatch, ImportedFile
from tenants.models import PortalDocument, PortalImage
from tests.portal.former_site import PDF, import_site, png, serving, write_wxr, wxr_item

pytestmark = pytest.mark.django_db
SKHCN = "skhcn-hungyen"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def article(title: str) -> ArticlePage:
    return ArticlePage.objects.get(title=title)


def attachments(site: Any, *paths: str) -> list[str]:
    items = enumerate(paths, start=9)
    return [wxr_item(number, kind="attachment", parent=1, attachment=f"{site.url}/{path}") for number, path in items]


@pytest.mark.clause("VL.30a")
def test_an_export_becomes_drafts_with_all_that_belongs_to_them(world: Any, tmp_path: Path) -> None:
    with serving() as site:
        site.add("/anh/hoi-nghi.png", png(), "image/png")
        site.add("/anh/trong-bai.png", png("blue"), "image/png")
        site.add("/tep/ke%20hoach.pdf", PDF, "application/pdf")
        body = f"""<!-- wp:paragraph --><p>Mở đầu <strong>đậm</strong>.</p><!-- /wp:paragraph -->
        [caption id="a" width="300"]<img src="{site.url}/anh/trong-bai.png" alt="Phòng họp"> Toàn cảnh[/caption]

        Xem <a href="/tep/ke%20hoach.pdf">kế hoạch</a> và <a href="http://www.cu.vn/2019/05/bai-so-2/">bài trước</a>.
        <script>alert(1)</script><iframe src="https://x.vn/video"></iframe>"""
        export = write_wxr(
            tmp_path / "export.xml",
            wxr_item(
                1,
                title="Hội nghị &amp; triển khai",
                body=body,
                excerpt="Tóm tắt <b>ngắn</b>",
                thumbnail=9,
                category="Tin tức",
                link=f"{site.url}/2019/05/hoi-nghi/",
            ),
            wxr_item(2, kind="page", title="Giới thiệu chung"),
            wxr_item(3, status="draft"),
            wxr_item(9, kind="attachment", parent=1, attachment=f"{site.url}/anh/hoi-nghi.png"),
            wxr_item(10, kind="attachment", parent=1, attachment=f"{site.url}/tep/ke%20hoach.pdf"),
            site=site.url,
        )
        said = import_site(SKHCN, export, host=site.host, allow_private=True)
    assert "2 texts in the source, 0 known already, 2 came as drafts" in said
    page = article("Hội nghị & triển khai")
    assert not page.live and page.agency == world.skhcn and page.get_parent().specific.key == "news"
    assert page.first_published_at == dt.datetime(2019, 5, 8, 2, 30, tzinfo=dt.UTC)
    assert page.original_date == dt.date(2019, 5, 8)
    assert (page.author_name, page.source_name, page.summary) == ("Nguyễn Thị Hà", "Sở Khoa học cũ", "Tóm tắt ngắn")
    assert page.image.agency == world.skhcn and page.image.collection == world.skhcn.collection
    kinds = [block.block_type for block in page.body]
    assert kinds == ["paragraph", "image", "paragraph"]
    assert page.body[1].value["caption"] == "Toàn cảnh" and page.body[1].value["alt_text"] == "Phòng họp"
    document = PortalDocument.objects.get()
    assert document.agency == world.skhcn and document.filename.endswith(".pdf")
    assert PortalImage.objects.count() == 2
    for link in (f'<a linktype="document" id="{document.pk}">kế hoạch</a>', 'href="/2019/05/bai-so-2"'):
        assert link in page.body[2].value.source
    everything = str(page.body.stream_block.get_prep_value(page.body))
    assert "alert" not in everything and "wp:" not in everything
    assert article("Giới thiệu chung").get_parent().specific.key == "introduction"
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.found, batch.pages.count(), batch.agency) == ("ready", 2, 2, world.skhcn)
    assert [(problem.kind, problem.detail) for problem in batch.problems.all()] == [("embedded", "https://x.vn/video")]
    assert ImportedFile.objects.filter(batch=batch, made=True).count() == 3
