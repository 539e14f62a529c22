"""Feeds, sitemaps and tables: what each brings, that a second run continues, and that a rehearsal keeps nothing."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from portal.importing.opening import open_source
from portal.importing.pages import Sections
from portal.importing.run import Run, lock_number
from portal.importing.services import accept_batch, discard_batch
from portal.models import ArticlePage, ImportBatch, ImportedFile, ImportedPage, ImportProblem
from tenants.models import OldAddress, PortalDocument, PortalImage
from tests.portal.former_site import PDF, Site, import_site, png, serving, write_wxr, wxr_item

pytestmark = pytest.mark.django_db
SKHCN = "skhcn-hungyen"
LONG = "Đoạn văn dài của bài viết trên trang cũ, đủ để là nội dung chính của trang chứ không phải là một mục nhỏ. " * 6


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def article(title: str) -> ArticlePage:
    return ArticlePage.objects.get(title=title)


def body_text(page: ArticlePage) -> str:
    return str(page.body.get_prep_value())


def everything() -> list[int]:
    models = (ArticlePage, ImportBatch, ImportedPage, ImportedFile, ImportProblem, OldAddress, PortalImage)
    return [model.objects.count() for model in (*models, PortalDocument)]


def rss(site: Site, *items: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Cổng cũ</title>'
        f"<link>{site.url}/</link>{''.join(items)}</channel></rss>"
    )


@pytest.mark.clause("VL.30a")
def test_a_feed_is_read_and_completed_from_its_pages(world: Any) -> None:
    with serving() as site:
        site.page("/bai/2", "Bài hai", f"<p>{LONG}</p><p>Cuối bài hai.</p>")
        site.add("/tep/bao-cao.pdf", PDF, "application/pdf")
        site.add("/anh/mot.png", png(), "image/png")
        site.add(
            "/rss",
            rss(
                site,
                f"<item><title>Bài một</title><link>{site.url}/bai/1</link><guid>m-1</guid>"
                "<pubDate>Wed, 08 May 2019 09:30:00 +0700</pubDate><dc:creator>Lê Văn B</dc:creator>"
                "<category>Tin tức</category><description>Tóm tắt một</description>"
                f"<content:encoded><![CDATA[<p>{LONG}</p><p onclick='x()'>Hết.</p>]]></content:encoded>"
                f"<enclosure url='{site.url}/anh/mot.png' type='image/png' length='1'/>"
                f"<enclosure url='{site.url}/tep/bao-cao.pdf' type='application/pdf' length='1'/></item>",
                f"<item><title>Bài hai</title><link>{site.url}/bai/2</link><description>Ngắn</description></item>",
                f"<item><title>Bài ba</title><link>{site.url}/bai/3</link><description>Mất</description></item>",
            ),
            "application/rss+xml",
        )
        said = import_site(SKHCN, f"{site.url}/rss", allow_private=True)
    assert "3 texts in the source, 0 known already, 2 came" in said and "/bai/3: HTTP 404" in said
    one, two = article("Bài một"), article("Bài hai")
    assert (one.author_name, one.source_name, one.summary) == ("Lê Văn B", "Cổng cũ", "Tóm tắt một")
    assert one.first_published_at == dt.datetime(2019, 5, 8, 2, 30, tzinfo=dt.UTC)
    assert one.image is not None and [block.block_type for block in one.body] == ["paragraph", "document"]
    assert "Cuối bài hai." in body_text(two) and two.summary == "Ngắn"
    assert one.get_parent().specific.key == two.get_parent().specific.key == "news"
    problem = ImportProblem.objects.get()
    assert (problem.kind, problem.title) == ("not_answered", "Bài ba")


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Cổng Atom</title><id>urn:x</id>
<entry><id>urn:1</id><title>Bài Atom</title><link href="http://cu.vn/atom"/><updated>2020-02-03T04:05:06Z</updated>
<author><name>Trần C</name></author><content type="html">&lt;p&gt;Nội dung &lt;b&gt;Atom&lt;/b&gt;&lt;/p&gt;</content>
</entry></feed>"""


