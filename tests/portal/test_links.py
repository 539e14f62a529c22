"""Broken links: found in what is published, checked by a job without pressing anybody, listed to their owners."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.models import DecisionKind
from editorial.services import publish_many, publish_urgently, unpublish
from portal.links import probe
from portal.links.checking import check
from portal.links.finding import links_of
from portal.links.probe import ask_outside
from portal.models import ArticlePage, LinkProblem, LinkState, PageLink
from tenants.hosts import forget_hosts
from tenants.models import Agency, AgencyState, OldAddress, PortalDocument
from tenants.providers import provided
from tests.factories import make_article
from tests.isolation.work import Desk, make_document
from tests.isolation.work import text_of as said_by
from tests.portal.former_site import serving

DAY = timedelta(days=1)
NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
BASE = "https://skhcn.hungyen.gov.vn/tin-tuc/bai/"


def words(*links: str) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>Xem {', '.join(links)}.</p>")]


def link(address: str, text: str = "đây") -> str:
    return f'<a href="{address}">{text}</a>'


def to(page: int, text: str = "đây") -> str:
    return f'<a linktype="page" id="{page}">{text}</a>'


def test_links_are_found_wherever_they_stand_and_nothing_else_is() -> None:
    page = ArticlePage(source_url="https://baochinhphu.vn/goc?id=1#dau")
    page.body = words(
        '<a linktype="page" id="12">Kế  hoạch</a>',
        '<a linktype="document" id="3"><b>Tệp</b></a>',
        link("/van-ban/#phan-2", "văn bản"),
        link("../cu/", "cũ"),
        link("https://Bo.Gov.VN/a"),
        link("https://Bo.Gov.VN/a", "lần nữa"),
        *map(link, ("mailto:a@x.vn", "tel:113", "#phan", "javascript:alert(1)", "http://[x/", "https://x:99999/", "")),
    )
    found = links_of(page, BASE)
    assert {address: (one.kind, one.place, one.words) for address, one in found.items()} == {
        "page:12": ("page", "body", "Kế hoạch"),
        "document:3": ("document", "body", "Tệp"),
        "https://skhcn.hungyen.gov.vn/van-ban/": ("outside", "body", "văn bản"),
        "https://skhcn.hungyen.gov.vn/tin-tuc/cu/": ("outside", "body", "cũ"),
        "https://Bo.Gov.VN/a": ("outside", "body", "đây"),
        "https://baochinhphu.vn/goc?id=1": ("outside", "source_url", ""),
    }
    assert (found["page:12"].target, found["https://Bo.Gov.VN/a"].host) == (12, "bo.gov.vn")


def test_only_nothing_there_is_a_failure() -> None:
    with serving() as site:
        site.answers_head = True
        for status in (200, 404, 410, 403, 429, 500, 503):
            site.add(f"/{status}", "x", status=status)
        site.redirect("/moved", "/200")
        site.redirect("/lost", "/404")
        site.redirect("/round", "/round")
        site.redirect("/file", "file:///etc/passwd")

        def asked(path: str) -> tuple[str, bool]:
            outcome = ask_outside(f"{site.url}{path}", allow_private=True)
            return outcome.problem, outcome.failed

        gone, refused, silent = ((LinkProblem.GONE, True), (LinkProblem.REFUSED, False), (LinkProblem.SILENT, False))
        assert [asked(path) for path in ("/200", "/moved")] == [("", False)] * 2
        assert site.asked == []  # what is fine is never fetched
        assert [asked(path) for path in ("/404", "/410", "/lost")] == [gone] * 3
        assert [asked(f"/{status}") for status in (403, 429, 500, 503)] == [refused] * 4
        assert asked("/round") == silent
        assert site.heads.count("/round") == 6
        assert asked("/file") == (LinkProblem.NOT_ASKED, False)
        site.answers_head = False
        assert asked("/200") == ("", False)
        host = site.host
    assert ask_outside(f"http://{host}/200", allow_private=True).problem == LinkProblem.SILENT


def test_no_address_inside_the_network_is_asked_nor_an_unusual_port(monkeypatch: Any) -> None:
    """At each redirect anew: what a public site sends us to is no more trusted than what a page says."""
    names = {"ngoai.vn": "127.0.0.1", "trong.vn": "127.0.0.2"}

    def getaddrinfo(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host == "mat.vn":
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        if host == "cham.vn":
            raise socket.gaierror(socket.EAI_AGAIN, "later")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (names.get(host, host), port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with serving() as site:
        site.answers_head = True
        port = int(site.host.rpartition(":")[2])
        site.add("/", "x")
        not_asked = probe.Outcome(LinkProblem.NOT_ASKED)
        for address in (site.url, "http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/", "ftp://x.vn/"):
            assert ask_outside(address, allow_private=False) == not_asked, address
        monkeypatch.setattr(probe, "WEB_PORTS", {port})
        assert ask_outside(f"http://ngoai.vn:{port}/", allow_private=False) == not_asked
        monkeypatch.setattr("portal.importing.fetch.is_public", lambda text: text == "127.0.0.1")
        assert ask_outside(f"http://ngoai.vn:{port}/", allow_private=False) == probe.GOOD
        for at, target in enumerate((f"http://trong.vn:{port}/", "http://ngoai.vn:6379/", "//trong.vn/x")):
            site.redirect(f"/{at}", target)
            assert ask_outside(f"http://ngoai.vn:{port}/{at}", allow_private=False) == not_asked, target
        assert site.asked == []
    assert ask_outside(f"https://mat.vn:{port}/", allow_private=False) == probe.Outcome(
        LinkProblem.NO_HOST, failed=True
    )
    assert ask_outside(f"https://cham.vn:{port}/", allow_private=False) == probe.Outcome(LinkProblem.SILENT)


def states(page: Any) -> dict[str, str]:
    return dict(PageLink.objects.filter(page=page).values_list("words", "state"))


@pytest.mark.django_db
@pytest.mark.clause("HY.15.1", "VL.10.1")
def test_what_the_database_knows_is_judged_without_a_request(world: Any) -> None:
    target, draft = make_article(world.skhcn, title="Đích"), make_article(world.skhcn, live=False)
    document = make_document(world.skhcn)
    OldAddress.objects.create(agency=world.skhcn, path="/cu/bai-1.html", page=target)
    host, other = (f"http://{world.host(name)}" for name in ("skhcn", "hungyen"))
    page = make_article(
        world.skhcn,
        body=words(
            to(target.pk, "live"),
            to(draft.pk, "draft"),
            to(99999999, "deleted"),
            f'<a linktype="document" id="{document.pk}">file</a>',
            link(target.full_url, "own"),
            link(target.full_url.rstrip("/"), "no slash"),
            link(f"{host}/cu/bai-1.html", "old"),
            link(f"{other}/tim-kiem/?q=a", "search"),
            link(f"{host}/tin-tuc/khong-co/", "nothing"),
            link(f"{other}/khong-co", "nothing there"),
        ),
    )
    check(NOW)
    good = dict.fromkeys(("live", "file", "own", "no slash", "old", "search"), LinkState.WORKS)
    bad = dict.fromkeys(("draft", "deleted", "nothing", "nothing there"), LinkState.BROKEN)
    assert states(page) == {**good, **bad}
    assert PageLink.objects.get(page=page, words="draft").problem == LinkProblem.NOT_LIVE
    assert PageLink.objects.get(page=page, words="deleted").problem == LinkProblem.DELETED
    unpublish(target, actor=world.users["board_head_skhcn"], now=NOW, reason="Sai số liệu")
    PortalDocument._base_manager.filter(pk=document.pk)._raw_delete("default")  # no screen deletes what is shown
    check(NOW + 15 * DAY)
    assert states(page) == dict.fromkeys((*good, *bad), LinkState.BROKEN) | {"search": LinkState.WORKS}
    publish_many([draft], kind=DecisionKind.IMPORT_ACCEPTED, actor=None, now=NOW, reason="test")
    check(NOW + 15 * DAY)
    assert states(page)["draft"] == LinkState.WORKS


@pytest.mark.django_db
def test_hosts_of_agencies_that_ended_or_rest_are_judged_as_readers_meet_them(world: Any) -> None:
    addresses = {"commune": f"http://{world.host('commune')}/", "admin": "http://cms.hungyen.localhost/login/"}
    page = make_article(world.skhcn, body=words(*(link(address, name) for name, address in addresses.items())))

    def judged(**commune: Any) -> str:
        Agency.objects.filter(pk=world.commune.pk).update(**commune)
        PageLink.objects.update(due_at=NOW)
        forget_hosts()
        check(NOW)
        assert states(page)["admin"] == LinkState.WORKS
        return states(page)["commune"]

    assert judged() == LinkState.WORKS
    assert judged(state=AgencyState.SUSPENDED) == LinkState.UNCERTAIN
    assert judged(state=AgencyState.CLOSED) == LinkState.BROKEN
    assert judged(successor=world.skhcn) == LinkState.WORKS


@pytest.mark.django_db
def test_a_site_elsewhere_is_asked_gently_and_broken_only_after_days(world: Any, settings: Any) -> None:
    settings.LINK_CHECK_OUTSIDE = settings.LINK_CHECK_ALLOW_PRIVATE = True
    with serving() as site:
        site.answers_head = True
        site.add("/busy", "x", status=503)
        site.add("/fine", "x")
        paths = ("gone", "busy", "fine")
        page, twin = (
            make_article(world.skhcn, body=words(*(link(f"{site.url}/{path}", path) for path in paths)))
            for _twice in range(2)
        )
        check(NOW)
        assert states(page) == {"gone": LinkState.FAILING, "busy": LinkState.UNCERTAIN, "fine": LinkState.WORKS}
        assert states(page) == states(twin) and site.heads.count("/gone") == 1
        for hours in (1, 13, 24 * 2):  # twice on one day counts once
            PageLink.objects.update(due_at=NOW)
            check(NOW + timedelta(hours=hours))
        gone = PageLink.objects.get(page=page, words="gone")
        assert (gone.state, gone.failures, gone.failing_since) == (LinkState.FAILING, 2, NOW)
        PageLink.objects.update(due_at=NOW)
        check(NOW + 3 * DAY)
        assert states(page)["gone"] == LinkState.BROKEN
        site.add("/gone", "x", status=503)
        PageLink.objects.update(due_at=NOW)
        check(NOW + 4 * DAY)
        assert states(page)["gone"] == LinkState.BROKEN  # a refusal proves nothing, neither way
        site.add("/gone", "x")
        check(NOW + 30 * DAY)
        assert states(page)["gone"] == LinkState.WORKS
        settings.LINK_CHECK_PER_HOST = 2
        PageLink.objects.update(due_at=NOW)
        site.heads.clear()
        check(NOW + 31 * DAY)
        assert len(site.heads) == 2
        check(NOW + 31 * DAY)
        assert len(site.heads) == 3
        settings.LINK_CHECK_OUTSIDE = False
        PageLink.objects.update(due_at=NOW)
        check(NOW + 32 * DAY)
        assert len(site.heads) == 3


@pytest.mark.django_db
@pytest.mark.clause("TB.13.2a", "VL.22.8")
def test_owners_see_their_broken_links_until_they_are_corrected(world: Any) -> None:
    page = make_article(world.skhcn, title="Bài có liên kết hỏng", body=words(to(99999999, "kế hoạch")))
    elsewhere = make_article(world.commune, title="Bài của phường", body=words(to(99999998)))
    check(NOW)
    author, other = (world.users[f"author_{name}"] for name in ("skhcn", "commune"))
    desk = Desk(author, "skhcn-hungyen")

    def listed(query: str = "") -> str:
        return said_by(desk.get(f"broken-links/{query}"))

    text = listed()
    assert page.title in text and "kế hoạch" in text and f"/pages/{page.pk}/edit/" in text
    assert elsewhere.title not in text
    assert [work.count for work in provided("work_in_links", author, world.skhcn)] == [1]
    assert provided("work_in_links", other, world.skhcn) == []
    office = Desk(world.users["office_hungyen"], "hungyen")
    counted = said_by(office.get("broken-links/portals/"))
    assert world.skhcn.name in counted and world.commune.name in counted
    assert office.get("broken-links/").headers["Location"].endswith("/broken-links/portals/")
    assert desk.get("broken-links/portals/").status_code == 403
    found, foreign = PageLink.objects.get(page=page), PageLink.objects.get(page=elsewhere)
    for action in ("again", "leave"):
        assert desk.post(f"broken-links/{foreign.pk}/{action}/", {"reason": "x"}).status_code == 404
    assert desk.post(f"broken-links/{found.pk}/leave/", {"reason": " "}).status_code == 422
    assert desk.post(f"broken-links/{found.pk}/leave/", {"reason": "Trích nguyên văn"}).status_code == 302
    assert page.title not in listed() and "Trích nguyên văn" in listed("?shown=left")
    desk.post(f"broken-links/{found.pk}/again/")
    assert page.title in listed()
    page.body = words("nội dung đã sửa")
    page.save_revision()
    assert page.title in listed()
    publish_urgently(page, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Sửa liên kết hỏng")
    assert page.title not in listed()


@pytest.mark.django_db
def test_the_list_and_the_run_cost_the_same_for_few_and_many(world: Any) -> None:
    desk, costs = Desk(world.users["author_skhcn"], "skhcn-hungyen"), []
    for number in (0, 1, 7):
        for key in range(number):
            make_article(
                world.skhcn, body=words(f'<a linktype="page" id="9999{key}">x</a>', link(f"https://x.vn/{key}"))
            )
        forget_hosts()
        with CaptureQueriesContext(connection) as run:
            check(NOW)
        forget_hosts()
        with CaptureQueriesContext(connection) as shown:
            assert desk.get("broken-links/").status_code == 200
        costs.append((len(run), len(shown)))
    assert costs[1] == costs[2]
