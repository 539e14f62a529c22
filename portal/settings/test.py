"""The tests: production's behaviour on plain HTTP, with cheap hashing."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from portal.embedded import shared_test_servers
from portal.embedded.binaries import postgres_programs

if "pytest" in sys.modules:
    # pytest-django reads the settings before any conftest; linters read them too and need no servers.
    for _name, _url in shared_test_servers().items():
        os.environ.setdefault(_name, _url)

from portal.settings.base import *  # noqa: E402, F403
from portal.settings.base import BASE_DIR, DATABASES, STORAGES  # noqa: E402

SECRET_KEY = "only-for-the-tests-" + "x" * 50
ALTCHA_HMAC_SECRET = f"altcha:{SECRET_KEY}"
PORTAL_HOME = Path(tempfile.gettempdir()) / f"cong-test-{os.getuid()}-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
MEDIA_ROOT = PORTAL_HOME / "media"
STATIC_ROOT = BASE_DIR / "var" / "test" / "static"
MAIL_DIR = PORTAL_HOME / "mail"
STORM_ROOT = PORTAL_HOME / "storm"
STORM_QUESTIONS = PORTAL_HOME / "storm-questions"
STORM_KEY_FILE = PORTAL_HOME / "storm-key.pem"
BACKUP_DIR = PORTAL_HOME / "backup"
BACKUP_SECOND_DIR = PORTAL_HOME / "backup-second"
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PORTAL_SCHEME = "http"
PORTAL_BASE_DOMAIN = "localhost"
PORTAL_PORT_SUFFIX = ""
SESSION_COOKIE_NAME = "cong-session"
CSRF_COOKIE_NAME = "cong-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
LINK_CHECK_OUTSIDE = False
CELERY_TASK_ALWAYS_EAGER = False
# Tests that commit empty their tables; the log's own would refuse (security/migrations/0005_log_entries_stay.py).
DATABASES["default"]["OPTIONS"] = {"options": "-c cong.allow_truncate=on"}
PG_BIN_DIR = str(postgres_programs())
