"""Two members of the board decide at the same moment, on two connections: one wins, the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from editorial import services
from editorial.models import Decision
from editorial.transitions import NotAllowed
from tests.editorial.conftest import again, make_text
from tests.world import World


@pytest.fixture
def text(transactional_db: None) -> Any:
    world = World()
    page = make_text(world.skhcn, world.users["author_skhcn"])
    services.submit(page, actor=world.users["author_skhcn"], now=timezone.now())
    return again(page)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Runs deeds in threads that start together; what each returned or raised."""
    outcomes: list[Any] = [None] * len(deeds)
    gate = threading.Barrier(len(deeds))

    def run(number: int) -> None:
        gate.wait()
        try:
            outcomes[number] = deeds[number]()
        except NotAllowed as refusal:
            outcomes[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.clause("VL.20.1b")
def test_of_two_decisions_one_wins_and_the_other_is_told(text: Any) -> None:
    world = World()
    member, head = world.users["board_member_skhcn"], world.users["board_head_skhcn"]
    ground = next(iter(world.skhcn.regulation.refusal_grounds))
    outcomes = at_once(
        lambda: services.approve(text, actor=member, now=timezone.now()),
        lambda: services.refuse(text, actor=head, now=timezone.now(), ground=ground),
    )
    (decision,) = [outcome for outcome in outcomes if isinstance(outcome, Decision)]
    (refusal,) = [outcome for outcome in outcomes if isinstance(outcome, NotAllowed)]
    assert str(decision.actor) in str(refusal.message)
    assert refusal.state
    assert Decision.objects.filter(page_id=text.pk).count() == 1
    assert again(text).live == (decision.kind == "approved")


def test_a_withdrawal_and_an_approval_do_not_both_happen(text: Any) -> None:
    world = World()
    author, member = world.users["author_skhcn"], world.users["board_member_skhcn"]
    outcomes = at_once(
        lambda: services.withdraw(text, actor=author, now=timezone.now()),
        lambda: services.approve(text, actor=member, now=timezone.now()),
    )
    assert sum(isinstance(outcome, NotAllowed) for outcome in outcomes) == 1
