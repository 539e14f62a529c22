"""The regulation that holds for an agency, clause by clause, for everybody who works in it and for an inspector."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenants.clock import local_now
from tenants.evidence import AREAS, regulation_rows, shown_value
from tenants.evidence.wording import AREA_VI, laws_vi


@require_safe
def regulation(request: Any) -> HttpResponse:
    """What each clause asks and with which values the portal keeps it; what a province has still to confirm.

    `q`: words in the clause or its id; `area`: one area of the system.
    """
    rules, today = request.agency.regulation, local_now().date()
    wanted, area = request.GET.get("q", "").strip(), request.GET.get("area", "")
    rows = [row for row in regulation_rows(rules.code) if row.speaks_of(wanted) and area in ("", row.clause.area)]
    context = {
        "page_title": _("Regulation"),
        "header_icon": "clipboard-list",
        "rules": rules,
        "repealed": rules.repealed_on(today),
        "applies": rules.applies_on(today),
        "rows": rows,
        "newer": [(laws_vi(law.cited), laws_vi(law.by), law.since) for law in rules.newer_laws(today)],
        "defaults": [shown_value(rules, key, fact) for key, fact in rules.facts()] if rules.is_default else [],
        "unchecked": [shown_value(rules, key, fact) for key, fact in rules.to_check(today)],
        "areas": [(key, AREA_VI[key]) for key in AREAS],
        "q": wanted,
        "area": area,
    }
    return render(request, "tenants/regulation.html", context)
