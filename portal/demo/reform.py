"""The reform of 2025 on the demo: districts end, departments and provinces are merged (docs/decisions/0013)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from tenants.models import Agency, AgencyKind, AgencyState, Succession, SuccessionKind, SuccessionState
from tenants.succession import running
from tenants.succession.heirs import heir
from tenants.succession.planning import SuccessionSpec, plan_succession
from tenants.succession.transitions import OPEN

DISTRICTS = ("Luật số 72/2025/QH15", date(2025, 6, 16), date(2025, 7, 1))
PROVINCES = ("Nghị quyết số 202/2025/QH15", date(2025, 6, 12), date(2025, 7, 1))
JOINED = {
    "Sở Kế hoạch và Đầu tư": "Sở Tài chính",
    "Sở Nông nghiệp và Phát triển nông thôn": "Sở Nông nghiệp và Môi trường",
    "Sở Tài nguyên và Môi trường": "Sở Nông nghiệp và Môi trường",
    "Sở Giao thông vận tải": "Sở Xây dựng",
    "Sở Thông tin và Truyền thông": "Sở Khoa học và Công nghệ",
    "Sở Lao động - Thương binh và Xã hội": "Sở Nội vụ",
    "Ban Quản lý Khu kinh tế và các khu công nghiệp": "Ban Quản lý các khu công nghiệp",
}
"""Departments that the reform joined with another; all others join their namesake."""

Say = Callable[[str], None]


def merge_province(old: Agency, new: Agency, *, now: datetime, say: Say) -> None:
    """Ends the districts, joins the departments, then the provinces. What is done already stays done."""
    for district in _members(old, AgencyKind.DISTRICT):
        dissolve_district(district, now=now, say=say)
    heirs = {agency.name: agency for agency in _members(new, AgencyKind.DEPARTMENT)}
    for department in _members(old, AgencyKind.DEPARTMENT):
        heir = heirs.get(JOINED.get(department.name, department.name))
        if heir is not None:
            _carry_out(SuccessionKind.MERGE, department, [heir], PROVINCES, now=now, say=say)
    _carry_out(SuccessionKind.MERGE, old, [new], PROVINCES, now=now, say=say)


def dissolve_district(district: Agency, *, now: datetime, say: Say) -> None:
    """Its communes take its place, the first of them as the main successor."""
    communes = list(_members(district.root, AgencyKind.COMMUNE).filter(parent=district))
    plan = Succession.objects.filter(predecessors=district, state__in=OPEN).first()
    heirs = list(plan.successors.select_related("province", "parent")) if plan else communes
    _carry_out(SuccessionKind.DISSOLVE, district, heirs, DISTRICTS, now=now, say=say)


def _members(province: Agency, kind: str):  # type: ignore[no-untyped-def]
    rows = Agency.objects.filter(province=province, kind=kind).exclude(state=AgencyState.CLOSED)
    return rows.select_related("province", "parent").order_by("sort_key", "pk")


def _carry_out(
    kind: str,
    old: Agency,
    heirs: Sequence[Agency],
    decision: tuple[str, date, date],
    *,
    now: datetime,
    say: Say,
) -> None:
    """Plans, previews and runs one succession, or goes on with one that was interrupted."""
    if old.state == AgencyState.CLOSED:
        return
    say(f"{old} → {', '.join(str(heir) for heir in heirs)}")
    number, decided_on, effective_on = decision
    plan = Succession.objects.filter(predecessors=old, state__in=OPEN).first()
    if plan is None:
        spec = SuccessionSpec(
            kind=kind,
            predecessors=[old],
            successors=heirs,
            heir=heirs[0] if heirs else None,
            decision=number,
            decided_on=decided_on,
            effective_on=effective_on,
            across_provinces=old.root != heirs[0].root if heirs else False,
        )
        plan = plan_succession(spec, actor=None, now=now)
    if plan.state in {SuccessionState.RUNNING, SuccessionState.FAILED}:
        plan = running.resume(plan, actor=None, now=now)
    else:
        for line in _noteworthy(plan, now):
            say(f"    {line}")
        plan = running.run(plan, actor=None, now=now)
    for step in plan.steps.all():
        if told := heir(step.name).told(step.result):
            say(f"    {heir(step.name).label} – {told}")


def _noteworthy(plan: Succession, now: datetime) -> Iterator[str]:
    for found in running.preview(plan, actor=None, now=now):
        yield from (finding.text for finding in found.findings if finding.level != "fact")
