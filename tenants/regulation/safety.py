"""Groups of facts about accounts, data, running and reporting."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tenants.calendar import Period
from tenants.regulation.base import DueDate, Fact, Kind, ReportKind, Sourced


@dataclass(frozen=True, kw_only=True)
class Passwords:
    """Rules for passwords. `classes`: how many of lower case, upper case, digits, signs; `max_age` None: no end."""

    min_length: Fact[int]
    classes: Fact[int]
    history: Fact[int]
    max_age: Fact[Period | None]


@dataclass(frozen=True, kw_only=True)
class Lockout:
    """How many failed log-ins lock an account, and for how long."""

    failures: Fact[int]
    minutes: Fact[int]


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """Accounts of those who run portals. `levels`: levels of access, from the widest."""

    levels: Fact[tuple[str, ...]]
    levels_agreed_with: Fact[str]
    by_duty: Fact[bool]
    handover_required: Fact[bool]
    holder_answers: Fact[bool]
    appointed_by: Fact[str]
    appointment_notified_to: Fact[tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Backups:
    """Backup and restore. `restore_within_hours` None: no time is set."""

    max_interval_days: Fact[int]
    other_medium: Fact[bool]
    media: Fact[tuple[str, ...]]
    keep: Fact[int]
    restore_within_hours: Fact[int | None]
    data_restored_by: Fact[str]
    look_restored_by: Fact[str]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """Running of the system. `security_level`: 1 to 5 of the national scale; 0: not set."""

    hours_a_day: Fact[int]
    days_a_week: Fact[int]
    contingency_plan: Fact[bool]
    security_level: Fact[int]
    security_level_approved: Fact[bool]
    updates_on_warning: Fact[bool]
    measured_by_emc: Fact[bool]
    https_and_trust_label: Fact[bool]


@dataclass(frozen=True, kw_only=True)
class IncidentNotice(Sourced):
    """Who tells whom of an incident or a risk, `within` None: promptly."""

    by: str
    to: tuple[str, ...]
    within: Period | None


@dataclass(frozen=True, kw_only=True)
class Incidents:
    """Receiving and handling of incidents. `process`: the act that orders it."""

    contact_point: Fact[str]
    process: Fact[str]
    notices: Mapping[str, IncidentNotice]


@dataclass(frozen=True, kw_only=True)
class ReportDuty(Sourced):
    """A report: which party sends it to whom for which periods. `kinds`: bodies that it comes from, empty for a
    single party; `due` None: the general due date holds."""

    by: tuple[str, ...]
    to: tuple[str, ...]
    periods: tuple[ReportKind, ...]
    on_request: bool
    subject_vi: str
    subject_en: str
    kinds: tuple[Kind, ...] = ()
    due: DueDate | None = None


@dataclass(frozen=True, kw_only=True)
class ReportPeriod(Sourced):
    """A reporting period of the year. `first`, `last`: month and day ("12-15"); `starts_year_before`: first lies in
    the year before the one that the period is named after."""

    kind: ReportKind
    index: int
    first: str
    last: str
    starts_year_before: bool


@dataclass(frozen=True, kw_only=True)
class Reports:
    """The report calendar. `due`: when a report is due whose duty names no date."""

    due: Fact[DueDate]
    duties: Mapping[str, ReportDuty]
    periods: Mapping[str, ReportPeriod]

    def due_on(self, duty: ReportDuty, period_end: dt.date) -> dt.date:
        """The day on which a report for the period that ends then is due (NB.12.2dd, NB.15.1, NB.16.1)."""
        return (duty.due or self.due.value).after(period_end)

    def owed_by(self, kind: str) -> tuple[ReportDuty, ...]:
        """Reports that the portals of a kind of body owe (TB.13.7, VL.28.2, HY.22.5)."""
        return tuple(duty for duty in self.duties.values() if kind in duty.kinds)
