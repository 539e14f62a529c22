"""A succession is planned, looked at, rehearsed, run and resumed; what is wrong with it is said beforehand."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.models import ArticlePage
from qa_inbox.models import Question
from tenants.models import Agency, AgencyModelLogEntry, AgencyState, BasePage, Succession, SuccessionState
from tenants.permissions import user_can_update_for
from tenants.services import close_agency, grant_role, suspend_agency
from tenants.succession import heirs
from tenants.succession.heirs import Level
from tenants.succession.planning import SuccessionSpec, plan_succession
from tenants.succession.running import SuccessionStopped, cancel, preview, rehearse, resume, run
from tenants.succession.transitions import OPEN, TABLE, Situation, SuccessionAction, SuccessionError, allowed
from tenants.transitions import LifeError
from tests.factories import make_agency, make_article, make_user, portal_get
from tests.qa_inbox.factories import make_question
from tests.tenants.successions import NEW_HOST, OLD_HOST, make_old, plan


@pytest.fixture
def old(world: Any) -> Agency:
    return make_old(world)


def footprint() -> tuple[Any, ...]:
    """All that a succession changes, in one comparable value."""
    return (
        list(Agency.objects.order_by("pk").values_list("pk", "state", "successor", "parent", "province")),
        list(BasePage.objects.order_by("pk").values_list("pk", "path", "url_path", "agency", "came_from", "numchild")),
        list(Question.objects.order_by("pk").values_list("pk", "agency", "version")),
        AgencyModelLogEntry.objects.exclude(action__startswith="tenants.succession").count(),
    )


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets the step of a name fail at its very end, after all that it did."""

    def break_step(name: str, error: BaseException | None = None) -> None:
        whole = heirs.heir(name)

        def fails(handover: Any, **details: Any) -> Any:
            whole.carry_over(handover, **details)
            raise error or RuntimeError("Đĩa đầy")

        heir = replace(whole, carry_over=fails)
        monkeypatch.setitem(heirs._heirs, name, heir)

    return break_step


def test_a_preview_counts_and_changes_nothing(world: Any, old: Agency) -> None:
    make_article(old)
    make_article(old, live=False)
    make_question(old)
    make_user("nguoiviet", role="author", agency=old)
    make_user("giamdoc", role="signer", agency=old)
    before = footprint()
    made = plan("merge", [old], [world.skhcn])
    found = preview(made, actor=world.users["office_hungyen"], now=timezone.now())
    counts = {(str(each.label), one.level): one.count for each in found for one in each.findings}
    assert footprint() == before
    assert Succession.objects.get().state == SuccessionState.PREVIEWED
    text = " ".join(one.text for each in found for one in each.findings)
    assert "giamdoc" in text and OLD_HOST in text
    assert 1 in counts.values() and 2 in counts.values()


def test_a_rehearsal_runs_every_step_and_leaves_no_trace(world: Any, client: Client, old: Agency) -> None:
    article = make_article(old)
    make_question(old)
    made = plan("merge", [old], [world.skhcn])
    before = footprint()
    steps = rehearse(made, actor=None, now=timezone.now())
    assert footprint() == before
    assert [step.name for step in steps] == [heir.name for heir in heirs.heirs()]
    results = {step.name: step.result for step in steps}
    assert results["questions"] == {"questions": 1}
    assert results["content"]["pages"] > 10
    assert portal_get(client, OLD_HOST, article.url).status_code == 200
    made.refresh_from_db()
    assert (made.state, made.steps.count()) == (SuccessionState.PLANNED, 0)


