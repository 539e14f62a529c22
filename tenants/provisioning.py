"""Brings agencies to life: row, pages, collection, host names and rights (VL.4, TB.2, HY.2.1, NB.2.1, NB.2.2).

One agency and all of a province go the same way: what is asked of the database does not depend on their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection

from tenants.grants import sync_grants
from tenants.host_names import checked_label, proposed_slug
from tenants.hosts import forget_hosts
from tenants.models import Agency, AgencyKind, AgencyModelLogEntry, AgencyState
from tenants.names import body_name, party_name
from tenants.new_hosts import NewHosts
from tenants.registry import tree_builder
from tenants.regulation import Regulation, default_code, get_regulation
from tenants.sorting import sort_key

DETAILS = ("short_name", "unit_code", "head_name", "address", "phone", "fax", "email", "theme")
UNITS = ("owning_agency", "managing_unit", "operating_unit")
PLACES = ("regulation_code", "state", "home_page", "english_home", "collection")
"""What an agency gets after it has a row."""


@dataclass(frozen=True, kw_only=True)
class AgencySpec:
    """What is known of an agency before it has a portal. `regulation`: code, for a province; `label`: set by hand."""

    name: str
    kind: str
    regulation: str = ""
    province: Agency | None = None
    parent: Agency | None = None
    label: str = ""
    short_name: str = ""
    unit_code: str = ""
    owning_agency: str = ""
    managing_unit: str = ""
    operating_unit: str = ""
    head_name: str = ""
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    theme: str = ""
    is_demo: bool = False


class SpecError(ValidationError):
    """What is wrong with one of several specs, by field. `number`: its place among them, from 0."""

    def __init__(self, number: int, error: ValidationError) -> None:
        super().__init__(error)
        self.number = number


@dataclass
class Row:
    """A spec with its agency. `changed`: the agency is new, or details that it lacked were filled in."""

    number: int
    spec: AgencySpec
    agency: Agency
    changed: bool = False


def provision_agency(spec: AgencySpec, *, actor: Any, now: datetime) -> Agency:
    """Makes what is missing of an agency and its portal; what is there stays as it is, so a second run changes nothing.

    Raises ValidationError by field for a kind or a parent that the regulation does not know, or a label that cannot be.
    """
    return provision_agencies([spec], actor=actor, now=now)[0]


@transaction.atomic
def provision_agencies(specs: Sequence[AgencySpec], *, actor: Any, now: datetime) -> list[Agency]:
    """The same for many, all or none: one province, or agencies of one province whose parents are there already.

    Specs that mean the same agency give it once. Raises SpecError, a ValidationError that knows which spec it is about.
    """
    if not specs:
        return []
    if len({spec.province for spec in specs}) > 1 or (specs[0].province is None and len(specs) > 1):
        raise ValueError("agencies of one province, or one province")
    regulation = _regulation(specs[0])
    for number, spec in enumerate(specs):
        with _naming(number):
            _check(spec, regulation)
            _check_open(spec)
    if specs[0].province is not None:
        Agency.objects.select_for_update().get(pk=specs[0].province.pk)
    rows = _rows(specs, regulation)
    new = _save_new([row.agency for row in rows])
    first = {row.agency.pk: row for row in reversed(rows) if row.agency.state != AgencyState.CLOSED}
    made = _set_up(sorted(first.values(), key=lambda row: row.number), actor, now)
    Agency.objects.bulk_update(new, PLACES)
    Agency.objects.bulk_update([agency for agency in made if agency not in new], (*DETAILS, *UNITS, *PLACES))
    forget_hosts()
    AgencyModelLogEntry.objects.log_agencies(made, "tenants.provision", user=actor, timestamp=now)
    return [row.agency for row in rows]


@contextmanager
def _naming(number: int) -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise SpecError(number, error) from error


def check_spec(spec: AgencySpec) -> None:
    """Raises what `provision_agency` would raise for the kind, the parent or the label, and changes nothing."""
    _check(spec, _regulation(spec))
    _check_open(spec)


def _regulation(spec: AgencySpec) -> Regulation:
    if spec.province is None:
        return get_regulation(spec.regulation)
    return spec.province.regulation


def _check(spec: AgencySpec, regulation: Regulation) -> None:
    """The levels of government are those of the regulation: Hưng Yên's has no districts (HY.2.1)."""
    if not spec.name.strip():
        raise ValidationError({"name": _("The agency needs a name.")})
    is_province = spec.kind == AgencyKind.PROVINCE
    if is_province != (spec.province is None):
        raise ValidationError({"province": _("Every agency but a province belongs to a province.")})
    if spec.kind not in regulation.kinds:
        raise ValidationError(
            {
                "kind": _("The regulation of %(province)s knows no such level.")
                % {"province": regulation.identity.province_vi}
            }
        )
    if is_province:
        return
    if spec.label:
        checked_label(spec.label, spec.kind, regulation)
    parent = spec.parent or spec.province
    if parent is None or parent.root != spec.province:
        raise ValidationError({"parent": _("The parent belongs to another province.")})
    if not regulation.may_stand_below(spec.kind, parent.kind):
        raise ValidationError(
            {
                "parent": _("“%(name)s” cannot stand directly below “%(parent)s”.")
                % {"name": spec.name, "parent": parent}
            }
        )


