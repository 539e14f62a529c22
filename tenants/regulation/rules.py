"""What must fit together within one regulation: references between its tables, ranges and orders."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import get_args

from tenants.regulation.base import Kind, RegulationError
from tenants.regulation.model import Regulation, period_bounds

HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
QUESTION_CLASSES = frozenset({"in_competence", "several_sectors", "special_study"})
KINDS = frozenset(get_args(Kind))
LEAP_YEAR = 2024

Finding = tuple[str, str]


def check(regulation: Regulation, file: str) -> None:
    """Raises RegulationError with the first key that does not fit, and the reason."""
    for finder in FINDERS:
        for key, reason in finder(regulation):
            raise RegulationError(file, key, reason)


def _levels(regulation: Regulation) -> Iterator[Finding]:
    for kind, level in regulation.levels.items():
        if kind not in KINDS:
            yield f"levels.{kind}", f"no kind of body; there are {', '.join(sorted(KINDS))}"
        if (kind == "province") != (not level.parents):
            yield f"levels.{kind}.parents", "every level but the province, and only it, has parents"
        if kind not in regulation.domains.rules and kind != "province":
            yield f"domains.rules.{kind}", "missing for a level of this regulation"
        for parent in set(level.parents) - regulation.levels.keys():
            yield f"levels.{kind}.parents", f"{parent!r} is no level of this regulation"
    for name, quota in regulation.quotas.items():
        if quota.kind not in regulation.levels:
            yield f"quotas.{name}.kind", f"{quota.kind!r} is no level of this regulation"


def _scopes(regulation: Regulation) -> Iterator[Finding]:
    for scope in ("province", "component"):
        if scope not in regulation.board.shapes:
            yield f"board.shapes.{scope}", "missing"
        if scope not in regulation.ownership:
            yield f"ownership.{scope}", "missing"


def _hosts(regulation: Regulation) -> Iterator[Finding]:
    hosts = {"main_host": regulation.main_host, "english_host": regulation.english_host}
    hosts |= {f"aliases.{number}": alias for number, alias in enumerate(regulation.host_aliases)}
    for key, host in hosts.items():
        if not HOST.fullmatch(host):
            yield f"domains.{key}", f"{host!r} is no host name"
        if not f".{host}".endswith(f".{regulation.identity.host_base}"):
            yield f"domains.{key}", f"{host!r} is not within {regulation.identity.host_base}"


def _labels(regulation: Regulation) -> Iterator[Finding]:
    domains = regulation.domains
    for label in (*domains.reserved.value, domains.admin_label.value):
        if not LABEL.fullmatch(label):
            yield "domains.reserved", f"{label!r} is no label of a host name"
    if domains.admin_label.value not in domains.reserved.value:
        yield "domains.admin_label", "must be one of the reserved labels"
    for kind, rule in domains.rules.items():
        if rule.strategy not in rule.allowed:
            yield f"domains.rules.{kind}.allowed", f"lacks the rule's own strategy {rule.strategy!r}"


def _sections(regulation: Regulation) -> Iterator[Finding]:
    seen: set[str] = set()
    for key, section in regulation.sections.items():
        if not SLUG.fullmatch(section.slug) or section.slug in seen:
            yield f"sections.{key}.slug", f"{section.slug!r} is no slug, or stands twice"
        seen.add(section.slug)
    for key, requirement in regulation.section_requirements.items():
        for name in requirement.sections:
            if name not in regulation.sections:
                yield f"section_requirements.{key}.sections", f"there is no section {name!r}"
    for key, deadline in regulation.publication.deadlines.items():
        if deadline.section not in regulation.sections:
            yield f"publication.deadlines.{key}.section", f"there is no section {deadline.section!r}"


def _freshness(regulation: Regulation) -> Iterator[Finding]:
    named = [(key, name) for key, rule in regulation.freshness.items() for name in rule.sections]
    counted = Counter(name for _key, name in named)
    for key, name in named:
        if name not in regulation.sections or counted[name] > 1:
            yield f"freshness.{key}.sections", f"there is no section {name!r}, or it stands twice"


def _questions(regulation: Regulation) -> Iterator[Finding]:
    if regulation.questions.rules.keys() != QUESTION_CLASSES:
        yield "questions.rules", f"must hold exactly {', '.join(sorted(QUESTION_CLASSES))}"


def _parties(regulation: Regulation) -> Iterator[Finding]:
    for key, names in _named_parties(regulation):
        for name in names:
            if name and name not in regulation.parties:
                yield key, f"there is no party {name!r}"


def _named_parties(regulation: Regulation) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((f"duties.{key}", row.by + row.to) for key, row in regulation.duties.items())
    yield from ((f"reports.duties.{key}", row.by + row.to) for key, row in regulation.reports.duties.items())
    yield from ((f"incidents.notices.{key}", (row.by, *row.to)) for key, row in regulation.incidents.notices.items())
    yield from ((f"ownership.{key}", (o.owner, o.manager, o.operator)) for key, o in regulation.ownership.items())
    yield from ((f"levels.{key}.approval_by", (row.approval_by,)) for key, row in regulation.levels.items())
    yield from ((f"board.shapes.{key}.set_up_by", (row.set_up_by,)) for key, row in regulation.board.shapes.items())
    yield "board.reviewed_by", regulation.board.reviewed_by.value
    yield "board.urgent_publication_by", regulation.board.urgent_publication_by.value
    yield "questions.answered_by", regulation.questions.answered_by.value
    yield "questions.contact_point", (regulation.questions.contact_point.value,)
    yield "questions.triage_by", (regulation.questions.triage_by.value,)
    yield "corrections.received_by", (regulation.corrections.received_by.value,)
    yield "incidents.contact_point", (regulation.incidents.contact_point.value,)
    yield "accounts.levels_agreed_with", (regulation.accounts.levels_agreed_with.value,)
    yield "accounts.appointed_by", (regulation.accounts.appointed_by.value,)
    yield "accounts.appointment_notified_to", regulation.accounts.appointment_notified_to.value
    yield "backups.data_restored_by", (regulation.backups.data_restored_by.value,)
    yield "backups.look_restored_by", (regulation.backups.look_restored_by.value,)
    yield "royalties.decided_by", (regulation.royalties.decided_by.value,)
    yield "royalties.paid_by", (regulation.royalties.paid_by.value,)


def _reports(regulation: Regulation) -> Iterator[Finding]:
    known = {period.kind for period in regulation.reports.periods.values()}
    for key, duty in regulation.reports.duties.items():
        for kind in set(duty.periods) - known:
            yield f"reports.duties.{key}.periods", f"no period of the kind {kind!r} is defined"
    ends: dict[str, dt.date] = {}
    ordered = sorted(regulation.reports.periods.items(), key=lambda item: item[1].index)
    for key, period in ordered:
        try:
            first, last = period_bounds(period, LEAP_YEAR)
        except ValueError as error:
            yield f"reports.periods.{key}", str(error)
            continue
        before = ends.get(period.kind)
        if first > last or (before is not None and first != before + dt.timedelta(days=1)):
            yield f"reports.periods.{key}", "periods of a kind must follow one another without gap or overlap"
        ends[period.kind] = last


def _frequency(regulation: Regulation) -> Iterator[Finding]:
    for key, window in regulation.frequency.windows.items():
        if window.opens >= window.closes:
            yield f"frequency.windows.{key}", "must open before it closes"
    try:
        regulation.working_hours.hours()
    except ValueError as error:
        yield "working_hours", str(error)


def _numbers(regulation: Regulation) -> Iterator[Finding]:
    facts = {
        "passwords.min_length": (regulation.passwords.min_length.value, 8, 128),
        "passwords.classes": (regulation.passwords.classes.value, 1, 4),
        "passwords.history": (regulation.passwords.history.value, 0, 50),
        "lockout.failures": (regulation.lockout.failures.value, 1, 100),
        "lockout.minutes": (regulation.lockout.minutes.value, 1, 1440),
        "backups.max_interval_days": (regulation.backups.max_interval_days.value, 1, 31),
        "backups.keep": (regulation.backups.keep.value, 1, 1000),
        "operation.security_level": (regulation.operation.security_level.value, 0, 5),
    }
    for key, (value, least, most) in facts.items():
        if not least <= value <= most:
            yield key, f"{value} is not between {least} and {most}"


def _force(regulation: Regulation) -> Iterator[Finding]:
    begins, ends = regulation.force.in_force_from.value, regulation.force.in_force_to.value
    if begins is not None and ends is not None and ends < begins:
        yield "force.in_force_to", "lies before in_force_from"
    if regulation.force.replaced_by.value == regulation.code:
        yield "force.replaced_by", "a regulation cannot replace itself"


FINDERS: tuple[Callable[[Regulation], Iterator[Finding]], ...] = (
    _levels,
    _scopes,
    _hosts,
    _labels,
    _sections,
    _freshness,
    _questions,
    _parties,
    _reports,
    _frequency,
    _numbers,
    _force,
)
