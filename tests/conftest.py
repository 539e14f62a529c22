"""Every test runs on a real PostgreSQL and a real Valkey, shared by all processes of one run."""

from __future__ import annotations

import os

from portal.embedded import shared_test_servers

for _name, _url in shared_test_servers().items():
    os.environ.setdefault(_name, _url)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

pytest_plugins = ["tests.plugin_clauses"]
