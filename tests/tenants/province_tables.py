"""What a province has in the tables, told without keys that differ from one making to the next."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import models
from guardian.models import GroupObjectPermission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from editorial.models import Decision
from portal.models import SectionPage
from tenants.models import Agency, AgencyHost, AgencyModelLogEntry, BasePage

KEYS = {"pk", "path", "translation_key", "agency", "latest_revision", "live_revision", "content_type"}
AGENCY = [field.name for field in Agency._meta.concrete_fields if not field.is_relation and field.name != "created_at"]


def tables(province: Agency) -> dict[str, Any]:
    """By table: its rows in words. Also the number of rows in every table of the installation."""
    agencies = list(Agency.objects.of_province(province).select_related("parent", "collection", "home_page"))
    pages = {page.pk: page for page in BasePage.objects.filter(agency__in=agencies).order_by("path")}
    return {
        "rows in all tables": {model._meta.label: model._default_manager.count() for model in apps.get_models()},
        "agencies": sorted((_agency(agency) for agency in agencies), key=str),
        "hosts": sorted(map(_host, AgencyHost.objects.filter(agency__in=agencies)), key=str),
        "pages": [_page(page) for page in pages.values()],
        "sections": _sorted(SectionPage.objects.filter(agency__in=agencies), "url_path", "key", "summary"),
        "versions": sorted((_version(pages, row) for row in _of_pages(Revision, pages)), key=str),
        "decisions": sorted((_decision(pages, row) for row in Decision.objects.filter(agency__in=agencies)), key=str),
        "searched": _searched(pages),
        "references": Counter(
            (pages[int(row.object_id)].url_path, row.to_content_type.model, row.model_path, row.content_path)
            for row in _of_pages(ReferenceIndex, pages).select_related("to_content_type")
        ),
        "collections": [row.name for row in Collection.objects.filter(agency__in=agencies).order_by("path")],
        "rights": _rights(agencies),
        "log": _sorted(
            AgencyModelLogEntry.objects.filter(agency__in=agencies), "agency__slug", "action", "label", "data", "user"
        ),
    }


def _sorted(rows: models.QuerySet[Any], *names: str) -> list[Any]:
    return sorted(rows.values_list(*names), key=str)


def _of_pages(model: Any, pages: dict[int, BasePage]) -> Any:
    return model.objects.filter(object_id__in=map(str, pages), base_content_type__model="basepage")


def _agency(agency: Agency) -> dict[str, Any]:
    own = {name: getattr(agency, name) for name in AGENCY if name != "id"}
    home = agency.home_page and agency.home_page.url_path
    return own | {"parent": str(agency.parent), "collection": str(agency.collection), "home": home}


def _host(row: AgencyHost) -> list[Any]:
    site = row.site and (row.site.hostname, row.site.port, row.site.site_name, row.site.root_page.url_path)
    return [row.hostname, row.agency.slug, row.kind, row.language, row.provisional, site]


def _page(page: BasePage) -> dict[str, Any]:
    skipped = {"id", "path", "translation_key", "agency", "latest_revision", "live_revision"}
    names = [field.name for field in BasePage._meta.concrete_fields if field.name not in skipped]
    is_latest = page.live_revision_id == page.latest_revision_id is not None
    return {name: str(getattr(page, name)) for name in names} | {"agency": page.agency.slug, "decided": is_latest}


def _version(pages: dict[int, BasePage], row: Revision) -> list[Any]:
    content = {key: value for key, value in row.content.items() if key not in KEYS}
    page = pages[int(row.object_id)]
    return [page.url_path, row.object_str, str(row.content_type), str(row.user), json.dumps(content, sort_keys=True)]


def _decision(pages: dict[int, BasePage], row: Decision) -> list[Any]:
    page = pages[row.page_id]
    return [page.url_path, row.kind, row.agency.slug, page.live_revision_id == row.revision_id, row.decided_at]


def _searched(pages: dict[int, BasePage]) -> list[Any]:
    entries = IndexEntry.objects.filter(object_id__in=map(str, pages), content_type__app_label="portal")
    return sorted(
        (pages[int(row.object_id)].url_path, row.content_type.model, row.title, row.autocomplete, row.body)
        for row in entries.select_related("content_type")
    )


def _rights(agencies: list[Agency]) -> list[Any]:
    found: list[Any] = []
    for agency in agencies:
        for group in Group.objects.filter(name__startswith=f"agency-{agency.pk}-"):
            role = (agency.slug, group.name.rpartition("-")[2])
            found += ((*role, *row) for row in group.permissions.values_list("codename"))
            for model, at in ((GroupPagePermission, "page__url_path"), (GroupCollectionPermission, "collection__name")):
                rows = model.objects.filter(group=group).values_list(at, "permission__codename")
                found += ((*role, *row) for row in rows)
            objects = GroupObjectPermission.objects.filter(group=group, object_pk=str(agency.pk))
            found += ((*role, *row) for row in objects.values_list("permission__codename"))
    return sorted(found, key=str)
