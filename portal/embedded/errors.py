"""What the launcher tells a person: one message, with the way out in it."""


class LauncherError(RuntimeError):
    """Something stops the start; the message says what, and what to do."""


class AlreadyRunning(LauncherError):
    """Another launcher holds this home."""
