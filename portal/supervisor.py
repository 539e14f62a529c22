"""Watching over child processes: each is started again when it dies; one that keeps dying stops the whole."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Protocol

from portal.embedded.errors import LauncherError
from portal.embedded.processes import Spawn, end, heads, started_with, tail

MARK = "PORTAL_CHILD"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
MOST_DEATHS, WINDOW = 5, 300.0  # deaths of one child within so many seconds before we give up
LONGEST_DELAY = 30.0
LONGEST_SLEEP = 5.0


class Child(Protocol):
    """What is watched: a server (portal.embedded) or a program of ours."""

    name: str
    log: Path
    process: subprocess.Popen[bytes] | None

    def launch(self) -> subprocess.Popen[bytes]: ...

    def stop(self) -> None: ...


class Program:
    """A Python program of ours with the processes that it makes, all known by a mark in their environment."""

    def __init__(
        self, name: str, home: Path, command: Sequence[str], environ: dict[str, str], cwd: Path, patience: float = 10
    ) -> None:
        """`patience`: seconds for a clean stop before it is killed."""
        self.name = name
        self.log = home / "log" / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._mark = f"{home}:{name}"
        self._spawn = Spawn(command, self.log, {**environ, MARK: self._mark}, signal.SIGTERM, cwd=cwd)
        self._patience = patience

    def pids(self) -> list[int]:
        """The first processes of this program, also of an earlier start."""
        return heads(started_with(MARK, self._mark))

    def end_leftovers(self) -> None:
        """End what an earlier start left. Raises LauncherError when it cannot be ended."""
        if not end(self.pids, ((signal.SIGTERM, 5), (signal.SIGKILL, 10))):
            raise LauncherError(f"An old {self.name} process cannot be ended: {self.pids()}")

    def launch(self) -> subprocess.Popen[bytes]:
        """End leftovers and start it."""
        self.end_leftovers()
        self.process = self._spawn.start()
        return self.process

    def stop(self) -> None:
        """Stop it cleanly within its patience, else kill it with all that it made."""
        end(self._running, ((signal.SIGTERM, self._patience), (signal.SIGKILL, 10)))
        if self.process is not None:
            self.process.wait()
            self.process = None

    def _running(self) -> list[int]:
        if self.process is not None:
            self.process.poll()
        return self.pids()


class Stopped(BaseException):
    """Somebody asked us to stop while we were starting."""


class Signals:
    """Wakes the supervisor when a child dies or somebody asks us to stop.

    Until watch() is called a request raises Stopped, so that a slow start can be left; afterwards it sets `stop`.
    """

    def __init__(self) -> None:
        self.stop = False
        self._raises = True
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in STOP_SIGNALS:
            signal.signal(number, self._asked)

    def watch(self) -> None:
        """From now on a request to stop only sets `stop`."""
        self._raises = False

    def sleep(self, seconds: float) -> None:
        """Sleep so long, or until a signal comes."""
        ready, _, _ = select.select([self._read], [], [], max(0.0, seconds))
        if ready:
            os.read(self._read, 4096)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        again, self.stop = self.stop, True
        if self._raises and not again:
            raise Stopped


class Supervisor:
    """Restarts the children that die, at once the first time, then ever later.

    `say` tells the person at the terminal; `clock` counts seconds.
    """

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self.children: list[Child] = []
        self._say = say
        self._clock = clock
        self._deaths: dict[str, list[float]] = {}
        self._restart_at: dict[str, float] = {}

    def add(self, child: Child) -> None:
        """Watch a child that was launched."""
        self.children.append(child)

    def run(self, signals: Signals) -> None:
        """Watch until somebody asks us to stop. Raises LauncherError when a child keeps dying."""
        signals.watch()
        while not signals.stop:
            self.look()
            due = min(self._restart_at.values(), default=self._clock() + LONGEST_SLEEP)
            signals.sleep(min(LONGEST_SLEEP, due - self._clock()))

    def look(self) -> None:
        """Take note of who died, and start again whose time has come."""
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._note_death(child, child.process.returncode)
                child.process = None
            if self._restart_at.get(child.name, self._clock() + 1) <= self._clock():
                del self._restart_at[child.name]
                child.launch()

    def stop(self) -> None:
        """Stop all, the last started first."""
        for child in reversed(self.children):
            child.stop()

    def _note_death(self, child: Child, code: int) -> None:
        now = self._clock()
        recent = [moment for moment in self._deaths.get(child.name, []) if now - moment < WINDOW]
        self._deaths[child.name] = [*recent, now]
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
        if len(recent) + 1 >= MOST_DEATHS:
            minutes = round(WINDOW / 60)
            raise LauncherError(
                f"{child.name} {how}, for the {MOST_DEATHS}th time in {minutes} minutes: everything stops. "
                f"The end of {child.log}:\n{tail(child.log)}"
            )
        delay = min(LONGEST_DELAY, 2.0 ** len(recent) / 2) if recent else 0.0
        self._restart_at[child.name] = now + delay
        self._say(f"{child.name} {how}; it starts again in {delay:.0f} s (see {child.log})")
