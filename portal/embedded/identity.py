"""Who runs PostgreSQL. It refuses root, so root needs somebody else, who still must reach programs and data."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .errors import LauncherError
from .processes import wrapped

SERVICE_USER = "cong-postgres"
SERVICE_HOME = Path("/var/lib/cong-postgres")


@dataclass(frozen=True)
class Identity:
    """`argument` is child.py's; `clients` are the system users that PostgreSQL sees at the other end of its socket.

    `owner` is the (uid, gid) that files must be given to, or None when they are ours already.
    """

    argument: str
    clients: tuple[str, ...]
    owner: tuple[int, int] | None = None


def choose(reachable: Path, programs: Path) -> Identity:
    """The identity under which PostgreSQL can run and use the folder `reachable`, which exists.

    Ourselves; as root or without a name, ourselves seen as another in a user namespace; where that is refused, a
    system user of its own. Raises LauncherError when nothing works.
    """
    name = _user_name(os.geteuid())
    if os.geteuid() != 0 and name:
        return Identity("same", (name,))
    nobody = _somebody_harmless()
    mapped = Identity(f"map:{nobody.pw_uid}:{nobody.pw_gid}", (nobody.pw_name,))
    if works(mapped, reachable, programs):
        return mapped
    if os.geteuid() != 0:
        raise LauncherError(
            "This user has no entry in /etc/passwd and user namespaces are refused: PostgreSQL cannot start."
        )
    return service_user()


def works(identity: Identity, reachable: Path, programs: Path) -> bool:
    """Can a process with this identity write in that folder and run those programs?"""
    test = '> "$1.$$" && rm "$1.$$" && test -x "$2"'
    command = wrapped(["/bin/sh", "-c", test, "sh", reachable / ".reachable", programs / "postgres"], identity.argument)
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def service_user() -> Identity:
    """A system user made for PostgreSQL; its programs and data then live below /var/lib."""
    if not _user_exists(SERVICE_USER):
        program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        if program is None:
            raise LauncherError(
                "PostgreSQL refuses to run as root and `useradd` is missing: run this as an ordinary user."
            )
        options = ["--system", "--home-dir", str(SERVICE_HOME), "--shell", "/usr/sbin/nologin"]
        subprocess.run([program, *options, SERVICE_USER], check=True, capture_output=True)
    entry = pwd.getpwnam(SERVICE_USER)
    SERVICE_HOME.mkdir(mode=0o755, exist_ok=True)
    root = _user_name(0) or "root"
    return Identity(f"user:{entry.pw_uid}:{entry.pw_gid}", (root, SERVICE_USER), (entry.pw_uid, entry.pw_gid))


def _somebody_harmless() -> pwd.struct_passwd:
    others = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
    if not others:
        raise LauncherError("/etc/passwd names nobody but root: PostgreSQL refuses to run as root.")
    return max(others, key=lambda entry: (entry.pw_name == "nobody", entry.pw_uid == 65534))


def _user_name(uid: int) -> str | None:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return None


def _user_exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
