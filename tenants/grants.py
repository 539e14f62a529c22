"""Keeps the groups of an agency's roles in step with the one table of roles (TN.17.2, VL.8.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from guardian.models import GroupObjectPermission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from tenants.models import Agency
from tenants.roles import Grants, group_name, roles_of

MEDIA = (("wagtailimages", "image"), ("wagtaildocs", "document"))
Triple = tuple[Any, ...]


def sync_grants(home_pks: Mapping[Agency, Sequence[int]]) -> Counter[int]:
    """Makes the groups of the agencies' roles and gives them what the table says, no more and no less.

    `home_pks`: the home pages of each agency. Returns how many rows were added or removed, by the agency's key.
    """
    tables = {agency: roles_of(agency.kind) for agency in home_pks}
    groups, made = _groups(tables)
    permissions = _permissions({role: grants for table in tables.values() for role, grants in table.items()})
    pages: set[Triple] = set()
    media: set[Triple] = set()
    objects: set[Triple] = set()
    admin: set[Triple] = set()
    for agency, table in tables.items():
        for role, grants in table.items():
            group = groups[agency.pk, role]
            admin.add((group, permissions["wagtailadmin", "access_admin"]))
            pages |= {
                (group, home, permissions["tenants", f"{verb}_basepage"])
                for home in home_pks[agency]
                for verb in grants.page
            }
            media |= {
                (group, agency.collection_id, permissions[app, f"{verb}_{model}"])
                for verb in grants.media
                for app, model in MEDIA
            }
            objects |= {(group, str(agency.pk), permissions["tenants", name]) for name in grants.agency}
    own = {pk: agency_pk for (agency_pk, _role), pk in groups.items()}
    type_of_agency = {"content_type": ContentType.objects.get_for_model(Agency)}
    for model, name, wanted, fixed in (
        (Group.permissions.through, "", admin, {}),
        (GroupPagePermission, "page_id", pages, {}),
        (GroupCollectionPermission, "collection_id", media, {}),
        (GroupObjectPermission, "object_pk", objects, type_of_agency),
    ):
        names = tuple(filter(None, ("group_id", name, "permission_id")))
        made.update(own[group] for group in _sync(model, names, own, wanted, **fixed))
    return made


def _groups(tables: Mapping[Agency, Mapping[str, Grants]]) -> tuple[dict[tuple[int, str], int], Counter[int]]:
    """Primary keys of the groups by agency and role, and how many of each agency's had to be made."""
    names = {group_name(agency.pk, role): (agency.pk, role) for agency, table in tables.items() for role in table}
    found = dict(Group.objects.filter(name__in=names).values_list("name", "pk"))
    missing = [name for name in names if name not in found]
    if missing:
        found |= {group.name: group.pk for group in Group.objects.bulk_create(Group(name=name) for name in missing)}
    return {names[name]: pk for name, pk in found.items()}, Counter(names[name][0] for name in missing)


def _permissions(table: Mapping[str, Grants]) -> dict[tuple[str, str], int]:
    """Primary keys of all permissions that the table names, by app and code name."""
    wanted = {("wagtailadmin", "access_admin")}
    for grants in table.values():
        wanted |= {("tenants", f"{verb}_basepage") for verb in grants.page}
        wanted |= {(app, f"{verb}_{model}") for verb in grants.media for app, model in MEDIA}
        wanted |= {("tenants", name) for name in grants.agency}
    rows = Permission.objects.filter(
        content_type__app_label__in={app for app, _ in wanted}, codename__in={name for _, name in wanted}
    ).values_list("content_type__app_label", "codename", "pk")
    return {(app, name): pk for app, name, pk in rows}


def _sync(
    model: type[models.Model], names: tuple[str, ...], groups: Iterable[int], wanted: set[Triple], **fixed: Any
) -> list[int]:
    """Makes the rows of these groups exactly those that are wanted. Returns the group of each row that changed."""
    manager = model._default_manager
    rows = manager.filter(group_id__in=groups, **fixed)
    found = {tuple(row[1:]): row[0] for row in rows.values_list("pk", *names)}
    extra = found.keys() - wanted
    missing = wanted - found.keys()
    if extra:
        manager.filter(pk__in=[found[key] for key in extra]).delete()
    if missing:
        manager.bulk_create(model(**dict(zip(names, key, strict=True)), **fixed) for key in sorted(missing))
    return [key[0] for key in (*extra, *missing)]
