class BackupError(Exception):
    """A backup or a restore cannot go on; the message says why and what to do."""


class BackupUnderWay(BackupError):
    """Another process makes a backup at this moment."""
