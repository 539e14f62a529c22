"""The whole regulation of a province, and the questions that the rest of the system asks of it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import NamedTuple

from tenants.calendar import Period, Unit
from tenants.regulation.base import Basis, Fact, Sourced
from tenants.regulation.governance import (
    Board,
    BoardShape,
    CostKind,
    DomainRule,
    Domains,
    Duty,
    Force,
    Identity,
    Level,
    Ownership,
    Party,
    Royalties,
)
from tenants.regulation.newer import NewerLaw, in_place_of, outdated
from tenants.regulation.safety import Accounts, Backups, Incidents, Lockout, Operation, Passwords, ReportPeriod, Reports
from tenants.regulation.service import (
    Advertising,
    Archive,
    Citation,
    Contribution,
    Corrections,
    Feature,
    FieldSet,
    Frequency,
    Freshness,
    Publication,
    QuestionRule,
    Questions,
    Quota,
    Refusal,
    RefusalGround,
    Section,
    SectionRequirement,
    ServiceLevel,
    WorkingTime,
)

FIRMNESS: tuple[Basis, ...] = ("text", "reading", "default")
PROVENANCE = frozenset(field.name for field in fields(Sourced))


class Leaf(NamedTuple):
    """One value for the page of evidence: where it stands, the value with its unit as text, its clause and basis."""

    path: str
    value: str
    clause: str
    basis: Basis


class RequiredSection(NamedTuple):
    """A section that an agency's portal must have: its key, slug and titles, and the clause that asks for it."""

    key: str
    section: Section
    requirement: SectionRequirement


@dataclass(frozen=True, kw_only=True)
class Regulation:
    """Facts of one regulation over the defaults. Values of `domains` may hold placeholders: use the properties."""

    identity: Identity
    force: Force
    parties: Mapping[str, Party]
    levels: Mapping[str, Level]
    ownership: Mapping[str, Ownership]
    domains: Domains
    working_hours: WorkingTime
    sections: Mapping[str, Section]
    section_requirements: Mapping[str, SectionRequirement]
    freshness: Mapping[str, Freshness]
    field_sets: Mapping[str, FieldSet]
    features: Mapping[str, Feature]
    service_levels: Mapping[str, ServiceLevel]
    questions: Questions
    corrections: Corrections
    publication: Publication
    frequency: Frequency
    quotas: Mapping[str, Quota]
    board: Board
    refusal: Refusal
    passwords: Passwords
    lockout: Lockout
    accounts: Accounts
    backups: Backups
    operation: Operation
    incidents: Incidents
    reports: Reports
    royalties: Royalties
    costs: Mapping[str, CostKind]
    citation: Citation
    contribution: Contribution
    advertising: Advertising
    archive: Archive
    duties: Mapping[str, Duty]

    @property
    def code(self) -> str:
        return self.identity.code

    def __str__(self) -> str:
        return self.identity.title_vi

    @property
    def label(self) -> str:
        """The province's part of all its host names: `hungyen`."""
        return self.identity.host_base.split(".")[0]

    @property
    def is_default(self) -> bool:
        """Whether these are the default values in the name of a province that has issued no regulation."""
        return self.identity.basis == "default"

    def _filled(self, text: str) -> str:
        own = self.identity
        return text.format(base=own.host_base, province_vi=own.province_vi, province_en=own.province_en)

    @property
    def main_host(self) -> str:
        """Host name of the provincial portal in Vietnamese (VL.5.1, TN.7.2, HY.4a)."""
        return self._filled(self.domains.main_host.value)

    @property
    def english_host(self) -> str:
        """Host name of the provincial portal in English (VL.5.1, HY.4a)."""
        return self._filled(self.domains.english_host.value)

    @property
    def host_aliases(self) -> tuple[str, ...]:
        return tuple(self._filled(name) for name in self.domains.aliases.value)

    @property
    def official_name(self) -> str:
        """Name of the provincial portal (VL.5.1)."""
        return self._filled(self.domains.official_name.value)

    @property
    def trade_name(self) -> str:
        """The portal's name in English (VL.5.1)."""
        return self._filled(self.domains.trade_name.value)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of body that can have a portal under this regulation (TB.2, HY.2.1, NB.2.1)."""
        return tuple(self.levels)

    def domain_rule(self, kind: str) -> DomainRule:
        """How host names of a kind are made. Raises KeyError for a kind that the regulation does not know."""
        return self.domains.rules[kind]

    def may_stand_below(self, kind: str, parent_kind: str) -> bool:
        """Whether a body of this kind may be subordinate to one of that kind."""
        return kind in self.levels and parent_kind in self.levels[kind].parents

    def owners(self, kind: str) -> Ownership:
        """Owning agency, managing unit and operating unit of a portal (HY.5.1-HY.5.3)."""
        return self.ownership["province" if kind == "province" else "component"]

    def board_shape(self, kind: str) -> BoardShape:
        """The board of the provincial portal or of a component (TB.9.1a, VL.11.1b, HY.10.2a)."""
        return self.board.shapes["province" if kind == "province" else "component"]

    def freshness_of(self, section: str) -> Freshness | None:
        """How long a section may stay without anything new; None for one that may stand as it is."""
        return next((rule for rule in self.freshness.values() if section in rule.sections), None)

    def required_sections(self, kind: str) -> tuple[RequiredSection, ...]:
        """Sections that the portal of this kind of body must have, in menu order, each once with its firmest ground."""
        found: dict[str, RequiredSection] = {}
        for requirement in sorted(self.section_requirements.values(), key=lambda row: FIRMNESS.index(row.basis)):
            if kind in requirement.kinds:
                for key in requirement.sections:
                    found.setdefault(key, RequiredSection(key, self.sections[key], requirement))
        return tuple(sorted(found.values(), key=lambda entry: entry.section.order))

    def question_rule(self, kind: str) -> QuestionRule:
        """Answer time of a class of question: in_competence, several_sectors, special_study (TN.14.4, VL.18.1ddc).

        Raises KeyError for another class.
        """
        return self.questions.rules[kind]

    @property
    def refusal_grounds(self) -> Mapping[str, RefusalGround]:
        """Grounds on which a board may refuse, by a key that stays the same over the years (VL.20.3, TN.5.1, HY.7)."""
        return self.refusal.grounds

    def quota(self, kind: str) -> Quota | None:
        """What a body of this kind owes the provincial portal each month, or None (TN.8.3)."""
        return next((quota for quota in self.quotas.values() if quota.kind == kind), None)

    def applies_on(self, day: dt.date) -> bool:
        """Whether the regulation is used on a day. An unknown begin or end does not bar it."""
        begins, ends = self.force.in_force_from.value, self.force.in_force_to.value
        if begins is not None and day < begins:
            return False
        return ends is None or day <= ends or self.force.apply_after_repeal.value

    def repealed_on(self, day: dt.date) -> bool:
        """Whether the regulation's force has ended by a day, even where it is still used on purpose."""
        return self.force.in_force_to.value is not None and day > self.force.in_force_to.value

    def report_period(self, kind: str, index: int, year: int) -> tuple[dt.date, dt.date]:
        """First and last day of the nth period of a kind in a year. Raises KeyError where there is none."""
        for period in self.reports.periods.values():
            if (period.kind, period.index) == (kind, index):
                return period_bounds(period, year)
        raise KeyError((kind, index))

    def facts(self) -> Iterator[tuple[str, Sourced]]:
        """Every value with its key path and where it comes from."""
        yield from _facts("", self)

    def walk(self) -> Iterator[Leaf]:
        """Every value as (key path, value with unit, clause, basis); a value of several clauses comes once for each."""
        for path, fact in self.facts():
            for clause in fact.clauses or ("",):
                yield Leaf(path, value_text(fact), clause, fact.basis)

    def to_check(self, today: dt.date) -> tuple[tuple[str, Sourced], ...]:
        """Values that rest on other laws and that nobody has confirmed for a year, or since such a law was replaced."""
        return tuple((path, fact) for path, fact in self.facts() if fact.needs_check(today) or outdated(fact, today))

    def newer_laws(self, today: dt.date) -> list[NewerLaw]:
        """The texts that apply in the place of laws that the regulation cites (TB.18.1)."""
        return in_place_of((law for _path, fact in self.facts() for law in fact.cites), today)

    @classmethod
    def strictest_passwords(cls, regulations: Iterable["Regulation"]) -> Passwords:
        """Password rules for a person who serves under several regulations; see `strictest_passwords`."""
        return strictest_passwords(regulations)


