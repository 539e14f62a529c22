"""An administrator invites a colleague, who accepts by the mailed link; the card names who runs the portal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from security.people import roles_in
from tenants.models import Official
from tests.e2e.window import Window
from tests.factories import PASSWORD
from tests.security.helpers import link_in

CMS = "cms.hungyen.localhost"
EMAIL = "bientapvien@skhcn.example.vn"


def save(window: Window) -> None:
    window.follow(lambda: window.page.locator("main form [type=submit]").last.click())


def test_an_administrator_invites_an_editor_who_signs_in(open_window: Callable[..., Window], world: Any) -> None:
    admin, editor = open_window(), open_window()
    admin.sign_in(CMS, "agency_admin_skhcn")
    admin.look()
    admin.choose("/people/")
    admin.look("people")
    admin.follow(lambda: admin.page.locator("main a[href$='/people/invite/']").click())
    admin.page.locator("[name=email]").fill(EMAIL)
    admin.page.locator("[name=position]").fill("Biên tập viên")
    admin.expected.append(422)
    save(admin)
    admin.look("invite-error")
    assert admin.page.locator("[name=position]").input_value() == "Biên tập viên"
    admin.page.locator("[name=full_name]").fill("Lê Thị Mẫu")
    admin.page.locator("[name=roles][value=author]").check()
    save(admin)
    assert admin.page.locator("table", has_text=EMAIL).is_visible()
    admin.look("people-invited")

    editor.go(CMS, link_in(EMAIL))
    editor.look("invitation")
    editor.page.locator("[name=username]").fill("le.mau")
    for field in ("new_password", "repeated"):
        editor.page.locator(f"[name={field}]").fill(PASSWORD)
    editor.follow(lambda: editor.page.locator("[type=submit]").click())
    editor.look("invitation-accepted")
    editor.sign_in(CMS, "le.mau")
    assert editor.path() == "/a/skhcn-hungyen/"
    editor.look()
    assert editor.page.locator(".sidebar a[href$='/people/']").count() == 0
    editor.go(CMS, link_in(EMAIL), status=410)
    editor.look("invitation-ended")

    admin.page.reload()
    admin.follow(lambda: admin.page.get_by_role("link", name="Lê Thị Mẫu").click())
    admin.look("person")
    admin.page.locator("[name=roles][value=responder]").check()
    admin.page.locator("[name=roles][value=author]").uncheck()
    save(admin)
    admin.look()
    [row] = world.skhcn.memberships.filter(user__username="le.mau")
    assert roles_in(row.user, world.skhcn) == {"responder"}


def test_an_agency_names_its_operators_and_the_office_sees_them(open_window: Callable[..., Window], world: Any) -> None:
    admin, office = open_window(), open_window()
    admin.sign_in(CMS, "agency_admin_skhcn")
    admin.look()
    admin.choose("/card/")
    admin.look("card-empty")
    admin.follow(lambda: admin.page.locator("main a[href$='/card/change/']").click())
    admin.page.locator("[name=managing_unit]").fill("Văn phòng Sở")
    admin.page.locator("[name=head_name]").fill("Trần Văn Mẫu")
    admin.look("card-form")
    save(admin)
    for duty in ("content_operator", "liaison"):
        admin.follow(lambda duty=duty: admin.page.locator(f"main a[href$='/{duty}/new/']").click())
        admin.page.locator("[name=full_name]").fill("Phạm Thị Mẫu")
        admin.page.locator("[name=phone]").fill("0221 000 111")
        admin.page.locator("[name=email]").fill(EMAIL)
        admin.look("official")
        save(admin)
    admin.look("card")
    assert Official.objects.filter(agency=world.skhcn, ended_at=None).count() == 2

    office.sign_in(CMS, "office_hungyen")
    office.look()
    office.choose("/officials/")
    assert office.page.locator("table", has_text="0221 000 111").is_visible()
    office.look("officials")
    office.follow(lambda: office.page.locator("main table a", has_text=world.skhcn.name).first.click())
    office.look("administrators")
    office.choose("/card/")
    office.look("card-province")
    office.follow(lambda: office.page.locator("main a[href$='/technical_operator/new/']").click())
    office.look("official-technical")


def test_an_administrator_keeps_old_addresses_and_reads_who_did_what(window: Window, world: Any) -> None:
    page = window.page
    window.sign_in(CMS, "agency_admin_skhcn")
    window.look()
    window.choose("/old-addresses/")
    window.look("old-addresses-empty")
    page.locator("[name=address]").fill("http://so-cu.example.vn/tin/1.html")
    page.locator("[name=target]").fill("/khong-co/")
    window.expected.append(422)
    window.follow(lambda: page.locator("main form[method=post] [type=submit]").click())
    window.look("old-addresses-error")
    assert page.locator("[name=address]").input_value() == "http://so-cu.example.vn/tin/1.html"
    page.locator("[name=target]").fill("/tin-tuc/")
    window.follow(lambda: page.locator("main form[method=post] [type=submit]").click())
    window.look("old-addresses")
    window.go(world.host("skhcn"), "/tin/1.html")
    assert window.path() == "/tin-tuc/"
    window.look()
    window.go(CMS, "/a/skhcn-hungyen/activity/")
    window.look("activity")
    assert page.locator("main table").get_by_text("Đã thêm địa chỉ cũ").count() == 1
