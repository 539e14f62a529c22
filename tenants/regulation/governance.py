"""Groups of facts about who governs a portal: the regulation itself, levels, names, board, duties, money."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tenants.calendar import Period
from tenants.regulation.base import Fact, Kind, Sourced

Strategy = Literal["abbreviation", "full", "full_with_type", "type_and_abbreviation"]


@dataclass(frozen=True, kw_only=True)
class Identity(Sourced):
    """Which regulation of which province this is. `abbreviation` opens its clause ids."""

    code: str
    abbreviation: str
    number: str
    title_vi: str
    title_en: str
    province_vi: str
    province_en: str
    host_base: str
    issuer_vi: str
    issued_on: dt.date | None
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Force:
    """From when to when the regulation holds; `apply_after_repeal`: used on purpose after its end."""

    in_force_from: Fact[dt.date | None]
    in_force_to: Fact[dt.date | None]
    replaced_by: Fact[str | None]
    apply_after_repeal: Fact[bool]


@dataclass(frozen=True, kw_only=True)
class Party(Sourced):
    """A body or a role that the regulations name, under one key in all of them."""

    name_vi: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class Level(Sourced):
    """A kind of body that has portals, and the kinds that may stand above it. `approval_by`: who must consent first."""

    parents: tuple[Kind, ...]
    approval_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Ownership(Sourced):
    """Who owns, manages and operates a portal (parties)."""

    owner: str
    manager: str
    operator: str


@dataclass(frozen=True, kw_only=True)
class DomainRule(Sourced):
    """How the host name of a kind of body is made.

    `abbreviation`: initials of every word, the type word included (Sở Khoa học và Công nghệ: skhcn);
    `type_and_abbreviation`: the type word, then initials (Sở Kế hoạch và Đầu tư: sokhdt);
    `full`: the name without its type word, joined (Huyện Tam Bình: tambinh); `full_with_type`: with it.
    `below`: the label stands below the name of the parent of that kind. `allowed`: strategies that a hand-set label
    may follow. `own_domain`: the body may bring a domain of its own.
    """

    strategy: Strategy
    below: Kind | None
    allowed: tuple[Strategy, ...]
    own_domain: bool = False
    example_name: str = ""
    example_host: str = ""


@dataclass(frozen=True, kw_only=True)
class Domains:
    """Names of the province's hosts; `{base}`, `{province_vi}` and `{province_en}` in them are filled in."""

    main_host: Fact[str]
    english_host: Fact[str]
    aliases: Fact[tuple[str, ...]]
    admin_label: Fact[str]
    official_name: Fact[str]
    trade_name: Fact[str]
    assigned_by: Fact[str]
    exception_approved_by: Fact[str]
    ipv6: Fact[bool]
    reserved: Fact[tuple[str, ...]]
    stop_words: Fact[tuple[str, ...]]
    type_words: Fact[tuple[str, ...]]
    rules: Mapping[str, DomainRule]


@dataclass(frozen=True, kw_only=True)
class BoardShape(Sourced):
    """The editorial board of the provincial portal or of a component portal: who sets it up, who sits where."""

    set_up_by: str
    head_vi: str
    head_en: str
    deputies_vi: tuple[str, ...]
    deputies_en: tuple[str, ...]
    members_vi: str
    members_en: str
    tasks: tuple[str, ...]
    part_time: bool


@dataclass(frozen=True, kw_only=True)
class Board:
    """Rules of the board. `shapes`: "province", "component", "council", "support_team"; `reviewed_by`: parties."""

    review_required: Fact[bool]
    reviewed_by: Fact[tuple[str, ...]]
    working_rules_required: Fact[bool]
    named_tasks_required: Fact[bool]
    standing_body: Fact[str]
    urgent_publication_by: Fact[tuple[str, ...]]
    urgent_review_within: Fact[Period]
    shapes: Mapping[str, BoardShape]


@dataclass(frozen=True, kw_only=True)
class Duty(Sourced):
    """Something that somebody must do. `every`: how often, None where the text only says regularly or at need."""

    by: tuple[str, ...]
    to: tuple[str, ...]
    every: Period | None
    text_vi: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class CostKind(Sourced):
    """One kind of cost that an estimate names. `scope`: whose estimate."""

    scope: Literal["system", "component"]
    name_vi: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class RateGroup(Sourced):
    """A group of works and the highest coefficient that may be paid for one; `scope`: which portals it serves."""

    scope: Literal["system", "component"]
    genre_vi: str
    genre_en: str
    max_coefficient: int


@dataclass(frozen=True, kw_only=True)
class Royalties:
    """Pay for content. `rates_of_*`: the act that holds the rate table, empty where the regulation names none."""

    contributors_earn: Fact[bool]
    board_allowance: Fact[bool]
    rates_of_main: Fact[str]
    rates_of_components: Fact[str]
    unit_percent_of_base_salary: Fact[int]
    decided_by: Fact[str]
    paid_by: Fact[str]
    rates: Mapping[str, RateGroup]
