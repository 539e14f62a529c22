"""What published pages show of pictures and files stays as the board decided it, through every door (decision 0027)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from editorial import services
from portal.adverts.services import act_on_advert
from portal.adverts.transitions import Action
from tenants.media_in_use import kept_as_it_is
from tenants.models import PortalDocument, PortalImage
from tests.factories import make_article
from tests.isolation.work import Desk, make_document, make_image, picture, text_of
from tests.portal.adverts import running
from tests.portal.test_media import article_with
from tests.portal.test_uploads import PDF, sent

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
OTHERS_TITLE = "Danh sách đã đổi"


@pytest.fixture
def desk(world: Any, settings: Any, tmp_path: Any) -> Desk:
    settings.MEDIA_ROOT = tmp_path
    return Desk(world.users["agency_admin_skhcn"], "skhcn-hungyen")


@pytest.fixture
def files(desk: Desk, world: Any) -> tuple[PortalImage, PortalDocument]:
    return make_image(world.skhcn, "Ảnh họp"), make_document(world.skhcn, "Kế hoạch", "ke-hoach.pdf")


def as_kept(item: Any) -> tuple[Any, ...]:
    found = type(item)._base_manager.get(pk=item.pk)
    return found.title, found.file.name, getattr(found, "alt_text", ""), found.file.size


def exchange(desk: Desk, image: PortalImage, document: PortalDocument) -> list[Any]:
    """Another file and other words, at each screen that takes them."""
    return [
        desk.post(f"images/{image.pk}/", {"title": image.title, "file": picture("b.png", "blue")}),
        desk.post(f"images/{image.pk}/", {"title": OTHERS_TITLE}),
        desk.post(f"images/{image.pk}/", {"title": image.title, "alt_text": OTHERS_TITLE}),
        desk.post(f"images/multiple/{image.pk}/", {f"image-{image.pk}-title": OTHERS_TITLE}),
        desk.post(f"documents/edit/{document.pk}/", {"title": document.title, "file": sent("b.pdf", PDF)}),
        desk.post(f"documents/edit/{document.pk}/", {"title": OTHERS_TITLE}),
        desk.post(f"documents/multiple/{document.pk}/", {f"doc-{document.pk}-title": OTHERS_TITLE}),
    ]


def delete(desk: Desk, image: PortalImage, document: PortalDocument) -> list[Any]:
    answers = []
    for path in (
        f"images/{image.pk}/delete/",
        f"images/multiple/{image.pk}/delete/",
        f"documents/delete/{document.pk}/",
        f"documents/multiple/{document.pk}/delete/",
    ):
        with transaction.atomic():
            answers.append(desk.post(path))
    return answers


@pytest.mark.clause("VL.20.1b", "TB.16.3")
def test_no_door_changes_what_a_live_page_shows(desk: Desk, world: Any, files: Any) -> None:
    article_with(files, world.skhcn)
    before = [as_kept(item) for item in files]
    for answer in exchange(desk, *files):
        assert answer.status_code == 200 and "Các trang đã đăng" in text_of(answer), answer.request["PATH_INFO"]
    statuses = [answer.status_code for answer in delete(desk, *files)]
    assert statuses == [302, 409, 302, 409]
    assert [as_kept(item) for item in files] == before
    for item in files:
        with pytest.raises(ProtectedError), transaction.atomic():
            item.delete()
        with pytest.raises(ProtectedError), transaction.atomic():
            type(item).objects.filter(pk=item.pk).delete()


def test_the_same_doors_open_for_what_no_live_page_shows(desk: Desk, world: Any, files: Any) -> None:
    link = f'<p><a linktype="document" id="{files[1].pk}">Tải về</a></p>'
    make_article(world.skhcn, title="Bản nháp", body=[("paragraph", link)], live=False)
    for answer in exchange(desk, *files):
        assert "Các trang đã đăng" not in text_of(answer)
    assert [PortalImage.objects.get().title, PortalDocument.objects.get().title] == [OTHERS_TITLE] * 2
    delete(desk, *files)
    assert not PortalImage.objects.exists() and not PortalDocument.objects.exists()


def test_the_reason_is_said_and_leads_to_where_it_is_used(desk: Desk, world: Any, files: Any) -> None:
    page = article_with(files, world.skhcn)
    image, document = files
    for path in (f"images/{image.pk}/", f"documents/edit/{document.pk}/"):
        assert "Các trang đã đăng" in text_of(desk.get(path))
    asked = desk.get(f"images/{image.pk}/delete/")
    assert asked.status_code == 302
    shown = text_of(desk.client.get(asked.headers["Location"], headers={"host": desk.host}))
    assert world.skhcn.name in shown and page.title in shown and "Ảnh họp: Các trang đã đăng" in shown
    services.unpublish(page, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Sai số liệu")
    assert desk.post(f"documents/delete/{document.pk}/").status_code == 302
    assert not PortalDocument.objects.exists()


def test_tags_sharing_and_focus_are_still_the_agencys_own(desk: Desk, world: Any, files: Any) -> None:
    """As a browser sends the form: without the fields that are closed."""
    article_with(files, world.skhcn)
    image, document = files
    focus = {f"focal_point_{name}": 9 for name in ("x", "y", "width", "height")}
    assert desk.post(f"images/{image.pk}/", {"tags": "họp", "shared": "on"} | focus).status_code == 302
    assert desk.post(f"documents/edit/{document.pk}/", {"tags": "kế hoạch", "shared": "on"}).status_code == 302
    image.refresh_from_db()
    document.refresh_from_db()
    assert image.shared and document.shared and image.focal_point_x == 9 and image.title == "Ảnh họp"
    assert list(image.tags.names()) == ["họp"] and document.title == "Kế hoạch" and document.file


@pytest.mark.clause("VL.9.2")
def test_what_another_portal_shows_is_kept_for_it_and_the_owner_learns_whom_to_ask(
    desk: Desk, world: Any, files: Any
) -> None:
    image = files[0]
    PortalImage.objects.filter(pk=image.pk).update(shared=True)
    make_article(world.commune, title="Tin của phường", image=image)
    assert world.commune.name in kept_as_it_is(image)
    assert desk.post(f"images/{image.pk}/delete/").status_code == 302
    shown = text_of(desk.get(f"images/usage/{image.pk}/"))
    assert world.commune.name in shown and "Tin của phường" not in shown
    assert PortalImage.objects.filter(pk=image.pk).exists()


@pytest.mark.clause("TB.8")
def test_an_adverts_picture_is_kept_until_it_has_ended(desk: Desk, world: Any, files: Any) -> None:
    image = files[0]
    advert = running(world.skhcn, image=image)
    assert "quảng cáo" in text_of(desk.post(f"images/{image.pk}/", {"title": OTHERS_TITLE}))
    assert [answer.status_code for answer in delete(desk, *files)[:2]] == [302, 409]
    act_on_advert(advert, Action.END, actor=None, now=timezone.now())
    assert kept_as_it_is(image) == ""


def test_asking_costs_one_query_for_files_and_two_for_images(
    files: Any, world: Any, django_assert_num_queries: Any
) -> None:
    image, document = files
    assert kept_as_it_is(image) == kept_as_it_is(document) == ""
    with django_assert_num_queries(2):
        kept_as_it_is(image)
    for number in range(4):
        article_with(files, world.skhcn, title=f"Bài {number}")
    with django_assert_num_queries(1):
        assert kept_as_it_is(document)
