"""A test that commits leaves nothing behind for the next, in whatever order they run."""

from __future__ import annotations

from typing import Any

import pytest

from tenants.models import Agency


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committing_test_finds_the_world_whole(world: Any, turn: int) -> None:
    assert not Agency.objects.filter(short_name="changed").exists()
    assert Agency.objects.update(short_name="changed") >= 7


@pytest.mark.django_db
def test_an_ordinary_test_finds_the_world_whole(world: Any) -> None:
    assert world.users["author_skhcn"].check_password("Matkhau-Rieng-2026!")
    assert not Agency.objects.filter(short_name="changed").exists()
