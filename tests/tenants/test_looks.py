"""A look is changed and restored in versions, by the agency's administrator, and never touches content."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import Revision

from security.isolation.fingerprint import fingerprint_of
from tenants.looks import LookChanged, change_look, look_in_use, restore_look
from tenants.models import Agency, AgencyModelLogEntry, BasePage, HomeBlock, Look
from tenants.services import close_agency
from tenants.themes import THEMES
from tests.factories import make_article
from tests.isolation.work import make_image

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
NOW = datetime(2026, 11, 20, 9, tzinfo=timezone.get_current_timezone())


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def change(agency: Agency, actor: Any = None, **content: Any) -> Look:
    more = {name: content.pop(name) for name in ("note", "based_on") if name in content}
    return change_look(agency, Look(**{"theme": "tim"} | content), actor=actor, now=NOW, **more)


def fresh(agency: Agency) -> Agency:
    return Agency.objects.select_related("look", "province").get(pk=agency.pk)


def content_of(agency: Agency) -> dict[str, Any]:
    """Everything of the agency but its look, with every version of its pages."""
    looks = {"tenants_look", "tenants_agency", "tenants_agencymodellogentry"}
    tables = {table: digest for table, digest in fingerprint_of(agency)() if table.split("-")[0] not in looks}
    keys = [str(key) for key in BasePage.objects.filter(agency=agency).values_list("pk", flat=True)]
    return tables | {"versions": list(Revision.objects.filter(object_id__in=keys).order_by("pk").values())}


@pytest.mark.clause("TB.10.3")
def test_the_administrator_restores_the_look_and_content_stays(world: Any) -> None:
    admin = world.users["agency_admin_skhcn"]
    make_article(world.skhcn, title="Bài trước khi đổi giao diện")
    first = change(world.skhcn, admin, logo=make_image(world.skhcn, "Huy hiệu"), note="Ngày truyền thống")
    change(world.skhcn, admin, theme="xanh-la", layout=[{"block": "lead", "shown": False}])
    make_article(world.skhcn, title="Bài sau khi đổi giao diện")
    before = content_of(world.skhcn)
    restored = restore_look(world.skhcn, first.number, actor=admin, now=NOW + timedelta(days=1), note="Lỗi hiển thị")
    assert look_in_use(fresh(world.skhcn)) == restored
    assert restored.content == first.content
    assert (restored.number, restored.restored_from, restored.note) == (3, 1, "Lỗi hiển thị")
    assert content_of(world.skhcn) == before
    entry = AgencyModelLogEntry.objects.get(action="tenants.restore_look")
    assert (entry.agency, entry.user, entry.data) == (
        world.skhcn,
        admin,
        {"number": 3, "note": "Lỗi hiển thị", "from": 1},
    )


def test_the_comparison_of_content_sees_content(world: Any) -> None:
    before = content_of(world.skhcn)
    article = make_article(world.skhcn, title="Bài mới", live=False)
    between = content_of(world.skhcn)
    article.title = "Tên khác"
    article.save_revision()
    assert before != between != content_of(world.skhcn)


def test_the_look_as_set_up_costs_no_row_and_can_be_restored(world: Any) -> None:
    assert look_in_use(fresh(world.skhcn)).number == 0 and not Look.objects.exists()
    change(world.skhcn)
    restored = restore_look(world.skhcn, 0, actor=None, now=NOW)
    assert (restored.number, restored.theme, restored.restored_from) == (2, world.skhcn.theme, 0)


def test_the_same_look_again_is_no_version(world: Any) -> None:
    first = change(world.skhcn)
    every = [{"block": block, "shown": block != "links"} for block in HomeBlock.values]
    assert change(world.skhcn, layout=every) == first
    assert restore_look(world.skhcn, 1, actor=None, now=NOW) == first
    assert world.skhcn.looks.count() == 1


@pytest.mark.parametrize("role", ["author", "board_member", "board_head", "responder", "signer"])
def test_other_roles_change_and_restore_nothing(world: Any, role: str) -> None:
    change(world.skhcn)
    actors = [world.users[f"{role}_skhcn"], world.users["agency_admin_commune"], world.users["technician_hungyen"]]
    for actor in actors:
        with pytest.raises(PermissionDenied):
            change(world.skhcn, actor, theme="xanh-la")
        with pytest.raises(PermissionDenied):
            restore_look(world.skhcn, 0, actor=actor, now=NOW)
    assert look_in_use(fresh(world.skhcn)).number == 1


@pytest.mark.parametrize("way", ["update", "delete"])
def test_a_version_stays_as_it_was_made(world: Any, way: str) -> None:
    rows = Look.objects.filter(pk=change(world.skhcn, world.users["agency_admin_skhcn"]).pk)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(theme="do-vang") if way == "update" else rows._raw_delete("default")
    rows.update(made_by=None)
    assert rows.get().theme == "tim"


def entry(**more: Any) -> dict[str, Any]:
    return {"language": "vi", "label": "Chính phủ", "url": "https://chinhphu.vn/"} | more


BAD: dict[str, tuple[str, dict[str, Any]]] = {
    "unknown colours": ("theme", {"theme": "hong-phan"}),
    "unknown part": ("layout", {"layout": [{"block": "weather", "shown": True}]}),
    "part twice": ("layout", {"layout": [{"block": "lead", "shown": True}] * 2}),
    "no list": ("layout", {"layout": {"lead": True}}),
    "http": ("links", {"links": [entry(url="http://chinhphu.vn/")]}),
    "script": ("menu", {"menu": [entry(url="javascript:alert(1)")]}),
    "no host": ("menu", {"menu": [entry(url="//chinhphu.vn/")]}),
    "no name": ("links", {"links": [entry(label="")]}),
    "long name": ("links", {"links": [entry(label="x" * 81)]}),
    "language": ("menu", {"menu": [entry(language="fr")]}),
    "more keys": ("menu", {"menu": [entry(style="red")]}),
    "page in links": ("links", {"links": [{"language": "vi", "label": "x", "page": 1}]}),
    "too many": ("links", {"links": [entry()] * 31}),
}


@pytest.mark.parametrize("way", BAD)
def test_what_a_look_cannot_be_is_refused_by_field(world: Any, way: str) -> None:
    field, content = BAD[way]
    with pytest.raises(ValidationError) as refused:
        change(world.skhcn, **content)
    assert set(refused.value.message_dict) == {field}
    assert not Look.objects.exists() and fresh(world.skhcn).look is None


def test_a_look_refers_to_what_is_its_agencys_or_shared_with_it(world: Any) -> None:
    theirs, far = make_image(world.commune, "Ảnh"), make_image(world.songphu, "Ảnh xa", shared=True)
    for field in ("logo", "banner"):
        for image in (theirs, far):
            with pytest.raises(ValidationError) as refused:
                change(world.skhcn, **{field: image})
            assert set(refused.value.message_dict) == {field}
    page = {"language": "vi", "label": "", "page": world.commune.home_page.pk}
    with pytest.raises(ValidationError) as refused:
        change(world.skhcn, menu=[page])
    assert set(refused.value.message_dict) == {"menu"}
    shared = make_image(world.hungyen, "Quốc huy", shared=True)
    own = {"language": "vi", "label": "", "page": world.skhcn.home_page.pk}
    assert change(world.skhcn, logo=shared, menu=[own]).number == 1


def test_who_saves_second_is_told_what_happened_meanwhile(world: Any) -> None:
    change(world.skhcn, based_on=0)
    with pytest.raises(LookChanged):
        change(world.skhcn, theme="xanh-la", based_on=0)
    assert change(world.skhcn, theme="xanh-la", based_on=1).number == 2


def test_a_closed_portal_keeps_its_look(world: Any) -> None:
    close_agency(world.skhcn, actor=None, now=NOW, reason="Giải thể")
    with pytest.raises(ValidationError):
        change(world.skhcn)


def test_every_theme_named_is_a_style_sheet_and_the_other_way_round(settings: Any) -> None:
    files = {path.stem for path in (settings.BASE_DIR / "static/css/themes").glob("*.css")}
    assert set(THEMES) == files and len(files) >= 6


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_are_two_versions(world: Any) -> None:
    agency, errors = world.skhcn, []

    def run(theme: str) -> None:
        try:
            change(agency, theme=theme)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(theme,)) for theme in ("tim", "xanh-la", "xanh-lam")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not errors
    assert sorted(agency.looks.values_list("number", flat=True)) == [1, 2, 3]
    assert look_in_use(fresh(agency)).number == 3
