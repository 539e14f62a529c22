"""`manage.py up`: servers, preparation, web, worker and beat from one command; it only watches, without Django."""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from portal.embedded import LauncherError, Servers
from portal.embedded.processes import tail, wrapped
from portal.preparation import BASE_DIR, Stamp
from portal.supervisor import Program, Signals, Stopped, Supervisor

LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
WEB_SECONDS = 180
LARGEST_LOG = 10 * 1024 * 1024
BANNER = "Embedded PostgreSQL and Valkey: for trial and small sites. docs/deploy.md has the larger shape."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `manage.py up`."""
    port = os.environ.get("PORT") or "8000"
    parser.add_argument(
        "--port", type=int, default=int(port), help="port on 127.0.0.1 and ::1 (default: PORT, else 8000)"
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="an empty site with a link that makes its first administrator"
    )


def main(arguments: Sequence[str]) -> int:
    """Run until Ctrl-C; the exit status."""
    parser = argparse.ArgumentParser(prog="manage.py up", description=__doc__)
    add_arguments(parser)
    options = parser.parse_args(arguments)
    return run(options.port, demo=not options.no_demo)


def run(port: int, *, demo: bool) -> int:
    """Start everything on `port`, watch over it until a request to stop, and stop everything; the exit status."""
    home = Path(os.environ.get("PORTAL_HOME") or BASE_DIR / "var").resolve()
    launcher = Launcher(home, port, demo)
    try:
        launcher.start()
        launcher.supervisor.run(launcher.signals)
    except LauncherError as error:
        say(str(error))
        return 1
    except Stopped:
        return 130
    finally:
        launcher.stop()
    return 0


class Launcher:
    """One home on one port."""

    def __init__(self, home: Path, port: int, demo: bool) -> None:
        self.home, self.port, self.demo = home, port, demo
        self.signals = Signals()
        self.supervisor = Supervisor(say)
        self.servers = Servers(home)
        self.environ: dict[str, str] = {}
        self.welcome: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start all in order. Raises LauncherError with what to do, or Stopped."""
        self.servers.lock.acquire()
        self._rotate_logs()
        self.environ = self._environment()
        web, worker, beat = self._programs()
        for program in (web, worker, beat):
            program.end_leftovers()
        addresses = self._free_addresses()
        say(f"Starting in {self.home} …")
        self.servers.start()
        self.environ |= self.servers.urls
        for server in self.servers.all:
            self.supervisor.add(server)
        self._prepare()
        web, worker, beat = self._programs(addresses)
        self._launch(web)
        self._wait_for_web(web)
        say(f"Running on port {self.port}; Ctrl-C stops everything and keeps the data. Logs: {self.home / 'log'}")
        if self.servers.all:
            say(BANNER)
        self._launch(worker)
        self._launch(beat)
        self.welcome = subprocess.Popen(self._manage("welcome"), env=self.environ, cwd=BASE_DIR)

    def stop(self) -> None:
        """Stop all, the servers last."""
        self.signals.watch()
        if self.supervisor.children:
            say("Stopping …")
        if self.welcome is not None and self.welcome.poll() is None:
            self.welcome.terminate()
            self.welcome.wait()
        self.supervisor.stop()
        self.servers.stop()
        if self.supervisor.children:
            say("Stopped; the data is kept.")

    def _prepare(self) -> None:
        if Stamp(self.home, self.environ["DATABASE_URL"], self.demo).is_current():
            return
        command = self._manage("prepare", *([] if self.demo else ["--no-demo"]))
        code = subprocess.run(command, env=self.environ, cwd=BASE_DIR, check=False).returncode
        if self.signals.stop:
            raise Stopped
        if code:
            raise LauncherError("The database and files could not be prepared: the reason stands above.")

    def _launch(self, program: Program) -> None:
        program.launch()
        self.supervisor.add(program)

    def _wait_for_web(self, web: Program) -> None:
        deadline = time.monotonic() + WEB_SECONDS
        while not answers(self.port):
            if time.monotonic() > deadline or (web.process is not None and web.process.poll() is not None):
                raise LauncherError(f"The web server did not start. The end of {web.log}:\n{tail(web.log, 30)}")
            self.signals.sleep(0.2)

    def _programs(self, addresses: Sequence[str] = ()) -> tuple[Program, Program, Program]:
        binds = [word for address in addresses for word in ("--bind", address)]
        web = [
            "gunicorn", "portal.wsgi:application", *binds, "--preload", "--workers", "2", "--threads", "4",
            "--timeout", "120", "--graceful-timeout", "8", "--no-control-socket",
        ]  # fmt: skip
        celery = ["celery", "--app", "portal.celery"]
        worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        beat = [*celery, "beat", "--loglevel", "INFO", "--schedule", str(self.home / "beat-schedule")]
        return self._program("web", web), self._program("worker", worker), self._program("beat", beat)

    def _program(self, name: str, command: list[str]) -> Program:
        return Program(name, self.home, [sys.executable, "-m", *command], self.environ, BASE_DIR)

    def _manage(self, *words: str) -> list[str]:
        return wrapped([sys.executable, BASE_DIR / "manage.py", *words], death_signal=signal.SIGTERM)

    def _environment(self) -> dict[str, str]:
        own = {"PORT": str(self.port), "PORTAL_HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        return {**os.environ, **self.servers.given, **own}

    def _free_addresses(self) -> list[str]:
        """The loopback addresses of both families that this machine has. Raises LauncherError when one is taken."""
        found = []
        for family, host in LOOPBACK:
            with contextlib.suppress(OSError), socket.socket(family) as probe:
                if host == "::1":
                    probe.bind((host, 0))
                found.append((family, host))
        for family, host in found:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((host, self.port))
                except OSError as error:
                    raise LauncherError(
                        f"Port {self.port} cannot be used ({error.strerror}). "
                        f"Take another: make run PORT={self.port + 1}"
                    ) from None
        return [f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}" for _, host in found]

    def _rotate_logs(self) -> None:
        for log in (self.home / "log").glob("*.log"):
            if log.stat().st_size > LARGEST_LOG:
                log.replace(log.with_suffix(".log.1"))


def answers(port: int) -> bool:
    """Does the web server answer /livez with 200?"""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(b"GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def say(text: str) -> None:
    """Tell the person at the terminal, if there still is one."""
    with contextlib.suppress(OSError):
        print(text, flush=True)
