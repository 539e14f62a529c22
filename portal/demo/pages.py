"""The demo's texts: saved in bulk, taken live as one accepted batch; the others go through the board's own steps."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.images import ImageFile
from django.utils.text import slugify

from editorial.models import DecisionKind
from editorial.services import publish_many, refuse, submit
from portal.bulk_pages import add_children, index_pages
from portal.demo.bodies import stream_body
from portal.demo.content import Article, Page, Picture, PortalContent
from portal.demo.images import draw
from portal.demo.items import build_items
from portal.models import ArticlePage, SectionPage, Translation
from security.models import User
from tenants.domains import plain
from tenants.models import Agency, PortalImage
from tenants.roles import Role

IMAGE_SIZE = (1280, 800)
REASON = "Dữ liệu minh họa"


def build_articles(agency: Agency, content: PortalContent, people: dict[str, User], now: datetime) -> int:
    """All texts of one portal. Returns how many; none where the portal has articles already."""
    if ArticlePage.objects.filter(agency=agency).exists():
        return 0
    sections = _sections(agency)
    texts = [*content.pages, *content.articles]
    images = _images(agency, [text for text in content.articles if text.image], people[Role.AUTHOR])
    made = _rows(texts, sections, images, people[Role.AUTHOR], now)
    live = [page for text, page in made if getattr(text, "state", "live") == "live"]
    publish_many(live, kind=DecisionKind.IMPORT_ACCEPTED, actor=people[Role.BOARD_HEAD], now=now, reason=REASON)
    index_pages(live)
    _know_originals(made, now)
    for text, page in made:
        if isinstance(text, Article) and text.state != "live":
            _through_the_board(text, page, people, now)
    more = build_items(agency, content.items, people[Role.AUTHOR], people[Role.BOARD_HEAD], now)
    return len(made) + more


def _know_originals(made: list[tuple[Any, ArticlePage]], now: datetime) -> None:
    """Tell the English texts which Vietnamese ones they translate."""
    by_title = {text.title: page for text, page in made}
    pairs = [(page, by_title[text.translates]) for text, page in made if text.translates]
    Translation.objects.bulk_create(
        Translation(page_id=page.pk, original=original, follows=original.live_revision, made_at=now)
        for page, original in pairs
    )


def _sections(agency: Agency) -> dict[tuple[str, str], SectionPage]:
    rows = SectionPage.objects.filter(agency=agency).select_related("locale")
    return {(section.locale.language_code, section.key): section for section in rows}


def _rows(texts: list[Any], sections: Any, images: Any, author: User, now: datetime) -> list[tuple[Any, ArticlePage]]:
    by_section: dict[SectionPage, list[tuple[Any, ArticlePage]]] = {}
    keys = {text.translates: uuid4() for text in texts if text.translates}
    for text in texts:
        section = sections.get((text.language, text.section)) or sections[(text.language, "news")]
        group = by_section.setdefault(section, [])
        page = _article(text, images, author, now, taken={page.slug for _text, page in group})
        page.translation_key = keys.get(text.translates or text.title, page.translation_key)
        group.append((text, page))
    for section, group in by_section.items():
        add_children(section, [page for _text, page in group])
    return [pair for group in by_section.values() for pair in group]


def _article(
    text: Article | Page, images: dict[str, PortalImage], author: User, now: datetime, taken: set[str]
) -> ArticlePage:
    slug = slugify(plain(text.title))[:80].rstrip("-")
    if slug in taken:
        slug = f"{slug[:76]}-{len(taken)}"
    page = ArticlePage(title=text.title, slug=slug, body=stream_body(text.body), live=False, owner=author)
    if isinstance(text, Article):
        page.summary, page.author_name, page.source_name = text.summary, text.author, text.source
        page.first_published_at = now - timedelta(days=text.days_ago, hours=text.days_ago % 7)
        if text.image:
            page.image = images[text.title]
            page.image_alt, page.image_caption = text.image.alt, text.image.caption
        if text.state != "live":
            page.first_published_at = None
    else:
        page.first_published_at = now - timedelta(days=420)
    return page


def _images(agency: Agency, articles: list[Article], author: User) -> dict[str, PortalImage]:
    pictures = [article.image for article in articles if article.image]
    with ProcessPoolExecutor(max_workers=2) as pool:
        files = list(pool.map(_drawn, pictures))
    made = {}
    for article, picture, data in zip(articles, pictures, files, strict=True):
        file = ImageFile(BytesIO(data), name=f"{picture.motif}-{picture.seed}.webp")
        made[article.title] = PortalImage.objects.create(
            title=picture.caption or article.title,
            alt_text=picture.alt,
            file=file,
            agency=agency,
            collection=agency.collection,
            uploaded_by_user=author,
            width=IMAGE_SIZE[0],
            height=IMAGE_SIZE[1],
        )
    return made


def _drawn(picture: Picture) -> bytes:
    data = BytesIO()
    draw(picture.motif, picture.seed, IMAGE_SIZE).save(data, "WEBP", quality=82)
    return data.getvalue()


def _through_the_board(text: Article, page: ArticlePage, people: dict[str, User], now: datetime) -> None:
    author, member = people[Role.AUTHOR], people[Role.BOARD_MEMBER]
    page.save_revision(user=author)
    if text.state == "draft":
        return
    sent = now - timedelta(days=min(text.days_ago, 3), hours=2)
    submit(page, actor=author, now=sent)
    if text.state == "refused":
        ground = next(iter(page.agency.regulation.refusal_grounds))
        refuse(page, actor=member, now=now, ground=ground, note=text.refusal_ground)
