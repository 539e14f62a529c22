"""Lists by name are in Vietnamese alphabetical order: Đ after D and before E, Ấ after A, tones last; people by name."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.links.checking import check
from portal.models import PlacePage, ProductPage, PublicServicePage, SocialServicePage
from qa_inbox.queries import handlers_of
from security.people import people_of
from tenants.models import Agency
from tenants.officials import name_official, officials_of
from tests.factories import make_agency, make_article, make_page, make_user
from tests.isolation.work import Desk
from tests.isolation.work import text_of as said_by
from tests.portal.kinds import make_whole, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]
NAMES = ["Ao cá", "Ấp Bắc", "Du thuyền", "Đất đai", "Đền Mẫu", "Ủ rượu", "Vườn nhãn", "Y tế"]
"""In order."""
MIXED = [NAMES[at] for at in (4, 7, 1, 6, 3, 0, 5, 2)]
BODY = [("paragraph", "<p>Mô tả.</p>")]
PEOPLE = ["Trần Văn Ân", "Lê Thị Ba", "Đỗ Văn Dũng", "Lê Văn Đức", "Vũ Đức", "Ấu Thị Yến"]
"""In order of their given names."""


def in_order_of_the_page(text: str, names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: text.index(f">{name}<"))


@pytest.mark.parametrize("model", [PlacePage, ProductPage, SocialServicePage, PublicServicePage])
def test_a_section_lists_by_name(world: Any, client: Client, model: Any) -> None:
    for name in MIXED:
        if model is PlacePage:
            page = make_page(PlacePage, world.hungyen, title=name, place_kind="other", body=BODY)
        else:
            page = make_whole(model, world.hungyen, title=name)
    text = text_of(client, world.host("hungyen"), f"{page.get_parent().url}?kind={model.kind}")
    assert in_order_of_the_page(text, NAMES) == NAMES


def test_public_services_stand_by_field_here_and_for_the_province(world: Any, client: Client) -> None:
    for name in MIXED:
        page = make_whole(PublicServicePage, world.hungyen, title=f"Thủ tục {name}", field=name)
    host = world.host("hungyen")
    for path in (f"{page.get_parent().url}?kind=public_service", "/dich-vu-cong-toan-tinh/"):
        text = text_of(client, host, path)
        assert in_order_of_the_page(text, [f"Thủ tục {name}" for name in NAMES]) == [
            f"Thủ tục {name}" for name in NAMES
        ]


def test_portals_with_as_many_broken_links_stand_by_name(world: Any) -> None:
    names = [f"Sở {name}" for name in NAMES]
    for name in MIXED:
        agency = make_agency(province=world.hungyen, name=f"Sở {name}")
        make_article(agency, body=[("paragraph", '<p><a linktype="page" id="99999999">kế hoạch</a></p>')])
    check(timezone.now())
    text = said_by(Desk(world.users["office_hungyen"], "hungyen").get("broken-links/portals/"))
    assert sorted(names, key=text.index) == names


def test_people_stand_by_their_given_names(world: Any) -> None:
    agency: Agency = world.skhcn
    for at, name in enumerate(reversed(PEOPLE)):
        for role in ("responder", "board_member", "author"):
            make_user(role=role, agency=agency, full_name=name)
        details = {"full_name": name, "position": "Chuyên viên", "email": f"can-bo-{at}@example.vn", "phone": "0221 1"}
        name_official(agency, "content_operator", actor=None, now=timezone.now(), **details)
    handlers = [one.full_name for one in handlers_of(agency) if one.full_name in PEOPLE]
    assert list(dict.fromkeys(handlers)) == PEOPLE
    assert list(dict.fromkeys(one.full_name for one in people_of(agency) if one.full_name in PEOPLE)) == PEOPLE
    assert [one.full_name for one in officials_of(agency) if one.full_name in PEOPLE] == PEOPLE
    card = said_by(Desk(world.users["responder_skhcn"], "skhcn-hungyen").get("card/"))
    assert sorted(PEOPLE, key=card.index) == PEOPLE
    assert sorted(PEOPLE, key=card.rindex) == PEOPLE, "officials first, then the board"
    operators = said_by(Desk(world.users["office_hungyen"], "hungyen").get("officials/"))
    assert sorted(PEOPLE, key=operators.rindex) == PEOPLE
