"""What can be done with agencies. Each takes the acting person (None: the system itself) and the present instant."""

from tenants.clock import seed_official_days
from tenants.host_names import assign_label
from tenants.memberships import grant_role, revoke_role
from tenants.provisioning import AgencySpec, provision_agency

__all__ = ["AgencySpec", "assign_label", "grant_role", "provision_agency", "revoke_role", "seed_official_days"]
