"""People for an agency that the world does not have."""

from __future__ import annotations

from typing import Any

from tenants.models import Agency
from tests.factories import make_user


def staff_of(agency: Agency, name: str) -> dict[str, Any]:
    """A handler and a signer, named as those of the world are."""
    return {f"{role}_{name}": make_user(f"{role}_{name}", role=role, agency=agency) for role in ("responder", "signer")}
