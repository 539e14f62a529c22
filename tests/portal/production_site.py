"""The production shape on this machine: Debian's nginx with deploy/nginx, gunicorn as deploy/systemd starts it."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pyrage
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.embedded.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
CACHE_DATABASE = "9"  # of the test Valkey, so that nothing is shared with the tests of this process
NAMES = (
    "hungyen.localhost",
    "*.hungyen.localhost",
    "vinhlong.localhost",
    "*.vinhlong.localhost",
    "*.tambinh.vinhlong.localhost",
)


class ProductionSite:
    """`folder` holds everything; `database` is a database of the test server that belongs to this site alone."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.web, self.http, self.https, self.receiver = _free_ports(4)
        self.certificate = folder / "tls" / "portal.crt"
        self.environ = self._environment(database)

    @contextmanager
    def running(self, nginx: str) -> Iterator[ProductionSite]:
        """Both servers, stopped at the end."""
        make_certificate(self.folder / "tls", NAMES)
        self.manage("collectstatic", "--no-input", "--verbosity", "0")
        self.manage(
            "shell", "--verbosity", "0", "--command", "from tests.portal.production_content import fill; fill()"
        )
        with self._process(self._web_command(), "web"), self._process(self._nginx_command(nginx), "nginx"):
            self._wait_for(self.web)
            self._wait_for(self.https)
            yield self

    @contextmanager
    def in_a_storm(self, nginx: str) -> Iterator[ProductionSite]:
        """nginx and the receiver of questions alone: no application answers, and no database is there."""
        make_certificate(self.folder / "tls", NAMES)
        command = self._unit_command("cong-storm", {"127.0.0.1:8001": f"127.0.0.1:{self.receiver}"})
        with self._process(command, "storm"), self._process(self._nginx_command(nginx), "nginx"):
            self._wait_for(self.receiver)
            self._wait_for(self.https)
            yield self

    def manage(self, *words: str) -> None:
        """Run a command of manage.py on the production settings."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def _environment(self, database: str) -> dict[str, str]:
        url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))
        cache = os.environ["VALKEY_CACHE_URL"].partition("?")[0]
        return {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": "only-for-this-test-" + os.urandom(40).hex(),
            "DATABASE_URL": url,
            "VALKEY_URL": os.environ["VALKEY_URL"],
            "VALKEY_CACHE_URL": f"{cache}?db={CACHE_DATABASE}",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "DEFAULT_FROM_EMAIL": "cong@example.vn",
            "BACKUP_PUBLIC_KEY": str(pyrage.x25519.Identity.generate().to_public()),
            "BACKUP_DIR": str(self.folder / "backup"),
            "BACKUP_SECOND_DIR": str(self.folder / "second"),
            "PORTAL_HOME": str(self.folder),
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "MEDIA_ACCEL_PREFIX": "/protected-media/",
            "TRUSTED_PROXIES": "1",
            "PORTAL_PORT_SUFFIX": f":{self.https}",
        }

    def _web_command(self) -> list[str]:
        return self._unit_command("cong-web", {"127.0.0.1:8000": f"127.0.0.1:{self.web}", "--workers 4": "--workers 1"})

    @staticmethod
    def _unit_command(name: str, changes: dict[str, str]) -> list[str]:
        """ExecStart of the unit, with this environment's programs and port, and fewer processes."""
        unit = (ROOT / f"deploy/systemd/{name}.service").read_text()
        line = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
        line = _replaced(line.removeprefix("ExecStart="), changes)
        program, *arguments = shlex.split(line)
        return [sys.executable, "-m", Path(program).name, *arguments]

    def _nginx_command(self, nginx: str) -> list[str]:
        """The project's own configuration; only places and ports are those of the test."""
        places = {"/etc/nginx/cong/": f"{self.folder}/", "/var/lib/cong/": f"{self.folder}/"}
        here = {"/var/lib/cong/": places["/var/lib/cong/"], "/var/log/cong/": f"{self.folder}/"}
        shared = _replaced((ROOT / "deploy/nginx/portal.inc").read_text(), here)
        (self.folder / "portal.inc").write_text(_replaced(shared, {"allow 127.0.0.0/8": "allow 127.0.0.1"}))
        server = _replaced(
            (ROOT / "deploy/nginx/cong.conf").read_text(),
            {
                "127.0.0.1:8000": f"127.0.0.1:{self.web}",
                "127.0.0.1:8001": f"127.0.0.1:{self.receiver}",
                "listen 80 ": f"listen {self.http} ",
                "listen [::]:80 ": f"listen [::]:{self.http} ",
                "listen 443 ": f"listen {self.https} ",
                "listen [::]:443 ": f"listen [::]:{self.https} ",
                "https://$host$request_uri": f"https://$host:{self.https}$request_uri",
                "/etc/cong/tls/": f"{self.folder}/tls/",
                "rate=10r/s": "rate=1r/m",  # so that it does not depend on this machine's speed who is refused
                "/etc/nginx/cong/": places["/etc/nginx/cong/"],
            },
        )
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.geteuid() == 0 else ""
        main = (
            f"{user}worker_processes 1;\npid {self.folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n"
            f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}{server}\n}}\n"
        )
        (self.folder / "nginx.conf").write_text(main)
        return [
            nginx,
            "-p",
            str(self.folder),
            "-e",
            "stderr",
            "-c",
            str(self.folder / "nginx.conf"),
            "-g",
            "daemon off;",
        ]

    @contextmanager
    def _process(self, command: list[str], name: str) -> Iterator[None]:
        with (self.folder / f"{name}.log").open("w") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)

    def _wait_for(self, port: int) -> None:
        def answers() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        assert wait_until(answers, PATIENCE), "".join(path.read_text() for path in self.folder.glob("*.log"))


def nginx_program() -> str:
    """Where nginx is. Without it its tests are skipped with a message; under CI=true they fail."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found:
        return found
    message = "nginx is missing. As root: apt-get install -y nginx-light"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def make_certificate(folder: Path, names: tuple[str, ...]) -> None:
    """A self-signed certificate for these names."""
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cong test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "portal.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "portal.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"the configuration has no {old!r} any more"
        text = text.replace(old, new)
    return text


def _free_ports(number: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
