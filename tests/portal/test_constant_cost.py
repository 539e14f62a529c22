"""No page costs more, in queries or in bytes, because there are more agencies, portals and people beside it."""

from __future__ import annotations

import os.path
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.clock import forget_calendars
from tenants.hosts import forget_hosts
from tests.factories import make_article, portal_get
from tests.isolation.work import Desk, make_document, make_image
from tests.portal.crowd import add_agencies, add_news, add_staff

# Wagtail's own preview of an image leaves its temporary file to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
BY_CHANCE = re.compile(
    "|".join(
        (
            r'csrfmiddlewaretoken\\?"[^>]*>',
            r'"[A-Za-z0-9]{64}"',
            r'nonce="[^"]*"',
            r"/ping/\w+/\w+/\d+/\d+/|/release/\d+/",
            r"T\d\d:\d\d:\d\d\.[^<]*",
            r"key\\+&quot;: \\+&quot;\w+",
        )
    )
)
"""What differs from one answer to the next: form tokens, nonces, the number of a window, how long ago something was,
and the keys that the editor gives to the paragraphs of a text."""

WRITING = {
    "dashboard": "",
    "explorer": "pages/{home}/",
    "page search": "pages/search/?q=tin",
    "page chooser": "choose-page/",
    "page chooser, searched": "choose-page/search/?q=tin",
    "text": "pages/{text}/edit/",
    "history of a text": "pages/{text}/history/",
    "images": "images/",
    "image chooser": "images/chooser/",
    "documents": "documents/",
    "document chooser": "documents/chooser/",
    "tags": "tag-autocomplete/?term=a",
    "one's texts": "editorial/texts/",
    "account": "account/",
}
"""Screens of those who write for an agency."""
ALL_OF_AN_AGENCY = WRITING | {
    "board's queue": "editorial/queue/",
    "questions": "questions/",
    "imports": "imports/",
    "regulation": "regulation/",
    "official days": "calendar/official-days/",
    "people": "people/",
    "activity": "activity/",
    "card": "card/",
    "look": "look/",
    "old addresses": "old-addresses/",
    "requests for portals": "portal-requests/",
    "required sections": "bao-cao/muc-bat-buoc/",
    "emergency banners": "alerts/",
    "visits": "bao-cao/luot-xem/",
    "adverts": "adverts/",
    "storm mode": "storm/",
    "broken links": "broken-links/",
}
OVERSEEING = {
    "dashboard": "",
    "agencies, one found": "agencies/?q=khoa+hoc",
    "table of agencies, one found": "agencies/table.csv?q=khoa+hoc",
    "card of an agency": "agencies/{agency}/",
    "administrators of an agency": "people/agencies/{agency}/",
    "officials, one agency found": "officials/?q=khoa+hoc",
    "requests for portals": "portal-requests/",
}
"""Screens of the province's office and technical agency."""
OFFICE = {
    "successions": "successions/",
    "late answers": "questions/late/",
    "broken links of all portals": "broken-links/portals/",
}
WALKS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("superuser", "skhcn", ALL_OF_AN_AGENCY),
    ("agency_admin_hungyen", "hungyen", WRITING),
    (
        "office_hungyen",
        "hungyen",
        OVERSEEING
        | {"successions": "successions/", "late answers": "questions/late/", "broken links": "broken-links/portals/"},
    ),
    ("technician_hungyen", "hungyen", OVERSEEING | {"outbox": "system/mails/"}),
)
"""Who, in whose work area, opens what. The superuser is whom nothing narrows but the work area."""


@dataclass(frozen=True)
class Cost:
    """What a page cost and said; two are equal when neither the queries nor a byte of the text differ."""

    queries: int
    size: int
    text: str


def cost_of(ask: Any) -> Cost:
    """Cost in a process that remembers no host."""
    forget_hosts()
    forget_calendars()
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    assert answer.status_code == 200, answer
    text = BY_CHANCE.sub("", answer.content.decode())
    return Cost(len(captured), len(text.encode()), text)


def grown(before: dict[Any, Cost], after: dict[Any, Cost]) -> str:
    """Pages that cost something else than before: queries and bytes then and now, and where the text differs first."""
    pairs = [(name, then, after[name]) for name, then in before.items() if then != after[name]]
    return "\n".join(
        f"{name}: {then.queries} → {now.queries} queries, {then.size} → {now.size} bytes; "
        f"{difference(then.text, now.text)}"
        for name, then, now in pairs
    )


def difference(then: str, now: str) -> tuple[str, str]:
    place = len(os.path.commonprefix([then, now]))
    return then[max(0, place - 40) : place + 60], now[max(0, place - 40) : place + 60]


def many_more(world: Any, number: int) -> None:
    """So many agencies more, with people: half in the province, half in another."""
    for province in (world.hungyen, world.vinhlong):
        add_staff(add_agencies(province, number // 2))


@pytest.fixture
def screens(world: Any, settings: Any, tmp_path: Any) -> dict[tuple[str, str, str], Any]:
    """(who, where, screen) → how it is asked for. Each agency has a text, an image and a file."""
    settings.MEDIA_ROOT = tmp_path
    keys = {"agency": world.skhcn.pk}
    found: dict[tuple[str, str, str], Any] = {}
    for name in ("skhcn", "hungyen"):
        agency = getattr(world, name)
        text = make_article(agency, title="Tin của cơ quan", live=False)
        text.save_revision(user=world.users[f"author_{name}"], log_action=True)
        make_image(agency, "Ảnh của cơ quan").tags.add("anh")
        make_document(agency, "Tệp của cơ quan")
        keys |= {"home": agency.home_page_id, "text": text.pk}
        for person, where, paths in WALKS:
            if where == name:
                desk = Desk(world.users[person], agency.slug)
                asked = {screen: path.format(**keys) for screen, path in paths.items()}
                found |= {(person, where, screen): (desk, path) for screen, path in asked.items()}
    return found


def test_no_screen_of_the_administration_grows_with_the_agencies(world: Any, screens: Any) -> None:
    """The same with 10 agencies beside and with 100."""

    def measure() -> dict[Any, Cost]:
        return {key: cost_of(lambda desk=desk, path=path: desk.get(path)) for key, (desk, path) in screens.items()}

    many_more(world, 10)
    measure()  # fills what the process and the browser's session remember
    with_ten = measure()
    many_more(world, 90)
    found = grown(with_ten, measure())
    assert not found, found


def test_no_front_page_grows_with_the_agencies(world: Any) -> None:
    """A component's, and the province's own in both languages: it leads to a directory and names nobody."""
    client = Client()
    province = [world.host("hungyen"), world.host("hungyen", language="en")]
    hosts = [world.host("skhcn"), world.host("commune"), *province]
    for agency in (world.skhcn, world.hungyen):
        add_news(agency, 12)

    def measure() -> dict[Any, Cost]:
        return {host: cost_of(lambda host=host: portal_get(client, host)) for host in hosts}

    many_more(world, 10)
    measure()
    with_ten = measure()
    many_more(world, 90)
    found = grown(with_ten, measure())
    assert not found, found
