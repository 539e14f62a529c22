from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from security.isolation import Place, Stage, Words
from security.isolation.place import furnish
from tenants.roles import roles_of
from tests.isolation.work import CANARY, WORD, Belongings, Desk, name_people, own_things


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def own(world: Any) -> Belongings:
    """What the department has."""
    return own_things(world.skhcn, world.users["author_skhcn"], "cuaminh")


@pytest.fixture
def neighbour(world: Any) -> Belongings:
    """What the ward has. Everything is found by the first word; the second must never be seen."""
    name_people(world.commune, CANARY)
    return own_things(world.commune, world.users["author_commune"], f"{WORD} {CANARY}")


@pytest.fixture
def far(world: Any) -> Belongings:
    """What an agency of another province has."""
    name_people(world.songphu, CANARY)
    return own_things(world.songphu, world.users["author_songphu"], f"{WORD} {CANARY}")


@pytest.fixture(params=["author_skhcn", "board_member_skhcn", "board_head_skhcn", "agency_admin_skhcn", "superuser"])
def desk(request: Any, world: Any) -> Desk:
    """A person of the department, and the superuser, in the department's work area."""
    return Desk(world.users[request.param], "skhcn-hungyen")


@pytest.fixture
def author(world: Any) -> Desk:
    return Desk(world.users["author_skhcn"], "skhcn-hungyen")


def place(world: Any, name: str, words: Words, **more: Any) -> Place:
    """An agency of the world with one of everything, in the names of those who serve it."""
    agency = getattr(world, name)
    people = {str(role): world.users[f"{role}_{name}"] for role in roles_of(agency.kind)}
    return furnish(agency, words, now=timezone.now(), people=people, **more)


@pytest.fixture
def department_stage(world: Any) -> Stage:
    """The department, with a ward of its province and a commune of another around it."""
    ward = place(world, "commune", Words("hoangyen", "kinmat"))
    others = (ward, place(world, "songphu", Words("hoangyen", "kinxa"), secret_name=True))
    return Stage(place(world, "skhcn", Words("cuaminh", "rieng")), others, world.users["superuser"])


@pytest.fixture
def province_stage(world: Any) -> Stage:
    """The province's own work area, with a commune of another province around it."""
    others = (place(world, "songphu", Words("hoangyen", "kinxa"), secret_name=True),)
    return Stage(place(world, "hungyen", Words("cuaminh", "rieng")), others, world.users["superuser"])
