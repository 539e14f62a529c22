"""Emergency banners: one step, on the right portals, gone at their end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from lxml import html as lxml_html

from portal.alerts.services import lift_alert, raise_alert
from portal.models import Alert, Reach, Severity
from portal.storm.contents import portal_at
from tenants.models import AgencyHost
from tests.factories import portal_get, portal_post

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 9, 10, 3, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def put(agency: Any, title: str = "Bão số 6", **details: Any) -> Alert:
    details = {"severity": Severity.WARNING, "text": "Ở trong nhà.", "ends_at": NOW + HOUR, "actor": None} | details
    return raise_alert(agency, title=title, now=NOW, **details)


def shown(agency: Any, at: dt.datetime = NOW) -> list[str]:
    return [alert.title for alert in Alert.objects.shown_on(agency, at)]


def test_a_banner_stands_where_it_was_put_until_its_end(world: Any) -> None:
    put(world.skhcn, "Sở nghỉ")
    put(world.hungyen, "Toàn tỉnh", reach=Reach.ALL, severity=Severity.DANGER)
    put(world.hungyen, "Phường", reach=Reach.CHOSEN, portals=[world.commune])
    own = put(world.hungyen, "Chỉ cổng tỉnh")
    assert shown(world.skhcn) == ["Toàn tỉnh", "Sở nghỉ"]
    assert shown(world.commune) == ["Toàn tỉnh", "Phường"]
    assert shown(world.hungyen) == ["Toàn tỉnh", "Chỉ cổng tỉnh"]
    assert shown(world.snv) == []
    assert shown(world.skhcn, NOW + HOUR) == [] and shown(world.skhcn, NOW - HOUR) == []
    lift_alert(own, actor=None, now=NOW)
    assert shown(world.hungyen) == ["Toàn tỉnh"]


def test_what_cannot_be_is_refused(world: Any) -> None:
    refused: list[tuple[Any, dict[str, Any]]] = [
        (world.skhcn, {"reach": Reach.ALL}),
        (world.hungyen, {"reach": Reach.CHOSEN, "portals": []}),
        (world.hungyen, {"reach": Reach.CHOSEN, "portals": [world.snv]}),
        (world.hungyen, {"ends_at": NOW}),
    ]
    for agency, details in refused:
        with pytest.raises(ValidationError):
            put(agency, **details)
    for person, agency in (("author_skhcn", world.skhcn), ("board_head_skhcn", world.hungyen)):
        with pytest.raises(PermissionDenied):
            put(agency, actor=world.users[person])
    alert = put(world.skhcn)
    with pytest.raises(PermissionDenied):
        lift_alert(alert, actor=world.users["board_head_commune"], now=NOW)


def test_the_office_raises_one_in_one_step_and_readers_see_it(world: Any, client: Client) -> None:
    client.force_login(world.users["office_hungyen"])
    admin, url = world.host("hungyen", "admin"), f"/a/{world.hungyen.slug}/alerts/"
    end = timezone.localtime(timezone.now() + HOUR).strftime("%Y-%m-%dT%H:%M")
    asked = {"severity": 3, "title": "Vỡ đê", "text": "Rời vùng trũng ngay.", "ends_at": end, "reach": "chosen"}
    wrong = portal_post(client, admin, f"{url}new/", asked | {"names": "Sở Không Có", "url": "//evil.example"})
    assert wrong.status_code == 200
    page = wrong.content.decode()
    assert "Sở Không Có" in page and "Rời vùng trũng ngay." in page and not Alert.objects.exists()
    named = f"{world.skhcn.name}\n{world.host('commune')}"
    assert portal_post(client, admin, f"{url}new/", asked | {"names": named}).status_code == 302
    alert = Alert.objects.get()
    assert set(alert.portals.all()) == {world.skhcn, world.commune}
    assert "Rời vùng trũng ngay." in portal_get(client, world.host("skhcn")).content.decode()
    assert "Rời vùng trũng ngay." not in portal_get(client, world.host("hungyen")).content.decode()
    assert "Vỡ đê" in portal_get(client, admin, url).content.decode()
    assert portal_post(client, admin, f"{url}{alert.pk}/end/").status_code == 302
    assert "Vỡ đê" not in portal_get(client, world.host("skhcn")).content.decode()
    client.force_login(world.users["author_hungyen"])
    assert portal_get(client, admin, url).status_code == 403
    client.force_login(world.users["board_head_skhcn"])
    assert portal_post(client, admin, f"/a/{world.skhcn.slug}/alerts/{alert.pk}/end/").status_code == 404


@pytest.mark.clause("HY.8.3")
@pytest.mark.parametrize("stored", [False, True])
def test_each_part_of_a_banner_is_marked_with_its_own_language(world: Any, client: Client, stored: bool) -> None:
    """WCAG 3.1.2: what has no English stays Vietnamese and says so; the label before it is English."""
    now = timezone.now()
    when: dict[str, Any] = {"ends_at": now + HOUR, "actor": None, "now": now}
    raise_alert(world.hungyen, severity=3, title="Vỡ đê", text="Gọi 114.", text_en="Call 114.", **when)
    raise_alert(world.hungyen, severity=2, title="Bão", title_en="Storm", text="Ở nhà.", **when)

    def vietnamese(language: str) -> list[str]:
        host = world.host("hungyen", language=language)
        if stored:
            html = portal_at(AgencyHost.objects.get(hostname=host), timezone.now()).banners.decode()
        else:
            html = portal_get(client, host).content.decode()
        page = lxml_html.fromstring(f"<div>{html}</div>" if stored else html)
        sections = page.xpath("//section[starts-with(@class, 'alert ')]")
        assert len(sections) == 2 and not any(section.get("lang") for section in sections)
        assert [" ".join(section.text_content().split()) for section in sections][0].startswith(
            "Danger to life or health: Vỡ đê Call 114." if language == "en" else "Nguy hiểm"
        )
        return [str(text) for section in sections for text in section.xpath(".//*[@lang='vi']/text()")]

    assert vietnamese("en") == ["Vỡ đê", "Ở nhà."]
    assert vietnamese("vi") == []
