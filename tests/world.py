"""The world that every test finds in its database: two provinces, five components, a person in each role.

| attribute  | agency                              | host                                |
|------------|-------------------------------------|-------------------------------------|
| hungyen    | Tỉnh Hưng Yên                       | hungyen.localhost, en., cms.        |
| skhcn      | Sở Khoa học và Công nghệ (Hưng Yên) | skhcn.hungyen.localhost             |
| commune    | Phường Phố Hiến                     | phohien.hungyen.localhost           |
| vinhlong   | Tỉnh Vĩnh Long                      | vinhlong.localhost, en., cms.       |
| tambinh    | Huyện Tam Bình                      | tambinh.vinhlong.localhost          |
| songphu    | Xã Song Phú                         | songphu.tambinh.vinhlong.localhost  |
| snv        | Sở Nội vụ (Vĩnh Long)               | snv.vinhlong.localhost              |

People are named `<role>_<attribute>`: `author_skhcn`, `board_head_hungyen`, `office_vinhlong`; `superuser` is one too.
All have the password `tests.factories.PASSWORD`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from security.models import User
from tenants.models import Agency, AgencyHost
from tenants.roles import roles_of
from tests.factories import make_agency, make_province, make_user

SLUGS = {
    "hungyen": "hungyen",
    "skhcn": "skhcn-hungyen",
    "commune": "phohien-hungyen",
    "vinhlong": "vinhlong",
    "tambinh": "tambinh-vinhlong",
    "songphu": "songphu-tambinh-vinhlong",
    "snv": "snv-vinhlong",
}


class World:
    """What is in the database at the start of a test, read when asked for."""

    hungyen: Agency
    skhcn: Agency
    commune: Agency
    vinhlong: Agency
    tambinh: Agency
    songphu: Agency
    snv: Agency

    def __getattr__(self, name: str) -> Agency:
        if name not in SLUGS:
            raise AttributeError(name)
        agency = Agency.objects.select_related("province", "home_page").get(slug=SLUGS[name])
        setattr(self, name, agency)
        return agency

    @cached_property
    def users(self) -> dict[str, User]:
        """People by user name."""
        return {user.username: user for user in User.objects.all()}

    def host(self, name: str, kind: str = "portal", language: str = "vi") -> str:
        """Host name of an agency of the world: `world.host("skhcn")`, `world.host("hungyen", "admin")`."""
        return AgencyHost.objects.get(agency__slug=SLUGS[name], kind=kind, language=language).hostname


def make_world() -> None:
    """Fill an empty database."""
    hungyen = make_province("hungyen-2025")
    make_agency(province=hungyen, name="Sở Khoa học và Công nghệ", short_name="Sở KH&CN")
    make_agency(province=hungyen, kind="commune", name="Phường Phố Hiến")
    vinhlong = make_province("vinhlong-2021")
    tambinh = make_agency(province=vinhlong, kind="district", name="Huyện Tam Bình")
    make_agency(province=vinhlong, kind="commune", name="Xã Song Phú", parent=tambinh)
    make_agency(province=vinhlong, name="Sở Nội vụ")
    for name, slug in SLUGS.items():
        _people(name, Agency.objects.get(slug=slug))
    make_user("superuser", is_superuser=True, is_staff=True)


def _people(name: str, agency: Agency) -> None:
    for role in roles_of(agency.kind):
        person: Any = f"{role}_{name}"
        make_user(person, role=role, agency=agency)
