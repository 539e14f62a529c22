"""System checks of the rules that the tenants stand on."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from tenants.regulation import RegulationError, all_regulations


@register
def regulations_load(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every regulation file loads; the error names the file, the key and the reason."""
    try:
        all_regulations()
    except RegulationError as error:
        return [Error(str(error), id="tenants.E001")]
    return []
