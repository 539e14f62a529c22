"""The people of an agency, in the browser: list, invitation and its link, one person's roles, several agencies."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import SectionPage
from security.models import Invitation, OutboxMail, User
from security.people import roles_in
from security.services import invite
from tenants.hosts import forget_hosts
from tenants.services import grant_role, revoke_role
from tests.factories import PASSWORD, make_agency, make_user, portal_get, portal_post
from tests.security.helpers import get, link_in, log_in, signed_in

pytestmark = pytest.mark.django_db
HOST = "cms.hungyen.localhost"
BASE = "/a/skhcn-hungyen/people/"
EMAIL = "moi@skhcn.example.vn"
FORM = {"email": EMAIL, "full_name": "Người được mời", "position": "Chuyên viên", "roles": ["author", "responder"]}
ACCOUNT = {"username": "nguoimoi", "full_name": "Người được mời", "new_password": PASSWORD, "repeated": PASSWORD}


@pytest.fixture
def admin(world: Any) -> Client:
    return signed_in(HOST, "agency_admin_skhcn")


def send(world: Any, email: str = EMAIL, roles: tuple[str, ...] = ("author",)) -> str:
    """The link of a new invitation by the department's administrator."""
    actor = world.users["agency_admin_skhcn"]
    invite(world.skhcn, email=email, full_name="Người", roles=roles, actor=actor, now=timezone.now())
    return link_in(email)


def test_an_administrator_invites_a_person_who_signs_in_and_works(world: Any, admin: Client) -> None:
    answer = portal_post(admin, HOST, f"{BASE}invite/", FORM)
    assert (answer.status_code, answer.headers["Location"]) == (302, BASE)
    assert EMAIL in get(admin, HOST, BASE).content.decode()
    browser, link = Client(), link_in(EMAIL)
    page = get(browser, HOST, link)
    assert page.status_code == 200 and world.skhcn.name in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert portal_post(browser, HOST, link, ACCOUNT).status_code == 200
    assert log_in(browser, HOST, "nguoimoi").status_code == 302
    assert get(browser, HOST, "/a/skhcn-hungyen/").status_code == 200
    assert get(browser, HOST, BASE).status_code == 403, "an author manages nobody"
    assert get(browser, HOST, link).status_code == 410, "a link works once"
    listed = get(admin, HOST, f"{BASE}?q=nguoi+duoc+moi").content.decode()
    assert EMAIL in listed and "author_skhcn" not in listed


def test_the_page_of_a_link_tells_the_rules_and_keeps_what_was_typed(world: Any) -> None:
    link, browser = send(world), Client()
    bad = portal_post(browser, HOST, link, ACCOUNT | {"new_password": "ngắn", "username": "nguoi moi"})
    html = bad.content.decode()
    assert bad.status_code == 422 and 'value="nguoi moi"' in html and 'value="Người được mời"' in html
    assert "ngắn" not in html, "a password is never sent back"
    taken = portal_post(browser, HOST, link, ACCOUNT | {"username": "author_skhcn"})
    assert taken.status_code == 422 and not User.objects.filter(email=EMAIL).exists()


@pytest.mark.clause("VL.8.3")
def test_the_page_of_a_link_names_the_password_rules_of_the_agency_that_invites(world: Any) -> None:
    invite(
        world.snv,
        email=EMAIL,
        full_name="Người",
        roles=["author"],
        actor=world.users["agency_admin_snv"],
        now=timezone.now(),
    )
    host, link, browser = world.host("vinhlong", "admin"), link_in(EMAIL), Client()
    least = world.snv.regulation.passwords.min_length.value
    assert f"{least} ký tự" in get(browser, host, link).content.decode()
    weak = "Lúa chín đồng quê"  # no digit
    refused = portal_post(browser, host, link, ACCOUNT | {"new_password": weak, "repeated": weak})
    assert refused.status_code == 422 and not User.objects.filter(email=EMAIL).exists()
    assert get(browser, HOST, link).status_code == 410, "another province's administration knows no such link"


def test_with_an_account_one_signs_in_and_accepts(world: Any) -> None:
    link = send(world, "author_commune@example.vn", ("board_member",))
    browser = Client()
    to_login = get(browser, HOST, link)
    assert to_login.status_code == 302 and "/login/" in to_login.headers["Location"]
    log_in(browser, HOST, "author_commune")
    assert get(browser, HOST, link).status_code == 200
    assert portal_post(browser, HOST, link).headers["Location"] == "/a/skhcn-hungyen/"
    assert roles_in(world.users["author_commune"], world.skhcn) == {"board_member"}
    assert get(browser, HOST, "/a/skhcn-hungyen/").status_code == 200


def test_somebody_elses_session_takes_no_invitation_and_may_be_left(world: Any) -> None:
    link = send(world, "author_commune@example.vn")
    browser = signed_in(HOST, "responder_skhcn")
    for data in ({}, {"accept": "1"}):
        assert portal_post(browser, HOST, link, data).status_code == 200
    assert roles_in(world.users["responder_skhcn"], world.skhcn) == {"responder"}
    left = portal_post(browser, HOST, link, {"other": "1"})
    assert left.status_code == 302 and not browser.session.get("_auth_user_id")
    assert Invitation.objects.get().accepted_at is None


