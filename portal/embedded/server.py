"""What PostgreSQL and Valkey have in common as servers of ours."""

import hashlib
import os
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .errors import LauncherError
from .processes import Spawn, end, tail, wait_until, working_in

START_SECONDS = 300  # a crash recovery may take its time
LONGEST_SOCKET_PATH = 100  # bytes; Linux allows 107


class Server:
    """One server process that lives in a folder of its own.

    `detached`: it outlives the process that started it (the tests share one); else it stops when that process dies.
    """

    name = "server"
    program_name = ""
    stop_signals: Sequence[tuple[int, float]] = ()

    def __init__(self, folder: Path, log: Path, *, detached: bool = False) -> None:
        self.folder = folder
        self.log = log
        self.detached = detached
        self.process: subprocess.Popen[bytes] | None = None

    def spawn(self) -> Spawn:
        """How to start the process."""
        raise LauncherError(f"{self.name} has no start")

    def prepare(self) -> None:
        """Make or check the folder before a start."""

    def is_ready(self) -> bool:
        """Does it take connections?"""
        return False

    def after_start(self) -> None:
        """What has to be done once it takes connections."""

    def pids(self) -> list[int]:
        """Every process of this server, also one that an earlier launcher left behind."""
        return working_in(self.folder, [self.program_name]) if self.folder.exists() else []

    def launch(self) -> "subprocess.Popen[bytes]":
        """End what an earlier run left, prepare, and start the process without waiting for it.

        Raises LauncherError when an old process cannot be ended or the folder is not usable.
        """
        if not end(self.pids, self.stop_signals):
            raise LauncherError(
                f"An old {self.name} process still runs in {self.folder}: {self.pids()}. End it and start again."
            )
        self.prepare()
        self.process = self.spawn().start()
        return self.process

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until it takes connections. Raises LauncherError with the end of its log when it does not."""
        process = self.process
        if process is None:
            raise LauncherError(f"{self.name} was not started")
        wait_until(lambda: self.is_ready() or process.poll() is not None, seconds)
        if process.poll() is not None or not self.is_ready():
            raise LauncherError(f"{self.name} did not start. The end of {self.log}:\n{tail(self.log)}")
        self.after_start()

    def stop(self) -> None:
        """Stop it cleanly, by force if that takes too long, and reap it."""
        end(self._running, self.stop_signals)
        if self.process is not None:
            self.process.wait()
            self.process = None

    def _running(self) -> list[int]:
        if self.process is not None:
            self.process.poll()
        return self.pids()


def socket_folder(home: Path, longest_name: str) -> Path:
    """A folder for sockets that only we can enter: below `home`, or below /tmp when that path would be too long."""
    folder = home / "run"
    if len(os.fsencode(folder / longest_name)) > LONGEST_SOCKET_PATH:
        digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
        folder = Path("/tmp") / f"cong-{os.geteuid()}-{digest}"  # noqa: S108 - private_folder checks it
    return private_folder(folder)


def private_folder(folder: Path, owner: tuple[int, int] | None = None) -> Path:
    """Make the folder if need be, for its owner only. Raises LauncherError when somebody else owns it."""
    uid = owner[0] if owner else os.geteuid()
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not folder.exists() and not folder.is_symlink():
        folder.mkdir(mode=0o700)
        if owner:
            os.chown(folder, *owner)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid:
        raise LauncherError(f"{folder} belongs to somebody else or is no folder: remove it, or move PORTAL_HOME.")
    folder.chmod(0o700)
    return folder
