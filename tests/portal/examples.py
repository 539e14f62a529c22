"""One example or more of every public page, for the tests that look at all of them: markup, axe, widths, no script.

A new page type or a new named route gets one function here; tests/portal/test_markup.py fails until it has one.

    @example("portal.ArticlePage")
    def article(world):
        return shown(make_article(world.hungyen))

    @example("qa_inbox:ask")
    def ask(world):
        return Example(world.host("skhcn"), "/hoi-dap/gui/")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from editorial import services
from editorial.models import EditorialPage
from portal.catalogue import listable_kinds
from portal.demo.content import Item, load
from portal.demo.items import build_items
from portal.models import Alert, ContentPage, Place, SectionPage
from portal.models.alerts import Severity
from portal.urls import portal_urls
from qa_inbox import urls as qa_inbox_urls
from qa_inbox.tokens import confirm_token
from tenants.domains import plain
from tenants.hosts import forget_hosts
from tenants.models import Agency, AgencyState, BasePage
from tests.factories import make_article
from tests.isolation.work import make_document, make_image
from tests.portal.adverts import running
from tests.portal.pictures import draw_small
from tests.qa_inbox.factories import bring_to, make_question
from tests.tenants.requests import filed


@dataclass(frozen=True)
class Example:
    """What a reader's browser asks for; `posted`: an empty form was sent.

    `names`: words on it that are not of its language (tests/e2e/language.py). `kind`: what it is an example of.
    """

    host: str
    path: str = "/"
    status: int = 200
    names: str = ""
    posted: bool = False
    kind: str = ""

    @property
    def label(self) -> str:
        """A file name of its own: `portal.ArticlePage-hungyen-tin-tuc`."""
        words = f"{self.kind} {self.host.removesuffix('.localhost')} {self.path} {'posted' if self.posted else ''}"
        return "-".join(plain(words).replace("?", " ").replace("/", " ").replace(":", ".").split())[:120]


Made = Example | list[Example]
EXAMPLES: dict[str, Callable[[Any], Made]] = {}
WITHOUT_ADDRESS = {"portal.ProvinceFolder"}
NO_PAGES = {f"portal:{name}" for name in ("feed", "kind_feed", "section_feed", "ics", "sitemap", "sitemap_part")}
NO_PAGES |= {"portal:robots", "portal:security_txt", "portal:suggest", "qa_inbox:challenge"}
NO_PAGES |= {"portal:visit", "portal:visit_image"}
"""Named routes that answer no HTML."""


def example(kind: str) -> Callable[[Callable[[Any], Made]], Callable[[Any], Made]]:
    """Registers what shows a page type ("app.Model"), a named route ("namespace:name") or anything else of its own."""

    def register(make: Callable[[Any], Made]) -> Callable[[Any], Made]:
        assert kind not in EXAMPLES, kind
        EXAMPLES[kind] = make
        return make

    return register


def shown(page: BasePage, **details: Any) -> Example:
    """The example of a live page."""
    host, path = page.get_full_url().partition("://")[2].split("/", 1)
    return Example(host.partition(":")[0], f"/{path}", **details)


def kinds() -> set[str]:
    """Everything that must have an example: page types that have an address, and named routes that answer HTML."""
    types = {model._meta.label for model in apps.get_models() if issubclass(model, EditorialPage)}
    named = (("portal", portal_urls[0]), ("qa_inbox", qa_inbox_urls.urlpatterns))
    routes = {f"{space}:{route.name}" for space, found in named for route in found}
    return types - WITHOUT_ADDRESS | routes - NO_PAGES


def make_all(world: Any) -> Iterator[Example]:
    """Makes what is to be seen, in the world's database, and tells where it is. MEDIA_ROOT must be a scratch folder."""
    for kind, make in EXAMPLES.items():
        made = make(world)
        for found in made if isinstance(made, list) else [made]:
            yield replace(found, kind=found.kind or kind)


def types_of_live_pages() -> set[str]:
    """Page types that the world's portals show."""
    pages = BasePage.objects.live().filter(depth__gte=BasePage.HOME_DEPTH)
    return {page.specific_class._meta.label for page in pages if page.specific_class}


@example("portal.ArticlePage")
def article(world: Any) -> Made:
    """With everything that an article can hold; and one with nothing but its text."""
    image = make_image(world.hungyen, "Cánh đồng lúa", alt_text="Lúa chín ở xã Tiên Lữ")
    source = "https://baohungyen.example.vn/"
    taken = {"source_name": "Báo Hưng Yên", "source_url": source, "original_date": timezone.now().date()}
    full = make_article(
        world.hungyen,
        title="Tỉnh “vượt lũ”, giữ <đê> & giữ làng",
        summary="Các địa phương trực đê suốt đêm.",
        author_name="Nguyễn Thị Sen",
        source_name="Báo Hưng Yên",
        source_url=source,
        original_date=timezone.now().date(),
        image=image,
        image_alt="Người dân đắp đê",
        image_caption="Đắp đê trong đêm",
        body=[
            ("heading", "Trực đê"),
            ("paragraph", "<p>Nước lên <b>nhanh</b>.</p><ul><li>Xã</li><li>Phường</li></ul>"),
            ("quote", {"text": "Không để dân thiếu ăn.", "attribution": "Chủ tịch tỉnh", **taken}),
            ("image", {"image": image, "alt_text": "Lúa chín", "caption": "Lúa ở Tiên Lữ"}),
            ("document", make_document(world.hungyen, "Công điện số 12")),
        ],
    )
    return [shown(full), shown(make_article(world.skhcn, title="Sở thông báo lịch nghỉ"))]


