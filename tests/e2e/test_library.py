"""An author keeps the agency's pictures and files: lists, uploads, what uses them, and a page's history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from editorial import services
from tests.e2e.test_article import CMS, WORK, picture
from tests.e2e.window import Window
from tests.factories import make_article
from tests.isolation.work import make_document, make_image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_pictures_and_files_are_kept_by_their_authors(open_window: Callable[..., Window], world: Any) -> None:
    image, file = make_image(world.skhcn, "Phòng thí nghiệm"), make_document(world.skhcn, "Mẫu đơn", "mau-don.pdf")
    article = make_article(world.skhcn, title="Mở cửa phòng thí nghiệm", image=image, owner=world.users["author_skhcn"])
    author = open_window()
    page = author.page
    author.sign_in(CMS, "author_skhcn")
    author.look()
    author.go(CMS, f"{WORK}images/")
    expect(page.get_by_text(image.title).first).to_be_visible()
    author.look("images")
    author.follow(lambda: page.locator("a[href$='/images/multiple/add/']").first.click())
    page.locator("#fileupload").set_input_files([picture()])  # type: ignore[list-item]
    title = page.locator("#upload-list [name$='-title']")
    expect(title).to_have_value("lop-hoc")
    title.fill("Lớp học chữ ký số")
    author.look("image-upload")
    page.locator("#upload-list form [type=submit]").click()
    expect(page.locator("main [role=status]")).to_contain_text("Đã cập nhật hình ảnh")
    author.go(CMS, f"{WORK}images/?q=lop+hoc+chu+ky")
    expect(page.locator("#listing-results")).to_contain_text("Lớp học chữ ký số")
    author.go(CMS, f"{WORK}images/{image.pk}/")
    author.look("image", names="byte")
    author.follow(lambda: page.locator("a[href*='/images/usage/']").first.click())
    expect(page.get_by_text(article.title)).to_be_visible()
    author.look("image-usage")
    author.go(CMS, f"{WORK}documents/")
    expect(page.get_by_text(file.title).first).to_be_visible()
    author.look("documents")
    author.follow(lambda: page.locator("a[href$='/documents/multiple/add/']").first.click())
    document = {"name": "huong-dan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("#fileupload").set_input_files([document])  # type: ignore[list-item]
    expect(page.locator("#upload-list [name$='-title']")).to_have_value("huong-dan")
    author.look("document-upload")
    author.go(CMS, f"{WORK}documents/edit/{file.pk}/")
    author.look("document", names="byte")


def test_a_page_tells_its_history_and_its_way_through_the_board(open_window: Callable[..., Window], world: Any) -> None:
    author_of = world.users["author_skhcn"]
    article = make_article(world.skhcn, title="Hội nghị khoa học", live=False, owner=author_of)
    article.save_revision(user=author_of)
    author = open_window()
    page = author.page
    author.sign_in(CMS, "author_skhcn")
    author.look()
    for screen in ("edit", "history", "usage", "workflow_history"):
        author.go(CMS, f"{WORK}pages/{article.pk}/{screen}/")
        author.look(f"page-{screen}")
    services.submit(article, actor=author_of, now=timezone.now())
    author.go(CMS, f"{WORK}pages/{article.pk}/workflow_history/")
    author.follow(lambda: page.locator("main a[href*='/workflow_history/detail/']").first.click())
    author.look("page-workflow")
    author.go(CMS, f"{WORK}regulation/")
    author.look("regulation", names="portal domain mili hungyen.gov.vn en.hungyen.gov.vn ipv")