def _check_open(spec: AgencySpec) -> None:
    if spec.province is not None and spec.province.state == AgencyState.CLOSED:
        raise ValidationError({"province": _("“%(name)s” has closed already.") % {"name": spec.province}})


def _rows(specs: Sequence[AgencySpec], regulation: Regulation) -> list[Row]:
    """Every spec with the agency that it means, which is new where there is none."""
    known, rows = Known(specs, regulation), []
    for number, spec in enumerate(specs):
        with _naming(number):
            agency = known.find(spec)
            row = Row(number, spec, agency or _new(spec, regulation), changed=agency is None)
            if agency is None:
                known.add(row.agency)
            if row.agency.state != AgencyState.CLOSED:
                row.changed |= _fill_blanks(row.agency, spec, regulation)
            rows.append(row)
    return rows


class Known:
    """The agencies that are there, and those of the same batch: by the unit's code, else by name and parent."""

    def __init__(self, specs: Sequence[AgencySpec], regulation: Regulation) -> None:
        self._by_code: dict[tuple[str, str], Agency] = {}
        self._by_name: dict[tuple[str, str, int | None], Agency] = {}
        province = specs[0].province
        self._province = _known_province(regulation) if province is None else None
        if province is not None:
            wanted = models.Q(name__in={spec.name.strip() for spec in specs})
            wanted |= models.Q(unit_code__in={spec.unit_code for spec in specs} - {""})
            parents = {parent.pk: parent for spec in specs if (parent := spec.parent or province)}
            for agency in Agency.objects.filter(wanted, province=province):
                agency.province = province
                if agency.parent_id in parents:
                    agency.parent = parents[agency.parent_id]
                self.add(agency)

    def add(self, agency: Agency) -> None:
        if agency.unit_code:
            self._by_code.setdefault((agency.kind, agency.unit_code), agency)
        self._by_name.setdefault((agency.kind, agency.name, agency.parent_id), agency)

    def find(self, spec: AgencySpec) -> Agency | None:
        if spec.province is None:
            return self._province
        parent = spec.parent or spec.province
        by_code = self._by_code.get((spec.kind, spec.unit_code)) if spec.unit_code else None
        return by_code or self._by_name.get((spec.kind, spec.name.strip(), parent.pk))


def _known_province(regulation: Regulation) -> Agency | None:
    """The province under its regulation, or under the defaults, as it was until it issued one."""
    provinces = Agency.objects.filter(kind=AgencyKind.PROVINCE)
    own = provinces.filter(regulation_code=regulation.code).first()
    return own or provinces.filter(regulation_code=default_code(regulation.label)).first()


def _new(spec: AgencySpec, regulation: Regulation) -> Agency:
    name = spec.name.strip()
    code = regulation.code if spec.province is None else ""
    agency = Agency(name=name, kind=spec.kind, province=spec.province, regulation_code=code, is_demo=spec.is_demo)
    agency.parent = None if spec.province is None else spec.parent or spec.province
    agency.sort_key = sort_key(name)
    agency.unit_code = spec.unit_code
    agency.slug = proposed_slug(agency, spec.label, regulation)
    return agency


