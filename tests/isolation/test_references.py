"""What a page refers to is its agency's own or shared with it; a refused form keeps what was typed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from portal.models import ArticlePage
from tenants.models import PortalImage
from tests.factories import make_article
from tests.isolation.work import CANARY, Belongings, Desk, make_document, make_image, picture, text_of

# Wagtail leaves the temporary files of uploads to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


def form_data(title: str, **fields: Any) -> dict[str, Any]:
    """What the editor of an article sends."""
    blocks = fields.pop("blocks", [("paragraph", json.dumps(content_state("Chữ đã gõ", None)))])
    data = {
        "title": title,
        "slug": "bai-thu",
        "summary": "Tóm tắt đã gõ",
        "author_name": "Nguyễn Văn A",
        "image": "",
        "change_notes-count": "0",
        "body-count": str(len(blocks)),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **fields,
    }
    for number, (kind, value) in enumerate(blocks):
        data |= {f"body-{number}-deleted": "", f"body-{number}-order": str(number), f"body-{number}-type": kind}
        values = value if isinstance(value, dict) else {"": value}
        data |= {f"body-{number}-value{'-' + name if name else ''}": item for name, item in values.items()}
    return data


def content_state(text: str, page: int | None) -> dict[str, Any]:
    link = {"entityRanges": [{"key": 0, "offset": 0, "length": 3}]} if page else {"entityRanges": []}
    block = {"key": "a1b2c", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], **link}
    entity = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": page}}} if page else {}
    return {"blocks": [block], "entityMap": entity}


def bad_forms(theirs: Belongings) -> dict[str, dict[str, Any]]:
    """Each way to put a neighbour's key into an article."""
    return {
        "foreign key": {"image": str(theirs.image)},
        "image block": {"blocks": [("image", {"image": str(theirs.image), "alt_text": "x", "caption": ""})]},
        "file block": {"blocks": [("document", str(theirs.document))]},
        "link to a page": {"blocks": [("paragraph", json.dumps(content_state("Chữ đã gõ", theirs.draft)))]},
    }


@pytest.mark.parametrize("way", ["foreign key", "link to a page"])
def test_a_form_with_a_neighbours_key_is_refused_and_keeps_what_was_typed(
    author: Desk, own: Belongings, neighbour: Belongings, way: str
) -> None:
    fields = bad_forms(neighbour)[way]
    for path in (f"pages/{own.draft}/edit/", f"pages/add/portal/articlepage/{own.section}/"):
        answer = author.post(path, form_data("Tiêu đề đã gõ", **fields))
        text = text_of(answer)
        assert answer.status_code == 200, (way, path, answer.headers.get("Location"))
        assert "Tiêu đề đã gõ" in text and "Tóm tắt đã gõ" in text and "Nguyễn Văn A" in text
        assert "không" in text and CANARY not in text
    assert not ArticlePage.objects.filter(title="Tiêu đề đã gõ").exists()
    assert ArticlePage.objects.get(pk=own.draft).get_latest_revision_as_object().title == "Nháp cuaminh"


@pytest.mark.parametrize("way", ["image block", "file block"])
def test_a_neighbours_key_in_a_block_chooses_nothing(
    author: Desk, own: Belongings, neighbour: Belongings, way: str
) -> None:
    answer = author.post(f"pages/{own.draft}/edit/", form_data("Tiêu đề đã gõ", **bad_forms(neighbour)[way]))
    assert CANARY not in text_of(answer)
    block = ArticlePage.objects.get(pk=own.draft).get_latest_revision_as_object().body[0]
    assert block.block_type == "document" and block.value is None or block.value["image"] is None
    assert CANARY not in text_of(author.get(f"pages/{own.draft}/edit/"))


def test_a_form_with_ones_own_keys_is_saved(author: Desk, own: Belongings, world: Any) -> None:
    shared = make_image(world.commune, "Ảnh dùng chung", shared=True, colour="blue")
    for fields in (*bad_forms(own).values(), {"image": str(shared.pk)}):
        answer = author.post(f"pages/{own.draft}/edit/", form_data("Tiêu đề mới", **fields))
        assert answer.status_code == 302, text_of(answer)[-3000:]
    assert ArticlePage.objects.get(pk=own.draft).get_latest_revision_as_object().image == shared


