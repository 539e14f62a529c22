"""What can be done with agencies. Each takes the acting person (None: the system itself) and the present instant."""

from tenants.clock import seed_official_days
from tenants.days import confirm_year, record_official_day
from tenants.host_names import assign_label
from tenants.life import close_agency, move_below, rename_agency, reopen_agency, resume_agency, suspend_agency
from tenants.memberships import grant_role, revoke_role
from tenants.provisioning import AgencySpec, SpecError, provision_agencies, provision_agency

__all__ = [
    "AgencySpec",
    "SpecError",
    "assign_label",
    "close_agency",
    "confirm_year",
    "grant_role",
    "move_below",
    "provision_agencies",
    "provision_agency",
    "record_official_day",
    "rename_agency",
    "reopen_agency",
    "resume_agency",
    "revoke_role",
    "seed_official_days",
    "suspend_agency",
]