@example("portal.SectionPage")
def section(world: Any) -> Made:
    """One with articles over two pages, and one that is empty."""
    for number in range(13):
        make_article(world.commune, title=f"Phường họp dân lần thứ {number}", summary="Bàn việc chung của phường.")
    sections = SectionPage.objects.filter(agency=world.commune, came_from=None)
    listed = shown(sections.get(key="news"))
    empty = sections.exclude(key="news").order_by("path").first()
    return [listed, Example(listed.host, f"{listed.path}?page=2"), shown(empty)]


@example("portal.HomePage")
def home(world: Any) -> Made:
    """A province, its English home, a department with and one without a text."""
    for number in range(8):
        make_article(world.hungyen, title=f"Tin của tỉnh số {number}", summary="Tin vắn.", section="news")
    make_article(world.hungyen, title="Thông báo nghỉ lễ", section="announcements")
    return [
        Example(world.host("hungyen")),
        Example(world.host("hungyen", language="en"), names=world.hungyen.name),
        Example(world.host("skhcn")),
        Example(world.host("snv")),
    ]


@example("portal:search")
def search(world: Any) -> Made:
    make_article(world.skhcn, title="Kiểm tra đê điều", summary="Đê điều trước mùa lũ.")
    host = world.host("skhcn")
    asked = ("", "?q=de+dieu", "?q=de+dieu&scope=province", "?q=khong+co+gi+%26+%22")
    return [Example(host, f"/tim-kiem/{query}") for query in asked]


@example("answers found")
def answers_found(world: Any) -> Made:
    bring_to(make_question(world.skhcn, subject="Hỏi về quạt thông gió"), "answered", world.users, "skhcn")
    host = world.host("skhcn")
    asked = ("?q=thong+gio&scope=province&in=answers", "?q=thong+gio", "?q=khong+co&in=answers")
    return [Example(host, f"/tim-kiem/{query}") for query in asked]


@example("portal:portals")
def portals(world: Any) -> Made:
    host = world.host("hungyen")
    asked = ("", "?q=pho+hien", "?kind=commune", "?q=khong+co")
    return [Example(host, f"/cong-thanh-phan/{query}") for query in asked]


@example("portal:privacy")
def privacy(world: Any) -> Made:
    return Example(world.host("skhcn"), "/quyen-rieng-tu/")


@example("portal:request_portal")
def request_portal(world: Any) -> Made:
    form = Example(world.host("hungyen"), "/de-nghi-lap-cong/")
    return [form, replace(form, posted=True, status=422)]


@example("portal:portal_request")
def portal_request(world: Any) -> Made:
    secret = "bi-mat-cua-nguoi-gui"
    filed(world.hungyen, link_digest=sha256(secret.encode()).hexdigest())
    return Example(world.host("hungyen"), f"/de-nghi-lap-cong/{secret}/")


@example("qa_inbox:questions")
def questions(world: Any) -> Made:
    """Those of an agency that answered one, and of one that answered none."""
    for number in range(2):
        bring_to(make_question(world.skhcn, subject=f"Câu hỏi thứ {number}"), "answered", world.users, "skhcn")
    return [Example(world.host("skhcn"), "/hoi-dap/"), Example(world.host("snv"), "/hoi-dap/")]


@example("qa_inbox:question")
def question(world: Any) -> Made:
    found = bring_to(make_question(world.skhcn), "answered", world.users, "skhcn")
    return Example(world.host("skhcn"), f"/hoi-dap/{found.pk}/")


@example("qa_inbox:ask")
def ask(world: Any) -> Made:
    return [
        Example(world.host("skhcn"), "/hoi-dap/gui/"),
        Example(world.host("skhcn"), "/hoi-dap/gui/", posted=True),
        Example(world.host("hungyen", language="en"), "/hoi-dap/gui/", names=world.hungyen.name),
    ]


@example("qa_inbox:asked")
def asked(world: Any) -> Made:
    code = make_question(world.commune).code
    return Example(world.host("commune"), f"/hoi-dap/da-gui/{code}/")


@example("qa_inbox:confirm")
def confirm(world: Any) -> Made:
    code = make_question(world.commune, human=False).code
    return Example(world.host("commune"), f"/hoi-dap/xac-nhan/{confirm_token(code)}/")


@example("qa_inbox:track")
def track(world: Any) -> Made:
    form = Example(world.host("commune"), "/hoi-dap/tra-cuu/")
    return [form, replace(form, posted=True)]


