"""Pictures and files stay as the board decided them, through every door (docs/decisions/0027)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from editorial import services
from portal.adverts.services import act_on_advert
from portal.adverts.transitions import Action
from portal.importing.services import begin
from portal.models import ImportedPage
from portal.models.imports import SourceKind
from tenants.life import close_agency
from tenants.looks import change_look, default_look
from tenants.media_in_use import delete_unkept, kept_among, live_pages_with, why_kept
from tenants.models import PortalDocument, PortalImage
from tenants.references import check_references
from tests.factories import make_article
from tests.isolation.work import Desk, make_document, make_image, picture, text_of
from tests.portal.adverts import DAY, proposed, running
from tests.portal.test_media import article_with
from tests.portal.test_uploads import PDF, sent

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
NEW_NAME = "Danh sách đã đổi"
LIVE, WAITS = "Một trang đã đăng đang dùng nội dung này", "Một bài đang chờ duyệt hoặc chờ đến giờ đăng"


@pytest.fixture
def desk(world: Any, settings: Any, tmp_path: Any) -> Desk:
    settings.MEDIA_ROOT = tmp_path
    return Desk(world.users["agency_admin_skhcn"], "skhcn-hungyen")


@pytest.fixture
def files(desk: Desk, world: Any) -> tuple[PortalImage, PortalDocument]:
    return make_image(world.skhcn, "Ảnh họp"), make_document(world.skhcn, "Kế hoạch", "ke-hoach.pdf")


def as_kept(item: Any) -> tuple[Any, ...]:
    found = type(item)._base_manager.get(pk=item.pk)
    return found.title, found.file.name, found.file.size


def send_files(desk: Desk, image: PortalImage, document: PortalDocument) -> None:
    """Another file at each screen that shows one."""
    desk.post(f"images/{image.pk}/", {"title": image.title, "file": picture("b.png", "blue")})
    desk.post(f"images/multiple/{image.pk}/", {f"image-{image.pk}-file": picture("b.png", "blue")})
    desk.post(f"documents/edit/{document.pk}/", {"title": document.title, "file": sent("b.pdf", PDF)})
    desk.post(f"documents/multiple/{document.pk}/", {f"doc-{document.pk}-file": sent("b.pdf", PDF)})


def rename(desk: Desk, document: PortalDocument, name: str = NEW_NAME) -> list[Any]:
    return [
        desk.post(f"documents/edit/{document.pk}/", {"title": name}),
        desk.post(f"documents/multiple/{document.pk}/", {f"doc-{document.pk}-title": name}),
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


def test_a_stored_file_never_changes_whether_it_is_shown_or_not(desk: Desk, files: Any) -> None:
    before = [as_kept(item) for item in files]
    send_files(desk, *files)
    assert [as_kept(item) for item in files] == before
    for path in (f"images/{files[0].pk}/", f"documents/edit/{files[1].pk}/"):
        shown = text_of(desk.get(path))
        assert "hãy tải lên tệp mới" in shown and 'name="file"' not in shown
    assert files[1].filename in shown and files[1].file.url in shown


@pytest.mark.clause("VL.20.1b", "TB.16.3")
def test_no_door_deletes_or_renames_what_a_live_page_shows(desk: Desk, world: Any, files: Any) -> None:
    article_with(files, world.skhcn)
    before = [as_kept(item) for item in files]
    for answer in rename(desk, files[1]):
        said = text_of(answer)
        assert answer.status_code == 200 and LIVE in said and "Giữ nguyên: Kế hoạch" in said and NEW_NAME in said
    assert [answer.status_code for answer in delete(desk, *files)] == [302, 409, 302, 409]
    assert [as_kept(item) for item in files] == before
    for item in files:
        with pytest.raises(ProtectedError), transaction.atomic():
            item.delete()
        with pytest.raises(ProtectedError), transaction.atomic():
            type(item).objects.filter(pk=item.pk).delete()


@pytest.mark.clause("VL.20.1b")
def test_what_waits_for_the_board_or_its_hour_is_as_it_was_submitted(desk: Desk, world: Any, files: Any) -> None:
    """Also what only the submitted version of a live page refers to, which the index of references does not know."""
    author, head, now = world.users["author_skhcn"], world.users["board_head_skhcn"], timezone.now()
    page = make_article(world.skhcn, title="Bài đã đăng", owner=author)
    link = f'<p><a linktype="document" id="{files[1].pk}">Tải về</a></p>'
    page.body, page.image = [("paragraph", link)], files[0]
    page.go_live_at = now + DAY
    page.save_revision(user=author)
    assert why_kept(files[1]) == "" and rename(desk, files[1])[0].status_code == 302
    services.submit(page, actor=author, now=now)
    assert not live_pages_with(files[1]).exists()
    for stage in ("submitted", "scheduled"):
        assert WAITS in text_of(rename(desk, files[1], "Tên khác")[0]), stage
        assert [answer.status_code for answer in delete(desk, *files)] == [302, 409, 302, 409], stage
        if stage == "submitted":
            services.approve(page, actor=head, now=now)
    assert PortalDocument.objects.get().title == NEW_NAME and PortalImage.objects.exists()


def test_the_same_doors_open_for_what_nobody_is_shown(desk: Desk, world: Any, files: Any) -> None:
    link = f'<p><a linktype="document" id="{files[1].pk}">Tải về</a></p>'
    make_article(world.skhcn, title="Bản nháp", body=[("paragraph", link)], live=False)
    rename(desk, files[1])
    assert PortalDocument.objects.get().title == NEW_NAME
    delete(desk, *files)
    assert not PortalImage.objects.exists() and not PortalDocument.objects.exists()


def test_the_reason_is_said_and_leads_to_where_it_is_used(desk: Desk, world: Any, files: Any) -> None:
    page = article_with(files, world.skhcn)
    image, document = files
    assert LIVE in text_of(desk.get(f"documents/edit/{document.pk}/"))
    asked = desk.get(f"images/{image.pk}/delete/")
    assert asked.status_code == 302
    shown = text_of(desk.client.get(asked.headers["Location"], headers={"host": desk.host}))
    assert page.title in shown and f"Ảnh họp: {LIVE}" in shown
    services.unpublish(page, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Sai số liệu")
    assert desk.post(f"documents/delete/{document.pk}/").status_code == 302
    assert not PortalDocument.objects.exists()


def test_all_that_does_not_change_what_readers_are_told_is_still_the_agencys_own(
    desk: Desk, world: Any, files: Any
) -> None:
    """As a browser sends the form: without the fields that are closed."""
    article_with(files, world.skhcn)
    image, document = files
    focus = {f"focal_point_{name}": 9 for name in ("x", "y", "width", "height")}
    words = {"title": "Ảnh họp báo", "alt_text": "Người họp", "tags": "họp", "shared": "on"}
    assert desk.post(f"images/{image.pk}/", words | focus).status_code == 302
    assert desk.post(f"documents/edit/{document.pk}/", {"tags": "2026", "shared": "on"}).status_code == 302
    image.refresh_from_db()
    document.refresh_from_db()
    assert (image.title, image.alt_text, image.shared, image.focal_point_x) == ("Ảnh họp báo", "Người họp", True, 9)
    assert document.shared and document.title == "Kế hoạch" and list(document.tags.names()) == ["2026"]


def test_what_another_portal_shows_is_kept_for_it_and_the_owner_learns_whom_to_ask(
    desk: Desk, world: Any, files: Any
) -> None:
    image = files[0]
    PortalImage.objects.filter(pk=image.pk).update(shared=True)
    page = make_article(world.commune, title="Tin của phường", body=[("image", {"image": image, "caption": ""})])
    assert desk.post(f"images/{image.pk}/delete/").status_code == 302
    shown = text_of(desk.get(f"images/usage/{image.pk}/"))
    assert f"khác đang dùng nội dung này: {world.commune.name}." in shown and page.title not in shown
    close_agency(world.commune, actor=None, now=timezone.now(), reason="Bị đóng, có thể mở lại")
    assert why_kept(image)


def test_texts_of_others_that_wait_are_read_whoever_asks_and_in_one_query_each_kind(
    desk: Desk, world: Any, files: Any, django_assert_max_num_queries: Any
) -> None:
    """Their covers are not visible in the agency one works in; the number of a file may stand in them by chance."""
    document, now = files[1], timezone.now()
    for number in range(4):
        title = f"Số {document.pk} năm nay, bài {number}"
        cover = make_image(world.commune, f"Bìa {number}")
        waits = make_article(world.commune, title=title, summary=title, live=False, image=cover)
        waits.save_revision(user=world.users["author_commune"])
        services.submit(waits, actor=world.users["author_commune"], now=now)
    assert rename(desk, document)[0].status_code == 302
    with django_assert_max_num_queries(5):
        assert why_kept(document) == ""
    assert desk.post(f"documents/delete/{document.pk}/").status_code == 302
    assert not PortalDocument.objects.exists()


def test_a_number_that_is_no_key_harms_no_screen(desk: Desk, world: Any, files: Any) -> None:
    """Thousands of digits in a text that waits, in another agency's too, or as the key in a link."""
    document, digits, author = files[1], "9" * 5000, world.users["author_commune"]
    body = [("paragraph", f'<p>{document.pk} {digits} <a linktype="document" id="{digits}">x</a></p>')]
    waits = make_article(world.commune, title="Dãy số", body=body, live=False)
    check_references(waits)
    waits.save_revision(user=author)
    services.submit(waits, actor=author, now=timezone.now())
    assert rename(desk, document)[0].status_code == 302 and why_kept(document) == ""


