"""Who dies is started again, with all that it left ended; who keeps dying stops the whole with a message."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.embedded import LauncherError
from portal.embedded.processes import started_with
from portal.supervisor import MARK, MOST_DEATHS, WINDOW, Program, Supervisor
from tests.portal.embedded_world import alive, eventually, kill

STAYS = "import time; time.sleep(1000)"
ENDS = "print('the reason'); raise SystemExit(3)"
LEAVES_ONE = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {STAYS!r}])"


class Clock:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str], clock: Clock) -> Iterator[Supervisor]:
    supervisor = Supervisor(said.append, clock)
    yield supervisor
    supervisor.stop()


def started(supervisor: Supervisor, home: Path, code: str, name: str = "web") -> Program:
    program = Program(name, home, [sys.executable, "-c", code], dict(os.environ), Path("/"), patience=5)
    program.launch()
    supervisor.add(program)
    return program


def process_of(program: Program) -> subprocess.Popen[bytes]:
    assert program.process is not None
    return program.process


def test_a_killed_child_starts_again_at_once_and_the_person_is_told(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    program, other = started(supervisor, tmp_path, STAYS), started(supervisor, tmp_path, STAYS, "worker")
    killed, untouched = process_of(program), process_of(other).pid
    kill(killed.pid)
    killed.wait()
    supervisor.look()
    assert process_of(program).pid != killed.pid
    assert alive(process_of(program).pid)
    assert process_of(other).pid == untouched
    assert len(said) == 1
    assert said[0].startswith("web killed by SIGKILL")


def test_each_further_restart_waits_longer(supervisor: Supervisor, clock: Clock, tmp_path: Path) -> None:
    program = started(supervisor, tmp_path, ENDS)
    waits = []
    for _ in range(MOST_DEATHS - 1):
        process_of(program).wait()
        supervisor.look()
        begun = clock.now
        while program.process is None:
            clock.now += 0.5
            supervisor.look()
        waits.append(clock.now - begun)
    assert waits[0] == 0
    assert waits[1:] == sorted(set(waits[1:]))


def test_a_child_that_keeps_dying_stops_the_whole_with_its_last_words(
    supervisor: Supervisor, clock: Clock, tmp_path: Path
) -> None:
    program = started(supervisor, tmp_path, ENDS)
    with pytest.raises(LauncherError, match=r"web ended with status 3(?s:.*)the reason"):
        for _ in range(MOST_DEATHS):
            process_of(program).wait()
            supervisor.look()
            clock.now += 60
            supervisor.look()


def test_deaths_long_ago_are_forgiven(supervisor: Supervisor, clock: Clock, tmp_path: Path) -> None:
    program = started(supervisor, tmp_path, ENDS)
    for _ in range(MOST_DEATHS + 1):
        process_of(program).wait()
        supervisor.look()
        clock.now += WINDOW + 1
        supervisor.look()
    assert program.process is not None


def test_what_a_killed_child_left_is_ended_before_its_restart(supervisor: Supervisor, tmp_path: Path) -> None:
    program = started(supervisor, tmp_path, LEAVES_ONE)
    head = process_of(program)
    mark = f"{tmp_path}:web"
    assert eventually(lambda: len(started_with(MARK, mark)) == 2)
    left = next(pid for pid in started_with(MARK, mark) if pid != head.pid)
    kill(head.pid)
    head.wait()
    assert alive(left)
    supervisor.look()
    assert not alive(left)
    assert alive(process_of(program).pid)


def test_a_stop_ends_all_even_who_does_not_listen(supervisor: Supervisor, tmp_path: Path) -> None:
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {STAYS}"
    program = Program("deaf", tmp_path, [sys.executable, "-c", deaf], dict(os.environ), Path("/"), patience=0.2)
    pid = program.launch().pid
    supervisor.add(program)
    assert eventually(lambda: b"SIG_IGN" in Path(f"/proc/{pid}/cmdline").read_bytes())
    supervisor.stop()
    assert not alive(pid)


def test_a_program_of_another_home_is_not_touched(supervisor: Supervisor, tmp_path: Path) -> None:
    ours, theirs = started(supervisor, tmp_path / "a", STAYS), started(supervisor, tmp_path / "b", STAYS)
    pid = process_of(theirs).pid
    ours.stop()
    assert alive(pid)
