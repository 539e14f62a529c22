"""Keeps the groups of an agency's roles in step with the one table of roles (TN.17.2, VL.8.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def sync_grants(agency: Agency, home_pks: Iterable[int]) -> int:
    """Makes the groups of an agency's roles and gives them what the table says, no more and no less.

    Returns how many rows were added or removed.
    """
    table = roles_of(agency.kind)
    groups, made = _groups(agency, table)
    permissions = _permissions(table)
    pages: set[Triple] = set()
    media: set[Triple] = set()
    objects: set[Triple] = set()
    admin: set[Triple] = set()
    for role, grants in table.items():
        group = groups[role]
        admin.add((group, permissions["wagtailadmin", "access_admin"]))
        pages |= {
            (group, home, permissions["tenants", f"{verb}_basepage"]) for home in home_pks for verb in grants.page
        }
        media |= {
            (group, agency.collection_id, permissions[app, f"{verb}_{model}"])
            for verb in grants.media
            for app, model in MEDIA
        }
        objects |= {(group, str(agency.pk), permissions["tenants", name]) for name in grants.agency}
    agency_type = ContentType.objects.get_for_model(Agency)
    made += _sync(Group.permissions.through, ("group_id", "permission_id"), groups, admin)
    made += _sync(GroupPagePermission, ("group_id", "page_id", "permission_id"), groups, pages)
    made += _sync(GroupCollectionPermission, ("group_id", "collection_id", "permission_id"), groups, media)
    return made + _sync(
        GroupObjectPermission, ("group_id", "object_pk", "permission_id"), groups, objects, content_type=agency_type
    )


def _groups(agency: Agency, table: Mapping[str, Grants]) -> tuple[dict[str, int], int]:
    """Primary keys of the groups by role, and how many had to be made."""
    names = {group_name(agency.pk, role): role for role in table}
    found = dict(Group.objects.filter(name__in=names).values_list("name", "pk"))
    missing = [Group(name=name) for name in names if name not in found]
    if missing:
        found |= {group.name: group.pk for group in Group.objects.bulk_create(missing)}
    return {names[name]: pk for name, pk in found.items()}, len(missing)


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
    model: type[models.Model], names: tuple[str, ...], groups: Mapping[str, int], wanted: set[Triple], **fixed: Any
) -> int:
    """Makes the rows of these groups exactly those that are wanted."""
    manager = model._default_manager
    rows = manager.filter(group_id__in=groups.values(), **fixed)
    found = {tuple(row[1:]): row[0] for row in rows.values_list("pk", *names)}
    extra = [pk for key, pk in found.items() if key not in wanted]
    missing = [model(**dict(zip(names, key, strict=True)), **fixed) for key in wanted - found.keys()]
    if extra:
        manager.filter(pk__in=extra).delete()
    if missing:
        manager.bulk_create(missing)
    return len(extra) + len(missing)
