"""An import that waits for the board of an agency that ends waits for the successor's from then on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.importing.services import accept_batch
from portal.models import ArticlePage, ImportBatch
from tenants.succession.running import preview, run
from tenants.succession.transitions import SuccessionError
from tests.factories import portal_get
from tests.portal.former_site import import_site, write_wxr, wxr_item
from tests.tenants.successions import NEW_HOST, OLD_HOST, make_old, merge, plan

ADDRESS = "/2019/05/bai-so-1/"


def bring_in(agency: Any, path: Path, *numbers: int) -> ImportBatch:
    import_site(agency.slug, write_wxr(path, *(wxr_item(number) for number in numbers)))
    return ImportBatch.objects.latest("pk")


def test_the_successors_board_accepts_what_was_brought_in_and_old_addresses_lead_there(
    world: Any, client: Client, tmp_path: Path
) -> None:
    old = make_old(world)
    batch = bring_in(old, tmp_path / "cu.xml", 1, 2)
    merge(old, world.skhcn)
    draft = ArticlePage.objects.get(title="Bài số 1")
    assert (draft.agency_id, draft.came_from_id, draft.live) == (world.skhcn.pk, None, False)
    batch.refresh_from_db()
    assert batch.agency_id == world.skhcn.pk
    assert accept_batch(batch, actor=world.users["board_head_skhcn"], now=timezone.now()).done == 2
    connection.check_constraints()
    draft.refresh_from_db()
    assert draft.full_url.startswith(f"http://{NEW_HOST}/")
    for host in (OLD_HOST, NEW_HOST):
        answer = portal_get(client, host, ADDRESS)
        assert (answer.status_code, answer.headers["Location"]) == (301, draft.full_url)


def test_what_was_accepted_before_keeps_its_old_address_too(world: Any, client: Client, tmp_path: Path) -> None:
    old = make_old(world)
    batch = bring_in(old, tmp_path / "cu.xml", 1)
    accept_batch(batch, actor=world.users["superuser"], now=timezone.now())
    merge(old, world.skhcn)
    page = ArticlePage.objects.get(title="Bài số 1")
    assert page.came_from_id == old.pk
    assert portal_get(client, OLD_HOST, ADDRESS).headers["Location"] == page.full_url


def test_the_same_source_at_both_is_decided_on_first(world: Any, tmp_path: Path) -> None:
    old = make_old(world)
    bring_in(old, tmp_path / "cu.xml", 1)
    bring_in(world.skhcn, tmp_path / "khac.xml", 1)
    made = plan("merge", [old], [world.skhcn])
    preview(made, actor=None, now=timezone.now())
    with pytest.raises(SuccessionError, match="cu.xml"):
        run(made, actor=None, now=timezone.now())
