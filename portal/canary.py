"""One of everything that an agency's portal holds, for the crawl that proves isolation (security/isolation)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from editorial import services
from editorial.models import DecisionKind
from editorial.transitions import Action
from portal.adverts.services import act_on_advert, propose_advert
from portal.adverts.transitions import Action as AdvertAction
from portal.alerts.services import raise_alert
from portal.importing import services as importing
from portal.models import (
    AgencyVisits,
    Alert,
    ArticlePage,
    ImportBatch,
    ImportedPage,
    ImportProblem,
    PageVisits,
    SectionPage,
    Severity,
)
from portal.models.imports import ProblemKind, SourceKind
from security.isolation import Things, Words, register_canary
from tenants.models import Agency, OldAddress, PortalDocument, PortalImage
from tenants.roles import Role

ARGUMENTS = {
    "page_id": "page",
    "parent_page_id": "page",
    "page_to_move_id": "page",
    "destination_id": "page",
    "page_pk": "page",
    "wagtailadmin_pages:workflow_history pk": "page",
    "wagtailadmin_pages:workflow_history_detail pk": "submitted",
    "editorial:review page_id": "submitted",
    "editorial:act page_id": "submitted",
    "wagtailadmin_pages:workflow_history_detail workflow_state_id": "workflow_state",
    "wagtailadmin_pages:revisions_compare pk": "page",
    "revision_id": "revision",
    "revision_id_a": "revision",
    "revision_id_b": "revision",
    "object_id": "draft",
    "image_id": "image",
    "document_id": "document",
    "doc_id": "document",
    "wagtailimages_chooser:chosen pk": "image",
    "wagtaildocs_chooser:chosen pk": "document",
    "wagtailimages:preview image_id": "image",
    "decision_id": "decision",
    "parent_collection_id": "collection",
    "collection_id": "collection",
    "user_id": "user",
    "group_id": "group",
    "redirect_id": "page",
    "tag": "tag",
    "imports:batch batch_id": "import",
    "tenants:end_old_address pk": "old_address",
    "imports:decide batch_id": "import",
    "alerts:end_alert pk": "alert",
    "adverts:act pk": "advert",
}
CHOICES = {
    "filter_spec": ("max-165x165",),
    "content_type_app_name": ("portal",),
    "content_type_model_name": ("articlepage",),
    "app_label": ("portal",),
    "model_name": ("articlepage",),
    "wagtailadmin_editing_sessions:ping session_id": ("0",),
    "editorial:act action": list(Action),
    "imports:decide action": ("accept", "discard"),
    "adverts:act action": list(AdvertAction),
    "wagtailadmin_editing_sessions:ping revision_id": ("0",),
}
FIELDS = {"body-count": "0", "change_notes-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


def register() -> None:
    """Called once by the composition root."""
    posts = dict.fromkeys(("wagtailadmin_pages:edit", "wagtailadmin_pages:add"), article_forms)
    register_canary("portal", make, arguments=ARGUMENTS, choices=CHOICES, fields=FIELDS, posts=posts)


def make(agency: Agency, people: Mapping[str, Any], words: Words, now: datetime) -> Things:
    """An image, a document, an import, texts: live, a draft, before the board, published urgently and not reviewed."""
    author = people[Role.AUTHOR]
    section = SectionPage.objects.filter(agency=agency, key="news").order_by("pk").first()
    if section is None:
        section = SectionPage.objects.filter(agency=agency).order_by("pk")[0]
    image, document = _image(agency, words, author), _document(agency, words, author)
    live, draft = (_article(section, f"{kind} {words}", image, author) for kind in ("Bài", "Nháp"))
    services.publish_many([live], kind=DecisionKind.IMPORT_ACCEPTED, actor=None, now=now, reason=str(words))
    revision = draft.save_revision(user=author)
    submitted, urgent = (_article(section, f"{kind} {words}", image, author) for kind in ("Chờ", "Khẩn"))
    submitted.save_revision(user=author)
    waiting = services.submit(submitted, actor=author, now=now)
    urgent.save_revision(user=author)
    decision = services.publish_urgently(urgent, actor=people[Role.BOARD_HEAD], now=now, reason=f"Gấp {words}")
    PageVisits.objects.create(page=live, day=now.date(), views=3)
    AgencyVisits.objects.create(agency=agency, day=now.date(), views=3)
    return {
        "page": [draft.pk, section.pk, agency.home_page_id, submitted.pk, live.pk],
        "draft": [draft.pk],
        "submitted": [submitted.pk],
        "revision": [revision.pk],
        "workflow_state": [waiting.workflow_state_id],
        "decision": [decision.pk],
        "image": [image.pk],
        "document": [document.pk],
        "tag": [f"nhan-{words.found}"],
        "collection": [agency.collection_id],
        "old_address": [OldAddress.objects.create(agency=agency, path=f"/{words.secret}", page=live).pk],
        "advert": _adverts(agency, words, image, now),
        "alert": [_alert(agency, words, now).pk],
        "import": [_import(agency, words, _article(section, f"Nhập {words}", image, author), now)],
    }


def _import(agency: Agency, words: Words, draft: ArticlePage, now: datetime) -> int:
    """A site that was read and waits for the board, with one text and one problem."""
    source = f"https://{words.secret}.example.vn/feed"
    batch = importing.begin(agency, kind=SourceKind.FEED, source=source, host="", found=1, actor=None, now=now)
    row: dict[str, Any] = {"agency": agency, "batch": batch, "title": draft.title}
    ImportedPage.objects.create(**row, key=source, address=f"/{words.secret}", page=draft)
    ImportProblem.objects.create(**row, key=source, kind=ProblemKind.DATE, detail=str(words))
    done: ImportBatch = importing.end(batch, actor=None, now=now)
    return done.pk


def _alert(agency: Agency, words: Words, now: datetime) -> Alert:
    """A banner that runs for a day."""
    text = {"title": f"Cảnh báo {words}", "text": str(words)}
    later = now + timedelta(days=1)
    return raise_alert(agency, **text, severity=Severity.NOTICE, ends_at=later, actor=None, now=now)


def _adverts(agency: Agency, words: Words, image: PortalImage, now: datetime) -> list[int]:
    """One that runs for a day, and one that waits for the board."""
    today = timezone.localdate(now)
    content = {"advertiser": str(words), "title": f"Hội chợ {words}", "url": f"https://{words.secret}.example.vn/"}
    days = {"starts_on": today, "ends_on": today + timedelta(days=1)}
    runs, waits = (propose_advert(agency, **content, **days, image=image, actor=None, now=now) for _each in range(2))
    act_on_advert(runs, AdvertAction.APPROVE, actor=None, now=now)
    return [runs.pk, waits.pk]


def _article(section: SectionPage, title: str, image: PortalImage, author: Any) -> ArticlePage:
    slug = f"{slugify(title)}-{secrets.token_hex(4)}"
    article = ArticlePage(title=title, slug=slug, summary=title, author_name=title, owner=author, live=False)
    article.image, article.body = image, [("paragraph", f"<p>{title}</p>")]
    section.refresh_from_db()
    added: ArticlePage = section.add_child(instance=article)
    added.save_revision(user=author)
    return added


def _image(agency: Agency, words: Words, author: Any) -> PortalImage:
    data = BytesIO()
    Image.frombytes("RGB", (4, 4), secrets.token_bytes(48)).save(data, "PNG")
    image = PortalImage(title=f"Ảnh {words}", collection=agency.collection, uploaded_by_user=author)
    image.file = ImageFile(BytesIO(data.getvalue()), name=f"{slugify(str(words))}.png")
    image.save()
    image.tags.add(f"nhan-{words.found}", f"nhan-{words.found}-{words.secret}")
    return image


def _document(agency: Agency, words: Words, author: Any) -> PortalDocument:
    document = PortalDocument(title=f"Tệp {words}", collection=agency.collection, uploaded_by_user=author)
    document.file = ContentFile(b"%PDF-1.4 " + secrets.token_bytes(16), name=f"{slugify(str(words))}.pdf")
    document.save()
    document.tags.add(f"nhan-{words.found}", f"nhan-{words.found}-{words.secret}")
    return document


def article_forms(theirs: Things) -> Iterator[dict[str, Any]]:
    """What an editor's browser sends, with another agency's image, file and page in each place that can hold one."""
    image, document, page = (str(theirs[kind][0]) for kind in ("image", "document", "page"))
    words = _paragraph("Chữ", None)
    for fields, kind, value in (
        ({"image": image}, "paragraph", {"": words}),
        ({}, "image", {"image": image, "alt_text": "x", "caption": ""}),
        ({}, "document", {"": document}),
        ({}, "paragraph", {"": _paragraph("Chữ", ("LINK", page))}),
        ({}, "paragraph", {"": _paragraph("Chữ", ("DOCUMENT", document))}),
    ):
        block = {f"body-0-value{'-' + name if name else ''}": item for name, item in value.items()}
        yield {
            "title": "Bài thử",
            "slug": "bai-thu-co-lap",
            "summary": "Tóm tắt",
            "author_name": "Người viết",
            "image": "",
            **FIELDS,
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": kind,
            **block,
            **fields,
        }


def _paragraph(text: str, entity: tuple[str, str] | None) -> str:
    """Rich text as the editor sends it, its first letters linked to an object."""
    ranges = [{"key": 0, "offset": 0, "length": 3}] if entity else []
    block = {"key": "a1b2c", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    entities = {"0": {"type": entity[0], "mutability": "MUTABLE", "data": {"id": int(entity[1])}}} if entity else {}
    return json.dumps({"blocks": [{**block, "entityRanges": ranges}], "entityMap": entities})
