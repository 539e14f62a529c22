"""Whose consent a request needs by the regulation, and whether it is on record (TN.1.3, VL.4, VL.7.2, HY.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tenants.models import PortalRequest
from tenants.names import party_name


@dataclass(frozen=True)
class Consent:
    """`field`: beginning of the columns that hold it. `by`: the party's key, once it is given."""

    field: str
    party: str
    who: str
    clauses: tuple[str, ...]
    number: str
    on: date | None

    @property
    def given(self) -> bool:
        return bool(self.number and self.on)


def consents(request: PortalRequest) -> list[Consent]:
    """The consents that the regulation of the province asks for, none for most requests."""
    regulation = request.province.regulation
    found = []
    level = regulation.levels.get(request.kind)
    if request.establishes and level is not None and level.approval_by:
        found.append(("approval", level.approval_by, level.clauses))
    if request.exception:
        fact = regulation.domains.exception_approved_by
        found.append(("exception", fact.value, fact.clauses))
    return [
        Consent(
            field,
            party,
            party_name(party, regulation, request.name),
            clauses,
            getattr(request, f"{field}_number"),
            getattr(request, f"{field}_on"),
        )
        for field, party, clauses in found
    ]
