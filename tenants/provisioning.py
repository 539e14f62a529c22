"""Brings an agency to life: its row, pages, collection, host names and rights (VL.4, TB.2, HY.2.1, NB.2.1, NB.2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Collection

from tenants.grants import sync_grants
from tenants.host_names import checked_label, proposed_slug, sync_hosts
from tenants.models import Agency, AgencyKind, AgencyState
from tenants.names import body_name, party_name
from tenants.registry import tree_builder
from tenants.regulation import Regulation, get_regulation
from tenants.sorting import sort_key

DETAILS = ("short_name", "unit_code", "head_name", "address", "phone", "fax", "email", "theme")
UNITS = ("owning_agency", "managing_unit", "operating_unit")


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


@transaction.atomic
def provision_agency(spec: AgencySpec, *, actor: Any, now: datetime) -> Agency:
    """Makes what is missing of an agency and its portal; what is there stays as it is, so a second run changes nothing.

    Raises ValidationError by field for a kind or a parent that the regulation does not know, or a label that cannot be.
    """
    regulation = _regulation(spec)
    _check(spec, regulation)
    _check_open(spec)
    if spec.province is not None:
        Agency.objects.select_for_update().get(pk=spec.province.pk)
    agency = _existing(spec)
    if agency is not None and agency.state == AgencyState.CLOSED:
        return agency
    made = agency is None
    if agency is None:
        agency = _new(spec, regulation)
    filled = _fill_blanks(agency, spec, regulation)
    homes = tree_builder()(agency, actor=actor, now=now)
    collected = _collection(agency)
    agency.home_page, agency.english_home = homes.home, homes.english
    hosts = sync_hosts(agency, spec.label, homes)
    home_pks = [page.pk for page in (homes.home, homes.english) if page is not None]
    granted = sync_grants(agency, home_pks)
    if made or filled or collected or homes.made or hosts or granted:
        agency.save()
        log(agency, "tenants.provision", user=actor, timestamp=now, data={"hosts": hosts, "pages": homes.made})
    return agency


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
        checked_label(spec.label, regulation)
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


def _existing(spec: AgencySpec) -> Agency | None:
    """The agency that a spec means: by its unit's code, else by name and parent."""
    if spec.province is None:
        return Agency.objects.filter(kind=AgencyKind.PROVINCE, regulation_code=spec.regulation).first()
    known = Agency.objects.filter(province=spec.province, kind=spec.kind)
    by_code = known.filter(unit_code=spec.unit_code).first() if spec.unit_code else None
    return by_code or known.filter(name=spec.name.strip(), parent=spec.parent or spec.province).first()


def _new(spec: AgencySpec, regulation: Regulation) -> Agency:
    name = spec.name.strip()
    code = regulation.code if spec.province is None else ""
    agency = Agency(name=name, kind=spec.kind, province=spec.province, regulation_code=code, is_demo=spec.is_demo)
    agency.parent = None if spec.province is None else spec.parent or spec.province
    agency.sort_key = sort_key(name)
    agency.unit_code = spec.unit_code
    agency.slug = free_slug(agency, spec.label, regulation)
    agency.save()
    return agency


def free_slug(agency: Agency, label: str, regulation: Regulation) -> str:
    """The agency's key in the admin's address: its host name without dots; with a number if that is taken."""
    wanted = proposed_slug(agency, label, regulation)
    number, slug = 1, wanted
    while Agency.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _fill_blanks(agency: Agency, spec: AgencySpec, regulation: Regulation) -> bool:
    """Details that the spec knows and the row lacks; the three units of HY.5.1-HY.5.3 come from the regulation."""
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
    changed = {name: value for name, value in missing.items() if getattr(agency, name) != value}
    for name, value in changed.items():
        setattr(agency, name, value)
    return bool(changed)


def _collection(agency: Agency) -> bool:
    """The agency's own collection of images and documents, below the root.

    It goes behind the last one: an insertion by name would move all that follow, at a cost that grows with them.
    """
    if agency.collection_id is not None:
        return False
    root = Collection.objects.select_for_update().get(depth=1)
    last = root.get_last_child()
    path = last._inc_path() if last else root._get_path(root.path, root.depth + 1, 1)
    agency.collection = Collection.objects.create(name=agency.name, path=path, depth=root.depth + 1)
    Collection.objects.filter(pk=root.pk).update(numchild=models.F("numchild") + 1)
    return True
