"""A password past its age opens nothing but its own change (VL.8.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from security.models import User
from tests.e2e.window import Window
from tests.factories import PASSWORD

CMS, WORK = "cms.vinhlong.localhost", "/a/snv-vinhlong/"
CHANGE = "/account/password/"
NEW = "Mua-Thu-Ben-Song-2031"


def change(window: Window, old: str, new: str) -> None:
    page = window.page
    page.locator("[name=old_password]").fill(old)
    page.locator("[name=new_password]").fill(new)
    page.locator("[name=repeated]").fill(new)
    window.follow(lambda: page.locator("form.login-form [type=submit]").click())


@pytest.mark.clause("VL.8.3", "VL.8.4")
def test_a_password_past_its_age_can_only_be_changed(window: Window, world: Any) -> None:
    long_ago = timezone.now() - timedelta(days=100)
    User.objects.filter(username="author_snv").update(password_changed_at=long_ago)
    window.go(CMS, "/login/")
    window.look("login")
    window.sign_in(CMS, "author_snv")
    assert window.path().endswith(CHANGE)
    window.look("change-password")
    for path in (WORK, f"{WORK}pages/", f"{WORK}editorial/texts/", "/account/"):
        window.page.goto(window.url(CMS, path))
        assert window.path().endswith(CHANGE), path
        window.seen.add(f"{window.host()}{window.path()}")

    window.expected.append(422)
    change(window, PASSWORD, "matkhau123")
    assert window.path().endswith(CHANGE)
    assert window.page.locator("#id_new_password-errors, .error-message").locator("visible=true").count()
    window.look("change-password-error")
    change(window, PASSWORD, NEW)
    assert window.path() == "/account/", "the change leads to where one wanted to go"
    window.look("account")
    window.go(CMS, WORK)
    assert window.path() == WORK
    window.look()
    window.sign_out(CMS)
    window.sign_in(CMS, "author_snv", NEW)
    assert window.path() == WORK
