"""After a merger the successor has its own look, and that of the agency that ended stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tenants.looks import change_look, restore_look
from tenants.models import Agency, Look, PortalImage
from tests.factories import portal_get
from tests.isolation.work import make_image
from tests.tenants.successions import NEW_HOST, make_old, merge

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]


def dress(agency: Agency, **content: Any) -> Look:
    return change_look(agency, Look(**content), actor=None, now=timezone.now())


def test_a_merger_leaves_both_looks_as_they_were(world: Any, client: Client, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    old = make_old(world)
    logo = make_image(old, "Huy hiệu cũ")
    menu = [{"language": "vi", "label": "", "page": old.home_page.get_children()[0].pk}]
    first, last = dress(old, theme="xanh-la", logo=logo, menu=menu), dress(old, theme="xanh-cham", logo=logo)
    mine = dress(world.skhcn, theme="tim")
    merge(old, world.skhcn)
    assert Agency.objects.get(pk=world.skhcn.pk).look == mine
    assert Agency.objects.get(pk=old.pk).look == last and old.looks.count() == 2
    page = portal_get(client, NEW_HOST).content.decode()
    assert "css/themes/tim" in page and "brand__logo" not in page
    assert PortalImage.objects.get(pk=logo.pk).agency == world.skhcn
    with pytest.raises(ValidationError):
        restore_look(old, first.number, actor=None, now=timezone.now())


def test_the_successor_may_use_what_came_with_the_merger(world: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    old = make_old(world)
    logo = make_image(old, "Huy hiệu cũ")
    dress(old, theme="xanh-la", logo=logo)
    with pytest.raises(ValidationError):
        dress(world.skhcn, theme="tim", logo=logo)
    merge(old, world.skhcn)
    assert dress(world.skhcn, theme="tim", logo=PortalImage.objects.get(pk=logo.pk)).number == 1
