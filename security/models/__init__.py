from security.models.jobs import JobOutcome, JobRun
from security.models.user import User

__all__ = ["JobOutcome", "JobRun", "User"]
