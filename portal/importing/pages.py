"""One text of a former site → one draft article below a section of the agency."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify

from portal.importing.blocks import Block, body_of, without_title
from portal.importing.files import ending
from portal.importing.keeper import TextKeeper
from portal.importing.richtext import plain_text
from portal.importing.source import Entry, SourceError, SourceItem, Unreadable
from portal.models import ArticlePage, SectionPage
from tenants.calendar import ZONE
from tenants.domains import plain
from tenants.models import Agency

PICTURES = {"jpg", "jpeg", "png", "gif", "webp", "avif"}
SIZED = re.compile(r"-\d+x\d+$|-scaled$")
WIDTHS = {"title": 255, "summary": 500, "author_name": 120, "source_name": 200}


@dataclass
class Sections:
    """The sections of an agency in one language, found by title, slug or kind."""

    default: SectionPage
    by_name: dict[str, SectionPage] = field(default_factory=dict)

    @classmethod
    def of(cls, agency: Agency, language: str, default: str) -> Sections:
        """Raises SourceError when the agency has no section of the default's name."""
        rows = SectionPage.objects.filter(agency=agency, locale__language_code=language).order_by("-depth", "-path")
        by_name = {_name(name): row for row in rows for name in (row.title, row.slug, row.key) if name}
        if _name(default) not in by_name:
            known = ", ".join(sorted({row.key or row.slug for row in rows})) or "none"
            raise SourceError(f"{agency} has no section “{default}” in “{language}”. It has: {known}.")
        return cls(by_name[_name(default)], by_name)

    def best(self, names: tuple[str, ...]) -> SectionPage | None:
        """The section of the first name that is one; None when a text names some and none is."""
        found = (self.by_name[_name(name)] for name in names if _name(name) in self.by_name)
        return next(found, None if names else self.default)


def _name(text: str) -> str:
    return slugify(plain(text).replace("_", "-"))


@dataclass(frozen=True)
class Drafted:
    """An article that is not saved yet, the section it belongs to, and how many images and files were met."""

    page: ArticlePage
    section: SectionPage
    files: int


def draft(item: SourceItem, entry: Entry, sections: Sections, keeper: TextKeeper, now: datetime) -> Drafted:
    """The article that a text becomes. Raises Unreadable when there is no title or nothing to read."""
    title = item.title or entry.title
    if not title:
        raise Unreadable("no_title", item.address)
    base = item.address or entry.address
    lead = keeper.image(urljoin(base, item.image), item.image_alt) if item.image else None
    body = list(without_title(body_of(item.html, base, keeper), title))
    if lead is not None and body and body[0][0] == "image" and body[0][1]["image"] == lead:
        body = body[1:]
    body += _attached(item, base, keeper)
    if not body and not keeper.files and not item.summary:
        raise Unreadable("no_text", base)
    page = ArticlePage(
        title=_fit("title", title, keeper),
        summary=_fit("summary", item.summary, keeper),
        author_name=_fit("author_name", item.author, keeper),
        source_name=_fit("source_name", item.source_name, keeper),
        source_url=_web_address(item.source_url),
        image=lead,
        image_alt=(item.image_alt or (lead.alt_text if lead is not None else ""))[:250],
        body=body or [("paragraph", f"<p>{plain_text(item.summary)}</p>")],
        live=False,
        has_unpublished_changes=True,
    )
    _date(page, item, keeper, now)
    section = sections.best(item.sections)
    if section is None:
        keeper.left_out("no_section", ", ".join(item.sections)[:200])
    return Drafted(page, section or sections.default, keeper.files)


def _attached(item: SourceItem, base: str, keeper: TextKeeper) -> list[Block]:
    """Blocks for files that come with a text and that it does not show itself."""
    shown = {_stem(address) for address in re.findall(r"[^\s\"'<>()]+\.\w{3,4}", item.html)}
    blocks: list[Block] = []
    for address in dict.fromkeys(urljoin(base, one) for one in item.attachments):
        if _stem(address) in shown:
            continue
        if ending(address) in PICTURES:
            image = keeper.image(address, "")
            blocks += [("image", {"image": image, "alt_text": "", "caption": ""})] if image is not None else []
        else:
            document = keeper.attachment(address)
            blocks += [("document", document)] if document is not None else []
    return blocks


def _stem(address: str) -> str:
    """The name of a file without its ending and without the size that WordPress adds to smaller copies."""
    return SIZED.sub("", PurePosixPath(unquote(urlsplit(address).path)).stem)


def _date(page: ArticlePage, item: SourceItem, keeper: TextKeeper, now: datetime) -> None:
    """The text keeps its date; what claims to be of the future has none."""
    if item.date is not None and item.date <= now:
        page.first_published_at = item.date
        page.original_date = item.date.astimezone(ZONE).date()
    elif item.date is not None or item.bad_date:
        keeper.left_out("date", item.bad_date or item.date.isoformat() if item.date else item.bad_date)


def _fit(name: str, text: str, keeper: TextKeeper) -> str:
    width = WIDTHS[name]
    if len(text) <= width:
        return text
    keeper.left_out("shortened", f"{name}: {text[:80]}…")
    return text[: width - 1].rstrip() + "…"


def _web_address(text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return ""
    return text if len(text) <= 200 else ""


def place_below(section: SectionPage, page: ArticlePage) -> ArticlePage:
    """Saves a draft below a section, under a slug that is free. Raises Unreadable when it is not a valid page."""
    parent = SectionPage.objects.select_for_update(of=("self",)).get(pk=section.pk)
    page.slug = _free_slug(parent, slugify(plain(page.title))[:80].strip("-") or "bai")
    try:
        parent.add_child(instance=page)
    except ValidationError as error:
        raise Unreadable("not_saved", " ".join(error.messages)) from error
    return page


def _free_slug(parent: Any, slug: str) -> str:
    taken = set(parent.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 1
    name = slug
    while name in taken:
        number += 1
        name = f"{slug}-{number}"
    return name