def test_an_ended_link_says_so_and_names_nobody(world: Any, admin: Client) -> None:
    link = send(world)
    row = Invitation.objects.get()
    assert portal_post(admin, HOST, f"{BASE}invitations/{row.pk}/cancel/").status_code == 302
    for path in (link, "/invitation/khong-co/"):
        page = get(Client(), HOST, path)
        assert page.status_code == 410 and world.skhcn.name not in page.content.decode()
        assert portal_post(Client(), HOST, path, ACCOUNT).status_code == 410
    assert not User.objects.filter(email=EMAIL).exists()


def test_bad_input_keeps_what_was_typed(world: Any, admin: Client) -> None:
    answer = portal_post(admin, HOST, f"{BASE}invite/", FORM | {"email": "moi@", "roles": ["author"]})
    html = answer.content.decode()
    assert answer.status_code == 422 and "Người được mời" in html and "Chuyên viên" in html and "moi@" in html
    beyond = portal_post(admin, HOST, f"{BASE}invite/", FORM | {"roles": ["technician"]})
    assert beyond.status_code == 422 and not Invitation.objects.exists()


@pytest.mark.clause("VL.8.4")
def test_roles_are_changed_on_the_persons_page_and_what_is_beyond_stays(world: Any) -> None:
    both = make_user(role="technician", agency=world.hungyen)
    grant_role(both, world.hungyen, "author", actor=None, now=timezone.now())
    client = signed_in(HOST, "agency_admin_hungyen")
    path = f"/a/hungyen/people/{both.pk}/"
    html = get(client, HOST, path).content.decode()
    assert 'value="author"' in html and 'value="technician"' not in html
    assert portal_post(client, HOST, path, {"roles": ["responder", "technician"]}).status_code == 422
    assert roles_in(both, world.hungyen) == {"author", "technician"}
    assert portal_post(client, HOST, path, {"roles": ["responder"]}).status_code == 302
    assert roles_in(both, world.hungyen) == {"responder", "technician"}


def test_the_last_administrator_is_kept_with_a_message(world: Any, admin: Client) -> None:
    own = world.users["agency_admin_skhcn"]
    answer = portal_post(admin, HOST, f"{BASE}{own.pk}/", {"roles": ["author"]})
    assert answer.status_code == 422 and roles_in(own, world.skhcn) == {"agency_admin"}


def test_people_and_invitations_of_others_do_not_exist(world: Any, admin: Client) -> None:
    now = timezone.now()
    for agency, name in ((world.commune, "commune"), (world.songphu, "songphu")):
        actor, person = world.users[f"agency_admin_{name}"], world.users[f"author_{name}"]
        row = invite(agency, email=EMAIL, full_name="Người", roles=["author"], actor=actor, now=now)
        assert get(admin, HOST, f"{BASE}{person.pk}/").status_code == 404
        assert portal_post(admin, HOST, f"{BASE}{person.pk}/", {"roles": []}).status_code == 404
        assert portal_post(admin, HOST, f"{BASE}invitations/{row.pk}/cancel/").status_code == 404
        assert get(admin, HOST, f"/a/{agency.slug}/people/").status_code == 404
        row.refresh_from_db()
        assert row.cancelled_at is None and roles_in(person, agency) == {"author"}
    listed = get(admin, HOST, BASE).content.decode()
    assert EMAIL not in listed and "author_commune" not in listed


@pytest.mark.parametrize("role", ["author", "board_member", "board_head", "responder", "signer"])
def test_other_roles_see_no_people(world: Any, role: str) -> None:
    client, person = signed_in(HOST, f"{role}_skhcn"), world.users["author_skhcn"]
    for path in (BASE, f"{BASE}invite/", f"{BASE}{person.pk}/"):
        assert get(client, HOST, path).status_code == 403
    assert portal_post(client, HOST, f"{BASE}invite/", FORM).status_code == 403
    assert not Invitation.objects.exists()


def test_outside_a_work_area_there_are_no_people(world: Any) -> None:
    for name in ("agency_admin_skhcn", "superuser"):
        assert get(signed_in(HOST, name), HOST, "/people/").status_code == 404


def test_the_list_costs_the_same_with_60_people(world: Any) -> None:
    agency = make_agency(province=world.hungyen)
    now = timezone.now()
    boss = make_user(role="agency_admin", agency=agency)
    client = signed_in(HOST, boss.username)

    def queries() -> int:
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            assert get(client, HOST, f"/a/{agency.slug}/people/").status_code == 200
        return len(captured)

    invite(agency, email="a0@example.vn", full_name="A", roles=["author"], actor=boss, now=now)
    queries()
    with_one = queries()
    for number in range(59):
        make_user(role="author", agency=agency)
        invite(agency, email=f"a{number}@example.vn", full_name="A", roles=["author"], actor=boss, now=now)
    assert queries() == with_one


