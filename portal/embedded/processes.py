"""Starting, finding and ending processes on Linux. No pid file is trusted: a pid may have gone to a stranger."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CHILD = Path(__file__).with_name("child.py")
PAUSE = 0.05  # seconds between two looks at something that cannot be waited for


@dataclass(frozen=True)
class Spawn:
    """How to start one process.

    `death_signal` reaches it when the process that started it dies, 0 for never. `identity` is child.py's.
    """

    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    death_signal: int = signal.SIGTERM
    identity: str = "same"
    cwd: Path = Path("/")

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it in a session of its own, so that Ctrl-C in the terminal reaches the launcher alone."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                wrapped(self.command, self.identity, self.death_signal),
                env=dict(self.env),
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def wrapped(command: Sequence[str | Path], identity: str = "same", death_signal: int = 0) -> list[str]:
    """The command line that runs `command` through child.py."""
    words = [sys.executable, "-I", "-S", CHILD, int(death_signal), os.getpid(), identity, *command]
    return [str(word) for word in words]


def working_in(directory: Path, names: Iterable[str]) -> list[int]:
    """Processes with one of these names whose working directory is this one: both servers live in theirs."""
    wanted, place = set(names), str(directory.resolve())
    return [pid for pid in _pids() if _read(pid, "comm").strip() in wanted and _cwd(pid) == place]


def started_with(variable: str, value: str) -> list[int]:
    """Processes, except us, that were started with this environment variable set to this value."""
    entry = f"{variable}={value}"
    return [pid for pid in _pids() if pid != os.getpid() and entry in _read(pid, "environ").split("\0")]


def heads(pids: list[int]) -> list[int]:
    """Those whose parent is not among them: the ones to tell, for they stop the others."""
    return [pid for pid in pids if _parent(pid) not in pids]


def end(find: Callable[[], list[int]], signals: Sequence[tuple[int, float]]) -> bool:
    """Send each signal to what `find` finds, waiting up to so many seconds after each. True when nothing is left."""
    for number, seconds in signals:
        for pid in find():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        if wait_until(lambda: not find(), seconds):
            return True
    return False


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Look until the condition holds or the time is up; say which."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True


def tail(log: Path, lines: int = 8) -> str:
    """The last lines of a log, for a message."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(errors="replace")
    except OSError:
        return ""


def _cwd(pid: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/cwd").readlink())
    except OSError:
        return ""


def _parent(pid: int) -> int:
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return int(fields[1]) if len(fields) > 1 else 0
