"""The screen of the look: an administrator changes it, sees it first, restores, exports and imports; without script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from portal.models import SectionPage
from tenants.hosts import forget_hosts
from tenants.looks import change_look, look_in_use
from tenants.models import Agency, HomeBlock, Look, PortalImage
from tests.factories import make_article
from tests.isolation.work import Desk, make_image, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def admin(world: Any) -> Desk:
    return Desk(world.users["agency_admin_skhcn"], "skhcn-hungyen")


def typed(*, menu: Any = (), links: Any = (), based_on: int = 0, **fields: Any) -> dict[str, Any]:
    """What the form sends; rows are (place, address, name)."""
    data: dict[str, Any] = {"theme": "tim", "logo": "", "banner": "", "note": "", "based_on": str(based_on)}
    for place, block in enumerate((b for b in HomeBlock.values if b != "portals"), start=1):
        data |= {f"{block}-ORDER": str(place)} | ({} if block == "links" else {f"{block}-shown": "on"})
    for prefix, rows in (("menu", menu), ("links", links)):
        data |= {f"{prefix}-TOTAL_FORMS": str(len(rows) + 1), f"{prefix}-INITIAL_FORMS": "0"}
        for number, (place, address, label) in enumerate(rows):
            row = {"ORDER": str(place), "address": address, "label": label}
            data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data | fields


def look_of(agency: Agency) -> Look:
    return look_in_use(Agency.objects.select_related("look").get(pk=agency.pk))


def test_the_administrator_changes_the_look(admin: Desk, world: Any) -> None:
    logo = make_image(world.skhcn, "Huy hiệu")
    notices = SectionPage.objects.get(agency=world.skhcn, key="announcements")
    menu = [(2, "https://dichvucong.gov.vn/", "Dịch vụ công"), (1, "/thong-bao/", ""), (3, "/hoi-dap/", "Hỏi đáp")]
    links = [(1, "https://chinhphu.vn/", "Chính phủ")]
    data = typed(menu=menu, links=links, logo=str(logo.pk), note="Năm mới", **{"tasks-ORDER": "0"})
    assert admin.get("look/").status_code == 200
    answer = admin.post("look/", data)
    assert answer.status_code == 302, text_of(answer)
    look = look_of(world.skhcn)
    assert (look.number, look.theme, look.logo, look.note) == (1, "tim", logo, "Năm mới")
    assert look.menu == [
        {"language": "vi", "label": "", "page": notices.pk},
        {"language": "vi", "label": "Dịch vụ công", "url": "https://dichvucong.gov.vn/"},
        {"language": "vi", "label": "Hỏi đáp", "url": "/hoi-dap/"},
    ]
    assert [str(block) for block in look.shown_blocks[:2]] == ["tasks", "lead"]
    page = text_of(admin.get("look/"))
    assert "Năm mới" in page and 'value="/thong-bao/"' in page and str(world.users["agency_admin_skhcn"]) in page


@pytest.mark.clause("VL.9.2")
def test_each_part_says_what_it_draws_from_and_only_those_that_can_be_are_offered(admin: Desk, world: Any) -> None:
    province = Desk(world.users["agency_admin_hungyen"], "hungyen")
    never = {admin: {"portals"}, province: {"province_news", "province_documents"}}
    for desk, missing in never.items():
        page = text_of(desk.get("look/"))
        offered = set(re.findall(r'name="(\w+)-shown"', page))
        assert offered == set(HomeBlock.values) - missing
        said = dict(re.findall(r'id="id_(\w+)-shown_helptext">([^<]+)<', page))
        assert set(said) == offered and all(text.strip() for text in said.values())
        assert all(f'aria-describedby="id_{block}-shown_helptext"' in page for block in offered)


def test_the_full_address_of_an_own_page_is_the_page(admin: Desk, world: Any) -> None:
    article = make_article(world.skhcn, title="Bảng giá")
    assert admin.post("look/", typed(menu=[(1, article.full_url, "")])).status_code == 302
    assert look_of(world.skhcn).menu == [{"language": "vi", "label": "", "page": article.pk}]


def test_a_row_that_is_ticked_or_emptied_goes(admin: Desk, world: Any) -> None:
    rows = [(1, "/tin-tuc/", "Tin"), (2, "/thong-bao/", "Báo"), (3, "", "")]
    assert (
        admin.post("look/", typed(menu=rows, **{"menu-INITIAL_FORMS": "2", "menu-0-DELETE": "on"})).status_code == 302
    )
    assert [entry["label"] for entry in look_of(world.skhcn).menu] == ["Báo"]


WRONG = {
    "no such page": ({"menu": [(1, "/khong-co/", "Tên đã gõ")]}, "/khong-co/"),
    "a neighbour's path": ({"menu": [(1, "phohien.hungyen.localhost/", "Tên đã gõ")]}, "https://"),
    "http": ({"links": [(1, "http://x.vn/", "Tên đã gõ")]}, "https://"),
    "no name": ({"links": [(1, "https://x.vn/ten-da-go", "")]}, "ten-da-go"),
    "no address": ({"links": [(1, "", "Tên đã gõ")]}, "Tên đã gõ"),
    "own page as link": ({"links": [(1, "/tin-tuc/", "Tên đã gõ")]}, "/tin-tuc/"),
    "colours": ({"theme": "hong-phan", "links": [(1, "https://x.vn/", "Tên đã gõ")]}, "Tên đã gõ"),
    "place in the menu": ({"menu": [("đầu", "/tin-tuc/", "Tên đã gõ")]}, "_error"),
    "place": ({"lead-ORDER": "đầu", "links": [(1, "https://x.vn/", "Tên đã gõ")]}, "Tên đã gõ"),
}


@pytest.mark.parametrize("way", WRONG)
def test_wrong_input_is_said_and_nothing_typed_is_lost(admin: Desk, world: Any, way: str) -> None:
    fields, kept = WRONG[way]
    for path in ("look/", "look/preview/"):
        page = text_of(admin.post(path, typed(**fields, note="Lý do đã gõ")))
        assert "help-critical" in page and kept in page and "Lý do đã gõ" in page
    assert not Look.objects.exists()


def test_a_form_with_a_neighbours_image_is_refused(admin: Desk, world: Any) -> None:
    theirs = make_image(world.commune, "Ảnh kinmat")
    for path in ("look/", "look/preview/"):
        answer = admin.post(path, typed(logo=str(theirs.pk)))
        assert answer.status_code == 200 and "kinmat" not in text_of(answer) and "help-critical" in text_of(answer)
    assert not Look.objects.exists()


def test_the_preview_shows_what_was_typed_and_keeps_nothing(admin: Desk, world: Any) -> None:
    logo = make_image(world.skhcn, "Huy hiệu")
    data = typed(menu=[(1, "https://x.vn/", "Mục thử")], logo=str(logo.pk))
    page = text_of(admin.post("look/preview/", data))
    assert "css/themes/tim" in page and "Mục thử" in page and "brand__logo" in page
    assert not Look.objects.exists()
    assert "Mục thử" not in text_of(admin.post("look/preview/", typed()))


def test_the_english_front_page_has_a_preview_of_its_own(world: Any) -> None:
    admin = Desk(world.users["agency_admin_hungyen"], "hungyen")
    data = typed(menu=[(1, "https://x.vn/", "Only in English")], **{"menu-0-language": "en", "portals-ORDER": "9"})
    english, vietnamese = (text_of(admin.post("look/preview/", data | {"language": code})) for code in ("en", "vi"))
    assert 'lang="en"' in english and "Only in English" in english
    assert '<html lang="vi"' in vietnamese and "Only in English" not in vietnamese
    assert (
        Desk(world.users["agency_admin_skhcn"], "skhcn-hungyen").get("look/0/preview/?language=en").status_code == 404
    )


def test_a_version_is_seen_previewed_and_restored(admin: Desk, world: Any) -> None:
    admin.post("look/", typed(note="Bản một", menu=[(1, "https://x.vn/", "Mục một")]))
    admin.post("look/", typed(theme="xanh-la", based_on=1))
    seen = text_of(admin.get("look/1/"))
    assert "Bản một" in seen and "https://x.vn/" in seen
    assert "Mục một" in text_of(admin.get("look/1/preview/"))
    assert "css/themes/do-vang" in text_of(admin.get("look/0/preview/"))
    assert admin.post("look/1/restore/", {"note": "Quay lại"}).status_code == 302
    look = look_of(world.skhcn)
    assert (look.number, look.theme, look.restored_from, look.note) == (3, "tim", 1, "Quay lại")


def test_a_file_goes_out_and_comes_in(admin: Desk, world: Any) -> None:
    admin.post("look/", typed(note="Bản một"))
    file = admin.client.get(admin.base + "look/1/export/", headers={"host": admin.host})
    assert file.headers["Content-Disposition"] == 'attachment; filename="giao-dien-skhcn-hungyen-1.zip"'
    admin.post("look/", typed(theme="xanh-la", based_on=1))
    upload = SimpleUploadedFile("giao-dien.zip", file.content, "application/zip")
    assert admin.post("look/import/", {"file": upload, "note": ""}).status_code == 302
    assert (look_of(world.skhcn).number, look_of(world.skhcn).theme) == (3, "tim")
    broken = admin.post("look/import/", {"file": SimpleUploadedFile("x.zip", b"no"), "note": "Lý do đã gõ"})
    assert broken.status_code == 200 and "Lý do đã gõ" in text_of(broken)
    assert broken.context["import_form"].errors["file"]


def test_who_saves_second_keeps_what_was_typed_and_may_go_on(admin: Desk, world: Any) -> None:
    admin.post("look/", typed())
    second = admin.post("look/", typed(theme="xanh-la", note="Đã gõ", based_on=0))
    assert second.status_code == 200 and "Đã gõ" in text_of(second)
    assert look_of(world.skhcn).theme == "tim"
    based_on = re.search(r'name="based_on"[^>]*value="(\d+)"', text_of(second))
    assert based_on and admin.post("look/", typed(theme="xanh-la", based_on=int(based_on[1]))).status_code == 302
    assert look_of(world.skhcn).theme == "xanh-la"


@pytest.mark.clause("TN.17.2")
@pytest.mark.parametrize("role", ["author", "board_member", "board_head", "responder", "signer"])
def test_other_roles_have_no_such_screen(world: Any, role: str) -> None:
    change_look(world.skhcn, Look(theme="tim"), actor=None, now=timezone.now())
    desk = Desk(world.users[f"{role}_skhcn"], "skhcn-hungyen")
    for path in ("look/", "look/0/", "look/0/preview/", "look/1/export/"):
        assert desk.get(path).status_code == 403, path
    for path in ("look/", "look/preview/", "look/0/restore/", "look/import/"):
        assert desk.post(path, typed(theme="xanh-la")).status_code == 403, path
    assert look_of(world.skhcn).theme == "tim"
    assert 'href="/a/skhcn-hungyen/look/"' not in text_of(desk.get(""))


def test_a_version_of_another_agency_does_not_exist(admin: Desk, world: Any) -> None:
    change_look(world.commune, Look(theme="tim"), actor=None, now=timezone.now(), note="kinmat")
    for path in ("look/1/", "look/1/preview/", "look/1/export/"):
        assert admin.get(path).status_code == 404, path
    assert admin.post("look/1/restore/").status_code == 404
    assert "kinmat" not in text_of(admin.get("look/"))


def test_an_image_of_a_look_is_not_deleted_and_its_use_is_named(admin: Desk, world: Any) -> None:
    image = make_image(world.skhcn, "Huy hiệu")
    PortalImage.objects.filter(pk=image.pk).update(uploaded_by_user=world.users["agency_admin_skhcn"])
    look = change_look(world.skhcn, Look(theme="tim", logo=image), actor=None, now=timezone.now())
    change_look(world.skhcn, Look(theme="xanh-la"), actor=None, now=timezone.now())
    answer = admin.post(f"images/{image.pk}/delete/")
    assert PortalImage.objects.filter(pk=image.pk).exists() and answer.status_code in {302, 403, 409}
    usage = text_of(admin.get(f"images/usage/{image.pk}/"))
    with override("vi"):
        assert str(look) in usage


def test_the_list_of_versions_costs_the_same_with_one_and_with_many(admin: Desk, world: Any) -> None:
    def cost() -> int:
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            assert admin.get("look/").status_code == 200
        return len(captured)

    pages = list(SectionPage.objects.child_of(world.skhcn.home_page)[:8])
    person = world.users["agency_admin_skhcn"]

    def dress(number: int) -> None:
        menu = [{"language": "vi", "label": str(number), "page": page.pk} for page in pages[:number]]
        change_look(world.skhcn, Look(theme="tim", menu=menu), actor=person, now=timezone.now())

    dress(1)
    cost()
    one = cost()
    for number in range(2, 8):
        dress(number)
    assert cost() == one
