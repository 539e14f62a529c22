"""An agency's work area as a browser sees it, and a neighbour agency that carries one word in all that it owns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.models import Collection

from editorial import services
from portal.models import SectionPage
from security.models import User
from tenants.models import Agency, Membership, PortalDocument, PortalImage
from tests.factories import make_article

WORD = "hoangyen"
CANARY = "kinmat"
HOST = "cms.hungyen.localhost"
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Desk:
    """A signed-in person in one agency's work area."""

    def __init__(self, user: Any, agency: str, host: str = HOST) -> None:
        self.client, self.base, self.host = Client(), f"/a/{agency}/", host
        self.client.force_login(user, backend=BACKEND)

    def get(self, path: str, **data: Any) -> Any:
        answer = self.client.get(self.base + path, data or None, headers={"host": self.host})
        if answer.streaming:
            b"".join(answer.streaming_content)
        return answer

    def post(self, path: str, data: Any = None) -> Any:
        headers = {"host": self.host, "sec-fetch-site": "same-origin"}
        return self.client.post(self.base + path, data or {}, headers=headers)


def text_of(answer: Any) -> str:
    """What an answer says, the escapes of JSON undone."""
    if answer.headers["Content-Type"].startswith("application/json"):
        return json.dumps(answer.json(), ensure_ascii=False).replace('\\"', '"').replace("\\n", "\n")
    text: str = answer.content.decode()
    return text


@dataclass
class Belongings:
    """Something of every kind that an agency owns."""

    home: int
    section: int
    page: int
    draft: int
    revision: int
    submitted: int
    workflow: int
    image: int
    document: int
    collection: int
    user: int
    tag: str

    def fill(self, path: str) -> str:
        return path.format(**self.__dict__)


def picture(name: str = "anh.png", colour: str = "red") -> ImageFile:
    data = BytesIO()
    Image.new("RGB", (40, 30), colour).save(data, "PNG")
    return ImageFile(BytesIO(data.getvalue()), name=name)


def make_image(agency: Agency, title: str = "Ảnh", **fields: Any) -> PortalImage:
    colour = fields.pop("colour", "red")
    file = picture(f"{title.replace(' ', '-')}.png", colour)
    image = PortalImage(title=title, file=file, collection=agency.collection, **fields)
    image.save()
    return PortalImage.objects.get(pk=image.pk)


def make_document(agency: Agency, title: str = "Tệp", name: str = "tep.pdf", **fields: Any) -> PortalDocument:
    file = ContentFile(b"%PDF-1.4 " + title.encode(), name=name)
    document = PortalDocument(title=title, file=file, collection=agency.collection, **fields)
    document.save()
    return PortalDocument.objects.get(pk=document.pk)


def own_things(agency: Agency, author: Any, word: str) -> Belongings:
    """Gives an agency one of everything, with a word in each title, name and tag."""
    Collection.objects.filter(pk=agency.collection_id).update(name=f"Kho {word}")
    agency.collection.refresh_from_db()
    image, document = make_image(agency, f"Ảnh {word}"), make_document(agency, f"Tệp {word}", f"{word}.pdf")
    image.tags.add(f"nhãn-{word}")
    document.tags.add(f"nhãn-tệp-{word}")
    page = make_article(agency, title=f"Bài {word}", image=image, owner=author)
    draft = make_article(agency, title=f"Nháp {word}", live=False, owner=author)
    revision = draft.save_revision(user=author)
    submitted = make_article(agency, title=f"Chờ {word}", live=False, owner=author)
    submitted.save_revision(user=author)
    waiting = services.submit(submitted, actor=author, now=timezone.now())
    section = SectionPage.objects.get(agency=agency, key="news", locale__language_code="vi")
    return Belongings(
        home=agency.home_page_id,
        section=section.pk,
        page=page.pk,
        draft=draft.pk,
        revision=revision.pk,
        submitted=submitted.pk,
        workflow=waiting.workflow_state_id,
        image=image.pk,
        document=document.pk,
        collection=agency.collection_id,
        user=author.pk,
        tag=f"nhãn-{word}",
    )


def name_people(agency: Agency, word: str) -> None:
    """Puts the word into the names and addresses of the people who serve an agency."""
    for user in User.objects.filter(pk__in=Membership.objects.filter(agency=agency).values("user")):
        User.objects.filter(pk=user.pk).update(full_name=f"{word} {user.pk}", email=f"{word}{user.pk}@example.vn")
