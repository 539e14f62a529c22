"""Inside `/a/<agency>/` the images and documents of other agencies do not exist, whoever asks for them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FullResultSet
from django.db.models import Lookup, Manager

from tenants.current import current_agency


class VisibleAtWork(Lookup):
    """`agency__visible_at_work=True`: rows of the agency one works in, and those shared within its province.

    The agency is read when the query runs, not when it is built: forms and choosers keep their querysets for the life
    of the process. Where nobody works in an agency (portals, jobs) every row is visible.
    """

    lookup_name = "visible_at_work"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        agency = current_agency()
        if agency is None:
            raise FullResultSet
        column, params = self.process_lhs(compiler, connection)
        shared = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{connection.ops.quote_name('shared')}"
        province = "SELECT id FROM tenants_agency WHERE id = %s OR province_id = %s"
        sql = f"({column} = %s OR ({shared} AND {column} IN ({province})))"
        root = agency.root.pk
        return sql, (*params, agency.pk, *params, root, root)


class VisibleManager(Manager):  # type: ignore[type-arg]
    """Manager of a model with the fields `agency` and `shared`; `_base_manager` still sees every row."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(agency__visible_at_work=True)


def narrow_to_work(model: type[Any]) -> None:
    """Teach a model's `agency` field the look-up that `VisibleManager` uses."""
    model._meta.get_field("agency").register_lookup(VisibleAtWork)