@pytest.mark.clause("VL.8.4", "TN.17.2")
def test_roles_in_one_agency_give_nothing_in_another(world: Any) -> None:
    person = make_user(role="agency_admin", agency=world.skhcn)
    grant_role(person, world.commune, "author", actor=None, now=timezone.now())
    client = signed_in(HOST, person.username)
    choice = get(client, HOST, "/").content.decode()
    assert "/a/skhcn-hungyen/" in choice and "/a/phohien-hungyen/" in choice and "/a/hungyen/" not in choice
    assert get(client, HOST, BASE).status_code == 200
    assert get(client, HOST, "/a/phohien-hungyen/").status_code == 200
    assert get(client, HOST, "/a/phohien-hungyen/people/").status_code == 403
    assert portal_post(client, HOST, "/a/phohien-hungyen/people/invite/", FORM).status_code == 403
    assert get(client, HOST, "/a/hungyen/").status_code == 404


def test_a_role_that_is_taken_ends_with_the_next_request(world: Any) -> None:
    person = make_user(role="agency_admin", agency=world.skhcn)
    grant_role(person, world.skhcn, "responder", actor=None, now=timezone.now())
    client = signed_in(HOST, person.username)
    assert get(client, HOST, BASE).status_code == 200
    admin = signed_in(HOST, "agency_admin_skhcn")
    assert portal_post(admin, HOST, f"{BASE}{person.pk}/", {"roles": ["responder"]}).status_code == 302
    assert get(client, HOST, BASE).status_code == 403
    assert portal_post(client, HOST, f"{BASE}invite/", FORM).status_code == 403
    assert get(client, HOST, "/a/skhcn-hungyen/").status_code == 200
    assert portal_post(admin, HOST, f"{BASE}{person.pk}/", {"roles": ["agency_admin"]}).status_code == 302
    assert get(client, HOST, BASE).status_code == 200, "and a role that is given holds from the next request"


def test_without_a_role_left_one_is_out(world: Any) -> None:
    person = make_user(role="author", agency=world.skhcn)
    client = signed_in(HOST, person.username)
    assert get(client, HOST, "/a/skhcn-hungyen/").status_code == 200
    revoke_role(person, world.skhcn, "author", actor=None, now=timezone.now())
    for path in ("/a/skhcn-hungyen/", "/a/skhcn-hungyen/card/", "/a/skhcn-hungyen/images/"):
        assert get(client, HOST, path).status_code == 404
    assert get(client, HOST, "/").headers["Location"].startswith("/login/")
    assert not person.groups.exists()


def test_who_serves_another_province_alone_has_no_work_in_this_one(world: Any) -> None:
    person = make_user(role="author", agency=world.skhcn)
    grant_role(person, world.snv, "author", actor=None, now=timezone.now())
    client = signed_in(HOST, person.username)
    assert get(client, HOST, "/").headers["Location"] == "/a/skhcn-hungyen/"
    revoke_role(person, world.skhcn, "author", actor=None, now=timezone.now())
    front = get(client, HOST, "/")
    assert front.status_code == 200 and "/a/" not in front.content.decode()
    assert get(client, HOST, "/a/snv-vinhlong/").status_code == 404


def test_operators_of_the_system_read_no_link_that_gives_rights(world: Any) -> None:
    link = send(world)
    mail = OutboxMail.objects.get(to=EMAIL)
    client = signed_in(HOST, "technician_hungyen")
    for path in ("/a/hungyen/system/mails/", f"/a/hungyen/system/mails/{mail.pk}/"):
        page = get(client, HOST, path)
        assert page.status_code == 200 and EMAIL in page.content.decode()
        assert link not in page.content.decode()
    shown = get(client, HOST, f"/a/hungyen/system/mails/{mail.pk}/").content.decode()
    assert "/invitation/sealed-" in shown
    seal = "/invitation/sealed-" + shown.split("/invitation/sealed-")[1].split("/")[0] + "/"
    assert portal_get(Client(), HOST, seal).status_code == 410


@pytest.mark.clause("VL.7.1")
def test_an_agencys_content_is_administered_by_its_own_people_alone(world: Any) -> None:
    host, base = world.host("vinhlong", "admin"), "/a/snv-vinhlong/"
    section = SectionPage.objects.filter(agency=world.snv).first()
    assert section is not None
    send_to = "bientap@snv.example.vn"
    actor = world.users["agency_admin_snv"]
    invite(world.snv, email=send_to, full_name="Người", roles=["author"], actor=actor, now=timezone.now())
    browser = Client()
    portal_post(browser, host, link_in(send_to), ACCOUNT)
    log_in(browser, host, "nguoimoi")
    new = f"{base}pages/add/portal/articlepage/{section.pk}/"
    assert get(browser, host, new).status_code == 200
    for name in ("office_vinhlong", "technician_vinhlong", "author_vinhlong", "author_tambinh"):
        assert get(signed_in(host, name), host, new).status_code == 404
    portals = {"/a/vinhlong/": "author_vinhlong", "/a/tambinh-vinhlong/": "author_tambinh"}
    for own, name in portals.items():
        assert get(signed_in(host, name), host, new.replace(base, own)).status_code == 404