def test_an_atom_file_without_files(world: Any, tmp_path: Path) -> None:
    path = tmp_path / "nguon.atom"
    path.write_text(ATOM)
    with pytest.raises(CommandError, match="--host cu.vn .* or --no-files"):
        import_site(SKHCN, path)
    import_site(SKHCN, path, no_files=True)
    page = article("Bài Atom")
    assert page.author_name == "Trần C" and "<b>Atom</b>" in body_text(page)


@pytest.mark.clause("VL.30a")
def test_the_pages_of_a_sitemap_come_without_what_stands_around_their_text(world: Any) -> None:
    with serving() as site:
        site.add("/anh/1.png", png(), "image/png")
        site.add("/tep/quyet-dinh.pdf", PDF, "application/pdf")
        body = (
            f"<p>{LONG}</p><h2>Kết quả</h2><ul><li>Một</li><li>Hai</li></ul><img src='/anh/1.png' alt='Ảnh chụp'>"
            f"<p>{LONG} Xem <a href='/tep/quyet-dinh.pdf'>quyết định</a>.</p>"
        )
        site.page("/tin/1.html", "Tin một", body, author="Phạm D", date="2021-06-07T08:09:00+07:00")
        site.page("/tin/2.html", "Tin hai", f"<p>{LONG}</p>")
        site.add("/tin/trong.html", "<html><body></body></html>")
        names = "".join(f"<url><loc>{site.url}/tin/{name}.html</loc></url>" for name in (1, 2, "trong", "mat"))
        names += "<url><loc>http://noi-khac.vn/tin.html</loc></url>"
        space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        site.add("/bai.xml.gz", gzip.compress(f"<urlset {space}>{names}</urlset>".encode()), "application/gzip")
        site.add(
            "/sitemap.xml",
            f"<?xml version='1.0'?><sitemapindex {space}><sitemap><loc>{site.url}/bai.xml.gz</loc></sitemap>"
            f"<sitemap><loc>{site.url}/mat.xml</loc></sitemap></sitemapindex>",
            "text/xml",
        )
        said = import_site(SKHCN, f"{site.url}/sitemap.xml", allow_private=True)
    assert "5 texts in the source, 0 known already, 2 came" in said and "List of pages not read:" in said
    page = article("Tin một")
    assert page.first_published_at == dt.datetime(2021, 6, 7, 1, 9, tzinfo=dt.UTC)
    assert (page.author_name, page.source_name) == ("Phạm D", "Cổng cũ")
    text = body_text(page)
    assert "Kết quả" in text and "Ảnh chụp" in text and 'linktype="document"' in text
    for around in ("Lượt truy cập", "Bản quyền", "Mục 3"):
        assert around not in text
    kinds = {problem.key.rpartition("/")[2]: problem.kind for problem in ImportProblem.objects.all()}
    assert kinds == {"trong.html": "no_text", "mat.html": "not_answered", "tin.html": "not_allowed"}


def write_table(path: Path, *rows: list[str], encoding: str = "utf-8-sig", mark: str = ";") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=mark).writerows(rows)
    return path


