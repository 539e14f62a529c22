"""Whatever is wrong with a source: a message that says what to do, no success as exit, and nothing half done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from portal.importing.source import key_of, read_date
from portal.models import ArticlePage, ImportBatch
from tests.portal.former_site import WXR_HEAD, import_site, serving, write_wxr, wxr_item

pytestmark = pytest.mark.django_db
SKHCN = "skhcn-hungyen"
BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>&c;</title></channel></rss>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>
<title>&x;</title></channel></rss>"""
EMPTY = "<rss version='2.0'><channel><title>Trống</title></channel></rss>"


def nothing_came() -> bool:
    return not ImportBatch.objects.exists() and not ArticlePage.objects.filter(title__startswith="Bài số").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("cu.xml", WXR_HEAD.format(site="http://cu.vn") + wxr_item(1) + "<item><title>Dở", "XML is broken"),
        ("cu.xml", WXR_HEAD.format(site="http://cu.vn") + "</channel></rss>", "no published post or page"),
        ("cu.xml", WXR_HEAD.format(site="http://cu.vn").replace("wp:wxr_version", "wp:khac") + wxr_item(1)
         + "</channel></rss>", "no WordPress export"),
        ("cu.xml", BOMB, "declares entities"),
        ("cu.rss", BOMB.replace("wordpress.org", "khac.org"), "declares entities"),
        ("cu.rss", OUTSIDE, "declares entities"),
        ("cu.rss", EMPTY, "without any entry"),
        ("cu.rss", "<rss><channel>", "XML is broken"),
        ("cu.rss", "<a>" * 200 + "</a>" * 200, "nested too deeply"),
        ("cu.xml", "<phim/>", "another kind: its root is <phim>"),
        ("cu.xml", "<urlset><url><loc>http://x.vn/</loc></url></urlset>", "give its address"),
        ("cu.html", "<!DOCTYPE html><html></html>", "is a web page"),
        ("cu.pdf", "%PDF-1.4", "neither an export"),
        ("cu.xml", "", "is empty"),
        ("cu.csv", "a;b\n1;2\n", "lacks the column title and body. Its header has: a, b"),
        ("cu.csv", "title;body\n", "no row"),
        ("cu.csv", "title;body\nA;B;C\n", "line 2: more cells"),
        ("cu.csv", 'title;body\nA;"B\n', "line 2: unexpected end of data"),
        ("cu.csv", "ma;title;body\n1;A;B\n1;C;D\n", "line 3: the same text"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_source(world: Any, tmp_path: Path, name: str, content: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=message):
        import_site(SKHCN, path)
    assert nothing_came()


def test_a_table_in_another_encoding(world: Any, tmp_path: Path) -> None:
    path = tmp_path / "cu.csv"
    path.write_bytes("title;body\nBài số 1;Chữ\n".encode("utf-16"))
    with pytest.raises(CommandError, match="UTF-8"):
        import_site(SKHCN, path)


def test_what_the_operator_names_wrongly(world: Any, tmp_path: Path) -> None:
    good = write_wxr(tmp_path / "cu.xml", wxr_item(1))
    for arguments, options, message in (
        ((SKHCN, tmp_path / "khong-co.xml"), {}, "There is no file"),
        ((SKHCN, tmp_path), {}, "is no file"),
        (("skhcn-hungyenn", good), {}, "There is no agency .*Did you mean skhcn-hungyen"),
        ((SKHCN, good), {"section": "khong-co"}, "no section “khong-co” in “vi”. It has: .*news"),
        ((SKHCN, good), {"language": "en"}, "no section “news” in “en”. It has: none"),
        ((SKHCN, good), {"limit": 0}, "at least 1"),
        ((SKHCN, good), {"report": tmp_path / "khong" / "a.csv"}, "no folder"),
        ((SKHCN, "http://cu.vn/rss"), {"host": "khac.vn"}, "leave --host out"),
    ):
        with pytest.raises(CommandError, match=message):
            import_site(*arguments, **options)
    assert nothing_came()


def test_an_export_with_images_asks_where_they_may_be_fetched(world: Any, tmp_path: Path) -> None:
    export = write_wxr(tmp_path / "cu.xml", wxr_item(1, body='<img src="http://cu.vn/a.png">Chữ'))
    with pytest.raises(CommandError, match="Add --host cu.vn .* or --no-files"):
        import_site(SKHCN, export)
    assert nothing_came()
    import_site(SKHCN, export, no_files=True)
    assert ImportBatch.objects.get().pages.count() == 1


def test_a_host_may_be_written_as_an_address(world: Any, tmp_path: Path) -> None:
    with serving() as site:
        export = write_wxr(tmp_path / "cu.xml", wxr_item(1, body=f'Chữ <img src="{site.url}/a.png">'))
        import_site(SKHCN, export, host=f"{site.url}/trang-chu", allow_private=True)
        assert site.asked == ["/a.png"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "message"),
    [
        ("<html><body>Trang chủ</body></html>", "text/html", 200, "is a web page. .*sitemap"),
        (EMPTY, "text/xml", 200, "without any entry"),
        ("<urlset></urlset>", "text/xml", 200, "names no page"),
        ("khong co", "text/plain", 500, "cannot be read: .*HTTP 500"),
        (BOMB.replace("rss", "urlset"), "text/xml", 200, "declares entities"),
        (WXR_HEAD.format(site="http://cu.vn") + "</channel></rss>", "text/xml", 200, "save it first"),
    ],
)
def test_an_address_that_is_no_source(world: Any, body: str, kind: str, status: int, message: str) -> None:
    with serving() as site:
        site.add("/nguon", body, kind, status)
        with pytest.raises(CommandError, match=message):
            import_site(SKHCN, f"{site.url}/nguon", allow_private=True)
    assert nothing_came()


