"""Production starts only when it is told everything, and never with what belongs to the demo."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = {
    "SECRET_KEY": "k" * 25 + "0123456789" * 4,
    "DATABASE_URL": "postgres://portal@localhost/portal",
    "VALKEY_URL": "redis://localhost:6379/0",
    "VALKEY_CACHE_URL": "redis://localhost:6380/0",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "cong@example.vn",
    "BACKUP_PUBLIC_KEY": "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    "BACKUP_DIR": "/srv/backup",
    "BACKUP_SECOND_DIR": "/srv/second",
    "MEDIA_ROOT": "/srv/media",
}


def production(*command: str, without: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python in an environment that holds what production needs, less one thing."""
    own = {name: value for name, value in REQUIRED.items() if name != without}
    environ = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings.production", **own, **more}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_value_stops_the_start_and_is_named(name: str) -> None:
    for done in (
        production("-c", "import portal.settings.production", without=name),
        production("-c", "import portal.settings.production", **{name: ""}),
    ):
        assert done.returncode != 0
        last = done.stderr.split("ImproperlyConfigured:")[-1]
        assert re.search(rf"^  {name}: \w+", last, re.MULTILINE), done.stderr
        assert [other for other in REQUIRED if f"  {other}:" in last] == [name]


def test_the_example_of_the_environment_names_all_of_them() -> None:
    lines = (ROOT / "deploy/cong.env.example").read_text().splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert set(REQUIRED) <= named
    production_file = (ROOT / "portal/settings/production.py").read_text()
    asked = re.findall(r'^    "([A-Z_]+)": ', production_file, re.MULTILINE)
    assert set(asked) == set(REQUIRED)


def test_production_is_complete_and_strict() -> None:
    shown = (
        "from django.conf import settings as s\n"
        "print(s.DEBUG, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_NAME[:7], s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_SECURE, s.PORTAL_SCHEME, s.CSRF_TRUSTED_ORIGINS,"
        " s.SESSION_COOKIE_DOMAIN, hasattr(s, 'DEMO_PASSWORD'))"
    )
    done = production("-c", shown)
    assert done.stdout.split() == ["False", "True", "__Host-", "True", "True", "https", "[]", "None", "False"], (
        done.stderr
    )


@pytest.mark.parametrize("command", ["demo", "demo_accounts"])
def test_the_demos_accounts_do_not_exist_in_production(command: str) -> None:
    """It refuses before it opens the database: the one named here does not exist."""
    done = production("manage.py", command)
    assert done.returncode != 0
    assert "never in production" in done.stderr
    assert "OperationalError" not in done.stderr


def test_the_compose_file_gives_the_programs_what_they_need() -> None:
    """Docker itself is not run by the tests (docs/deploy.md says so): names and files are compared."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert set(services) >= {"nginx", "web", "worker", "beat", "postgres", "valkey-records", "valkey-cache"}
    example = (ROOT / "deploy/cong.env.example").read_text()
    for name in ("prepare", "web", "worker", "beat"):
        given = services[name]["environment"]
        assert [key for key in REQUIRED if key not in given and f"\n{key}=" not in example] == []
        assert given["MEDIA_ACCEL_PREFIX"] in (ROOT / "deploy/nginx/portal.inc").read_text()
    mounts = [volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])]
    own = [mount for mount in mounts if mount.startswith("./") and mount != "./deploy/tls"]
    assert own
    assert [mount for mount in own if not (ROOT / mount).exists()] == []


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy/systemd").glob("*.service")), ids=lambda path: path.name)
def test_the_units_start_what_make_run_starts(unit: Path) -> None:
    (command,) = re.findall(r"(?m)^ExecStart=/opt/cong/\.venv/bin/(.+)$", unit.read_text())
    launcher = (ROOT / "portal/launcher.py").read_text()
    words = [word for word in command.split() if re.fullmatch(r"[a-z]+(\.[a-z:]+)?|--[a-z-]+", word)]
    unknown = {word for word in words if f'"{word}"' not in launcher}
    assert unknown <= {"--hostname"}, unknown
    assert "NoNewPrivileges=yes" in unit.read_text()