def test_every_kind_of_reference_is_checked_outside_forms_too(own: Belongings, neighbour: Belongings) -> None:
    link = f'<p><a linktype="page" id="{neighbour.draft}">x</a></p>'
    file_link = f'<p><a linktype="document" id="{neighbour.document}">x</a></p>'
    image = PortalImage.objects.get(pk=neighbour.image)
    for field, values in (
        ("image", {"image": image}),
        ("body", {"body": [("paragraph", link)]}),
        ("body", {"body": [("paragraph", file_link)]}),
        ("body", {"body": [("image", {"image": image, "alt_text": "", "caption": ""})]}),
    ):
        page = ArticlePage.objects.get(pk=own.draft)
        for name, value in values.items():
            setattr(page, name, value)
        with pytest.raises(ValidationError) as refused:
            page.save()
        assert set(refused.value.message_dict) == {field}
        with pytest.raises(ValidationError):
            page.save_revision()


def test_shared_in_the_province_may_be_used_and_no_further(world: Any) -> None:
    image = make_image(world.commune, "Ảnh dùng chung", shared=True)
    document = make_document(world.hungyen, "Tệp dùng chung", shared=True)
    body = [("paragraph", f'<p><a linktype="document" id="{document.pk}">x</a></p>')]
    assert make_article(world.skhcn, image=image, body=body).live
    for fields in ({"image": image}, {"body": body}):
        with pytest.raises(ValidationError):
            make_article(world.songphu, **fields)


def test_the_number_of_queries_does_not_grow_with_the_references(world: Any) -> None:
    def cost(number: int) -> int:
        documents = [make_document(world.skhcn, f"Tệp {number} {n}") for n in range(number)]
        links = "".join(f'<a linktype="document" id="{document.pk}">x</a>' for document in documents)
        page = make_article(world.skhcn, live=False, body=[("paragraph", f"<p>{links}</p>")])
        page = ArticlePage.objects.get(pk=page.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page.full_clean()
        return len(queries)

    cost(1)
    assert cost(1) == cost(12)


def test_media_belong_to_the_agency_of_their_collection(world: Any) -> None:
    image = make_image(world.skhcn, "Ảnh")
    assert image.agency == world.skhcn
    image.collection = world.commune.collection
    image.save()
    image.refresh_from_db()
    assert image.agency == world.commune
    PortalImage.objects.filter(pk=image.pk).update(agency=world.songphu)
    image.refresh_from_db()
    assert image.agency == world.commune
    with pytest.raises(IntegrityError), transaction.atomic():
        PortalImage.objects.create(title="x", file=picture(), collection=Collection.get_first_root_node())


def test_an_upload_lands_in_the_agency_one_works_in(author: Desk, own: Belongings, world: Any) -> None:
    added = author.post("images/add/", {"title": "Ảnh mới", "file": picture("moi.png", "green"), "tags": ""})
    assert added.status_code == 302
    assert PortalImage.objects.get(title="Ảnh mới").agency == world.skhcn
    chosen = author.post(
        "images/chooser/create/",
        {"image-chooser-upload-title": "Ảnh chọn", "image-chooser-upload-file": picture("chon.png", "blue")},
    )
    assert chosen.status_code == 200 and PortalImage.objects.get(title="Ảnh chọn").agency == world.skhcn
    elsewhere = {"title": "Ảnh lạc", "file": picture("lac.png", "black"), "collection": world.commune.collection_id}
    assert author.post("images/add/", elsewhere).status_code == 302
    assert PortalImage.objects.get(title="Ảnh lạc").agency == world.skhcn


def test_shared_media_are_chosen_but_not_changed(author: Desk, world: Any) -> None:
    image = make_image(world.commune, "Ảnh dùng chung", shared=True)
    far = make_image(world.songphu, "Ảnh tỉnh khác", shared=True)
    listed = text_of(author.get("images/chooser/"))
    assert "Ảnh dùng chung" in listed and "Ảnh tỉnh khác" not in listed
    assert author.get(f"images/chooser/chosen/{image.pk}/").status_code == 200
    assert author.get(f"images/chooser/chosen/{far.pk}/").status_code == 404
    assert author.get(f"images/{image.pk}/").status_code == 404
    assert "Ảnh dùng chung" not in text_of(author.get("images/"))


def test_the_policies_in_force_are_ours() -> None:
    from wagtail.permissions import policy_registry

    from tenants.models import PortalDocument
    from tenants.policies import AgencyMediaPolicy, AgencyPagePolicy

    assert type(policy_registry.get_by_type(PortalImage)) is AgencyMediaPolicy
    assert type(policy_registry.get_by_type(PortalDocument)) is AgencyMediaPolicy
    assert type(policy_registry.get_by_type(ArticlePage)) is AgencyPagePolicy
