"""A digest of everything that an agency owns, so that a change of any of it by others is seen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection, models
from guardian.models import GroupObjectPermission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Revision, Site, WorkflowState

from tenants.models import Agency, BasePage, Membership
from tenants.references import foreign_references

DEPTH = 3
_numbers = count(1)


class Question:
    """One query over many tables. A walk asks it after thousands of requests, so the database plans it once."""

    def __init__(self, parts: list[str], params: list[Any]) -> None:
        self._name = f"isolation_{next(_numbers)}"
        with connection.cursor() as cursor:
            cursor.execute(f"PREPARE {self._name} AS " + " UNION ALL ".join(parts), params)

    def __call__(self) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(f"EXECUTE {self._name}")
            return list(cursor.fetchall())

    def forget(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DEALLOCATE {self._name}")


@cache
def _owned() -> tuple[tuple[type[models.Model], str], ...]:
    """Models whose rows belong to an agency, with the look-up from the row to the agency's key.

    Those with a foreign key to an agency, and those that hang on such a row by a foreign key, up to three steps. People
    are no step: who answered a question does not own it.
    """
    found: dict[type[models.Model], str] = {Agency: "pk"}
    people = get_user_model()
    for _step in range(DEPTH):
        for model in apps.get_models():
            if model in found or model._meta.proxy or model is people:
                continue
            for field in model._meta.local_fields:
                target = field.related_model
                if field.is_relation and field.many_to_one | bool(field.one_to_one) and target in found:
                    inner = "" if target is Agency else f"__{found[target]}"
                    found[model] = f"{field.name}{inner}"
                    break
    return tuple(found.items())


def _querysets(agency: Agency) -> Iterator[Any]:
    for model, lookup in _owned():
        yield model._base_manager.filter(**{lookup: agency.pk})
    people = Membership.objects.filter(agency=agency).values("user")
    pages = BasePage._base_manager.filter(agency=agency)
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    groups = Group.objects.filter(name__startswith=f"agency-{agency.pk}-")
    user = get_user_model()
    yield user.objects.filter(pk__in=people).defer("last_login")
    yield user.groups.through.objects.filter(models.Q(user__in=people) | models.Q(group__in=groups))
    yield groups
    yield Group.permissions.through.objects.filter(group__in=groups)
    yield GroupObjectPermission.objects.filter(models.Q(group__in=groups) | models.Q(object_pk=str(agency.pk)))
    yield GroupPagePermission.objects.filter(models.Q(group__in=groups) | models.Q(page__in=pages))
    yield GroupCollectionPermission.objects.filter(
        models.Q(group__in=groups) | models.Q(collection=agency.collection_id)
    )
    yield Collection.objects.filter(pk=agency.collection_id)
    yield Site.objects.filter(root_page__in=pages)
    yield Revision.objects.filter(base_content_type__app_label="tenants", object_id__in=keys)
    yield WorkflowState.objects.filter(object_id__in=keys)


def fingerprint_of(agency: Agency) -> Question:
    """Asks for a digest of each table, as (table, digest): what it holds of this agency."""
    parts, params = [], []
    for number, rows in enumerate(_querysets(agency)):
        sql, values = rows.order_by().query.sql_with_params()
        table = rows.model._meta.db_table
        digest = "md5(string_agg(t::text, '' ORDER BY t::text))"
        parts.append(f"SELECT '{table}-{number}', {digest} FROM ({sql}) t")  # noqa: S608 - names of our own tables
        params += values
    return Question(parts, params)


def entangled_with(at: Agency, others: list[int], strangers: list[int]) -> Question:
    """Asks for references from an agency's rows to rows of others that are not shared, or to people of others alone."""
    parts, params = ["SELECT '' WHERE false"], []
    for model, field, lookup in _references():
        keys = strangers if lookup == "pk" else others
        rows = model._base_manager.filter(agency=at, **{f"{field}__{lookup}__in": keys}).order_by()
        if keys:
            sql, values = rows.values("pk")[:1].query.sql_with_params()
            parts.append(f"SELECT '{model._meta.label}.{field}' WHERE EXISTS ({sql})")  # noqa: S608 - names of our own
            params += values
    return Question(parts, params)


def last_version() -> int:
    """Key of the latest version of any page."""
    return Revision.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def foreign_in_new_versions(at: Agency, since: int) -> list[str]:
    """What versions of an agency's pages that were saved after `since` refer to and must not: blocks and links too."""
    pages = BasePage._base_manager.filter(agency=at).values_list("pk", flat=True)
    new = Revision.objects.filter(
        pk__gt=since, base_content_type__model="basepage", object_id__in=[str(pk) for pk in pages]
    )
    return [found for revision in new for found in foreign_references(revision.as_object())]


@cache
def _references() -> tuple[tuple[Any, str, str], ...]:
    """(model, field, look-up) of every foreign key between two things that belong to agencies, or to a person."""
    people = get_user_model()
    found = []
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if "agency" not in names or model._meta.proxy or "logentry" in model._meta.model_name:
            continue
        for field in model._meta.concrete_fields:
            if not field.is_relation or field.name == "agency" or field.one_to_one:
                continue
            if field.related_model is people:
                found.append((model, field.name, "pk"))
            elif "agency" in {each.name for each in field.related_model._meta.get_fields()}:
                found.append((model, field.name, "agency"))
    return tuple(found)
