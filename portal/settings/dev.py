"""`make run`: embedded servers, plain HTTP on *.localhost, demo data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from portal.embedded import running_urls
from portal.embedded.binaries import postgres_programs

_home = Path(os.environ.get("PORTAL_HOME", Path(__file__).resolve().parents[2] / "var")).resolve()
for _name, _url in (running_urls(_home) or {}).items():
    os.environ.setdefault(_name, _url)

from portal.settings.base import *  # noqa: E402, F403
from portal.settings.base import MIDDLEWARE, PORTAL_HOME  # noqa: E402


def _own_secret() -> str:
    """A secret of this installation's own, made on its first start."""
    path = PORTAL_HOME / "secret-key"
    if not path.exists():
        PORTAL_HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or _own_secret()
ALTCHA_HMAC_SECRET = f"altcha:{SECRET_KEY}"
# There is no nginx before `make run`: in storm mode the application itself serves the copy.
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.middleware.security.SecurityMiddleware"), "portal.storm.middleware.StormMiddleware"
)
PORT = int(os.environ.get("PORT", "8000"))
PORTAL_SCHEME = "http"
PORTAL_PORT_SUFFIX = f":{PORT}"
PORTAL_BASE_DOMAIN = "localhost"
LINK_CHECK_OUTSIDE = os.environ.get("LINK_CHECK_OUTSIDE") == "on"  # the demo's addresses are invented
DEMO_PASSWORD = "Cong-Minh-Hoa-2026"  # noqa: S105 - the demo prints it; production has none
SESSION_COOKIE_NAME = f"cong-session-{PORT}"
CSRF_COOKIE_NAME = f"cong-csrf-{PORT}"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
PG_BIN_DIR = os.environ.get("PG_BIN_DIR") or str(postgres_programs())
_demo_key = PORTAL_HOME / "demo-backup-key.pub"
BACKUP_PUBLIC_KEY = os.environ.get("BACKUP_PUBLIC_KEY") or (_demo_key.read_text().strip() if _demo_key.exists() else "")