@example("qa_inbox:track_question")
def track_question(world: Any) -> Made:
    """One that is answered, and one that waits."""
    answered = bring_to(make_question(world.skhcn), "answered", world.users, "skhcn")
    waiting = make_question(world.skhcn)
    return [Example(world.host("skhcn"), f"/hoi-dap/tra-cuu/{found.code}/") for found in (answered, waiting)]


@example("an emergency banner")
def banner(world: Any) -> Made:
    now = timezone.now()
    texts = {"title": "Nước sông Luộc trên báo động 3", "text": "Người dân ngoài đê vào nơi trú trước 18 giờ."}
    for severity in Severity.values:
        Alert.objects.create(
            agency=world.vinhlong, severity=severity, starts_at=now, ends_at=now + timedelta(days=1), **texts
        )
    return Example(world.host("vinhlong"))


@example("adverts")
def adverts(world: Any) -> Made:
    """On a front page, and below a text."""
    image = make_image(world.snv, "Gạo nếp", alt_text="Bao gạo nếp")
    running(world.snv, image=image)
    running(world.snv, "Ngày hội việc làm", text="", place=Place.FLOATING)
    return [shown(make_article(world.snv, title="Sở họp báo")), Example(world.host("snv"))]


@example("taken off")
def taken_off(world: Any) -> Made:
    page = make_article(world.commune, title="Mức phí chợ <cũ>")
    where = shown(page, status=410)
    told = {"notice": "wrong", "text": "Mức phí đã đăng bị nhầm."}
    services.unpublish(page, actor=world.users["board_head_commune"], now=timezone.now(), reason="Nhầm số liệu", **told)
    return where


def of_the_demo(world: Any) -> None:
    """The first page of each kind that the demo's provincial portal has, and what these name; made once, small."""
    chosen: dict[str, Item] = {}
    items = {item.title: item for portal in load("hungyen") for item in portal.items}
    for item in sorted(items.values(), key=lambda item: item.kind):
        if item.kind not in {items[title].kind for title in chosen}:
            chosen[item.title] = item
    named = set(chosen)
    while named:
        named = set().union(*(pages_named(items[title].fields) for title in named if title in items)) - set(chosen)
        chosen |= {title: items[title] for title in named if title in items}
        for title in named - set(items):
            make_article(world.hungyen, title=title)
    people = [world.users[f"{role}_hungyen"] for role in ("author", "board_head")]
    with pytest.MonkeyPatch.context() as patch:
        draw_small(patch)
        build_items(world.hungyen, tuple(chosen.values()), *people, timezone.now())


def pages_named(value: Any) -> set[str]:
    """Titles in `{ page = "Title" }`, at any depth."""
    if isinstance(value, dict):
        return {value["page"]} if set(value) == {"page"} else pages_named(list(value.values()))
    return set().union(*map(pages_named, value)) if isinstance(value, list) else set()


def _kind(model: type[ContentPage]) -> Callable[[Any], Made]:
    def make(world: Any) -> Made:
        """A page of the kind, and the list of its section."""
        if not model.objects.filter(agency=world.hungyen).exists():
            of_the_demo(world)
        page = model.objects.filter(agency=world.hungyen).live().order_by("pk")[0]
        return [shown(page), list_of(model, page)]

    return make


def list_of(model: type[ContentPage], page: ContentPage) -> Example:
    """The list in which a page of a kind stands, with the fields that narrow it."""
    listed = shown(page.get_parent().specific)
    return replace(listed, kind=f"list of {model.kind}", path=f"{listed.path}?kind={model.kind}")


for _model in listable_kinds().values():
    if _model._meta.label not in EXAMPLES:
        example(_model._meta.label)(_kind(_model))


@example("a full front page")
def full_front(world: Any) -> Made:
    """Once there is something for each of its parts."""
    bring_to(make_question(world.hungyen), "answered", world.users, "hungyen")
    return Example(world.host("hungyen"))


@example("portal:province_services")
def province_services(world: Any) -> Made:
    host = world.host("hungyen")
    return [Example(host, f"/dich-vu-cong-toan-tinh/{query}") for query in ("", "?q=khai+sinh")]


@example("portal:feeds")
def feeds(world: Any) -> Made:
    return Example(world.host("skhcn"), "/feeds/")


@example("portal:no_translation")
def no_translation(world: Any) -> Made:
    return Example(world.host("hungyen", language="en"), "/no-translation/", names=world.hungyen.name)


@example("not found")
def not_found(world: Any) -> Made:
    return Example(world.host("commune"), "/khong-co/", 404)


@example("unknown host")
def unknown_host(world: Any) -> Made:
    return Example("khac.hungyen.localhost", status=404)


@example("suspended")
def suspended(world: Any) -> Made:
    """Comes last, as what is closed: these portals show nothing else."""
    Agency.objects.filter(pk=world.tambinh.pk).update(state=AgencyState.SUSPENDED)
    forget_hosts()
    return Example(world.host("tambinh"), status=503)


@example("closed")
def closed(world: Any) -> Made:
    Agency.objects.filter(pk=world.songphu.pk).update(state=AgencyState.CLOSED)
    forget_hosts()
    return Example(world.host("songphu"), status=410)