@pytest.mark.clause("VL.30a")
def test_a_table_with_vietnamese_columns(world: Any, tmp_path: Path) -> None:
    with serving() as site:
        site.add("/x.png", png(), "image/png")
        path = write_table(
            tmp_path / "bai.csv",
            ["Tiêu đề", "Nội dung", "Ngày đăng", "Tác giả", "Nguồn", "Chuyên mục", "Ảnh", "Địa chỉ", "Ghi chú"],
            ["Bài bảng", "Dòng một\nDòng hai", "08/05/2019 09:30", "Ngô E", "Báo X", "tin tức", f"{site.url}/x.png",
             f"{site.url}/index.php?id=7", "không dùng"],
            ["Bài sai ngày", "<p>Chữ</p>", "hôm qua", "", "", "Không có mục này", "", "", ""],
            ["", "Không tiêu đề", "", "", "", "", "", "", ""],
        )  # fmt: skip
        import_site(SKHCN, path, host=site.host, allow_private=True)
    page = article("Bài bảng")
    assert (page.author_name, page.source_name, page.original_date) == ("Ngô E", "Báo X", dt.date(2019, 5, 8))
    assert page.image is not None and body_text(page).count("<p ") == 2
    assert OldAddress.objects.filter(agency=world.skhcn, path="/index.php?id=7", page_id=page.pk).exists()
    undated = article("Bài sai ngày")
    assert undated.first_published_at is None and undated.original_date is None
    kinds = sorted(ImportProblem.objects.values_list("kind", flat=True))
    assert kinds == ["date", "no_section", "no_title"]


def test_a_second_run_continues_and_brings_nothing_twice(world: Any, tmp_path: Path) -> None:
    export = write_wxr(tmp_path / "cu.xml", *(wxr_item(number) for number in range(1, 6)))
    assert "0 known already, 2 came" in import_site(SKHCN, export, limit=2)
    assert "2 known already, 3 came" in import_site(SKHCN, export)
    assert ImportBatch.objects.get().pages.count() == 5
    before = everything()
    assert "Nothing new" in import_site(SKHCN, export)
    assert everything() == before
    accept_batch(ImportBatch.objects.get(), actor=world.users["board_head_skhcn"], now=timezone.now())
    before = everything()
    later = write_wxr(tmp_path / "moi.xml", *(wxr_item(number) for number in range(1, 7)))
    assert "5 known already, 1 came" in import_site(SKHCN, later)
    assert ArticlePage.objects.filter(title__startswith="Bài số").count() == 6


def test_a_limit_takes_the_next_texts_each_time(world: Any) -> None:
    with serving() as site:
        names = "".join(f"<url><loc>{site.url}/{number}</loc></url>" for number in range(5))
        site.add("/sitemap.xml", f"<urlset>{names}</urlset>", "text/xml")
        for number in range(5):
            site.page(f"/{number}", f"Trang {number}", f"<p>{LONG}</p>")
        came = [import_site(SKHCN, f"{site.url}/sitemap.xml", allow_private=True, limit=2) for _run in range(4)]
    assert [("2 came" in said, "1 came" in said) for said in came[:3]] == [(True, False), (True, False), (False, True)]
    assert "Nothing new" in came[3]


def test_a_terminal_sees_how_far_it_is(world: Any, tmp_path: Path, monkeypatch: Any) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    import_site(SKHCN, write_wxr(tmp_path / "cu.xml", wxr_item(1), wxr_item(2)))
    assert "2/2" in shown.getvalue()


def test_what_could_not_be_read_is_tried_again_and_leaves_the_report(world: Any) -> None:
    with serving() as site:
        names = f"<urlset><url><loc>{site.url}/1</loc></url><url><loc>{site.url}/2</loc></url></urlset>"
        site.add("/sitemap.xml", names, "text/xml")
        site.page("/1", "Trang một", f"<p>{LONG}</p>")
        import_site(SKHCN, f"{site.url}/sitemap.xml", allow_private=True)
        assert ImportProblem.objects.count() == 1
        site.page("/2", "Trang hai", f"<p>{LONG}</p>")
        site.asked.clear()
        import_site(SKHCN, f"{site.url}/sitemap.xml", allow_private=True)
        assert "/1" not in site.asked
    assert ImportProblem.objects.count() == 0 and ImportBatch.objects.get().pages.count() == 2


