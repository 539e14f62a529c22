"""Measurement and trust label: typed codes, one more host in that portal's policy, a line on its privacy page."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from lxml import html

from tenants.models import AgencyModelLogEntry, OutsideKey, OutsideService
from tenants.outside import set_outside_service, shown_services
from tests.factories import portal_get, portal_post

pytestmark = pytest.mark.django_db
EMC_HOST = "https://f-emc.ngsp.gov.vn"


def put(agency: Any, key: OutsideKey, code: str, **kwargs: Any) -> None:
    set_outside_service(agency, key, code, actor=None, now=timezone.now(), **kwargs)


def policy(answer: Any) -> dict[str, list[str]]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return {name: sources for name, *sources in (part.split() for part in parts)}


@pytest.mark.clause("TB.14.2", "HY.12.2")
def test_a_measured_portal_asks_one_more_host_and_says_so(world: Any, client: Client) -> None:
    measured, other = world.host("skhcn"), world.host("commune")
    before = portal_get(client, measured, "/quyen-rieng-tu/")
    assert EMC_HOST not in before.headers["Content-Security-Policy"] and "f-emc" not in before.content.decode()
    put(world.skhcn, OutsideKey.EMC, "8981")
    page, told = portal_get(client, measured), portal_get(client, measured, "/quyen-rieng-tu/")
    assert 'data-site="8981"' in page.content.decode()
    asked = {name for name, sources in policy(page).items() if EMC_HOST in sources}
    assert asked == {"script-src", "connect-src", "img-src"}
    assert "f-emc.ngsp.gov.vn" in told.content.decode()
    elsewhere = portal_get(client, other)
    assert (
        EMC_HOST not in elsewhere.headers["Content-Security-Policy"] and "data-site" not in elsewhere.content.decode()
    )


def test_a_province_sets_it_for_all_that_have_none_of_their_own(world: Any) -> None:
    put(world.hungyen, OutsideKey.EMC, "1", everywhere=True)
    put(world.hungyen, OutsideKey.TRUST_LABEL, "hungyengovvn-1")
    put(world.commune, OutsideKey.EMC, "2", everywhere=True)
    assert shown_services(world.skhcn) == {"emc": "1"}
    assert shown_services(world.commune) == {"emc": "2"}
    assert shown_services(world.snv) == {}
    assert not OutsideService.objects.get(agency=world.commune).everywhere


LABEL_HOST = "https://tinnhiemmang.vn"


@pytest.mark.clause("HY.12.2", "TB.14.2")
def test_the_trust_label_names_one_site_and_stands_on_it_alone(world: Any, client: Client) -> None:
    """Picture and link name the same site, in both languages; a component portal never shows its province's."""
    put(world.hungyen, OutsideKey.EMC, "1", everywhere=True)
    put(world.hungyen, OutsideKey.TRUST_LABEL, "hungyengovvn-1", everywhere=True)
    OutsideService.objects.filter(key=OutsideKey.TRUST_LABEL).update(everywhere=True)  # a row of former times
    own = world.host("hungyen")
    for host in (own, world.host("hungyen", language="en")):
        page = portal_get(client, host)
        (label,) = html.fromstring(page.content).xpath("//a[@class='footer__label']")
        assert label.get("href") == f"{LABEL_HOST}/danh-ba-tin-nhiem/hungyengovvn-1"
        (picture,) = label.xpath("img")
        assert picture.get("src") == f"{LABEL_HOST}/handle_cert?id={own}" and picture.get("alt")
        assert {name for name, sources in policy(page).items() if LABEL_HOST in sources} == {"img-src"}
    told = html.fromstring(portal_get(client, own, "/quyen-rieng-tu/").content).xpath("//main//li")
    assert len([each for each in told if "tinnhiemmang.vn" in each.text_content()]) == 1
    for path in ("/", "/quyen-rieng-tu/"):
        other = portal_get(client, world.host("skhcn"), path)
        assert "tinnhiemmang" not in other.content.decode() + other.headers["Content-Security-Policy"]
    assert shown_services(world.skhcn) == {"emc": "1"}
    put(world.skhcn, OutsideKey.TRUST_LABEL, "skhcn-2")
    page = portal_get(client, world.host("skhcn")).content.decode()
    assert f"handle_cert?id={world.host('skhcn')}" in page and "danh-ba-tin-nhiem/skhcn-2" in page


def test_a_province_sees_again_that_it_measures_all(world: Any, client: Client) -> None:
    client.force_login(world.users["superuser"])
    host, url = world.host("hungyen", "admin"), f"/a/{world.hungyen.slug}/card/outside/"
    sent = {"emc": "1", "trust_label": "hungyengovvn-1", "everywhere": "on"}
    assert portal_post(client, host, url, sent).status_code == 302
    assert dict(OutsideService.objects.values_list("key", "everywhere")) == {"emc": True, "trust_label": False}
    (box,) = html.fromstring(portal_get(client, host, url).content).xpath("//input[@name='everywhere']")
    assert box.get("checked") is not None


def test_only_a_code_of_the_service_is_taken_from_those_who_may_change_the_card(world: Any) -> None:
    for key, code in ((OutsideKey.EMC, "<script>"), (OutsideKey.EMC, "0"), (OutsideKey.TRUST_LABEL, "a/b")):
        with pytest.raises(ValidationError):
            put(world.skhcn, key, code)
    with pytest.raises(PermissionDenied):
        author = world.users["author_skhcn"]
        set_outside_service(world.skhcn, OutsideKey.EMC, "5", actor=author, now=timezone.now())
    assert not OutsideService.objects.exists()


def test_the_screen_keeps_what_was_typed_and_logs_what_was_set(world: Any, client: Client) -> None:
    client.force_login(world.users["agency_admin_skhcn"])
    host, url = world.host("hungyen", "admin"), f"/a/{world.skhcn.slug}/card/outside/"
    refused = portal_post(client, host, url, {"emc": "12", "trust_label": "Sai mã!"})
    assert refused.status_code == 200 and "Sai mã!" in refused.content.decode()
    assert not OutsideService.objects.exists()
    assert portal_post(client, host, url, {"emc": " 12 ", "trust_label": ""}).status_code == 302
    assert OutsideService.objects.get().code == "12"
    assert portal_post(client, host, url, {"emc": "", "trust_label": ""}).status_code == 302
    entries = AgencyModelLogEntry.objects.filter(action="tenants.outside_service").order_by("pk")
    assert [(entry.data["old"], entry.data["new"]) for entry in entries] == [("", "12"), ("12", "")]
    client.force_login(world.users["author_skhcn"])
    assert portal_get(client, host, url).status_code == 403
