"""System checks of the rules that the tenants stand on."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from tenants.regulation import RegulationError, all_regulations, default_code, get_regulation
from tenants.regulation.newer import FILE as NEWER
from tenants.regulation.newer import newer_laws
from tenants.units import UnitsError, provinces


@register
def regulations_load(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every regulation file and the list of units load; the error names the file, the key or line, and the reason."""
    try:
        all_regulations()
        newer_laws(NEWER)
        get_regulation(default_code(next(iter(provinces()))))
    except (RegulationError, UnitsError) as error:
        return [Error(str(error), id="tenants.E001")]
    return []
