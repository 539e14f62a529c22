"""Groups of facts about what a portal publishes and how it serves people: sections, times, questions, refusals."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tenants.calendar import Period, WorkingHours
from tenants.regulation.base import Fact, Kind, Sourced

Event = Literal[
    "occurred", "issued", "approved", "approved_or_accepted", "decided", "effective", "created", "changed", "each_month"
]


@dataclass(frozen=True, kw_only=True)
class WorkingTime:
    """Office hours, local time; `weekdays`: Monday is 0."""

    morning_from: Fact[dt.time]
    morning_until: Fact[dt.time]
    afternoon_from: Fact[dt.time]
    afternoon_until: Fact[dt.time]
    weekdays: Fact[tuple[int, ...]]

    def hours(self) -> WorkingHours:
        """As the calendar takes them."""
        return WorkingHours(
            morning=(self.morning_from.value, self.morning_until.value),
            afternoon=(self.afternoon_from.value, self.afternoon_until.value),
            weekdays=self.weekdays.value,
            decision=self.weekdays.clause or self.weekdays.basis,
        )


@dataclass(frozen=True, kw_only=True)
class Section(Sourced):
    """A section that a portal can have. `order`: its place in the menu."""

    order: int
    slug: str
    title_vi: str
    title_en: str


@dataclass(frozen=True, kw_only=True)
class SectionRequirement(Sourced):
    """Kinds of body whose portal must have the sections. `content`: what must stand in them, where the text says."""

    sections: tuple[str, ...]
    kinds: tuple[Kind, ...]
    content: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Freshness(Sourced):
    """How long sections may stay without anything new before they count as out of date. Sections in none may stand."""

    sections: tuple[str, ...]
    period: Period


@dataclass(frozen=True, kw_only=True)
class FieldSet(Sourced):
    """Particulars that must stand with something: a legal document, a project, a service, a contact, a sender."""

    fields: tuple[str, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, kw_only=True)
class Feature(Sourced):
    """Something that a portal must be able to do, or must not. `kinds`: whose portals."""

    kinds: tuple[Kind, ...]
    text_vi: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class ServiceLevel(Sourced):
    """A level of online public service and what a person can do at it."""

    level: int
    text_vi: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class QuestionRule(Sourced):
    """When a question of a class is due. `appointment`: the asker must be given a date; `notice_suffices`: a progress
    notice that names the date of the answer keeps the time."""

    title_vi: str
    title_en: str
    period: Period
    appointment: bool = False
    notice_suffices: bool = False


@dataclass(frozen=True, kw_only=True)
class Questions:
    """Service to those who ask. `rules`: in_competence, several_sectors, special_study."""

    rules: Mapping[str, QuestionRule]
    intake_always_open: Fact[bool]
    triage_by: Fact[str]
    contact_point: Fact[str]
    out_of_field_notice: Fact[Period]
    notice_names_date: Fact[bool]
    further_notice_needs: Fact[tuple[str, ...]]
    office_sees_after: Fact[Period]
    answered_by: Fact[tuple[str, ...]]
    reply_by: Fact[tuple[str, ...]]
    publish_common_interest: Fact[bool]
    status_tracking: Fact[bool]
    remind_before: Fact[Period]
    disclaimer_vi: Fact[str]
    disclaimer_en: Fact[str]


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """Requests to correct published information; the correction appears in the form of the error."""

    answer_within: Fact[Period]
    same_form: Fact[bool]
    received_by: Fact[str]


@dataclass(frozen=True, kw_only=True)
class PublicationDeadline(Sourced):
    """By when content of a section must be online, counted from an event; `by`: which agency is meant."""

    section: str
    content_vi: str
    content_en: str
    period: Period
    event: Event
    by: Literal["any", "issuer", "governed"] = "any"


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Publication times. A section without a row has none."""

    deadlines: Mapping[str, PublicationDeadline]

    def for_section(self, section: str) -> tuple[PublicationDeadline, ...]:
        """The times of a section (VL.18.1, TN.10.2)."""
        return tuple(row for row in self.deadlines.values() if row.section == section)


@dataclass(frozen=True, kw_only=True)
class UpdateWindow(Sourced):
    """A span of the day in which an item of new content is expected."""

    opens: dt.time
    closes: dt.time


@dataclass(frozen=True, kw_only=True)
class Frequency:
    """How often new content appears. `per_day` 0: the regulation fixes no number."""

    per_day: Fact[int]
    days: Fact[Literal["working_days", "every_day"]]
    windows: Mapping[str, UpdateWindow]


@dataclass(frozen=True, kw_only=True)
class Quota(Sourced):
    """What a body of a kind must supply to the provincial portal in each month, at least."""

    kind: Kind
    amount: int
    unit: str
    subject_vi: str
    subject_en: str


@dataclass(frozen=True, kw_only=True)
class RefusalGround(Sourced):
    """A ground on which content is refused. `cite_vi`: the place as it stands on the notice to the sender."""

    text_vi: str
    text_en: str
    cite_vi: str


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Grounds of refusal. `closed_list`: no other than the regulation's own, so the default ones are not added."""

    closed_list: Fact[bool]
    grounds: Mapping[str, RefusalGround]


@dataclass(frozen=True, kw_only=True)
class Citation:
    """How reuse names its source. `{portal}`: name of the portal, `{domain}`: its host name."""

    text_vi: Fact[str]
    text_en: Fact[str]
    parts: Fact[tuple[str, ...]]
    either_suffices: Fact[bool]


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """Where and how information for the provincial portal is sent; empty texts are not known."""

    email: Fact[str]
    phone: Fact[str]
    fax: Fact[str]
    address: Fact[str]
    means: Fact[tuple[str, ...]]
    component_sets_own: Fact[bool]
    feedback_email: Fact[str]
    feedback_phone: Fact[str]
    character_set: Fact[str]
    formats: Fact[tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Advertising:
    """Advertising on portals, by the law on advertising."""

    allowed_in_news: Fact[bool]
    floating_closes_within: Fact[int]


@dataclass(frozen=True, kw_only=True)
class Archive:
    """What is kept of published and unpublished content."""

    keep: Fact[tuple[str, ...]]
    deletion_allowed: Fact[bool]