def test_imported_drafts_are_accepted_with_the_files_that_the_board_saw(world: Any, desk: Desk, files: Any) -> None:
    page = article_with(files, world.skhcn, live=False)
    source = {"kind": SourceKind.FEED, "source": "https://cu.example.vn/", "host": "cu.example.vn", "found": 1}
    batch = begin(world.skhcn, **source, actor=None, now=timezone.now())
    ImportedPage.objects.create(agency=world.skhcn, batch=batch, key="1", title=page.title, page=page)
    type(page).objects.filter(pk=page.pk).update(latest_revision=None)  # as drafts come in
    assert WAITS in text_of(rename(desk, files[1])[0])
    assert kept_among(PortalImage, [files[0].pk]) == {files[0].pk}


def test_the_words_of_a_portals_banner_stay(world: Any, desk: Desk, files: Any) -> None:
    look = default_look(world.skhcn)
    look.banner = files[0]
    change_look(world.skhcn, look, actor=None, now=timezone.now())
    said = text_of(desk.post(f"images/{files[0].pk}/", {"title": "Băng", "alt_text": NEW_NAME}))
    assert NEW_NAME in said and "ảnh đầu trang chủ" in said
    assert PortalImage.objects.get().alt_text == ""


@pytest.mark.clause("TB.16.3")
def test_an_adverts_picture_and_its_words_are_kept_from_proposal_to_end(desk: Desk, world: Any, files: Any) -> None:
    image = files[0]
    advert = proposed(world.skhcn, image=image)
    answer = desk.post(f"images/{image.pk}/", {"title": image.title, "alt_text": NEW_NAME})
    assert "quảng cáo" in text_of(answer) and NEW_NAME in text_of(answer)
    assert [answer.status_code for answer in delete(desk, *files)[:2]] == [302, 409]
    advert = act_on_advert(advert, Action.APPROVE, actor=None, now=timezone.now())
    assert "quảng cáo" in why_kept(image)
    act_on_advert(advert, Action.END, actor=None, now=timezone.now())
    assert why_kept(image) == ""


def test_a_sweep_leaves_what_is_kept_and_asks_the_same_for_any_number(
    desk: Desk, world: Any, django_assert_num_queries: Any
) -> None:
    kept = make_image(world.skhcn, "Quảng cáo")
    running(world.skhcn, image=kept)
    shown = [make_document(world.skhcn, f"Tệp {number}", f"{number}.pdf") for number in range(3)]
    for document in shown:
        article_with((None, document), world.skhcn, title=document.title)
    keys = {document.pk for document in shown}
    with django_assert_num_queries(4):
        assert kept_among(PortalDocument, [*keys, 10**6]) == keys
    for title in ("Một", "Hai"):
        make_image(world.skhcn, title)
    delete_unkept(PortalImage._base_manager.filter(agency=world.skhcn))
    assert PortalImage.objects.get() == kept
