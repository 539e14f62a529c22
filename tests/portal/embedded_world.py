"""What the launcher's tests share: homes that start quickly, and other processes that can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg

from portal.embedded.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds that a loaded machine may need
KEEP_RUNNING = """
import sys, time
from pathlib import Path
from portal.embedded import Servers, shared_test_servers
home = Path(sys.argv[2])
if sys.argv[1] == "shared":
    urls = shared_test_servers(home)
else:
    servers = Servers(home, shared=sys.argv[1] == "orphans", environ={})
    servers.start()
print("ready", flush=True)
sys.stdin.read()
"""


def start_elsewhere(kind: str, home: Path) -> subprocess.Popen[str]:
    """Start servers from a process of their own: `own`, `orphans` (they outlive it) or `shared`; returns when they run.

    It ends by itself when its standard input is closed.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", KEEP_RUNNING, kind, str(home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def finish(process: subprocess.Popen[str], number: int | None = None) -> None:
    """End a process of start_elsewhere: by a signal, or by letting it go."""
    if number is not None:
        process.send_signal(number)
    process.communicate(timeout=PATIENCE)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    """Does the process run (a zombie does not)?"""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def eventually(condition: object) -> bool:
    """Wait until the condition holds, as long as a loaded machine may need."""
    assert callable(condition)
    return wait_until(condition, PATIENCE)


def value(url: str, query: str) -> object:
    """The first value that a query gives."""
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query.encode())
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None
