"""Pictures are made by a job once a text is live, never while somebody reads; pages show them without a query more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from portal.celery import app
from portal.pictures import AT_WORK, OF_PAGES, make_missing, make_pictures, specs_of
from tenants.hosts import forget_hosts
from tenants.looks import change_look
from tenants.models import Agency, Look, PortalImage, PortalRendition
from tests.factories import make_article, portal_get
from tests.isolation.work import make_image

pytestmark = pytest.mark.django_db
HOST, OTHER = "skhcn.hungyen.localhost", "phohien.hungyen.localhost"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def eager() -> Iterator[None]:
    """What is put into the queue is done at once."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def photo(agency: Agency, title: str, size: tuple[int, int] = (900, 600)) -> PortalImage:
    data = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(data, "JPEG")
    file = ImageFile(BytesIO(data.getvalue()), name=f"{title}.jpg")
    return PortalImage.objects.create(title=title, file=file, collection=agency.collection, agency=agency)


def html_of(client: Client, path: str) -> tuple[str, int]:
    """What readers see, without what the head tells machines; and its cost."""
    forget_hosts()
    with CaptureQueriesContext(connection) as queries:
        answer = portal_get(client, HOST, path)
    assert answer.status_code == 200
    return answer.content.decode().partition("<body")[2], len(queries)


def addresses(html: str) -> set[str]:
    return set(re.findall(r"/media/[^\s\"]+", html))


def get_file(client: Client, host: str, address: str) -> tuple[int, str, bytes]:
    answer = portal_get(client, host, address)
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, answer.headers["Content-Type"], data


@pytest.mark.clause("VL.3.1")
def test_a_page_shows_the_original_until_the_job_has_made_its_pictures(world: Any, client: Client) -> None:
    first, second, third = (photo(world.skhcn, name) for name in ("mot", "hai", "ba"))
    page = make_article(world.skhcn, image=first, body=[("image", {"image": second, "alt_text": "Cầu & phà"})])
    paths = ("/", page.url, page.get_parent().url)
    html_of(client, "/")  # fills what Django remembers for good
    before = {path: html_of(client, path) for path in paths}
    assert not PortalRendition.objects.exists()
    for html, _cost in before.values():
        assert "<source" not in html and f'src="{first.file.url}" width="900"' in html

    assert make_missing(timezone.now()) == f"{2 * len(specs_of(OF_PAGES))} made"
    after = {path: html_of(client, path) for path in paths}
    for path, (html, cost) in after.items():
        assert first.file.url not in html and 'type="image/avif"' in html and ".webp 720w" in html or path != page.url
        assert cost == before[path][1], path
        for address in addresses(html):
            status, kind, data = get_file(client, HOST, address)
            assert (status, kind) == (200, f"image/{address.rsplit('.', 1)[1]}")
            assert Image.open(BytesIO(data)).format == kind.split("/")[1].upper()
            assert get_file(client, OTHER, address)[0] == 404
    assert 'alt="Cầu &amp; phà"' in after[page.url][0]
    assert Image.open(BytesIO(get_file(client, HOST, _widest(after["/"][0]))[2])).width == 900

    body = [("image", {"image": image, "alt_text": ""}) for image in (second, third, second)]
    more = make_article(world.skhcn, image=first, body=body)
    make_missing(timezone.now())
    html, cost = html_of(client, more.url)
    assert cost == html_of(client, page.url)[1] and html.count("<picture>") == 4
    assert make_missing(timezone.now()) == ""


def _widest(html: str) -> str:
    return re.findall(r"(/media/\S+\.avif) 900w", html)[0]


def test_only_what_readers_see_has_pictures_and_what_is_broken_does_not_stop_the_rest(world: Any) -> None:
    draft, broken, gone, live = (photo(world.skhcn, name) for name in ("nhap", "hong", "mat", "that"))
    make_article(world.skhcn, image=draft, live=False)
    for image in (live, broken, gone):
        make_article(world.skhcn, image=image)
    Path(broken.file.path).write_bytes(Path(broken.file.path).read_bytes()[:900])
    Path(gone.file.path).unlink()
    assert make_pictures() == (len(specs_of(OF_PAGES)), False)
    assert set(PortalRendition.objects.values_list("image", flat=True)) == {live.pk}
    assert make_pictures() == (0, False)


def test_one_process_at_a_time_works_for_a_while_and_tells_that_there_is_more(world: Any) -> None:
    make_article(world.skhcn, image=photo(world.skhcn, "mot"))
    cache.set(AT_WORK, True)
    assert make_pictures() == (0, True)
    cache.delete(AT_WORK)
    assert make_pictures(seconds=-1) == (0, True)
    assert make_pictures() == (len(specs_of(OF_PAGES)), False)


def test_publications_and_looks_ask_for_pictures_once_they_are_committed(
    world: Any, client: Client, eager: None, django_capture_on_commit_callbacks: Any
) -> None:
    logo, banner = make_image(world.skhcn, "Huy hiệu"), photo(world.skhcn, "bang", (1600, 500))
    with django_capture_on_commit_callbacks(execute=True):
        change_look(world.skhcn, Look(theme="tim", logo=logo, banner=banner), actor=None, now=timezone.now())
        assert not PortalRendition.objects.exists()
    html, _cost = html_of(client, "/")
    assert len(addresses(html)) == 5 and all("fill-" in name or "max-" in name for name in addresses(html))
    other = make_article(world.skhcn, image=photo(world.skhcn, "hai"))
    with django_capture_on_commit_callbacks(execute=True):
        page = make_article(world.skhcn, image=photo(world.skhcn, "mot"))
    assert page.image.renditions.count() == len(specs_of(OF_PAGES)) and not other.image.renditions.exists()