def _save_new(agencies: Sequence[Agency]) -> list[Agency]:
    """Saves those that are new, and returns them. A key that is taken gets a number."""
    new = list({id(agency): agency for agency in agencies if agency.pk is None}.values())
    taken = set(Agency.objects.filter(slug__in=[agency.slug for agency in new]).values_list("slug", flat=True))
    for agency in new:
        agency.slug = _free_slug(agency.slug, taken)
        taken.add(agency.slug)
    Agency.objects.bulk_create(new)
    return new


def _free_slug(wanted: str, taken: set[str]) -> str:
    """The agency's key in the admin's address: its host name without dots; with a number if that is taken."""
    number, slug = 1, wanted
    while slug in taken or (number > 1 and Agency.objects.filter(slug=slug).exists()):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _fill_blanks(agency: Agency, spec: AgencySpec, regulation: Regulation) -> bool:
    """Details that the spec knows and the row lacks; the three units of HY.5.1-HY.5.3 come from the regulation.

    A province that was served under the defaults takes the regulation that it has issued since.
    """
    owners = regulation.owners(agency.kind)
    values = {name: getattr(spec, name) for name in (*DETAILS, *UNITS)}
    values["theme"] = values["theme"] if agency.theme in {"", "do-vang"} else ""
    defaults = zip(UNITS, (owners.owner, owners.manager, owners.operator), strict=True)
    own = body_name(agency)
    for name, party in defaults:
        values[name] = values[name] or party_name(party, regulation, own)
    missing = {
        name: value for name, value in values.items() if value and (not getattr(agency, name) or name == "theme")
    }
    if agency.is_province:
        missing["regulation_code"] = regulation.code
    changed = {name: value for name, value in missing.items() if getattr(agency, name) != value}
    for name, value in changed.items():
        setattr(agency, name, value)
    return bool(changed)


def _set_up(rows: Sequence[Row], actor: Any, now: datetime) -> dict[Agency, dict[str, Any]]:
    """Pages, collections, hosts, rights. Returns what the log says, by each agency of which anything had to be made."""
    agencies = [row.agency for row in rows]
    homes = tree_builder()(agencies, actor=actor, now=now)
    collected = _collections([agency for agency in agencies if agency.collection_id is None])
    for agency in agencies:
        agency.home_page, agency.english_home = homes[agency.pk].home, homes[agency.pk].english
    new_hosts = NewHosts({row.agency: row.spec.label for row in rows})
    for row in rows:
        with _naming(row.number):
            new_hosts.give(row.agency, row.spec.label)
    hosts = new_hosts.save(homes)
    granted = sync_grants({agency: _home_pks(agency) for agency in agencies})
    return {
        row.agency: {"hosts": hosts.get(row.agency.pk, []), "pages": homes[row.agency.pk].made}
        for row in rows
        if row.changed
        or row.agency.pk in collected
        or homes[row.agency.pk].made
        or hosts.get(row.agency.pk)
        or granted[row.agency.pk]
    }


def _home_pks(agency: Agency) -> list[int]:
    return [pk for pk in (agency.home_page_id, agency.english_home_id) if pk is not None]


def _collections(agencies: Sequence[Agency]) -> set[int]:
    """Each agency's own collection of images and documents, below the root. Returns the keys of the agencies.

    They go behind the last one: an insertion by name would move all that follow, at a cost that grows with them.
    """
    if not agencies:
        return set()
    root = Collection.objects.select_for_update().get(depth=1)
    last = root.get_last_child()
    path = last._inc_path() if last else root._get_path(root.path, root.depth + 1, 1)
    collections = []
    for agency in agencies:
        collections.append(Collection(name=agency.name, path=path, depth=root.depth + 1))
        path = collections[-1]._inc_path()
    for agency, collection in zip(agencies, Collection.objects.bulk_create(collections), strict=True):
        agency.collection = collection
    Collection.objects.filter(pk=root.pk).update(numchild=models.F("numchild") + len(agencies))
    return {agency.pk for agency in agencies}