@pytest.mark.parametrize("name", ["people", "media", "content", "questions", "members", "close"])
def test_an_error_inside_a_step_undoes_it_alone_and_the_rest_follows_when_resumed(
    world: Any, client: Client, old: Agency, broken: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    article, question = make_article(old), make_question(old)
    made = plan("merge", [old], [world.skhcn])
    preview(made, actor=None, now=timezone.now())
    with monkeypatch.context():
        whole = heirs.heir(name)
        broken(name)
        with pytest.raises(SuccessionStopped, match="Đĩa đầy"):
            run(made, actor=None, now=timezone.now())
    made.refresh_from_db()
    done = set(made.steps.exclude(done_at=None).values_list("name", flat=True))
    assert made.state == SuccessionState.FAILED and "Đĩa đầy" in made.error
    assert done == {heir.name for heir in heirs.heirs() if heir.order < whole.order}
    assert portal_get(client, OLD_HOST).status_code == 503
    assert (ArticlePage.objects.get(pk=article.pk).agency_id == old.pk) == ("content" not in done)
    monkeypatch.setitem(heirs._heirs, name, whole)
    finished = resume(made, actor=world.users["superuser"], now=timezone.now())
    assert (finished.state, finished.error) == (SuccessionState.DONE, "")
    assert not finished.steps.filter(done_at=None).exists()
    assert ArticlePage.objects.get(pk=article.pk).agency_id == world.skhcn.pk
    assert Question.objects.get(pk=question.pk).events.filter(kind="taken_over").count() == 1
    assert portal_get(client, OLD_HOST).headers["Location"] == f"http://{NEW_HOST}/"


def test_a_process_that_is_killed_leaves_a_succession_that_can_be_resumed(
    world: Any, old: Agency, broken: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article(old)
    made = plan("merge", [old], [world.skhcn])
    preview(made, actor=None, now=timezone.now())
    whole = heirs.heir("content")
    broken("content", SystemExit(137))
    with pytest.raises(SystemExit):
        run(made, actor=None, now=timezone.now())
    made.refresh_from_db()
    assert made.state == SuccessionState.RUNNING
    assert made.steps.filter(done_at=None).first().name == "content"
    with pytest.raises(SuccessionError):
        run(made, actor=None, now=timezone.now())
    monkeypatch.setitem(heirs._heirs, "content", whole)
    assert resume(made, actor=None, now=timezone.now()).state == SuccessionState.DONE
    with pytest.raises(SuccessionError):
        resume(made, actor=None, now=timezone.now())


def test_nothing_runs_unseen_or_before_its_day(world: Any, old: Agency) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    made = plan("merge", [old], [world.skhcn], effective_on=tomorrow)
    with pytest.raises(SuccessionError) as unseen:
        run(made, actor=None, now=timezone.now())
    assert unseen.value.state
    preview(made, actor=None, now=timezone.now())
    with pytest.raises(SuccessionError) as early:
        run(made, actor=None, now=timezone.now())
    assert not early.value.state
    assert rehearse(made, actor=None, now=timezone.now())
    assert run(made, actor=None, now=timezone.now() + timedelta(days=1)).state == SuccessionState.DONE


def test_a_withdrawn_plan_frees_the_agency(world: Any, old: Agency) -> None:
    made = plan("merge", [old], [world.skhcn])
    assert cancel(made, actor=None, now=timezone.now()).state == SuccessionState.CANCELLED
    with pytest.raises(SuccessionError):
        preview(made, actor=None, now=timezone.now())
    assert plan("merge", [old], [world.skhcn]).state == SuccessionState.PLANNED


@pytest.mark.parametrize("person", ["agency_admin_skhcn", "technician_hungyen", "office_vinhlong"])
def test_only_the_office_of_the_province_plans_and_runs(world: Any, old: Agency, person: str) -> None:
    with pytest.raises(PermissionDenied):
        plan("merge", [old], [world.skhcn], actor=world.users[person])
    made = plan("merge", [old], [world.skhcn])
    for action in (preview, rehearse, run, cancel):
        with pytest.raises(SuccessionError):
            action(made, actor=world.users[person], now=timezone.now())


def test_while_it_runs_the_state_of_the_agency_is_not_changed_by_hand(world: Any, old: Agency, broken: Any) -> None:
    made = plan("merge", [old], [world.skhcn])
    preview(made, actor=None, now=timezone.now())
    broken("people")
    with pytest.raises(SuccessionStopped):
        run(made, actor=None, now=timezone.now())
    with pytest.raises(LifeError, match="đang trong quá trình sắp xếp"):
        close_agency(old, actor=None, now=timezone.now(), reason="Thử")


def problem(kind: str, ends: list[Agency], successors: list[Agency], **details: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        plan(kind, ends, successors, **details)
    found: dict[str, list[str]] = caught.value.message_dict
    assert not Succession.objects.filter(predecessors__in=ends, state=SuccessionState.PLANNED).exists()
    return found


def test_numbers_of_agencies_that_do_not_fit_the_kind(world: Any, old: Agency) -> None:
    other = make_agency(province=world.hungyen)
    assert "successors" in problem("merge", [old], [])
    assert "predecessors" in problem("merge", [], [world.skhcn])
    assert "successors" in problem("merge", [old], [world.skhcn, other], heir=other)
    assert "predecessors" in problem("dissolve", [old, other], [world.skhcn])
    assert "successors" in problem("split", [old], [other])
    assert "heir" in problem("split", [old], [other, world.skhcn])
    assert "heir" in problem("split", [old], [other, world.skhcn], heir=world.commune)
    assert "kind" in problem("marry", [old], [other])


def test_agencies_that_cannot_take_part(world: Any, old: Agency) -> None:
    assert "successors" in problem("merge", [old], [old])
    assert "across_provinces" in problem("merge", [old], [world.snv])
    assert "successors" in problem("merge", [world.hungyen], [world.skhcn])
    closed = make_agency(province=world.hungyen)
    close_agency(closed, actor=None, now=timezone.now(), reason="Thử")
    closed.refresh_from_db()
    assert "successors" in problem("merge", [old], [closed])
    assert "predecessors" in problem("merge", [closed], [world.skhcn])


def test_a_loop_of_parents_is_refused(world: Any) -> None:
    hamlet = Agency.objects.get(pk=world.songphu.pk)
    Agency.objects.filter(pk=world.snv.pk).update(parent=hamlet)
    snv = Agency.objects.select_related("parent__parent").get(pk=world.snv.pk)
    message = problem("merge", [world.tambinh], [snv])["successors"][0]
    assert world.songphu.name in message


def test_a_chain_of_open_successions_is_refused(world: Any, old: Agency) -> None:
    third = make_agency(province=world.hungyen)
    plan("merge", [old], [world.skhcn])
    for ends, successor in ((old, third), (world.skhcn, old), (world.skhcn, third), (third, old)):
        with pytest.raises(ValidationError):
            plan("merge", [ends], [successor])
    assert plan("merge", [third], [world.skhcn]).pk


@pytest.mark.parametrize(
    "details",
    [{"decision": "  "}, {"effective_on": date(2024, 1, 1)}, {"decision": "x" * 201}],
)
def test_a_decision_that_is_missing_or_impossible(world: Any, old: Agency, details: dict[str, Any]) -> None:
    assert problem("merge", [old], [world.skhcn], **details)


def test_a_suspended_agency_can_be_merged(world: Any, old: Agency) -> None:
    suspend_agency(old, actor=None, now=timezone.now(), reason="Thử")
    made = plan("merge", [old], [world.skhcn])
    preview(made, actor=None, now=timezone.now())
    run(made, actor=None, now=timezone.now())
    assert Agency.objects.get(pk=old.pk).state == AgencyState.CLOSED


def test_the_table_lets_nobody_act_without_the_right_and_ends_somewhere() -> None:
    everything = Situation(oversees=True, in_effect=True)
    for state in SuccessionState:
        assert allowed(state, Situation(in_effect=True)) == []
        assert bool(allowed(state, everything)) == (state in OPEN)
    blocked = Situation(oversees=True, in_effect=True, blocked=("huyện",))
    assert SuccessionAction.RUN not in allowed(SuccessionState.PREVIEWED, blocked)
    assert (SuccessionState.PLANNED, SuccessionAction.RUN) not in TABLE


def test_a_person_of_the_old_agency_may_already_serve_the_successor(world: Any, old: Agency) -> None:
    person = make_user("nguoiviet", role="author", agency=old)
    grant_role(person, world.skhcn, "author", actor=None, now=timezone.now())
    made = plan("merge", [old], [world.skhcn])
    found = preview(made, actor=None, now=timezone.now())
    assert not [one for each in found for one in each.findings if one.level == Level.BLOCKING]
    run(made, actor=None, now=timezone.now())
    assert person.memberships.count() == 1 and user_can_update_for(person, world.skhcn)


def test_a_plan_names_what_is_assigned_to_whom(world: Any, old: Agency) -> None:
    spec = SuccessionSpec(
        kind="merge",
        predecessors=[old],
        successors=[world.skhcn],
        decision="QĐ 1/QĐ-UBND",
        decided_on=date(2025, 1, 1),
        effective_on=date(2025, 1, 1),
        questions={"ABCDE2FGHJ": world.commune},
    )
    with pytest.raises(ValidationError) as caught:
        plan_succession(spec, actor=None, now=timezone.now())
    assert "ABCDE2FGHJ" in caught.value.message_dict["questions"][0]


def test_the_diagrams_in_the_documents_are_the_tables() -> None:
    out = StringIO()
    call_command("succession", "states", stdout=out)
    text = (settings.BASE_DIR / "docs" / "decisions" / "0013-succession.md").read_text()
    drawn = re.findall(r"```mermaid\n(.*?)\n```", text, re.DOTALL)
    assert out.getvalue().strip().split("\n\n") == drawn
