"""What can be done with agencies. Each takes the acting person (None: the system itself) and the present instant."""

from tenants.clock import seed_official_days
from tenants.days import confirm_year, record_official_day
from tenants.host_names import assign_label
from tenants.memberships import grant_role, revoke_role
from tenants.provisioning import AgencySpec, provision_agency

__all__ = [
    "AgencySpec",
    "assign_label",
    "confirm_year",
    "grant_role",
    "provision_agency",
    "record_official_day",
    "revoke_role",
    "seed_official_days",
]
