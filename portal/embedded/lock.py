"""One launcher per home: a lock that the kernel drops when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path
from typing import IO

from .errors import AlreadyRunning


class HomeLock:
    """An exclusive lock on a home folder, held until release() or the end of the process."""

    def __init__(self, home: Path) -> None:
        self.path = home / "lock"
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take it. Raises AlreadyRunning, naming the holder, when another process has it."""
        if self._file is not None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise AlreadyRunning(
                f"{self.path.parent} is in use by process {holder}. Stop that one (Ctrl-C where it runs), "
                "or give this one a home and a port of its own: make run PORTAL_HOME=<folder> PORT=<number>"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give it back; harmless when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


def is_held(home: Path) -> bool:
    """Does a living process, perhaps this one, hold the home?"""
    path = home / "lock"
    if not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
