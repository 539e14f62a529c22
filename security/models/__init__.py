from security.models.accounts import AdministratorLink, PasswordHistory
from security.models.backups import BackupRun
from security.models.invitations import Invitation
from security.models.jobs import NEVER_ENDED, JobOutcome, JobRun
from security.models.mails import MailState, OutboxMail
from security.models.user import User

__all__ = [
    "NEVER_ENDED",
    "AdministratorLink",
    "BackupRun",
    "Invitation",
    "JobOutcome",
    "JobRun",
    "MailState",
    "OutboxMail",
    "PasswordHistory",
    "User",
]
