"""Only the given host is fetched, never an address inside the network, and never without a limit."""

from __future__ import annotations

import gzip
import socket
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from PIL import Image

from portal.importing import fetch
from portal.importing.fetch import Fetcher, is_public, unpacked
from portal.importing.files import check_document
from portal.importing.source import Unreadable
from portal.models import ArticlePage, ImportBatch, ImportProblem
from tenants.models import PortalDocument, PortalImage
from tests.portal.former_site import import_site, png, serving, write_wxr, wxr_item

SKHCN = "skhcn-hungyen"
INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "192.168.0.1",
    "172.16.0.9",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_the_network_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.162.0.11", "2001:4860:4860::8888"])
def test_a_public_address_is_known(address: str) -> None:
    assert is_public(address)


def test_only_the_host_is_fetched() -> None:
    fetcher = Fetcher("cu.hungyen.gov.vn")
    for good in ("http://cu.hungyen.gov.vn/a", "https://CU.hungyen.gov.vn./a", "https://cu.hungyen.gov.vn:443/a"):
        assert fetcher.may_fetch(good), good
    for bad in (
        "http://hungyen.gov.vn/",
        "http://x.cu.hungyen.gov.vn/",
        "http://cu.hungyen.gov.vn.x.vn/",
        "http://cu.hungyen.gov.vn@x.vn/",
        "http://cu.hungyen.gov.vn:6379/",
        "http://cu.hungyen.gov.vn:99999/",
        "ftp://cu.hungyen.gov.vn/",
        "file:///etc/passwd",
        "//cu.hungyen.gov.vn/",
        "http://[cu/",
    ):
        assert not fetcher.may_fetch(bad), bad
        with pytest.raises(Unreadable):
            fetcher.get(bad)


def resolver(monkeypatch: Any, *answers: list[str]) -> list[str]:
    """The name server gives these answers one after the other; returns what was asked."""
    asked: list[str] = []
    left = list(answers)

    def getaddrinfo(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        asked.append(host)
        addresses = left.pop(0) if host == "cu.vn" else [host]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("addresses", [["10.0.0.5"], ["8.8.8.8", "127.0.0.1"]])
def test_a_name_that_leads_inside_is_refused(monkeypatch: Any, addresses: list[str]) -> None:
    resolver(monkeypatch, addresses)
    with pytest.raises(Unreadable, match="inside the network") as refused:
        Fetcher("cu.vn").get("http://cu.vn/")
    assert refused.value.kind == "not_allowed"


def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(monkeypatch: Any) -> None:
    with serving() as site:
        port = int(site.host.rpartition(":")[2])
        site.add("/a", "một")
        site.add("/b", "hai")
        asked = resolver(monkeypatch, ["127.0.0.1"], ["10.9.9.9"])
        fetcher = Fetcher(f"cu.vn:{port}", allow_private=True)
        assert fetcher.get(f"http://cu.vn:{port}/a")[0].decode() == "một"
        assert fetcher.get(f"http://cu.vn:{port}/b")[0].decode() == "hai"
    assert asked.count("cu.vn") == 1
    assert set(asked) == {"cu.vn", "127.0.0.1"}


def test_a_redirect_stays_on_the_host() -> None:
    with serving() as site, serving() as other:
        other.add("/x", "bí mật")
        site.add("/dich", "đến nơi")
        site.redirect("/cung", "/dich")
        site.redirect("/khac", f"{other.url}/x")
        site.redirect("/file", "file:///etc/passwd")
        site.redirect("/vong", "/vong")
        fetcher = Fetcher(site.host, allow_private=True)
        data, address = fetcher.get(f"{site.url}/cung")
        assert (data.decode(), address) == ("đến nơi", f"{site.url}/dich")
        for path, kind in (("/khac", "not_allowed"), ("/file", "not_allowed"), ("/vong", "not_answered")):
            with pytest.raises(Unreadable) as refused:
                fetcher.get(f"{site.url}{path}")
            assert refused.value.kind == kind, path
        assert other.asked == []


def test_size_and_time_have_a_limit(monkeypatch: Any) -> None:
    with serving() as site:
        site.add("/to", b"x" * 3000)
        site.answers["/nen"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"x"))

        def slow() -> Any:
            time.sleep(0.4)
            return 200, {}, b"x"

        site.answers["/cham"] = slow
        fetcher = Fetcher(site.host, allow_private=True)
        with pytest.raises(Unreadable) as refused:
            fetcher.get(f"{site.url}/to", limit=2999)
        assert refused.value.kind == "too_large"
        assert len(fetcher.get(f"{site.url}/to", limit=3000)[0]) == 3000
        with pytest.raises(Unreadable, match="packed"):
            fetcher.get(f"{site.url}/nen")
        monkeypatch.setattr(fetch, "ANSWER_SECONDS", 0.1)
        with pytest.raises(Unreadable, match="Timeout"):
            fetcher.get(f"{site.url}/cham")
        monkeypatch.setattr(fetch, "ANSWER_SECONDS", 5.0)
        monkeypatch.setattr(fetch, "WHOLE_SECONDS", 0.2)
        with pytest.raises(Unreadable, match="slower"):
            fetcher.get(f"{site.url}/cham")


