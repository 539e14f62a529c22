"""Production: the base with its secrets. A missing one stops the start and says which."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403

REQUIRED = {
    "SECRET_KEY": "a random string of at least 50 characters",
    "DATABASE_URL": "postgres://user:password@host:5432/name",
    "VALKEY_URL": "redis://host:6379/0 (no eviction, append-only)",
    "VALKEY_CACHE_URL": "redis://host:6380/0 (allkeys-lru)",
    "EMAIL_URL": "smtp://user:password@host:587/?tls=1",
    "DEFAULT_FROM_EMAIL": "the address that mails come from",
    "BACKUP_PUBLIC_KEY": "the public half that `manage.py backup_key` prints",
    "BACKUP_DIR": "the folder of the backups",
    "BACKUP_SECOND_DIR": "a folder on another device (VL.19.2b)",
    "MEDIA_ROOT": "the folder of the private media",
}
missing = [f"  {name}: {meaning}" for name, meaning in REQUIRED.items() if not os.environ.get(name)]
if missing:
    raise ImproperlyConfigured("Set these environment variables:\n" + "\n".join(missing))

SECRET_KEY = os.environ["SECRET_KEY"]
ALTCHA_HMAC_SECRET = f"altcha:{SECRET_KEY}"
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
PORTAL_PORT_SUFFIX = os.environ.get("PORTAL_PORT_SUFFIX", "")
