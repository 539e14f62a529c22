"""`/media/`: a file is served where live content shows it, where it is shared, and to those who serve its agency."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from editorial import services
from tenants.models import PortalDocument, PortalImage
from tests.factories import make_article, portal_get
from tests.isolation.work import BACKEND, HOST, make_document, make_image

# Wagtail leaves the temporary files of renditions to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
OWN, OTHERS = "skhcn.hungyen.localhost", ("hungyen.localhost", "phohien.hungyen.localhost")
ABROAD = ("vinhlong.localhost", "songphu.tambinh.vinhlong.localhost")
EVERYWHERE = (OWN, *OTHERS, *ABROAD, "en.hungyen.localhost")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def status(client: Client, host: str, address: str) -> int:
    answer = portal_get(client, host, address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def addresses(image: PortalImage, document: PortalDocument) -> list[str]:
    """The original, one of its renditions, and the document."""
    return [image.file.url, image.get_rendition("fill-20x20|format-webp").url, document.url]


@pytest.fixture
def files(world: Any) -> tuple[PortalImage, PortalDocument]:
    return make_image(world.skhcn, "Ảnh họp"), make_document(world.skhcn, "Kế hoạch", "ke-hoach.pdf")


def article_with(files: Any, agency: Any, **fields: Any) -> Any:
    image, document = files
    link = f'<p><a linktype="document" id="{document.pk}">Tải về</a></p>'
    return make_article(agency, image=image, body=[("paragraph", link)], **fields)


def test_what_a_draft_shows_is_on_no_portal(world: Any, client: Client, files: Any) -> None:
    article_with(files, world.skhcn, live=False)
    for address in addresses(*files):
        for host in EVERYWHERE:
            assert status(client, host, address) == 404, (host, address)


def test_what_a_live_page_shows_is_on_its_own_portal_only(world: Any, client: Client, files: Any) -> None:
    article_with(files, world.skhcn)
    for address in addresses(*files):
        assert status(client, OWN, address) == 200, address
        for host in (*OTHERS, *ABROAD):
            assert status(client, host, address) == 404, (host, address)


def test_a_new_image_of_a_live_page_waits_for_the_decision(world: Any, client: Client, files: Any) -> None:
    page = article_with(files, world.skhcn)
    newer = make_image(world.skhcn, "Ảnh chưa duyệt", colour="green")
    page.image = newer
    page.save_revision()
    assert status(client, OWN, newer.file.url) == 404
    assert status(client, OWN, files[0].file.url) == 200


def test_what_is_shared_is_on_every_portal_of_the_province(world: Any, client: Client) -> None:
    files = make_image(world.skhcn, "Huy hiệu", shared=True), make_document(world.skhcn, "Mẫu đơn", shared=True)
    for address in addresses(*files):
        for host in (OWN, *OTHERS):
            assert status(client, host, address) == 200, (host, address)
        for host in ABROAD:
            assert status(client, host, address) == 404, (host, address)


def test_a_withdrawn_page_takes_its_files_along(world: Any, client: Client, files: Any) -> None:
    page = article_with(files, world.skhcn)
    head = world.users["board_head_skhcn"]
    services.unpublish(page, actor=head, now=timezone.now(), reason="Sai số liệu")
    for address in addresses(*files):
        assert status(client, OWN, address) == 404, address


def test_on_the_admin_host_only_for_people_of_the_agency(world: Any, files: Any) -> None:
    own_shared = make_image(world.commune, "Ảnh dùng chung", shared=True).file.url
    for user, private, shared in (
        ("author_skhcn", 200, 200),
        ("agency_admin_skhcn", 200, 200),
        ("superuser", 200, 200),
        ("author_commune", 404, 200),
        ("author_songphu", 404, 404),
    ):
        client = Client()
        client.force_login(world.users[user], backend=BACKEND)
        assert {status(client, HOST, address) for address in addresses(*files)} == {private}, user
        assert status(client, HOST, own_shared) == shared, user
    assert {status(Client(), HOST, address) for address in addresses(*files)} == {404}
    abroad = Client()
    abroad.force_login(world.users["author_songphu"], backend=BACKEND)
    for address in (*addresses(*files), own_shared):
        assert status(abroad, "cms.vinhlong.localhost", address) == 404


def test_nginx_is_told_where_the_file_lies(world: Any, client: Client, files: Any, settings: Any) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/_media/"
    article_with(files, world.skhcn)
    answer = portal_get(client, OWN, files[1].url)
    assert answer.headers["X-Accel-Redirect"] == f"/_media/{files[1].file.name}"
    assert answer.content == b""
    assert portal_get(client, "hungyen.localhost", files[1].url).headers.get("X-Accel-Redirect") is None


def test_documents_are_attachments_and_nothing_is_sniffed(world: Any, client: Client, files: Any) -> None:
    article_with(files, world.skhcn)
    for address, kind in ((files[0].file.url, "image/png"), (files[1].url, "application/pdf")):
        answer = portal_get(client, OWN, address)
        b"".join(answer.streaming_content)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Type"] == kind
        assert ("attachment" in answer.headers.get("Content-Disposition", "")) is (kind == "application/pdf")
        assert not answer.cookies


@pytest.mark.parametrize(
    "path",
    [
        "/media/../manage.py",
        "/media/..%2f..%2fmanage.py",
        "/media/images/../../manage.py",
        "/media/%2e%2e/manage.py",
        "/media//etc/passwd",
        "/media/documents/",
        "/media/",
        "/media/images/x%00.png",
    ],
)
def test_no_path_leads_out_of_the_storage(world: Any, client: Client, path: str) -> None:
    insider = Client()
    insider.force_login(world.users["superuser"], backend=BACKEND)
    assert status(client, OWN, path) in {400, 404}
    assert status(insider, HOST, path) in {400, 404}


def test_the_cost_of_a_file_is_fixed(world: Any, client: Client, files: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert status(client, OWN, files[0].file.url) == 200
        return len(queries)

    article_with(files, world.skhcn)
    cost()
    before = cost()
    for _ in range(5):
        article_with(files, world.skhcn)
        make_image(world.commune, "Ảnh khác", colour="blue")
    assert cost() == before <= 6


def test_wagtails_own_doors_to_files_do_not_exist() -> None:
    for urlconf in ("portal.urls", "portal.admin_urls"):
        for name, args in (("wagtaildocs_serve", (1, "x.pdf")), ("wagtailimages_serve", ("sig", 1, "original"))):
            with pytest.raises(NoReverseMatch):
                reverse(name, urlconf=urlconf, args=args)
    client = Client()
    for path in ("/documents/1/tep.pdf", "/documents/authenticate_with_password/1/"):
        assert portal_get(client, OWN, path).status_code == 404
