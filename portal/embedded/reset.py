"""`make reset`: empty the home, unless something runs in it."""

import os
import shutil
import sys
from pathlib import Path

from .errors import LauncherError
from .lock import HomeLock
from .servers import Servers
from .shared import in_use

OURS = (
    "postgres",
    "prepared.json",
    "servers.json",
    "secret-key",
    "log",
    "test",
)  # one of these shows that it is a home


def reset(home: Path) -> None:
    """Remove all that the home holds, but not the lock that keeps others out meanwhile.

    Raises AlreadyRunning while a launcher runs there, LauncherError for a folder that is no home of ours.
    """
    entries = [entry for entry in home.iterdir() if entry.name != "lock"] if home.is_dir() else []
    if not entries:
        return
    if not any((home / name).exists() for name in OURS):
        raise LauncherError(f"{home} does not look like a home of this program; nothing was removed.")
    if in_use(home / "test"):
        raise LauncherError(f"Tests are running on the servers in {home / 'test'}; nothing was removed.")
    lock = HomeLock(home)
    lock.acquire()
    servers = Servers(home, environ={})
    servers.attach()
    servers.stop()
    for server in servers.all:
        shutil.rmtree(server.folder, ignore_errors=True)  # it may live outside the home
    for entry in [entry for entry in entries if entry.exists() or entry.is_symlink()]:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink(missing_ok=True)
    lock.release()


def main() -> int:
    home = Path(os.environ.get("PORTAL_HOME") or Path(__file__).resolve().parents[2] / "var").resolve()
    try:
        reset(home)
    except LauncherError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{home} is empty.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
