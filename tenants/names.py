"""Names of the bodies behind a portal."""

from __future__ import annotations

from tenants.models import Agency, AgencyKind
from tenants.regulation import Regulation

COMMITTEE = "Ủy ban nhân dân"


def body_name(agency: Agency) -> str:
    """The body that owns an agency's portal: a locality is represented by its People's Committee (HY.5.1)."""
    if agency.kind in {AgencyKind.DISTRICT, AgencyKind.COMMUNE} and not agency.name.startswith(COMMITTEE):
        return f"{COMMITTEE} {agency.name[:1].lower()}{agency.name[1:]}"
    return agency.name


def party_name(party: str, regulation: Regulation, own: str) -> str:
    """A party's name in Vietnamese, with the province's name where it speaks of "the province"; "agency" is `own`."""
    if party == "agency":
        return own
    name = regulation.parties[party].name_vi
    return f"{name} {regulation.identity.province_vi}" if name.endswith(("tỉnh", "thành phố")) else name