def test_signs_that_no_database_takes_and_texts_that_are_too_long(world: Any, tmp_path: Path) -> None:
    path = tmp_path / "cu.csv"
    rows = [f"Bài số 1 {'x' * 300};Chữ\x00 thường\x08;{'d' * 600}", "Bài số 2;<p>Hai</p>;http://cu.vn/" + "a" * 3000]
    path.write_text("title;body;dia-chi\n" + "\n".join(rows), encoding="utf-8")
    import_site(SKHCN, path, no_files=True)
    first = ArticlePage.objects.get(title__startswith="Bài số 1")
    assert len(first.title) == 255 and "Chữ thường" in str(first.body.get_prep_value())
    assert ArticlePage.objects.filter(title="Bài số 2").exists()


def test_titles_that_are_the_same_get_slugs_of_their_own(world: Any, tmp_path: Path) -> None:
    export = write_wxr(tmp_path / "cu.xml", *(wxr_item(number, title="Bài số trùng") for number in (1, 2, 3)))
    import_site(SKHCN, export)
    slugs = ArticlePage.objects.filter(title="Bài số trùng").order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["bai-so-trung", "bai-so-trung-2", "bai-so-trung-3"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2019-05-08", "2019-05-08T00:00:00+07:00"),
        ("2019-05-08T09:30:00Z", "2019-05-08T09:30:00+00:00"),
        ("Wed, 08 May 2019 09:30:00 +0700", "2019-05-08T09:30:00+07:00"),
        ("08/05/2019", "2019-05-08T00:00:00+07:00"),
        ("08/05/2019 09:30", "2019-05-08T09:30:00+07:00"),
        ("09:30  08/05/2019", "2019-05-08T09:30:00+07:00"),
        ("31/02/2019", ""),
        ("0000-00-00 00:00:00", ""),
        ("hôm qua", ""),
        ("", ""),
    ],
)
def test_dates_as_sites_write_them(text: str, iso: str) -> None:
    found = read_date(text)
    assert (found.isoformat() if found else "") == iso


def test_a_key_that_is_too_long_is_kept_by_its_hash() -> None:
    assert key_of("a" * 500) == "a" * 500
    assert key_of("a" * 501).startswith("sha256:") and key_of("a" * 501) != key_of("a" * 502)
