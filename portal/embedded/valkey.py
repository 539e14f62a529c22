"""Valkey: one instance for the broker and records, one for the cache, because eviction is set per instance."""

import os
import signal
import socket
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from .binaries import valkey_program
from .processes import Spawn
from .server import Server, private_folder

RECORDS = ("--appendonly", "yes", "--maxmemory-policy", "noeviction", "--save", "")
CACHE = ("--appendonly", "no", "--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru", "--save", "")


class ValkeyServer(Server):
    """A Valkey on a unix socket only. `options` says what it keeps: RECORDS or CACHE."""

    program_name = "valkey-server"
    stop_signals = ((signal.SIGTERM, 30), (signal.SIGKILL, 10))

    def __init__(
        self, name: str, folder: Path, sockets: Path, log: Path, options: Sequence[str], *, detached: bool = False
    ) -> None:
        super().__init__(folder, log, detached=detached)
        self.name = name
        self.options = options
        self.socket = sockets / f"{name}.sock"

    @property
    def url(self) -> str:
        """Its address in redis-py's form."""
        return f"unix://{quote(str(self.socket))}?db=0"

    def prepare(self) -> None:
        private_folder(self.folder)

    def spawn(self) -> Spawn:
        command: list[str | Path] = [
            valkey_program(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
            "--dir", self.folder, "--databases", "64", "--daemonize", "no", *self.options,
        ]  # fmt: skip
        death_signal = 0 if self.detached else signal.SIGTERM
        return Spawn(command, self.log, {"PATH": os.defpath, "LC_ALL": "C"}, death_signal)

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