def test_a_discarded_import_may_come_again(world: Any, tmp_path: Path) -> None:
    export = write_wxr(tmp_path / "cu.xml", wxr_item(1), wxr_item(2))
    head = world.users["board_head_skhcn"]
    import_site(SKHCN, export)
    batch = ImportBatch.objects.get()
    discard_batch(batch, actor=head, now=timezone.now(), pages=[batch.pages.all()[0].pk])
    assert "Nothing new" in import_site(SKHCN, export), "the board's word on one text of an open import holds"
    discard_batch(batch, actor=head, now=timezone.now())
    assert "0 known already, 2 came" in import_site(SKHCN, export)
    assert ImportBatch.objects.count() == 2


def test_a_rehearsal_says_what_would_come_and_keeps_nothing(world: Any, tmp_path: Path) -> None:
    with serving() as site:
        body = f'<p>Chữ</p><img src="{site.url}/a.png"><iframe src="//x.vn/v"></iframe>'
        export = write_wxr(tmp_path / "cu.xml", wxr_item(1, body=body), wxr_item(2, title=""), site=site.url)
        before = everything()
        report = tmp_path / "bao-cao.csv"
        said = import_site(SKHCN, export, host=site.host, allow_private=True, dry_run=True, report=report)
        assert site.asked == []
    assert everything() == before
    assert "1 would come as drafts, 1 images and files" in said and "Dry run: nothing was kept." in said
    rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["address", "title", "problem", "detail"]
    assert [(row[0], row[2]) for row in rows[1:]] == [
        ("http://cu.vn/2019/05/bai-so-1/", "embedded content was left out"),
        ("http://cu.vn/2019/05/bai-so-2/", "there is no title"),
    ]


def test_a_cell_of_the_report_is_never_a_formula(world: Any, tmp_path: Path) -> None:
    export = write_wxr(tmp_path / "cu.xml", wxr_item(1, title="=1+1", body="", excerpt=""), wxr_item(2))
    report = tmp_path / "bao-cao.csv"
    import_site(SKHCN, export, report=report)
    assert "'=1+1" in report.read_text(encoding="utf-8-sig")


def test_the_same_file_of_two_texts_is_fetched_once_in_all_runs(world: Any, tmp_path: Path) -> None:
    with serving() as site:
        site.add("/a.png", png(), "image/png")
        picture = f'<p>Chữ</p><img src="{site.url}/a.png">'
        export = write_wxr(tmp_path / "cu.xml", *(wxr_item(n, body=picture) for n in (1, 2, 3)), site=site.url)
        import_site(SKHCN, export, host=site.host, allow_private=True, limit=2)
        import_site(SKHCN, export, host=site.host, allow_private=True)
        assert site.asked == ["/a.png"]
    assert PortalImage.objects.count() == 1


def test_two_processes_do_not_read_one_source_at_once(world: Any, tmp_path: Path) -> None:
    export = write_wxr(tmp_path / "cu.xml", wxr_item(1))
    other: Any = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [lock_number(world.skhcn, "wordpress", "cu.xml")])
        with pytest.raises(CommandError, match="Another process"):
            import_site(SKHCN, export)
    finally:
        other.close()
    assert ImportBatch.objects.count() == 0
    assert "1 came" in import_site(SKHCN, export)


def test_a_run_that_is_broken_off_leaves_a_batch_that_the_next_one_continues(world: Any, tmp_path: Path) -> None:
    export = write_wxr(tmp_path / "cu.xml", *(wxr_item(number) for number in (1, 2, 3)))

    def broken(entries: Any, total: int) -> Any:
        assert total == 3
        yield next(entries)
        raise KeyboardInterrupt

    run = Run(world.skhcn, open_source(str(export)), Sections.of(world.skhcn, "vi", "news"), timezone.now())
    with pytest.raises(KeyboardInterrupt):
        run.bring_in(broken)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.pages.count()) == ("ready", 1)
    assert "1 known already, 2 came" in import_site(SKHCN, export)
    assert batch.pages.count() == 3