def test_what_unpacks_to_too_much_is_refused() -> None:
    bomb = gzip.compress(b"\x00" * 10_000_000)
    with pytest.raises(Unreadable) as refused:
        unpacked(bomb, limit=1_000_000)
    assert refused.value.kind == "too_large"
    with pytest.raises(Unreadable):
        unpacked(b"\x1f\x8bkhong phai gzip")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"<html></html>"),
        ("a.docx", b"%PDF-1.4"),
        ("a.exe", b"MZ"),
        ("a.html", b"<html></html>"),
        ("a.txt", b"MZ\x00\x00"),
        ("a.csv", png()),
        ("a.pdf", b""),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable):
        check_document(f"http://cu.vn/{name}", data)


@pytest.mark.django_db
def test_bad_images_and_files_are_reported_and_the_text_still_comes(world: Any, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    with serving() as site, serving() as other:
        other.add("/theo-doi.png", png(), "image/png")
        site.add("/gia.png", "<script>alert(1)</script>", "image/png")
        site.add("/hinh.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "image/svg+xml")
        site.add("/gia.pdf", "<html></html>", "application/pdf")
        site.add("/cu.doc", b"\xd0\xcf\x11\xe0", "application/msword")
        site.redirect("/chuyen.png", f"{other.url}/theo-doi.png")
        images = "".join(
            f"<img src='{address}'>"
            for address in (f"{site.url}/gia.png", f"{site.url}/hinh.svg", f"{site.url}/chuyen.png",
                            f"{other.url}/theo-doi.png", f"{site.url}/mat.png", "data:image/png;base64,AAAA")
        )  # fmt: skip
        body = (
            f"<p>Chữ còn lại</p>{images}<p><a href='{site.url}/gia.pdf'>Tệp</a> <a href='{site.url}/cu.doc'>Cũ</a></p>"
        )
        export = write_wxr(tmp_path / "cu.xml", wxr_item(1, body=body), site=site.url)
        import_site(SKHCN, export, host=site.host, allow_private=True)
        assert other.asked == []
        kept = f'<a href="{site.url}/gia.pdf">Tệp</a>'
    assert not PortalImage.objects.exists() and not PortalDocument.objects.exists()
    page = ArticlePage.objects.get(title="Bài số 1")
    assert "Chữ còn lại" in str(page.body.get_prep_value()) and kept in page.body[0].value.source
    kinds = sorted(ImportProblem.objects.values_list("kind", flat=True))
    assert kinds == ["bad_file"] * 4 + ["not_allowed"] * 2 + ["not_answered"]


@pytest.mark.django_db
def test_an_image_that_unpacks_to_too_much_is_reported(world: Any, tmp_path: Path) -> None:
    data = BytesIO()
    Image.new("1", (20_000, 20_000)).save(data, "PNG")
    with serving() as site:
        site.add("/bom.png", data.getvalue(), "image/png")
        export = write_wxr(tmp_path / "cu.xml", wxr_item(1, body=f'Chữ <img src="{site.url}/bom.png">'), site=site.url)
        import_site(SKHCN, export, host=site.host, allow_private=True)
    assert not PortalImage.objects.exists()
    assert ImportProblem.objects.get().kind == "bad_file"


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["http://127.0.0.1:9/rss", "http://localhost:9/rss", "http://[::1]:9/rss"])
def test_a_site_inside_the_network_needs_the_operators_word(world: Any, source: str) -> None:
    with pytest.raises(CommandError, match="inside the network"):
        import_site(SKHCN, source)
    assert not ImportBatch.objects.exists()