def period_bounds(period: ReportPeriod, year: int) -> tuple[dt.date, dt.date]:
    """First and last day of a reporting period in a year."""
    first = dt.date.fromisoformat(f"{year - period.starts_year_before}-{period.first}")
    return first, dt.date.fromisoformat(f"{year}-{period.last}")


def strictest_passwords(regulations: Iterable[Regulation]) -> Passwords:
    """The strictest of each rule, with the clause that sets it. Raises ValueError for no regulation."""
    rules = [regulation.passwords for regulation in regulations]
    if not rules:
        raise ValueError("password rules need at least one regulation")
    return Passwords(
        min_length=max((rule.min_length for rule in rules), key=_strictness),
        classes=max((rule.classes for rule in rules), key=_strictness),
        history=max((rule.history for rule in rules), key=_strictness),
        max_age=min((rule.max_age for rule in rules), key=_age_in_days),
    )


def _strictness(fact: Fact[int]) -> tuple[int, bool]:
    return fact.value, fact.basis == "text"


def _age_in_days(fact: Fact[Period | None]) -> float:
    if fact.value is None:
        return float("inf")
    days = {Unit.CALENDAR_MONTHS: 30.4, Unit.CALENDAR_DAYS: 1.0, Unit.WORKING_DAYS: 1.4}
    return fact.value.amount * days.get(fact.value.unit, 1.0)


def _facts(path: str, node: object) -> Iterator[tuple[str, Sourced]]:
    if isinstance(node, Sourced):
        yield path, node
    elif isinstance(node, Mapping):
        for key, row in node.items():
            yield from _facts(f"{path}.{key}", row)
    elif is_dataclass(node):
        for field in fields(node):
            yield from _facts(f"{path}.{field.name}" if path else field.name, getattr(node, field.name))


def value_text(fact: Sourced) -> str:
    """The value of a fact, or the values of a row, with units as text."""
    if isinstance(fact, Fact):
        text = "unknown" if fact.unknown else _text(fact.value)
        return f"{text} {fact.unit}" if fact.unit else text
    own = ((f.name, getattr(fact, f.name)) for f in fields(fact) if f.name not in PROVENANCE)
    return "; ".join(f"{name} = {_text(value)}" for name, value in own)


def _text(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, Period):
        from_hour = f", day 1 until {value.day_one_until:%H:%M}" if value.day_one_until else ""
        return f"{value.amount} {value.unit.value}{from_hour}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return ", ".join(_text(item) for item in value)
    return str(value)
